"""Members who are invited to one item of an agenda: they are told of it, reminded, and answer (G13).

Of the meeting they see its title, day and place, and their item with its time. They are not among those invited to it,
so that nothing else of it is shown to them: no agenda, papers, list or search.

MeetingRefusal
├── InvitedToAll        who is invited to the whole meeting is invited to each of its items
└── ItemGone            the item is not on the agenda any more, or the invitation was taken back

Source: Guideline 2016, Part Three (a)(ix).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import find_untouched, void_notifications
from storage.core.spelling import key_of
from storage.engine.database import hold
from storage.meetings import Meeting, MeetingState, Rsvp, is_announced_ahead
from storage.meetings.items import ItemInvitation, find_item_invitation, list_item_invitations, list_items_ahead_of
from storage.members import Membership, Twg, find_membership, institution_name, list_members
from twg.core.actors import Actor
from twg.core.audiences import includes
from twg.core.audit import record, values_of
from twg.core.notices import Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.timekeeping import Timekeeping
from twg.language.agenda_times import begin_times
from twg.language.guests import Guest
from twg.meetings import item_notices as notices
from twg.meetings.access import MeetingRefusal, access_held, access_organised, check_ahead
from twg.meetings.convening import OnlyForThose, may_organise
from twg.meetings.guests import find_item
from twg.meetings.kinds import CLOSED, KINDS
from twg.meetings.notices import CHANGES_SETTLE
from twg.meetings.overview import note_answers_changed
from twg.meetings.voiding import VOIDED, shift_of
from twg.reminders.schedule import anchored, schedule, schedule_all, void_reminders

_ANSWERED = ("rsvp", "answered_at", "answered_for", "words")


class InvitedToAll(MeetingRefusal):
    """data: `name`."""

    key = "meetings#invited_to_all"


class ItemGone(MeetingRefusal):
    """data: `meeting`."""

    key = "meetings#item_gone"


def begins_of(invitation: ItemInvitation) -> datetime:
    """When the item begins, UTC: computed from the items before it; the meeting's beginning where one has no length."""
    meeting = invitation.meeting
    begins = begin_times(meeting.starts_at, [item.minutes for item in meeting.agenda])
    found = {item.token: at for item, at in zip(meeting.agenda, begins, strict=True)}
    return found.get(invitation.item_token) or meeting.starts_at


def stands(invitation: ItemInvitation) -> bool:
    """Whether it was not taken back, its item is on the agenda, and the meeting is not cancelled."""
    held = invitation.meeting.state is not MeetingState.CANCELLED
    return held and invitation.removed_at is None and invitation.item is not None


def check_calls(invitation: ItemInvitation, now: datetime) -> None:
    """Raises: ItemGone, MeetingCancelled, MeetingAlreadyHeld."""
    check_ahead(invitation.meeting, now=now)
    if not stands(invitation):
        raise ItemGone(meeting=invitation.meeting)


async def access_item_invitation(session: AsyncSession, actor: Actor, invitation_id: int) -> ItemInvitation:
    """An invitation of the actor that they were told of, or one to a meeting that they organise. Raises: NotFound."""
    actor.check_covers("meetings")
    found = await find_item_invitation(session, invitation_id)
    if found is None or found.twg_id != actor.twg.id:
        raise NotFound
    own = found.person_id == actor.person.id and found.told is not None and found.removed_at is None
    if not own and not may_organise(actor, found.meeting.kind, found.meeting.audience):
        raise NotFound
    return found


async def access_named(
    session: AsyncSession, actor: Actor, guests: Sequence[Guest]
) -> list[tuple[Guest, Membership | None]]:
    """Who of the guests is the one member of the TWG that a name, with the institution if it is given, means."""
    members = await list_members(session, actor.twg.id)
    return [(guest, _find_member(members, guest)) for guest in guests]


def _find_member(members: Sequence[Membership], guest: Guest) -> Membership | None:
    said, house = key_of(guest.name), key_of(guest.institution)
    found = [
        member
        for member in members
        if said in {key_of(member.person.name), key_of(f"{member.person.title} {member.person.name}")}
        and house in {"", key_of(institution_name(member.person))}
    ]
    return found[0] if len(found) == 1 else None


