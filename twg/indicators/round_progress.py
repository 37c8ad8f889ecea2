"""How far a reporting round is, and the messages that show it (J2)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.bound_messages import change_bound
from storage.dates import list_gdcc_days
from storage.indicators import REPORTED_ON, ReportRequest, Round, list_requests
from storage.requests import MemberRequest, list_standing

#: Reports that come within this time of each other change the message of who follows the round once.
SETTLE = timedelta(seconds=2)


@dataclass(frozen=True)
class RoundProgress:
    """How far a round is.

    Attributes:
        said: what those asked have said instead of a report (no data, more time), by id of what they were asked.
        gdcc_on: the next day of the GDCC after the last day of the round; None where none is set.
    """

    round: Round
    requests: list[ReportRequest]
    said: Mapping[int, list[MemberRequest]] = field(default_factory=dict)
    gdcc_on: date | None = None

    @property
    def counted(self) -> list[ReportRequest]:
        """The requests that count: of an indicator that is not reported on any more, those that were answered."""
        return [one for one in self.requests if one.reported_at is not None or one.indicator.state in REPORTED_ON]

    @property
    def waiting(self) -> list[ReportRequest]:
        return [one for one in self.requests if one.reported_at is None and one.indicator.state in REPORTED_ON]


async def progress_of(session: AsyncSession, current: Round) -> RoundProgress:
    """How far a round is."""
    asked = await list_requests(session, ReportRequest.round_id == current.id)
    said: defaultdict[int, list[MemberRequest]] = defaultdict(list)
    for request in await list_standing(session, ReportRequest.__tablename__, [item.id for item in asked]):
        said[request.subject_id].append(request)
    days = await list_gdcc_days(session, current.due_at.date())
    return RoundProgress(current, asked, said, days[0] if days else None)


async def show_anew(session: AsyncSession, round_: Round, *, now: datetime) -> None:
    """Change the messages that show how a round stands."""
    await change_bound(session, Round.__tablename__, [round_.id], now=now + SETTLE)
