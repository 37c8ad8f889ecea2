"""What a table of indicators comes to, in words."""

from typing import Any
from zoneinfo import ZoneInfo

from messages.rendering.content import to_plain
from messages.rendering.templating import render
from messages.rendering.texts import Text
from twg.history.fields import FIELDS
from twg.indicators.workbooks import Plan
from twg.language.indicator_sheets.model import IndicatorSheet, Remark

#: Remarks, and indicators of each sort, in a message; with more remarks, all are in a file too.
MOST_REMARKS, MOST_NAMED = 8, 12


def planned(plan: Plan) -> dict[str, Any]:
    """The context of a message about a plan."""
    remarks = ordered(plan.sheet)
    changed = [(one.indicator.number, [_label(name) for name in one.facts]) for one in plan.changed]
    return {
        "plan": plan,
        "new": plan.new[:MOST_NAMED],
        "changed": changed[:MOST_NAMED],
        "remarks": remarks[:MOST_REMARKS],
        "more": len(remarks[MOST_REMARKS:]),
    }


def ordered(sheet: IndicatorSheet) -> list[Remark]:
    """The remarks, those on rows that are left out first."""
    return sorted(sheet.remarks, key=lambda remark: not remark.what.error)


def _label(name: str) -> Text:
    """What a fact of an indicator is called."""
    return Text(FIELDS[name].label)


def render_remarks(sheet: IndicatorSheet, locale: str, zone: ZoneInfo) -> bytes:
    """A text file with a line for each remark, with the mark by which Windows knows that it is UTF-8."""
    text = to_plain(render("indicators/_remarks", locale, zone, {"remarks": ordered(sheet)}))
    return f"\ufeff{text}\n".encode()
