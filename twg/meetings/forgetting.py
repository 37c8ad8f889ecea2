"""Erasing contacts of delegates and guests (T5)."""

from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import HAS_CONTACT, Attendance
from twg.core.forgetting import Contacts
from twg.meetings import guests


async def forget(session: AsyncSession, contacts: Contacts) -> None:
    """Erase contacts that the person gave of delegates, and theirs where others named them or they are guests."""
    await guests.forget(session, contacts)
    own = or_(Attendance.person_id == contacts.person_id, Attendance.delegate_id == contacts.person_id)
    with_contact = select(Attendance).where(text(HAS_CONTACT))
    for given in await session.scalars(with_contact.where(own)):
        given.delegate_contact = ""
    for given in await session.scalars(with_contact):
        if contacts.are_in(given.delegate_contact):
            given.delegate_contact = ""
    await session.flush()
