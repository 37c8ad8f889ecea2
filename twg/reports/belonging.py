"""To which reporting round a report belongs (J6)."""

import enum
from collections.abc import Sequence

from storage.indicators import Round, StandingRow, Submission


class Belongs(enum.Enum):
    """To which round a report belongs, as seen from one."""

    EARLIER = enum.auto()
    TO_IT = enum.auto()
    LATER = enum.auto()


def belongs(report: Submission | StandingRow, round_: Round, rounds: Sequence[Round]) -> Belongs:
    """A report belongs to the round in which it came; after that was closed, to the one that was opened last.

    Args:
        rounds: of the TWG, newest first.
    """
    round_id = report.round_id
    if round_id is None:
        round_id = next((one.id for one in rounds if one.opened_at <= report.submitted_at), 0)
    if round_id == round_.id:
        return Belongs.TO_IT
    return Belongs.EARLIER if round_id < round_.id else Belongs.LATER
