"""What is said of the rules of reminding."""

from datetime import timedelta

from messages.texts import Text, _, counted
from twg.practice import Rule

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
