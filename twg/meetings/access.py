"""Access to meetings: who may see one, and who may still change it.

MeetingRefusal
├── MeetingAlreadyHeld
├── MeetingCancelled
└── MeetingAlreadyAnnounced
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold_whole
from storage.meetings import Meeting, MeetingState, find_meeting
from storage.members import Membership, Role
from twg.core.actors import Actor
from twg.core.audiences import Reader, invited_to, list_audience, visible_to
from twg.core.operations import operation
from twg.core.permissions import GRANTS, Permission
from twg.core.refusals import NotFound, Refusal
from twg.meetings.convening import check_organises
from twg.meetings.kinds import CLOSED, kinds_of


class MeetingRefusal(Refusal):
    key = "meetings#refused"


class MeetingAlreadyHeld(MeetingRefusal):
    """data: `meeting`."""

    key = "meetings#already_held"


class MeetingCancelled(MeetingRefusal):
    """data: `meeting`."""

    key = "meetings#already_cancelled"


class MeetingAlreadyAnnounced(MeetingRefusal):
    """data: `meeting`."""

    key = "meetings#already_announced"


def visible_meetings(reader: Reader) -> ColumnElement[bool]:
    """The clause for meetings this reader may see: those they are invited to or planned; drafts for organisers only.

    Drafts for a sub-group alone are seen by those who lead it too, and those of a kind by those who convene it. A
    member of the secretariat also sees what colleagues planned for others. Closed meetings are seen by those invited
    alone.
    """
    visible = and_(_planned_or_invited(reader), or_(Meeting.kind.not_in(CLOSED), invited_to(reader, Meeting.audience)))
    if reader.role in GRANTS[Permission.MEETING_ORGANISE]:
        return visible
    shown = or_(Meeting.state != MeetingState.DRAFT, Meeting.kind.in_(kinds_of(reader.role)))
    if reader.led:
        shown = or_(shown, Meeting.audience.in_(reader.sums_led))
    return and_(visible, shown)


def _planned_or_invited(reader: Reader) -> ColumnElement[bool]:
    """The clause for what the reader is invited to or planned, or a colleague of theirs in the secretariat planned."""
    visible = visible_to(reader, Meeting.audience, Meeting.created_by_id)
    if reader.role is not Role.SECRETARIAT:
        return visible
    colleagues = select(Membership.person_id).where(
        Membership.twg_id == reader.twg_id, Membership.role == Role.SECRETARIAT
    )
    return or_(visible, Meeting.created_by_id.in_(colleagues))


async def access_meeting(session: AsyncSession, actor: Actor, meeting_id: int) -> Meeting:
    """The meeting with its agenda, if the actor may see it. Raises: NotFound."""
    actor.check_covers("meetings")
    visible = visible_meetings(Reader.of(actor))
    meeting = await find_meeting(session, meeting_id, Meeting.twg_id == actor.twg.id, visible)
    if meeting is None:
        raise NotFound
    return meeting


async def access_held(session: AsyncSession, actor: Actor, meeting_id: int) -> Meeting:
    """The meeting, locked, with its agenda as it is then, for who may organise it. Raises: NotFound, NotAllowed."""
    await hold_whole(session, await access_meeting(session, actor, meeting_id))
    meeting = await access_meeting(session, actor, meeting_id)
    check_organises(actor, meeting)
    return meeting


async def access_draft(session: AsyncSession, actor: Actor, meeting_id: int) -> Meeting:
    """A meeting that is not announced yet, locked.

    Raises: NotFound, NotAllowed, MeetingCancelled, MeetingAlreadyAnnounced.
    """
    meeting = await access_held(session, actor, meeting_id)
    check_draft(meeting)
    return meeting


def check_draft(meeting: Meeting) -> None:
    """Raises: MeetingCancelled, MeetingAlreadyAnnounced."""
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingCancelled(meeting=meeting)
    if meeting.state is MeetingState.ANNOUNCED:
        raise MeetingAlreadyAnnounced(meeting=meeting)


@operation(Permission.MEETING_ORGANISE)
async def access_organised(session: AsyncSession, actor: Actor, meeting_id: int) -> tuple[Meeting, list[Membership]]:
    """The meeting, if the actor may organise it, and everybody invited as of now. Raises: NotFound, NotAllowed."""
    meeting = await access_meeting(session, actor, meeting_id)
    check_organises(actor, meeting)
    return meeting, await list_audience(session, meeting.twg_id, meeting.audience)


@operation(Permission.MEETING_ORGANISE)
async def list_invited(session: AsyncSession, actor: Actor, meeting_id: int) -> list[Membership]:
    """Everybody invited to a meeting as of now. Raises: NotFound, NotAllowed."""
    _meeting, members = await access_organised(session, actor, meeting_id)
    return members


def check_ahead(meeting: Meeting, *, now: datetime) -> None:
    """Raises: MeetingCancelled, MeetingAlreadyHeld."""
    if meeting.state is MeetingState.CANCELLED:
        raise MeetingCancelled(meeting=meeting)
    if meeting.starts_at <= now:
        raise MeetingAlreadyHeld(meeting=meeting)


def ends_at(meeting: Meeting) -> datetime:
    """When it ends, as planned, UTC."""
    return meeting.starts_at + timedelta(minutes=meeting.duration_min)


def is_under_way(meeting: Meeting, *, now: datetime) -> bool:
    """Whether it was announced, has begun and is not over."""
    return meeting.state is MeetingState.ANNOUNCED and meeting.starts_at <= now < ends_at(meeting)


def check_announceable(meeting: Meeting, *, now: datetime) -> None:
    """Raises: MeetingCancelled, MeetingAlreadyHeld, MeetingAlreadyAnnounced."""
    check_ahead(meeting, now=now)
    if meeting.state is MeetingState.ANNOUNCED:
        raise MeetingAlreadyAnnounced(meeting=meeting)
