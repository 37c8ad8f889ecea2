"""Who was at meetings, as a sheet of the export (G5, R4)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.attendance import MeetingPresence, list_presence
from storage.engine.labels import N_
from storage.meetings import Meeting, MeetingState, read_meetings
from storage.meetings.guests import MeetingGuest, list_guests
from storage.members import Institution
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.sheets import Sheet
from twg.meetings.access import visible_meetings
from twg.meetings.sheets import MEETINGS_AT_ONCE


async def _presence(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    """What is noted of members and guests at each meeting that was not cancelled."""
    held = visible_meetings(Reader.of(actor)), Meeting.state == MeetingState.ANNOUNCED
    async for meetings in read_meetings(session, actor.twg.id, *held, size=MEETINGS_AT_ONCE):
        rows: dict[int, list[MeetingPresence]] = {}
        for row in await list_presence(session, [meeting.id for meeting in meetings]):
            rows.setdefault(row.meeting_id, []).append(row)
        for meeting in meetings:
            noted = rows.get(meeting.id, [])
            guests = {guest.id: guest for guest in await list_guests(session, meeting.id)} if noted else {}
            for row in noted:
                name, institution = _named(row, guests)
                cells = row.presence, row.delegate_name, row.arrived_at
                yield row.id, meeting.title, meeting.starts_at, name, institution, *cells


def _named(row: MeetingPresence, guests: dict[int, MeetingGuest]) -> tuple[str, Institution | str | None]:
    """The name and the institution of who is noted; none of a guest who was removed."""
    if row.person is not None:
        return row.person.name, row.person.institution
    guest = None if row.guest_id is None else guests.get(row.guest_id)
    return ("", "") if guest is None else (guest.name, guest.institution)


SHEETS = (
    Sheet(
        "presence",
        N_("Attendance"),
        {
            "meeting": N_("Meeting"),
            "starts_at": N_("Begins at"),
            "name": N_("Name"),
            "institution": N_("Institution"),
            "presence": N_("Attendance"),
            "delegate": N_("Delegate"),
            "arrived_at": N_("Came at"),
        },
        _presence,
        order=31,
        dated_by=("starts_at",),
    ),
)
