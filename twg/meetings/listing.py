"""Lists of meetings: those under way, ahead and past (G2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Meeting, MeetingState, list_meetings
from storage.meetings.listing import AheadListing, MeetingAhead, MeetingBrief, list_meetings_ahead, meetings_ahead
from storage.meetings.listing import list_past as list_briefs_of_past
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.language.times import LONGEST_MEETING_MIN
from twg.meetings.access import visible_meetings

#: Meetings ahead on a page; `list_ahead` returns one more where there are more.
MOST_AHEAD = 20
#: Past meetings on a page.
MOST_PAST = 10
#: Rows that are read besides a page of meetings ahead: those that began lately, which a page shows apart.
_JUST_BEGUN = 10


@dataclass(frozen=True)
class Current:
    """The meetings that are not over, a page of those ahead. Attributes: `more`: whether there is a next page."""

    under_way: list[MeetingAhead]
    ahead: list[MeetingAhead]
    page: int
    more: bool


@dataclass(frozen=True)
class Past:
    """A page of past meetings, the newest first. Attributes: `more`: whether there is a next page."""

    meetings: list[MeetingBrief]
    page: int
    more: bool


@operation(Permission.SEE)
async def list_current(session: AsyncSession, actor: Actor, *, now: datetime, page: int = 1) -> Current:
    """The meetings under way, and a page of those ahead, that the actor may see, each with the actor's own answer."""
    first = page <= 1
    since = now - timedelta(minutes=LONGEST_MEETING_MIN) if first else now
    skipped = 0 if first else MOST_AHEAD * (page - 1)
    found = await _list(session, actor, since=since, skipped=skipped)
    begun = [each for each in found if each.starts_at <= now < each.ends_at and each.state is MeetingState.ANNOUNCED]
    ahead = [each for each in found if each.starts_at > now]
    return Current(begun, ahead[:MOST_AHEAD], max(page, 1), len(ahead) > MOST_AHEAD)


@operation(Permission.SEE)
async def list_ahead(session: AsyncSession, actor: Actor, *, now: datetime) -> list[MeetingAhead]:
    """The next `MOST_AHEAD` meetings that the actor may see, the soonest first, each with the actor's own answer.

    One more is returned where there are more.
    """
    return (await _list(session, actor, since=now))[: MOST_AHEAD + 1]


@operation(Permission.SEE)
async def list_cancelled_ahead(session: AsyncSession, actor: Actor, *, now: datetime) -> list[Meeting]:
    """The meetings that would be held later, had they not been cancelled, and that the actor may see; soonest first."""
    ahead = Meeting.state == MeetingState.CANCELLED, Meeting.starts_at > now
    return await list_meetings(session, actor.twg.id, visible_meetings(Reader.of(actor)), *ahead, limit=MOST_AHEAD)


@operation(Permission.SEE)
async def list_under_way(session: AsyncSession, actor: Actor, *, now: datetime) -> list[MeetingAhead]:
    """The meetings under way that the actor may see."""
    return (await list_current(session, actor, now=now)).under_way


@operation(Permission.SEE)
async def list_past(session: AsyncSession, actor: Actor, *, now: datetime, page: int = 1) -> Past:
    """A page of the meetings that were held and that the actor may see."""
    page = max(page, 1)
    latest = await _list(session, actor, since=now - timedelta(minutes=LONGEST_MEETING_MIN))
    not_over = [each.id for each in latest if each.starts_at <= now < each.ends_at]
    held = Meeting.starts_at <= now, Meeting.state == MeetingState.ANNOUNCED, Meeting.id.not_in(not_over)
    found = await list_briefs_of_past(
        session,
        actor.twg.id,
        *held,
        visible_meetings(Reader.of(actor)),
        limit=MOST_PAST + 1,
        skipped=MOST_PAST * (page - 1),
    )
    return Past(found[:MOST_PAST], page, len(found) > MOST_PAST)


async def _list(session: AsyncSession, actor: Actor, *, since: datetime, skipped: int = 0) -> list[MeetingAhead]:
    listing, ids = _listing(Reader.like(actor)), Reader.ids_of(actor)
    return await list_meetings_ahead(session, listing, ids, since=since, skipped=skipped)


@lru_cache(1024)
def _listing(reader: Reader) -> AheadListing:
    """The statement of the lists, cached by role and tokens because this list is asked for most often."""
    most = MOST_AHEAD + 1 + _JUST_BEGUN
    return meetings_ahead(Meeting.state != MeetingState.CANCELLED, visible_meetings(reader), limit=most)
