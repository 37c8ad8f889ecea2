"""A TWG's settings, which its organisers change in the chat: its facts, its opening hours, its days off (M12)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.members import Twg
from twg.core.operations import operations_of
from twg.core.refusals import NotFound
from twg.core.subjects import Domain, Subject
from twg.meetings import yearly
from twg.settings import changing


async def _find(session: AsyncSession, twg_id: int) -> Twg | None:
    return await session.get(Twg, twg_id)


def _still_calls(twg: Twg, _now: datetime) -> None:
    """Raises: NotFound for a TWG that is archived."""
    if twg.archived_at is not None:
        raise NotFound


DOMAIN = Domain(
    operations=operations_of(changing),
    subjects=(
        Subject(
            table=Twg,
            label=N_("Technical Working Group"),
            access=changing.access_own_twg,
            title=lambda twg: twg.code,
            find=_find,
            still_calls=_still_calls,
            reschedule=yearly.reschedule,
            exported=False,
        ),
    ),
    undos=changing.UNDOS,
)

__all__ = ["DOMAIN", "changing"]
