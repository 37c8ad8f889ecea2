"""What stands against a date: days off, the GDCC, and meetings of the same people (G14).

Of a meeting nobody learns here what it is or whose it is: only how many of those who are asked are busy. Meetings that
are closed to others do not count at all: that development partners, or the Chair and lead facilitators, meet at an hour
would be known from it (Guideline, Part Four (ii)). They stand only on the card of the person who is invited to them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.dates import DateOption, DatePoll, list_gdcc_days, list_meetings_between
from storage.meetings import Attendance, Meeting, MeetingState, Rsvp
from storage.members import Membership, list_memberships_of
from storage.subgroups import group_id_of
from twg.core.actors import Actor
from twg.core.audiences import Audience, includes, parse_audience
from twg.language.times import LONGEST_MEETING_MIN
from twg.meetings.kinds import CLOSED

#: Audiences whose meetings are known beyond those who are invited.
_OPEN = frozenset({Audience.ALL, Audience.CORE})
#: Answers with which somebody is not busy.
_AWAY = frozenset({Rsvp.NO, Rsvp.DELEGATE})


@dataclass(frozen=True)
class Against:
    """What stands against one date.

    Attributes:
        day_off: it is a holiday or another day off.
        gdcc: the GDCC meets on that day.
        busy: how many of those who are asked have another meeting, which others may know of.
        own: the reader has another meeting.
    """

    day_off: bool = False
    gdcc: bool = False
    busy: int = 0
    own: bool = False


def is_closed(meeting: Meeting) -> bool:
    """Whether nobody learns of a meeting but those who are invited: any that is not surely an open one."""
    tokens = parse_audience(meeting.audience)
    known = bool(tokens & _OPEN) or any(group_id_of(token) is not None for token in tokens)
    return meeting.kind in CLOSED or not known


async def access_against(
    session: AsyncSession,
    actor: Actor,
    poll: DatePoll,
    *,
    asked: Iterable[Membership] = (),
    own: bool = False,
) -> dict[int, Against]:
    """What stands against each date of a search, by its id.

    Args:
        asked: whose open meetings count; nobody's for somebody who does not run the search.
        own: whether the actor's own meetings count, closed ones too.
    """
    days = [option.starts_at.astimezone(actor.zone).date() for option in poll.options]
    gdcc = set(await list_gdcc_days(session, min(days)))
    busy = await _find_busy(session, poll, [member.person_id for member in asked], closed=False)
    mine = await _find_busy(session, poll, [actor.person.id], closed=True) if own else {}
    return {
        option.id: Against(
            day_off=option.day_off,
            gdcc=day in gdcc,
            busy=len(busy.get(option.id, ())),
            own=bool(mine.get(option.id)),
        )
        for option, day in zip(poll.options, days, strict=True)
    }


async def _find_busy(
    session: AsyncSession, poll: DatePoll, person_ids: Sequence[int], *, closed: bool
) -> dict[int, set[int]]:
    """Which of these people have an announced meeting in any TWG, by the id of the date.

    Args:
        closed: whether meetings count that are closed to others.
    """
    if not person_ids:
        return {}
    members = await list_memberships_of(session, person_ids)
    starts = [option.starts_at for option in poll.options]
    lasts = timedelta(minutes=poll.duration_min)
    in_twgs = Meeting.twg_id.in_({member.twg_id for member in members}), Meeting.state == MeetingState.ANNOUNCED
    meetings = await list_meetings_between(
        session, min(starts) - timedelta(minutes=LONGEST_MEETING_MIN), max(starts) + lasts, *in_twgs
    )
    meetings = [meeting for meeting in meetings if closed or not is_closed(meeting)]
    away = await _list_away(session, meetings, person_ids)
    found: dict[int, set[int]] = {}
    for option in poll.options:
        for meeting in meetings:
            if _overlap(option, lasts, meeting):
                found.setdefault(option.id, set()).update(
                    member.person_id
                    for member in members
                    if member.twg_id == meeting.twg_id
                    and includes(meeting.audience, member)
                    and (meeting.id, member.person_id) not in away
                )
    return found


def _overlap(option: DateOption, lasts: timedelta, meeting: Meeting) -> bool:
    ends_at: datetime = meeting.starts_at + timedelta(minutes=meeting.duration_min)
    return option.starts_at < ends_at and meeting.starts_at < option.starts_at + lasts


async def _list_away(
    session: AsyncSession, meetings: Iterable[Meeting], person_ids: Sequence[int]
) -> set[tuple[int, int]]:
    """Who does not come to which of these meetings."""
    ids = [meeting.id for meeting in meetings]
    if not ids:
        return set()
    said = Attendance.meeting_id.in_(ids), Attendance.person_id.in_(person_ids), Attendance.rsvp.in_(_AWAY)
    rows = await session.execute(select(Attendance.meeting_id, Attendance.person_id).where(*said))
    return {(meeting_id, person_id) for meeting_id, person_id in rows}
