"""Meetings of revision 0043 have no link after 0047, and can be given one and guests, on both databases (G1, G13)."""

from datetime import UTC, datetime

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.meetings import Meeting
from storage.meetings.guests import MeetingGuest, list_guests
from tests.storage.upgrade.test_later_revisions import left_at
from tests.support.guard import arranged

_MOMENT = datetime(2026, 12, 15, 2, tzinfo=UTC)
_MEETING = {
    "id": 7,
    "twg_id": 1,
    "kind": "plenary",
    "title": "Plenary",
    "starts_at": _MOMENT,
    "duration_min": 180,
    "place": "Room A",
    "audience": "|all|",
    "state": "announced",
    "uid": "a@twgbot",
    "created_by_id": 1,
}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("meeting", _MEETING),
    ("meeting", {**_MEETING, "id": 8, "uid": "b@twgbot", "number": 3}),
]


async def test_a_meeting_of_0043_gets_a_link_and_a_guest(empty_database: Database) -> None:
    await left_at(empty_database, "0043", _OLD)
    await prepare(empty_database)
    async with empty_database.read() as session:
        found = [await session.get_one(Meeting, each) for each in (7, 8)]
        assert [(meeting.link, meeting.number) for meeting in found] == [("", None), ("", 3)]
        assert await list_guests(session, 7) == []
    async with arranged(empty_database) as session:
        (await session.get_one(Meeting, 7)).link = "https://zoom.us/j/5"
        guest = MeetingGuest(meeting_id=7, name="Jane Roe", institution="WHO", added_by_id=1, added_at=_MOMENT)
        session.add(guest)
    async with empty_database.read() as session:
        assert (await session.get_one(Meeting, 7)).link == "https://zoom.us/j/5"
        [guest] = await list_guests(session, 7)
        assert (guest.name, guest.institution, guest.contact, guest.removed_at) == ("Jane Roe", "WHO", "", None)


async def test_a_guest_of_0051_is_a_guest_of_the_whole_meeting(empty_database: Database) -> None:
    guest = {"id": 3, "meeting_id": 7, "name": "Jane Roe", "added_by_id": 1, "added_at": _MOMENT}
    await left_at(empty_database, "0051", [*_OLD[:3], ("meeting_guest", {**guest, "institution": "", "contact": ""})])
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        [found] = await list_guests(session, 7)
        assert (found.name, found.item_token) == ("Jane Roe", "")
        found.item_token = "abcdef012345"
    async with empty_database.read() as session:
        [found] = await list_guests(session, 7)
        assert found.item_token == "abcdef012345"
