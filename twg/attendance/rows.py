"""What is noted of one person or guest at a meeting, put into its row (G5)."""

from datetime import datetime

from storage.attendance import MeetingPresence, Presence
from storage.meetings import Meeting
from storage.meetings.guests import MeetingGuest
from twg.core.audit import Recorded, values_of

#: Columns that the audit keeps.
NOTED = ("presence", "arrived_at", "delegate_name")


def put(
    row: MeetingPresence | None,
    meeting: Meeting,
    presence: Presence | None,
    *,
    now: datetime,
    by_id: int | None,
    person_id: int | None = None,
    guest: MeetingGuest | None = None,
    arrived_at: datetime | None = None,
    delegate_name: str = "",
) -> Recorded:
    """Note one person or guest, in the row that there is or a new one; the caller adds a new one to its session.

    Args:
        presence: None to take back what is noted.
    """
    before = None if row is None else values_of(row, *NOTED)
    if row is None:
        row = MeetingPresence(meeting_id=meeting.id, person_id=person_id, guest_id=None if guest is None else guest.id)
    row.presence, row.noted_at, row.noted_by_id = presence, now, by_id
    row.arrived_at = arrived_at if presence in {Presence.PRESENT, Presence.DELEGATE} else None
    row.delegate_name = delegate_name if presence is Presence.DELEGATE else ""
    whom = {"person": row.person_id} if guest is None else {"guests": [guest.name]}
    return Recorded(row, {**values_of(row, *NOTED), **whom}, before)
