"""The meetings that a TWG holds in a calendar year, and the warning while there are too few (G8).

Source: Guideline 2016, Part Three (c)(iii): "at a minimum should meet twice a year."
"""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.meetings import Meeting, MeetingState
from storage.members import Membership, Twg, list_members
from twg.core.actors import Actor
from twg.core.notices import Cause, Notice
from twg.core.permissions import ORGANISERS, Permission
from twg.core.rules import EVERY_YEAR, rule
from twg.core.timekeeping import Timekeeping
from twg.meetings.kinds import YEARLY
from twg.reminders.schedule import schedule

#: Meetings of the TWG itself in a calendar year, at least.
LEAST_A_YEAR = 2


@dataclass(frozen=True)
class YearCount:
    """Meetings of the TWG itself in a calendar year.

    Attributes:
        held: that have begun.
        ahead: that are announced and still to begin.
    """

    year: int
    held: int
    ahead: int

    @property
    def missing(self) -> int:
        """How many are still to be announced."""
        return max(0, LEAST_A_YEAR - self.held - self.ahead)


async def count_year(session: AsyncSession, twg: Twg, now: datetime) -> YearCount:
    """The announced meetings of the TWG itself in the local year of `now` (UTC)."""
    zone = ZoneInfo(twg.zone)
    year = now.astimezone(zone).year
    begin, end = (datetime(each, 1, 1, tzinfo=zone) for each in (year, year + 1))
    counted = select(func.count(), func.count().filter(Meeting.starts_at <= now)).where(
        Meeting.twg_id == twg.id,
        Meeting.kind.in_(YEARLY),
        Meeting.state == MeetingState.ANNOUNCED,
        Meeting.starts_at >= begin,
        Meeting.starts_at < end,
    )
    announced, held = (await session.execute(counted)).one()
    return YearCount(year, held, announced - held)


async def who_convenes(cause: Cause) -> list[Membership]:
    """Secretariat and Chair while a meeting is missing. Nobody otherwise; the rule comes again next year."""
    twg: Twg = cause.subject
    if not (await count_year(cause.session, twg, cause.now)).missing:
        return []
    return await list_members(cause.session, twg.id, Membership.role.in_(ORGANISERS))


TOO_FEW = Notice(
    name="meetings_too_few", subject=Twg, recipients=who_convenes, permission=Permission.MEETING_ORGANISE, grouped=True
)
#: Counted from the last day of the year.
YEAR_RULES = (
    rule("year_60_days", N_("Too few meetings in the year: warning"), TOO_FEW, days=-60, grace_h=336, every=EVERY_YEAR),
)


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Compute the warning of a TWG again."""
    actor = Actor(twg, timekeeping=timekeeping)
    last_day = datetime.combine(now.astimezone(actor.zone).date().replace(month=12, day=31), time(12), actor.zone)
    await schedule(session, actor, twg, anchors={each.name: last_day for each in YEAR_RULES}, now=now)
