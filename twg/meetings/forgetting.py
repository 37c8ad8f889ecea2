"""Erasing contacts of delegates (T5)."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Attendance
from twg.core.forgetting import Contacts


async def forget(session: AsyncSession, contacts: Contacts) -> None:
    """Erase contacts that the person gave of delegates, and theirs where others named them."""
    own = or_(Attendance.person_id == contacts.person_id, Attendance.delegate_id == contacts.person_id)
    for given in await session.scalars(select(Attendance).where(Attendance.delegate_contact != "", own)):
        given.delegate_contact = ""
    for given in await session.scalars(select(Attendance).where(Attendance.delegate_contact != "")):
        if contacts.are_in(given.delegate_contact):
            given.delegate_contact = ""
    await session.flush()
