"""What a returned sheet comes to, as a message (J7)."""

from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, button
from messages.rendering.texts import _, counted
from storage.indicators import ReportSheet
from twg.indicators.report_sheets import SheetPlan

#: Rows of each kind that are named; the others are counted.
MOST_NAMED = 20


def planned_reports(plan: SheetPlan, kept: ReportSheet, *, is_taken: bool) -> Content:
    """What would be reported, and which cells cannot be used; with the button that saves the reports."""
    count = len(plan.reports) + len(plan.no_data)
    keyboard: Keyboard = ()
    if count and not is_taken:
        label = counted(count, _("Save 1 report"), _("Save {n} reports"))
        keyboard = ((button(label, "indicators:save_sheet", kept.id),),)
    context = {
        "reports": plan.reports[:MOST_NAMED],
        "no_data": plan.no_data[:MOST_NAMED],
        "errors": plan.errors[:MOST_NAMED],
        "more": max(count - MOST_NAMED, 0) + max(len(plan.errors) - MOST_NAMED, 0),
        "unchanged": plan.unchanged,
        "is_taken": is_taken,
    }
    return Content("indicators/planned_reports", context, keyboard)
