"""Guests who are no members: invited to one meeting by name; its organiser tells them outside of Telegram (G13)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.meetings import AgendaItem, Meeting
from storage.meetings.guests import MeetingGuest, list_contacts_of_guests, list_guests
from storage.meetings.items import ItemInvitation, list_item_invitations
from twg.core.actors import Actor
from twg.core.audit import record
from twg.core.forgetting import Contacts
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.language.guests import Guest
from twg.meetings.access import access_held, access_organised, check_ahead
from twg.meetings.overview import note_answers_changed


@operation(Permission.MEETING_ORGANISE)
async def invite_guests(
    session: AsyncSession,
    actor: Actor,
    meeting_id: int,
    guests: Sequence[Guest],
    *,
    item_token: str = "",
    now: datetime,
) -> list[MeetingGuest]:
    """Add guests to a meeting. Nobody is told: they use no Telegram here.

    Args:
        item_token: of the agenda item to which alone they are invited; "" for the whole meeting.
    Raises: NotFound, also without such an item; NotAllowed, MeetingCancelled, MeetingAlreadyHeld.
    Source: Guideline 2016, Part Three (a)(ix).
    """
    meeting = await access_held(session, actor, meeting_id)
    check_ahead(meeting, now=now)
    if item_token and find_item(meeting, item_token) is None:
        raise NotFound
    rows = [
        MeetingGuest(
            meeting_id=meeting.id,
            name=guest.name,
            institution=guest.institution,
            contact=guest.contact,
            item_token=item_token,
            added_by_id=actor.person.id,
            added_at=now,
        )
        for guest in guests
    ]
    session.add_all(rows)
    named = [_named(row) for row in rows]
    item: dict[str, Any] = {"item": item_token} if item_token else {}
    await record(session, actor, "meetings.invite_guests", meeting, now=now, after={"guests": named}, **item)
    await note_answers_changed(session, meeting.id, now=now)
    return rows


def find_item(meeting: Meeting, token: str) -> AgendaItem | None:
    """The item of a meeting's agenda with this token, as it is now; None where it is not on it."""
    return next((item for item in meeting.agenda if item.token == token), None)


@operation(Permission.MEETING_ORGANISE)
async def remove_guest(session: AsyncSession, actor: Actor, meeting_id: int, guest_id: int, *, now: datetime) -> None:
    """Take back the invitation of a guest of a meeting. Raises: NotFound, NotAllowed."""
    meeting, _invited = await access_organised(session, actor, meeting_id)
    guest = await session.get(MeetingGuest, guest_id)
    if guest is None or guest.meeting_id != meeting.id:
        raise NotFound
    await hold(session, guest)
    if guest.removed_at is None:
        guest.removed_at = now
        before = {"guests": [_named(guest)]}
        await record(session, actor, "meetings.remove_guest", meeting, now=now, before=before, after={"guests": []})
        await note_answers_changed(session, meeting.id, now=now)


@operation(Permission.MEETING_ORGANISE)
async def read_guests(
    session: AsyncSession, actor: Actor, meeting_id: int
) -> tuple[Meeting, list[MeetingGuest], list[ItemInvitation]]:
    """A meeting, its guests, with their contacts, and the members who are invited to one item, for who organises it.

    Raises: NotFound, NotAllowed.
    """
    meeting, _invited = await access_organised(session, actor, meeting_id)
    members = await list_item_invitations(session, ItemInvitation.meeting_id == meeting.id)
    return meeting, await list_guests(session, meeting.id), members


def _named(guest: MeetingGuest) -> str:
    """A guest as the audit names them: without the contact, which may be erased."""
    return ", ".join(filter(None, [guest.name, guest.institution]))


async def forget(session: AsyncSession, contacts: Contacts) -> None:
    """Erase the contact of a person who was a guest too."""
    for guest in await list_contacts_of_guests(session):
        if contacts.are_in(guest.contact):
            guest.contact = ""
