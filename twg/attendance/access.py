"""When the attendance of a meeting is taken, and whether the meeting was held (G5).

AttendanceRefusal
├── NotOpenYet      it begins later: nobody can be there yet
└── CheckInOver     members note themselves until the end; afterwards the secretariat corrects
"""

import enum
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.attendance import anybody_attended
from storage.meetings import Meeting, MeetingState
from storage.meetings.items import ItemInvitation, list_item_invitations
from storage.records import was_recorded
from twg.core.actors import Actor
from twg.core.refusals import Refusal
from twg.meetings.access import MeetingCancelled, access_held, access_meeting, ends_at
from twg.meetings.convening import check_organises
from twg.meetings.items import stands
from twg.meetings.minuted import check_not_adopted
from twg.meetings.rsvp import MeetingNotAnnounced


class AttendanceRefusal(Refusal):
    key = "attendance#refused"


class NotOpenYet(AttendanceRefusal):
    """data: `meeting`; `opens_at`, UTC."""

    key = "attendance#not_open_yet"


class CheckInOver(AttendanceRefusal):
    """data: `meeting`."""

    key = "attendance#over"


#: A meeting does not begin so long before its time.
EARLIEST = timedelta(hours=12)


class Holding(enum.Enum):
    """Whether a meeting was held. It follows from who is noted and from its record, and is stored nowhere."""

    AHEAD = "ahead"
    #: It has begun, and nobody is noted as having been there, nor anything of it written down.
    UNNOTED = "unnoted"
    HELD = "held"
    CANCELLED = "cancelled"


def opens_at(meeting: Meeting, window: timedelta) -> datetime:
    """From when on people can be there, UTC."""
    return meeting.starts_at - window


def takes_check_ins(meeting: Meeting, window: timedelta, *, now: datetime) -> bool:
    """Whether a member can say now that they are there."""
    return meeting.state is MeetingState.ANNOUNCED and opens_at(meeting, window) <= now < ends_at(meeting)


def check_notable(actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    """Raises: MeetingCancelled, MeetingNotAnnounced, NotOpenYet."""
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingCancelled(meeting=meeting)
    if meeting.state is MeetingState.DRAFT:
        raise MeetingNotAnnounced(meeting=meeting)
    opens = opens_at(meeting, actor.timekeeping.check_in_opens)
    if now < opens:
        raise NotOpenYet(meeting=meeting, opens_at=opens)


async def access_own_item(session: AsyncSession, actor: Actor, meeting_id: int) -> ItemInvitation | None:
    """The actor's invitation to an item of a meeting that stands and of which they were told; None without one."""
    own = ItemInvitation.person_id == actor.person.id, ItemInvitation.meeting_id == meeting_id
    found = await list_item_invitations(session, *own, ItemInvitation.twg_id == actor.twg.id)
    return next((row for row in found if stands(row) and row.told is not None), None)


async def access_check_in(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    """The meeting, if the actor can say now that they are there: also who is invited to one of its items alone.

    Raises: NotFound, MeetingCancelled, MeetingNotAnnounced, NotOpenYet, CheckInOver.
    """
    actor.check_covers("meetings")
    of_item = await access_own_item(session, actor, meeting_id)
    meeting = await access_meeting(session, actor, meeting_id) if of_item is None else of_item.meeting
    check_notable(actor, meeting, now=now)
    if now >= ends_at(meeting):
        raise CheckInOver(meeting=meeting)
    await check_not_adopted(session, meeting)
    return meeting


async def access_noted(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    """The meeting, locked, for who organises it and notes who is there.

    Raises: NotFound, NotAllowed, MeetingCancelled, MeetingNotAnnounced, NotOpenYet; MinutesFixed once its minutes are
        adopted.
    """
    meeting = await access_held(session, actor, meeting_id)
    check_notable(actor, meeting, now=now)
    await check_not_adopted(session, meeting)
    return meeting


async def access_list(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    """As `access_noted`, to read only: nothing is locked."""
    meeting = await access_meeting(session, actor, meeting_id)
    check_organises(actor, meeting)
    check_notable(actor, meeting, now=now)
    return meeting


async def find_holding(session: AsyncSession, meeting: Meeting, *, now: datetime) -> Holding:
    """Whether a meeting was held, as far as it is known."""
    if meeting.state is MeetingState.CANCELLED:
        return Holding.CANCELLED
    if now < meeting.starts_at - EARLIEST:  # lines were written down before it was moved
        return Holding.AHEAD
    if await anybody_attended(session, meeting.id) or await was_recorded(session, meeting.id):
        return Holding.HELD
    return Holding.AHEAD if now < meeting.starts_at or meeting.state is MeetingState.DRAFT else Holding.UNNOTED
