"""Calendar files (RFC 5545 and 5546): a meeting keeps its UID through all changes; each raises its SEQUENCE (G2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from storage.meetings import AgendaItem, Meeting, MeetingState
from storage.members import Twg
from twg.language.series_numbers import find_number

if TYPE_CHECKING:
    from icalendar import Event, Timezone, vCalAddress

#: How long before a meeting the reader's calendar rings.
ALARM_BEFORE = timedelta(hours=1)
#: Longest link that Telegram and both pages take; a Khmer character takes nine of these.
LONGEST_LINK = 2000
_GOOGLE = "https://calendar.google.com/calendar/render"
_OUTLOOK = "https://outlook.office.com/calendar/deeplink/compose"


@dataclass(frozen=True)
class Entry:
    """What a calendar shows. Attributes: `sequence`, which grows with each change; `link` and `description` if any."""

    uid: str
    sequence: int
    starts_at: datetime
    minutes: int
    summary: str
    place: str
    link: str = ""
    description: str = ""


def render_calendar(meeting: Meeting, twg: Twg, *, now: datetime, withdrawn: bool = False) -> bytes:
    """The meeting as an .ics file; that of a cancelled meeting removes it from the reader's calendar.

    Args:
        meeting: with its agenda loaded.
        now: UTC, for DTSTAMP.
        withdrawn: the meeting is held, and the reader is not invited any more: the entry is removed.
    """
    removed = withdrawn or meeting.state is MeetingState.CANCELLED
    return render_entry(entry_of(meeting, twg), twg, now=now, removed=removed)


def entry_of(meeting: Meeting, twg: Twg) -> Entry:
    """What a calendar shows of a meeting. Args: `meeting`: with its agenda loaded."""
    return Entry(
        meeting.uid,
        meeting.sequence,
        meeting.starts_at,
        meeting.duration_min,
        _summary(meeting, twg),
        meeting.place,
        meeting.link,
        _agenda(meeting),
    )


def render_entry(entry: Entry, twg: Twg, *, now: datetime, removed: bool) -> bytes:
    """An .ics file that adds an entry to the reader's calendar, changes it there, or removes it.

    It begins and ends on the wall clock of the TWG, whose zone the file defines.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//twgbot//TWG assistant//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if removed else "PUBLISH")
    calendar.add_component(_event(entry, twg, now=now, removed=removed))
    calendar.subcomponents[:0] = [_definition(name) for name in calendar.get_missing_tzids()]
    return bytes(calendar.to_ical())


@cache
def _definition(zone: str) -> "Timezone":
    """What a file says about a zone. It is kept: the library walks through all years until 2038 to find it."""
    from icalendar import Timezone

    return Timezone.from_tzid(zone)


def _event(entry: Entry, twg: Twg, *, now: datetime, removed: bool) -> "Event":
    from icalendar import Alarm, Event

    starts_at, ends_at = _span(entry, twg)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", starts_at)
    event.add("dtend", ends_at)
    event.add("organizer", _organizer(twg))
    event.add("summary", entry.summary)
    event.add("location", entry.place)
    if entry.link and not removed:
        event.add("url", entry.link)
    event.add("status", "CANCELLED" if removed else "CONFIRMED")
    if entry.description:
        event.add("description", entry.description)
    if not removed:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -ALARM_BEFORE)
        alarm.add("description", event["summary"])
        event.add_component(alarm)
    return event


def _organizer(twg: Twg) -> "vCalAddress":
    """libical and ical4j refuse PUBLISH and CANCEL without an organizer (RFC 5546); "invalid:nomail" has no mail."""
    from icalendar import vCalAddress

    organizer = vCalAddress(f"mailto:{twg.email}" if twg.email else "invalid:nomail")
    organizer.params["CN"] = twg.name
    return organizer


def google_link(entry: Entry, twg: Twg) -> str:
    """A page that adds an entry to a Google calendar; unlike one from the file it follows no change."""
    starts_at, ends_at = (moment.astimezone(UTC) for moment in _span(entry, twg))
    details = {
        "action": "TEMPLATE",
        "text": entry.summary,
        "dates": f"{starts_at:%Y%m%dT%H%M%SZ}/{ends_at:%Y%m%dT%H%M%SZ}",
        "ctz": twg.zone,
        "details": entry.description,
        "location": entry.place,
    }
    return _link(_GOOGLE, details)


def outlook_link(entry: Entry, twg: Twg) -> str:
    """A page that adds an entry to an Outlook calendar."""
    starts_at, ends_at = (moment.astimezone(UTC) for moment in _span(entry, twg))
    details = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": entry.summary,
        "startdt": f"{starts_at:%Y-%m-%dT%H:%M:%SZ}",
        "enddt": f"{ends_at:%Y-%m-%dT%H:%M:%SZ}",
        "body": entry.description,
        "location": entry.place,
    }
    return _link(_OUTLOOK, details)


def _link(page: str, details: Mapping[str, str]) -> str:
    """The link; where it would be too long, without the agenda, then without the place."""
    for left_out in ((), ("details", "body"), ("details", "body", "location")):
        kept = {name: value for name, value in details.items() if value and name not in left_out}
        link = f"{page}?{urlencode(kept)}"
        if len(link) <= LONGEST_LINK:
            break
    return link


def _span(entry: Entry, twg: Twg) -> tuple[datetime, datetime]:
    """When it begins and ends, in the zone of the TWG."""
    starts_at = entry.starts_at.astimezone(ZoneInfo(twg.zone))
    return starts_at, starts_at + timedelta(minutes=entry.minutes)


def _summary(meeting: Meeting, twg: Twg) -> str:
    numbered = meeting.number and find_number(meeting.title) != meeting.number
    return f"{twg.code} TWG: {meeting.title}" + (f" (no. {meeting.number})" if numbered else "")


def _agenda(meeting: Meeting) -> str:
    return "\n".join(_agenda_line(item) for item in meeting.agenda)


def _agenda_line(item: AgendaItem) -> str:
    """ "1. Budget 2027 – Ministry of Health (30 min)", not translated: one file serves readers of both languages."""
    presenter = f" – {item.presenter}" if item.presenter else ""
    minutes = f" ({item.minutes} min)" if item.minutes else ""
    return f"{item.position}. {item.title}{presenter}{minutes}"
