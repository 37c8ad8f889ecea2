"""Meetings that may be one and the same: planned twice, or by two people (G1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import key_of
from storage.meetings import Meeting, MeetingKind, MeetingState
from storage.meetings.listing import MeetingBrief, list_briefs
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.meetings.access import visible_meetings


@dataclass(frozen=True)
class Others:
    """The meetings of a TWG with which another one is compared; `zone` is that of the TWG."""

    meetings: tuple[MeetingBrief, ...]
    zone: ZoneInfo

    def find_like(self, kind: MeetingKind, title: str, starts_at: datetime) -> MeetingBrief | None:
        """The first that has the same title and local day, or the same kind and start."""
        day = self._day(starts_at)
        return next(
            (
                other
                for other in self.meetings
                if (key_of(other.title) == key_of(title) and self._day(other.starts_at) == day)
                or (other.kind is kind and other.starts_at == starts_at)
            ),
            None,
        )

    def find_clash(self, starts_at: datetime, duration_min: int) -> MeetingBrief | None:
        """The first that goes on while a meeting of this start (aware) and length would."""
        ends_at = starts_at + timedelta(minutes=duration_min)
        return next((other for other in self.meetings if other.starts_at < ends_at and other.ends_at > starts_at), None)

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


async def access_others(session: AsyncSession, actor: Actor, *, now: datetime, but: Iterable[int] = ()) -> Others:
    """The meetings of today and later that the actor may see and that are not cancelled.

    Args:
        but: ids of meetings to leave out: the one that is compared.
    """
    lately = Meeting.starts_at > now - timedelta(days=1), Meeting.state != MeetingState.CANCELLED
    seen = visible_meetings(Reader.of(actor)), Meeting.id.not_in(list(but))
    return Others(tuple(await list_briefs(session, actor.twg.id, *lately, *seen)), actor.zone)


async def access_namesakes(session: AsyncSession, actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor may see another meeting of the same title, on whatever day."""
    others = Meeting.twg_id == meeting.twg_id, Meeting.id != meeting.id, visible_meetings(Reader.of(actor))
    titles = await session.scalars(select(Meeting.title).where(*others).distinct())
    return key_of(meeting.title) in map(key_of, titles)
