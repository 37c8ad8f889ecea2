"""Calendar files that strict readers take (RFC 5545 and 5546): an organizer always, an alarm for what is ahead (G2).

Two readers that share no code with icalendar, which writes the files, read them too: ical and vobject.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from messages.meetings.calendar_file import LONGEST_LINK, entry_of, google_link, outlook_link, render_calendar
from messages.meetings.items import with_item_calendar
from messages.rendering.content import Content
from storage.meetings import AgendaItem, Meeting, MeetingState
from storage.meetings.items import ItemInvitation
from storage.members import Twg
from tests.meetings.conftest import event_of

#: What RFC 5546 asks of an event that is published or cancelled.
REQUIRED = ("DTSTAMP", "DTSTART", "ORGANIZER", "SEQUENCE", "SUMMARY", "UID", "STATUS")
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


STARTS_AT = NOW + timedelta(days=9)
TITLE = "Review; “2027”, part 1"


def planned(state: MeetingState, *, title: str = TITLE, place: str = "", agenda: int = 0) -> Meeting:
    meeting = Meeting(id=1, uid="1@twgbot", sequence=2, state=state, title=title, place=place)
    meeting.starts_at, meeting.duration_min = STARTS_AT, 90
    items = range(1, agenda + 1)
    meeting.agenda = [AgendaItem(position=n, title=KHMER, presenter="WHO, UNFPA; MoH", minutes=5) for n in items]
    return meeting


#: Longer than a line of a calendar file, and without spaces.
KHMER = "កិច្ចប្រជុំពេញអង្គលើកទី១៧ស្ដីពីថវិកាសុខាភិបាល"


def twg_of(*, email: str = "", name: str = "Health") -> Twg:
    return Twg(code="HLT", name=name, email=email, zone="Asia/Phnom_Penh")


def rendered(state: MeetingState, *, email: str = "", name: str = "Health", **facts: Any) -> bytes:
    return render_calendar(planned(state, **facts), twg_of(email=email, name=name), now=NOW)


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


class Read(NamedTuple):
    """What a reader finds in a calendar file."""

    method: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    place: str
    description: str
    sequence: int
    status: str
    organizer: str
    alarm: timedelta | None


def read_by_ical(written: bytes) -> Read:
    from ical.calendar_stream import IcsCalendarStream

    calendar = IcsCalendarStream.calendar_from_ics(written.decode())
    [event] = calendar.events
    assert event.organizer is not None
    return Read(
        str(calendar.method),
        event.summary or "",
        event.dtstart,
        event.dtend,
        event.location or "",
        event.description or "",
        event.sequence or 0,
        str(event.status and event.status.value),
        str(event.organizer.uri),
        event.alarm[0].trigger if event.alarm else None,
    )


def read_by_vobject(written: bytes) -> Read:
    import vobject

    calendar = vobject.readOne(written.decode())
    [event] = calendar.vevent_list
    alarms = getattr(event, "valarm_list", [])
    return Read(
        calendar.method.value,
        event.summary.value,
        event.dtstart.value,
        event.dtend.value,
        event.location.value,
        event.description.value if hasattr(event, "description") else "",
        int(event.sequence.value),
        event.status.value,
        event.organizer.value,
        alarms[0].trigger.value if alarms else None,
    )


READERS = [read_by_ical, read_by_vobject]


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("state", [MeetingState.ANNOUNCED, MeetingState.CANCELLED])
def test_other_readers_read_what_was_written(read: Any, state: MeetingState) -> None:
    found = read(rendered(state, email="health@example.gov.kh", title=KHMER * 3, place=f"MoH, room A; {KHMER}"))
    removed = state is MeetingState.CANCELLED
    assert found._replace(starts_at=STARTS_AT, ends_at=STARTS_AT) == Read(
        method="CANCEL" if removed else "PUBLISH",
        summary=f"HLT TWG: {KHMER * 3}",
        starts_at=STARTS_AT,
        ends_at=STARTS_AT,
        place=f"MoH, room A; {KHMER}",
        description="",
        sequence=2,
        status="CANCELLED" if removed else "CONFIRMED",
        organizer="mailto:health@example.gov.kh",
        alarm=None if removed else timedelta(hours=-1),
    )
    assert (found.starts_at, found.ends_at) == (STARTS_AT, STARTS_AT + timedelta(minutes=90))
    assert found.starts_at.utcoffset() == timedelta(hours=7)


@pytest.mark.parametrize("read", READERS)
def test_other_readers_read_a_long_agenda_in_khmer_line_by_line(read: Any) -> None:
    lines = read(rendered(MeetingState.ANNOUNCED, agenda=60)).description.splitlines()
    assert lines == [f"{n}. {KHMER} – WHO, UNFPA; MoH (5 min)" for n in range(1, 61)]


def test_no_line_is_longer_than_75_bytes_and_each_is_text_by_itself() -> None:
    for line in rendered(MeetingState.ANNOUNCED, title=KHMER * 3, agenda=60).split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_it_begins_on_the_wall_clock_of_the_twg_whose_zone_it_defines() -> None:
    calendar = Calendar.from_ical(rendered(MeetingState.ANNOUNCED))
    begins = event_of(calendar)["DTSTART"]
    assert begins.params["TZID"] == "Asia/Phnom_Penh"
    assert [zone["TZID"] for zone in calendar.walk("VTIMEZONE")] == ["Asia/Phnom_Penh"]
    assert begins.dt == STARTS_AT.astimezone(ZoneInfo("Asia/Phnom_Penh"))


def test_who_is_not_invited_any_more_gets_a_file_that_removes_the_entry() -> None:
    meeting = planned(MeetingState.ANNOUNCED)
    written = render_calendar(meeting, twg_of(), now=NOW, withdrawn=True)
    assert [(found.method, found.status) for found in (read(written) for read in READERS)] == [
        ("CANCEL", "CANCELLED"),
        ("CANCEL", "CANCELLED"),
    ]


@pytest.mark.parametrize(
    ("link", "names"),
    [(google_link, ("text", "dates", "location")), (outlook_link, ("subject", "startdt", "location"))],
)
def test_links_to_calendars_say_what_when_and_where(link: Any, names: tuple[str, str, str]) -> None:
    address = link(entry_of(planned(MeetingState.ANNOUNCED, place="MoH & room A"), twg_of()), twg_of())
    said = parse_qs(urlsplit(address).query)
    when = {"dates": "20261202T020000Z/20261202T033000Z", "startdt": "2026-12-02T02:00:00Z"}[names[1]]
    assert [said[name] for name in names] == [[f"HLT TWG: {TITLE}"], [when], ["MoH & room A"]]


@pytest.mark.parametrize("link", [google_link, outlook_link])
def test_a_link_is_never_too_long(link: Any) -> None:
    meeting = planned(MeetingState.ANNOUNCED, title="ក" * 180, place="ខ" * 200, agenda=60)
    assert len(link(entry_of(meeting, twg_of()), twg_of())) <= LONGEST_LINK


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("removed", [False, True])
def test_other_readers_read_the_file_of_one_item(read: Any, removed: bool) -> None:
    meeting = planned(MeetingState.ANNOUNCED, place="MoH", agenda=2)
    meeting.agenda[1].token = "b"
    invitation = ItemInvitation(id=7, item_token="b", meeting=meeting)
    told = {"title": KHMER, "begins_at": STARTS_AT.isoformat(), "place": "CDC"} if removed else None
    [file] = with_item_calendar(Content("meetings/item", {}), invitation, twg_of(), now=NOW, before=told).files
    found = read(file.make())
    begins = STARTS_AT if removed else STARTS_AT + timedelta(minutes=5)
    assert (found.starts_at, found.ends_at) == (begins, begins + timedelta(minutes=5))
    assert found[:2] + found[4:6] == (
        "CANCEL" if removed else "PUBLISH",
        f"HLT TWG: {KHMER} ({TITLE})",
        "CDC" if removed else "MoH",
        "",
    )
    assert (found.status, found.alarm is None) == (("CANCELLED", True) if removed else ("CONFIRMED", False))
