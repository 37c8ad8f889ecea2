"""Moving a meeting to another day or time, changing its place and its other facts, cancelling it (G2).

MeetingRefusal
├── NothingChanged
└── KindStays               what kind it is decides who may be there, or its number
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.attendance import clear_presence
from storage.core.addressees import list_addressees
from storage.core.notifications import Notification, find_untouched
from storage.groups import is_posted
from storage.meetings import (
    LONGEST_LINK,
    LONGEST_REASON,
    Meeting,
    MeetingKind,
    MeetingState,
    Rsvp,
    list_attendance,
)
from storage.members import Membership
from storage.subgroups import list_groups_in
from twg.core.actors import Actor
from twg.core.audiences import excluding, list_audience
from twg.core.audit import record, to_plain, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.language.series_numbers import HIGHEST_NUMBER
from twg.language.times import LONGEST_MEETING_MIN
from twg.meetings import notices
from twg.meetings.access import MeetingRefusal, access_held, check_ahead
from twg.meetings.convening import access_invited, may_organise, refuse_kind
from twg.meetings.items import end_covered, follow_items
from twg.meetings.kinds import CLOSED
from twg.meetings.notices import CHANGES_SETTLE, FORMER_TITLE
from twg.meetings.overview import note_answers_changed
from twg.meetings.planning import make_findable, set_reminders, starts_at_of, tell_invited
from twg.meetings.voiding import Shift, is_voided, shift_of
from twg.reminders.schedule import void_reminders


class NothingChanged(MeetingRefusal):
    key = "meetings#nothing_changed"


class KindStays(MeetingRefusal):
    """data: `meeting`."""

    key = "meetings#kind_stays"


class Amendment(BaseModel):
    """New facts of a meeting; None leaves one as it is."""

    title: str | None = Field(default=None, max_length=200)
    kind: MeetingKind | None = None
    duration_min: int | None = Field(default=None, ge=5, le=LONGEST_MEETING_MIN)
    number: int | None = Field(default=None, ge=1, le=HIGHEST_NUMBER)
    #: "" takes the link away.
    link: str | None = Field(default=None, max_length=LONGEST_LINK)


class NewTime(BaseModel):
    """`reason` is told to everybody invited; it may be empty."""

    day: date
    at: time
    reason: str = Field(default="", max_length=LONGEST_REASON)


@dataclass(frozen=True)
class Changed:
    """A meeting that was changed, with the notice of it.

    Attributes:
        notice: `None` where nobody is told, or where the notice of a change minutes ago covers this one too.
    """

    meeting: Meeting
    notice: Notification | None = None


async def _access_changeable(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    """The meeting, locked, if it is still to be held. Raises: NotFound, MeetingAlreadyHeld, MeetingCancelled."""
    meeting = await access_held(session, actor, meeting_id)
    check_ahead(meeting, now=now)
    return meeting


@operation(Permission.MEETING_ORGANISE)
async def move(session: AsyncSession, actor: Actor, meeting_id: int, args: NewTime, *, now: datetime) -> Changed:
    """Move a meeting to another day or time, with its reminders; void the answers that this concerns; tell all invited.

    Raises: NotFound, MeetingAlreadyHeld, MeetingCancelled, StartInPast, NothingChanged.
    """
    meeting = await _access_changeable(session, actor, meeting_id, now=now)
    starts_at = starts_at_of(actor, args.day, args.at, now=now)
    if starts_at == meeting.starts_at:
        raise NothingChanged(field="day")
    before, shift = values_of(meeting, "starts_at"), shift_of(meeting.starts_at, starts_at, actor.zone)
    meeting.starts_at = starts_at
    cleared = await _clear_answers(session, meeting, actor.zone)
    early = await clear_presence(session, meeting.id) if shift is Shift.DAY else []
    return await _changed(session, actor, meeting, before, cleared, args.reason, early=early, now=now)


async def _clear_answers(session: AsyncSession, meeting: Meeting, zone: ZoneInfo) -> dict[int, Rsvp]:
    """Clear the answers that its beginning, as it is now, voids. Returns them by person id."""
    cleared = {}
    for attendance in (await list_attendance(session, meeting.id)).values():
        if attendance.rsvp is not None and is_voided(attendance, meeting.starts_at, zone):
            cleared[attendance.person_id] = attendance.rsvp
            attendance.clear()
    return cleared


@operation(Permission.MEETING_ORGANISE)
async def relocate(
    session: AsyncSession, actor: Actor, meeting_id: int, place: str, reason: str = "", *, now: datetime
) -> Changed:
    """Change the place of a meeting.

    Args:
        reason: told to everybody who is invited; may be empty.
    Raises: NotFound, MeetingAlreadyHeld, MeetingCancelled, NothingChanged.
    """
    meeting = await _access_changeable(session, actor, meeting_id, now=now)
    if place == meeting.place:
        raise NothingChanged(field="place")
    before = values_of(meeting, "place")
    meeting.place = place
    return await _changed(session, actor, meeting, before, {}, reason, now=now)


@operation(Permission.MEETING_ORGANISE)
async def amend(
    session: AsyncSession, actor: Actor, meeting_id: int, args: Amendment, reason: str = "", *, now: datetime
) -> Changed:
    """Change the title, the kind, the length, the number or the link of a meeting; its agenda and every answer stay.

    Args:
        reason: told to everybody who is invited; may be empty.
    Raises: NotFound, MeetingAlreadyHeld, MeetingCancelled, NothingChanged, KindStays, NotConvened.
    """
    meeting = await _access_changeable(session, actor, meeting_id, now=now)
    new = {name: value for name, value in args.model_dump(exclude_none=True).items() if value != getattr(meeting, name)}
    if not new:
        raise NothingChanged(field=next(iter(args.model_fields_set), "title"))
    if "kind" in new:
        check_kind_free(meeting)
        check_kind_given(actor, meeting, new["kind"])
    before = values_of(meeting, *new)
    for name, value in new.items():
        setattr(meeting, name, value)
    return await _changed(session, actor, meeting, before, {}, reason, now=now)


@operation(Permission.MEETING_ORGANISE)
async def reinvite(
    session: AsyncSession, actor: Actor, meeting_id: int, audience: str, reason: str = "", *, now: datetime
) -> Changed:
    """Invite others to a meeting: those who are invited now get an invitation, the others are told that they are not.

    Nobody else is told, and every answer stays.

    Args:
        audience: tokens, as `join_tokens` joins them.
        reason: told to those who are not invited any more; may be empty.
    Raises: NotFound, NotAllowed, MeetingAlreadyHeld, MeetingCancelled, NothingChanged; as `access_invited`.
    """
    meeting = await _access_changeable(session, actor, meeting_id, now=now)
    new = await access_invited(session, actor, meeting.kind, audience, now=now)
    if new == meeting.audience:
        raise NothingChanged(field="audience")
    before, was = values_of(meeting, "audience"), await list_audience(session, meeting.twg_id, meeting.audience)
    meeting.audience = new
    meeting.know_invited(await list_groups_in(session, new), await list_addressees(session, meeting.twg_id, new))
    why = {"reason": reason} if reason else {}
    after = values_of(meeting, "audience")
    await record(session, actor, "meetings.change", meeting, now=now, before=before, after=after, **why)
    await end_covered(session, actor, meeting, now=now)
    await note_answers_changed(session, meeting.id, now=now)
    if meeting.state is not MeetingState.ANNOUNCED:
        return Changed(meeting)
    meeting.sequence += 1
    await make_findable(session, meeting)
    invited = await list_audience(session, meeting.twg_id, new)
    told = {"title": meeting.title, "starts_at": to_plain(meeting.starts_at), "reasons": [reason] if reason else []}
    joined, left = _apart(invited, was), excluding(_apart(was, invited), actor.person_id)
    if left:
        out = {**told, "people": [member.person_id for member in left]}
        await tell_invited(session, actor, meeting, notices.UNINVITED, now=now, data=out)
    if not joined:
        return Changed(meeting)
    data = {"people": [member.person_id for member in joined]}
    return Changed(meeting, await tell_invited(session, actor, meeting, notices.INVITED, now=now, data=data))


def _apart(members: list[Membership], others: list[Membership]) -> list[Membership]:
    """The members who are not among the others."""
    return excluding(members, *(member.person_id for member in others))


#: Kinds that decide who may be there, or which number the meeting has: an announced meeting keeps its kind.
BOUND_KINDS = CLOSED | {MeetingKind.SUB_GROUP}


def check_kind_free(meeting: Meeting) -> None:
    """Raises: KindStays, where the meeting is announced and its kind decides who may be there, or its number."""
    if meeting.kind in BOUND_KINDS and meeting.state is MeetingState.ANNOUNCED:
        raise KindStays(meeting=meeting)


def check_kind_given(actor: Actor, meeting: Meeting, kind: MeetingKind) -> None:
    """Raises: KindStays for one of `BOUND_KINDS` once it is announced; NotConvened where the actor convenes none."""
    if kind in BOUND_KINDS and meeting.state is MeetingState.ANNOUNCED:
        raise KindStays(meeting=meeting)
    if not may_organise(actor, kind, meeting.audience):
        raise refuse_kind(kind)


#: Under which keys the notice keeps former values: its `title` is what its sender is shown.
_KEPT_AS = {"title": FORMER_TITLE}


async def _changed(
    session: AsyncSession,
    actor: Actor,
    meeting: Meeting,
    before: dict[str, Any],
    cleared: dict[int, Rsvp],
    reason: str,
    *,
    early: Sequence[int] = (),
    now: datetime,
) -> Changed:
    """Notify of a change, together with those of the last minutes; members whose answers were cleared are told so.

    Args:
        early: ids of people who were noted as being there before it was moved to another day; the notes are gone.
    """
    after = values_of(meeting, *before)
    why = {"cleared": cleared, **({"early": [*early]} if early else {}), **({"reason": reason} if reason else {})}
    await record(session, actor, "meetings.change", meeting, now=now, before=before, after=after, **why)
    await set_reminders(session, actor, meeting, now=now)
    await note_answers_changed(session, meeting.id, now=now)
    if meeting.state is not MeetingState.ANNOUNCED:
        return Changed(meeting)
    await follow_items(session, actor, meeting, now=now)
    meeting.sequence += 1
    await make_findable(session, meeting)
    told = {_KEPT_AS.get(name, name): value for name, value in to_plain(before).items()}
    waiting = await find_untouched(session, notices.CHANGED.name, subject_id=meeting.id)
    if waiting is not None and not await is_posted(session, waiting.id):
        earlier = {name: waiting.data.get(name, []) for name in ("cleared", "by", "reasons")}
        waiting.data = {
            **told,
            **waiting.data,
            "cleared": [*earlier["cleared"], *cleared],
            "by": list(dict.fromkeys([*earlier["by"], actor.person.name])),
            "reasons": [*earlier["reasons"], *filter(None, [reason])],
        }
        return Changed(meeting)
    held = now + CHANGES_SETTLE
    data = {**told, "cleared": list(cleared), "by": [actor.person.name], "reasons": [reason] if reason else []}
    notice = await tell_invited(session, actor, meeting, notices.CHANGED, now=now, not_before=held, data=data)
    return Changed(meeting, notice)


@operation(Permission.MEETING_ORGANISE)
async def cancel(session: AsyncSession, actor: Actor, meeting_id: int, reason: str = "", *, now: datetime) -> Changed:
    """Cancel a meeting, void its reminders, and send calendars the cancellation.

    Args:
        reason: told to everybody who was invited; may be empty.
    Raises: NotFound, MeetingAlreadyHeld, MeetingCancelled.
    """
    meeting = await _access_changeable(session, actor, meeting_id, now=now)
    announced = meeting.state is MeetingState.ANNOUNCED
    before = values_of(meeting, "state", "cancelled_at", "cancel_reason")
    meeting.state, meeting.cancelled_at, meeting.cancel_reason = MeetingState.CANCELLED, now, reason
    meeting.sequence += 1
    await void_reminders(session, meeting)
    after = values_of(meeting, *before)
    await record(session, actor, "meetings.cancel", meeting, now=now, before=before, after=after)
    await note_answers_changed(session, meeting.id, now=now)
    await follow_items(session, actor, meeting, now=now)
    if not announced:
        return Changed(meeting)
    data = {"by": [actor.person.name]}
    return Changed(meeting, await tell_invited(session, actor, meeting, notices.CANCELLED, now=now, data=data))