@operation(Permission.MEETING_ORGANISE)
async def invite_to_item(
    session: AsyncSession,
    actor: Actor,
    meeting_id: int,
    item_token: str,
    people: Sequence[Membership],
    *,
    now: datetime,
) -> list[ItemInvitation]:
    """Invite members to one item of an agenda; once the meeting is announced, they are told of it, else with that.

    Raises: NotFound, also without such an item; NotAllowed, MeetingCancelled, MeetingAlreadyHeld; InvitedToAll;
        OnlyForThose for a closed meeting.
    """
    meeting = await access_held(session, actor, meeting_id)
    check_ahead(meeting, now=now)
    if find_item(meeting, item_token) is None:
        raise NotFound
    if meeting.kind in CLOSED:
        raise OnlyForThose(field="guests", kind=meeting.kind, audience=KINDS[meeting.kind].audience)
    for member in people:
        if includes(meeting.audience, member):
            raise InvitedToAll(field="guests", name=member.person.name)
    ids = [member.person_id for member in people]
    of_item = ItemInvitation.meeting_id == meeting.id, ItemInvitation.item_token == item_token
    known = {row.person_id: row for row in await list_item_invitations(session, *of_item, removed=True)}
    rows = []
    for person_id in ids:
        row = known.get(person_id)
        if row is None:
            row = ItemInvitation(
                twg_id=meeting.twg_id, meeting_id=meeting.id, item_token=item_token, person_id=person_id, words=""
            )
            session.add(row)
        elif row.removed_at is None:
            continue
        row.invited_by_id, row.invited_at, row.removed_at, row.told = actor.person.id, now, None, None
        rows.append(row)
    after, item = {"guests": [member.person.name for member in people]}, item_token
    await record(session, actor, "meetings.invite_to_item", meeting, now=now, after=after, item=item)
    await note_answers_changed(session, meeting.id, now=now)
    await follow_items(session, actor, meeting, now=now)
    return rows


@operation(Permission.MEETING_ORGANISE)
async def uninvite_from_item(session: AsyncSession, actor: Actor, invitation_id: int, *, now: datetime) -> Meeting:
    """Take back the invitation of a member to an item; where they know of it, they are told. Raises: NotFound."""
    found = await access_item_invitation(session, actor, invitation_id)
    meeting, _invited = await access_organised(session, actor, found.meeting_id)
    await hold(session, found)
    if found.removed_at is None:
        found.removed_at = now
        change, before = "meetings.uninvite_from_item", {"guests": [found.person.name]}
        await record(session, actor, change, meeting, now=now, before=before, after={"guests": []})
        await note_answers_changed(session, meeting.id, now=now)
        await _withdraw(session, actor, found, now=now, at_once=True)
    return meeting


