"""Messages about reminder rules and missed reminders."""

from collections.abc import Mapping
from datetime import timedelta

from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.texts import Text, _, counted
from storage.members import Twg
from twg.core.rules import Rule
from twg.reminders.missed import Missed

#: Buttons shown at most, so that the list stays readable.
MOST_BUTTONS = 10


def distance(rule: Rule) -> Text:
    """How far from its anchor a rule sends: "3 days before", "2 hours before", "on the day"."""
    span = abs(rule.offset)
    if span < timedelta(days=1) and rule.at is not None:
        return _("on the day")
    days, hours = span.days, round(span.total_seconds() / 3600)
    if rule.at is None or span % timedelta(days=1):
        before = counted(hours, _("1 hour before"), _("{n} hours before"))
        after = counted(hours, _("1 hour after"), _("{n} hours after"))
    else:
        before = counted(days, _("1 day before"), _("{n} days before"))
        after = counted(days, _("1 day after"), _("{n} days after"))
    return after if rule.offset > timedelta() else before


def missed(listed: list[Missed], rules: Mapping[str, Rule], twg: Twg) -> Content:
    """The reminders that could not be sent in time, with a button for each that is still worth sending."""
    useful = {  # one button for a subject, though several of its reminders were missed
        (item.reminder.subject_type, item.reminder.subject_id): item for item in listed if item.remindable
    }
    buttons = [
        button(_("Remind now: {title}").with_(title=shorten(item.title, 32)), "reminders:now", item.reminder.id)
        for item in useful.values()
    ]
    names = {name: Text(rule.label) for name, rule in rules.items()}
    context = {"missed": listed, "names": names, "twg": twg, "most": MOST_BUTTONS if len(buttons) > MOST_BUTTONS else 0}
    keyboard = rows(buttons[:MOST_BUTTONS])
    return Content("reminders/missed", context, keyboard, grouped=keyboard)
