"""Calendar files (RFC 5545): a meeting keeps its UID through all changes, and each raises its SEQUENCE (G2)."""

from datetime import datetime, timedelta

from storage.meetings import AgendaItem, Meeting, MeetingState
from storage.members import Twg
from twg.language.series_numbers import find_number

#: How long before a meeting the reader's calendar rings.
ALARM_BEFORE = timedelta(hours=1)


def render_calendar(meeting: Meeting, twg: Twg, *, now: datetime) -> bytes:
    """The meeting as an .ics file; that of a cancelled meeting removes it from the reader's calendar.

    Args:
        meeting: with its agenda loaded.
        now: UTC, for DTSTAMP.
    """
    from icalendar import Alarm, Calendar, Event, vCalAddress

    cancelled = meeting.state is MeetingState.CANCELLED
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.duration_min))
    # libical and ical4j refuse PUBLISH and CANCEL without an organizer (RFC 5546); "invalid:nomail" has no mail.
    organizer = vCalAddress(f"mailto:{twg.email}" if twg.email else "invalid:nomail")
    organizer.params["CN"] = twg.name
    event.add("organizer", organizer)
    numbered = meeting.number and find_number(meeting.title) != meeting.number
    event.add("summary", f"{twg.code} TWG: {meeting.title}" + (f" (no. {meeting.number})" if numbered else ""))
    event.add("location", meeting.place)
    if meeting.link and not cancelled:
        event.add("url", meeting.link)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if meeting.agenda:
        event.add("description", "\n".join(_agenda_line(item) for item in meeting.agenda))
    if not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -ALARM_BEFORE)
        alarm.add("description", event["summary"])
        event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//twgbot//TWG assistant//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _agenda_line(item: AgendaItem) -> str:
    """ "1. Budget 2027 – Ministry of Health (30 min)", not translated: one file serves readers of both languages."""
    presenter = f" – {item.presenter}" if item.presenter else ""
    minutes = f" ({item.minutes} min)" if item.minutes else ""
    return f"{item.position}. {item.title}{presenter}{minutes}"