async def end_covered(session: AsyncSession, actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    """End the invitations to items of those who are invited to the whole meeting by now: the invitation says so.

    What they were told of the item is kept, so that the invitation removes its entry from their calendars.
    """
    for row in await list_item_invitations(session, ItemInvitation.meeting_id == meeting.id):
        member = await find_membership(session, row.person_id, meeting.twg_id)
        if member is None or not includes(meeting.audience, member):
            continue
        row.removed_at = now
        await void_reminders(session, row)
        before = {"guests": [row.person.name]}
        await record(
            session, actor, "meetings.uninvite_from_item", meeting, now=now, before=before, after={"guests": []}
        )


@operation(Permission.MEETING_ANSWER)
async def answer_item(
    session: AsyncSession, actor: Actor, invitation_id: int, rsvp: Rsvp, words: str = "", *, now: datetime
) -> ItemInvitation:
    """Record whether the actor comes to the item to which they are invited; it replaces an earlier answer.

    Raises: NotFound; ItemGone, MeetingCancelled, MeetingAlreadyHeld.
    """
    found = await access_item_invitation(session, actor, invitation_id)
    if found.person_id != actor.person.id or rsvp not in {Rsvp.YES, Rsvp.NO, Rsvp.MAYBE}:
        raise NotFound
    await hold(session, found)
    check_calls(found, now)
    before = values_of(found, *_ANSWERED)
    found.rsvp, found.answered_at, found.words, found.entered_by_id = rsvp, now, words, actor.by_id
    found.answered_for = begins_of(found)
    after = values_of(found, *_ANSWERED)
    await record(session, actor, "meetings.answer_item", found, now=now, before=before, after=after)
    await note_answers_changed(session, found.meeting_id, now=now)
    return found


@operation(Permission.SEE)
async def list_own_items(session: AsyncSession, actor: Actor, *, now: datetime) -> list[ItemInvitation]:
    """The items ahead to which the actor is invited, the soonest first."""
    found = await list_items_ahead_of(session, actor.person.id, actor.twg.id, now=now)
    return sorted((row for row in found if stands(row) and row.told is not None), key=begins_of)


async def follow_items(session: AsyncSession, actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    """Tell those who are invited to items of a meeting what its change means for them, and move their reminders.

    Nobody is told before the meeting is announced. What changes within some minutes is told together.
    """
    for row in await list_item_invitations(session, ItemInvitation.meeting_id == meeting.id):
        if meeting.state is MeetingState.DRAFT:
            continue
        if not stands(row):
            await _withdraw(session, actor, row, now=now, at_once=meeting.state is MeetingState.CANCELLED)
            continue
        await schedule(session, actor, row, anchors=anchored(notices.RULES, begins_of(row)), now=now)
        await _tell(session, actor, row, now=now)


def facts_of(invitation: ItemInvitation) -> dict[str, Any]:
    """What the person is told, as `ItemInvitation.told` keeps it."""
    item = invitation.item
    title = "" if item is None else item.title
    return {"title": title, "begins_at": begins_of(invitation).isoformat(), "place": invitation.meeting.place}


async def _tell(session: AsyncSession, actor: Actor, row: ItemInvitation, *, now: datetime) -> None:
    facts, before = facts_of(row), row.told
    waiting = await find_untouched(session, notices.WITHDRAWN.name, subject_id=row.id)
    if before is None and waiting is not None:  # the item is on the agenda again, and nobody knew that it was not
        await void_notifications(session, [waiting.id])
        before = waiting.data["before"]
    row.told = facts
    if before is None:
        row.clear()
        await _notify(session, actor, row, notices.INVITED, {}, now=now, expires_at=row.meeting.starts_at)
        return
    if before == facts:
        return
    begins = begins_of(row)
    cleared = row.rsvp is not None and row.rsvp in VOIDED[shift_of(row.answered_for or begins, begins, actor.zone)]
    if cleared:
        row.clear()
    waiting = await find_untouched(session, notices.CHANGED.name, subject_id=row.id)
    if waiting is not None:
        waiting.data = {**waiting.data, "cleared": waiting.data["cleared"] or cleared}
        return
    data = {"before": before, "cleared": cleared}
    await _notify(session, actor, row, notices.CHANGED, data, now=now, not_before=now + CHANGES_SETTLE)


async def _withdraw(session: AsyncSession, actor: Actor, row: ItemInvitation, *, now: datetime, at_once: bool) -> None:
    await void_reminders(session, row)
    if row.told is None:
        return
    before, row.told = row.told, None
    not_before = None if at_once else now + CHANGES_SETTLE
    await _notify(session, actor, row, notices.WITHDRAWN, {"before": before}, now=now, not_before=not_before)


async def _notify(
    session: AsyncSession,
    actor: Actor,
    row: ItemInvitation,
    notice: Notice,
    data: dict[str, Any],
    *,
    now: datetime,
    **options: Any,
) -> None:
    data = {"title": row.meeting.title, **data}
    await notify(session, notice, subject=row, now=now, by=actor, data=data, **options)


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Compute the reminders of every item ahead again to which a member of a TWG is invited."""
    rows = await list_item_invitations(session, ItemInvitation.twg_id == twg.id, is_announced_ahead(now))
    anchors = {row: anchored(notices.RULES, begins_of(row)) for row in rows if stands(row)}
    await schedule_all(session, Actor(twg, timekeeping=timekeeping), anchors, now=now)
