"""A TWG's settings, and what a change of them has moved (M12)."""

from collections.abc import Mapping
from datetime import date, time

from messages.rendering.content import Content
from messages.rendering.keyboards import button
from messages.rendering.templating import format_clock
from messages.rendering.texts import Text, _
from twg.core.actors import Actor
from twg.core.rules import Rule
from twg.meetings.yearly import LEAST_A_YEAR, YearCount
from twg.settings.moving import Moved

#: Moved reminders that are written out, and days of each kind.
MOST_MOVED = 10
MOST_DAYS = 20


def show_hours(hours: tuple[time, time] | None, locale: str) -> str:
    """ "07:00–19:00"."""
    return "–" if hours is None else "–".join(format_clock(at, locale=locale) for at in hours)


def card(
    reader: Actor, year: YearCount, moved: Moved | None = None, rules: Mapping[str, Rule] | None = None
) -> Content:
    """The settings of the reader's TWG.

    Args:
        year: how many meetings it has this year.
        moved: what a change has just moved.
        rules: the reminder rules, by name.
    """
    twg, hours = reader.twg, reader.hours
    quiet = hours.quiet_from != hours.quiet_until
    listed = [] if moved is None else moved.reminders
    context = {
        "twg": twg,
        "count": year,
        "least": LEAST_A_YEAR,
        "opens_at": hours.quiet_until if quiet else None,
        "closes_at": hours.quiet_from if quiet else None,
        "own_hours": twg.opens_at is not None,
        "days_off": _days(twg.extra_days_off),
        "working_days": _days(twg.extra_working_days),
        "reminders": listed[:MOST_MOVED],
        "others": 0 if moved is None else moved.others + max(0, len(listed) - MOST_MOVED),
        "messages": 0 if moved is None else moved.messages,
        "until": None if moved is None else moved.until,
        "checked": moved is not None and moved.needed,
        "names": {name: Text(rule.label) for name, rule in (rules or {}).items()},
    }
    keyboard = (
        (button(_("Change the settings"), "settings:change", twg.id),),
        (button(_("Days off and working days"), "settings:days", twg.id),),
    )
    return Content("settings/card", context, keyboard)


def _days(days: list[str]) -> list[date]:
    """The newest of them, in their order."""
    return [date.fromisoformat(day) for day in days[-MOST_DAYS:]]
