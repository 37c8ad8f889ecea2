"""What a returned sheet comes to, as a message (J7)."""

from collections.abc import Iterator

from messages.indicators import with_unit
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button
from messages.rendering.texts import _, counted
from storage.indicators import ReportSheet
from twg.core.audit import to_plain
from twg.indicators.report_sheets import SheetPlan
from twg.indicators.sheet_rows import SheetReport

#: Rows of each kind that are named; the others are counted.
MOST_NAMED = 20
#: Doubted values that are asked about at once; the next ones follow when these are answered.
MOST_ASKED = 4


def planned_reports(plan: SheetPlan, kept: ReportSheet, locale: str, *, is_taken: bool = False) -> Content:
    """What would be reported, which values are asked about, and which cells cannot be used.

    It has the buttons that say how values are meant; the one that saves the reports comes once all of them are clear.
    """
    count, asked = len(plan.reports) + len(plan.no_data), plan.doubts[:MOST_ASKED]
    keyboard: Keyboard = ()
    if asked and not is_taken:
        keyboard = tuple(row for one in asked for row in _readings(one, kept, locale))
    elif count and not is_taken:
        label = counted(count, _("Save 1 report"), _("Save {n} reports"))
        keyboard = ((button(label, "indicators:save_sheet", kept.id),),)
    context = {
        "reports": plan.reports[:MOST_NAMED],
        "no_data": plan.no_data[:MOST_NAMED],
        "doubts": asked,
        "left_out": [one.number for one in plan.left_out],
        "errors": plan.errors[:MOST_NAMED],
        "more": max(count - MOST_NAMED, 0) + len(plan.doubts[MOST_ASKED:]) + max(len(plan.errors) - MOST_NAMED, 0),
        "unchanged": plan.unchanged,
        "is_taken": is_taken,
    }
    return Content("indicators/planned_reports", context, keyboard)


def _readings(one: SheetReport, kept: ReportSheet, locale: str) -> Iterator[tuple[Button, ...]]:
    """The ways in which a doubted value may be meant, and that it is left out."""
    indicator, doubt = one.indicator, one.doubt
    assert indicator is not None  # noqa: S101 - nothing is doubted without its indicator
    assert doubt is not None  # noqa: S101 - it is one that is asked about
    label, act = _("{number}: {value}"), "indicators:choose_reading"
    yield tuple(
        button(
            label.with_(number=one.number, value=with_unit(reading, indicator.unit, locale)),
            act,
            kept.id,
            indicator.id,
            to_plain(reading),
        )
        for reading in doubt.data["readings"]
    )
    yield (button(_("Leave {number} out").with_(number=one.number), act, kept.id, indicator.id),)
