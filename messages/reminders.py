"""What is said of the rules of reminding."""

from datetime import timedelta

from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.texts import Text, _, counted
from storage.members import Twg
from twg.reminders.missed import Missed
from twg.time.rules import Rule

#: More buttons than this nobody reads; the rest is under the meetings and documents themselves.
MOST_BUTTONS = 10

#: What a rule is about, by name.
RULES: dict[str, Text] = {
    "meeting_3_days": _("Meeting: first reminder"),
    "meeting_1_day": _("Meeting: second reminder"),
    "meeting_2_hours": _("Meeting: last reminder"),
    "document_2_days": _("Document: first reminder"),
    "document_last_day": _("Document: on the last day"),
    "round_7_days": _("Reporting round: first reminder"),
    "round_2_days": _("Reporting round: second reminder"),
    "round_last_day": _("Reporting round: last reminder"),
    "round_overdue": _("Reporting round: to the secretariat, to close it"),
    "action_7_days": _("Action: first reminder"),
    "action_1_day": _("Action: second reminder"),
    "action_due_day": _("Action: on the day it is due"),
    "action_overdue": _("Action: overdue, then every week"),
    "action_7_days_late": _("Action: overdue, to the secretariat"),
    "action_14_days_late": _("Action: overdue, to the Chair and lead facilitators"),
}


def distance(rule: Rule) -> Text:
    """How far from its moment a rule speaks: 3 days before, 2 hours before, on the day."""
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


def missed(listed: list[Missed], twg: Twg) -> Content:
    """What could not be sent in time; a button for each that is still of use."""
    useful = {  # one reminder now is enough of each
        (item.reminder.subject_type, item.reminder.subject_id): item for item in listed if item.remindable
    }
    buttons = [
        button(_("Remind now: {title}").with_(title=shorten(item.title, 32)), "reminders/now", item.reminder.id)
        for item in useful.values()
    ]
    context = {"missed": listed, "names": RULES, "twg": twg}
    keyboard = rows(buttons[:MOST_BUTTONS])
    return Content("reminders/missed", context, keyboard, grouped=keyboard)
