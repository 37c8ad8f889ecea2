"""Calendar files that strict readers take (RFC 5545 and 5546): an organizer always, an alarm for what is ahead (G2)."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from messages.meetings.calendar_file import render_calendar
from storage.meetings import Meeting, MeetingState
from storage.members import Twg
from tests.meetings.conftest import event_of

#: What RFC 5546 asks of an event that is published or cancelled.
REQUIRED = ("DTSTAMP", "DTSTART", "ORGANIZER", "SEQUENCE", "SUMMARY", "UID", "STATUS")
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def rendered(state: MeetingState, *, email: str = "", name: str = "Health") -> bytes:
    meeting = Meeting(id=1, uid="1@twgbot", sequence=2, state=state, title="Review; “2027”, part 1", place="")
    meeting.starts_at, meeting.duration_min, meeting.agenda = NOW + timedelta(days=9), 90, []
    return render_calendar(meeting, Twg(code="HLT", name=name, email=email), now=NOW)


@pytest.mark.parametrize("state", [MeetingState.ANNOUNCED, MeetingState.CANCELLED])
@pytest.mark.parametrize("email", ["", "health@example.gov.kh"])
def test_it_has_what_strict_readers_ask_for(state: MeetingState, email: str) -> None:
    written = rendered(state, email=email)
    calendar = Calendar.from_ical(written)
    assert isinstance(calendar, Calendar)
    assert [component.errors for component in calendar.walk() if component.errors] == []
    assert calendar.to_ical() == written
    event = event_of(calendar)
    assert [name for name in REQUIRED if name not in event] == []
    assert calendar["METHOD"] == ("CANCEL" if state is MeetingState.CANCELLED else "PUBLISH")
    assert event["ORGANIZER"] == (f"mailto:{email}" if email else "invalid:nomail")
    assert event["ORGANIZER"].params["CN"] == "Health"


def test_it_rings_an_hour_before_and_not_for_a_cancelled_meeting() -> None:
    [alarm] = Calendar.from_ical(rendered(MeetingState.ANNOUNCED)).walk("VALARM")
    assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", timedelta(hours=-1))
    assert alarm["DESCRIPTION"] == "HLT TWG: Review; “2027”, part 1"
    assert Calendar.from_ical(rendered(MeetingState.CANCELLED)).walk("VALARM") == []


@pytest.mark.parametrize("name", ['Health, "Nutrition"; HIV: all', "សុខាភិបាល", "x" * 200])
def test_the_name_of_a_twg_comes_through(name: str) -> None:
    organizer = event_of(Calendar.from_ical(rendered(MeetingState.ANNOUNCED, name=name)))["ORGANIZER"]
    assert organizer.params["CN"] == name
