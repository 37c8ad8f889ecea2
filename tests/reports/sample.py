"""Reports with everything that one can have, to be rendered and looked at: `python -m tests.reports.sample folder`."""

import asyncio
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from messages.rendering.charts import Chart
from messages.rendering.charts.painter import draw
from messages.rendering.texts import Text
from messages.reports.consolidated import build_consolidated, chart_of
from messages.reports.consolidated_tables import build_consolidated_tables
from messages.reports.document import compose_report
from messages.reports.tables import compose_tables
from storage.indicators import Rating
from storage.reports import Progress
from twg.reports.consolidating import Consolidated, Part
from twg.reports.contents import Body, Contents, Dated, Figure, Line
from twg.reports.reading import JmiReport

KHMER = "ភាគរយនៃការសម្រាលដោយបុគ្គលិកសុខាភិបាលជំនាញ នៅមូលដ្ឋានសុខាភិបាលសាធារណៈ"
TWG_KM = "ក្រុមការងារបច្ចេកទេសផ្គត់ផ្គង់ទឹកស្អាត និងអនាម័យជនបទ"
#: Of the report.
STATE = Text("Draft: the round is still open")
_WORDS = "Fewer midwives than planned in the remote districts; the recruitment of the second half has begun. " * 5
_MOH = Body(name="Ministry of Health", name_km="ក្រសួងសុខាភិបាល")


def line(number: int, **changes: Any) -> Line:
    """An indicator with a report; each third has none, each fourth is a milestone."""
    facts: dict[str, Any] = {
        "indicator_id": number,
        "number": f"2008-{number}",
        "statement": "Deliveries by skilled staff in the public sector, a share of all expected deliveries of a year",
        "statement_km": KHMER,
        "unit": "%",
        "baseline": Decimal(38),
        "baseline_period": "Dec 2006",
        "target": Decimal(65),
        "target_period": "Dec 2026",
        "target_before": Decimal(50),
        "source": "Health information system, annual report",
        "responsible": (_MOH, Body(name="UNFPA")),
        "figure": figure(number),
        "earlier": figure(100 + number, value=Decimal(52), period="Q2 2026"),
        "rating": list(Rating)[number % len(Rating)],
        "path": (Dated(day=date(2006, 12, 31), value=Decimal(38)), Dated(day=date(2026, 12, 31), value=Decimal(65))),
        "history": (Dated(day=date(2026, 6, 30), value=Decimal(52)), Dated(day=date(2026, 9, 30), value=Decimal(58))),
    }
    if number % 3 == 0:
        facts["figure"] = None
    if number % 4 == 0:
        facts |= {"milestone": True, "unit": "", "baseline": None, "baseline_note": "draft law", "target": None}
        facts |= {"path": (), "history": (), "earlier": None, "target_before": None}
        facts["figure"] = figure(number, value=None, period="Sept 2026", step="Terms of reference agreed", parts={})
        facts["steps"] = tuple((f"Step {step} of the mid-term review is agreed", step < 3) for step in range(1, 9))
    return Line(**(facts | changes))


def figure(number: int, **changes: Any) -> Figure:
    facts: dict[str, Any] = {
        "submission_id": number,
        "value": Decimal("58.5"),
        "period": "Q3 2026",
        "parts": {"Sex": {"girls": "61", "boys": "56"}},
        "note": _WORDS if number % 2 else "counted in all district hospitals",
        "constraints": _WORDS,
        "next_steps": "ទិសដៅការងារបន្ត៖ ជ្រើសរើសឆ្មបបន្ថែម នៅតាមស្រុកដាច់ស្រយាល ក្នុងឆមាសទី២",
        "by": _MOH,
        "reported_on": date(2026, 11, 12),
    }
    return Figure(**(facts | changes))


#: What people call indicators, and report of them, that may break a page: long, with marks, like a formula, without a
#: unit, without a target, below zero and huge.
ODD: tuple[dict[str, Any], ...] = (
    {"statement": "A very long title that goes on and on " * 12, "statement_km": "ចំណងជើងវែងណាស់ " * 40},
    {"statement": "\u202eturned\u200f מדד & more", "statement_km": "\u202eចំណងជើង"},
    {"statement": 'Health & Education <b>bold</b> "quoted"', "statement_km": "ក & ខ <i>"},
    {"statement": "=1+1", "statement_km": "=SUM(A1:A9)", "number": "=1+1"},
    {"statement": "Same title", "statement_km": "\u200b".join(["ភាគរយ", "នៃ", "ការ", "សម្រាល"] * 8)},
    {"statement": "Same title", "unit": ""},
    {"statement": "a tab\tand\na new line", "statement_km": "ក\tខ\nគ"},
    {"unit": "", "figure": figure(8, value=Decimal("-12.5"))},
    {"unit": "tonnes of carbon dioxide equivalent", "figure": figure(9, value=Decimal("123456789012345.678901"))},
    {"target": None, "target_before": None, "figure": figure(10, value=Decimal("-98765432109876"))},
    {"statement": "Unbroken" + "x" * 200, "number": "2008-VERYLONGNUMBERWITHOUTBREAKS-1", "source": "a" * 120},
)


def odd_report(lines: int = 60) -> JmiReport:
    """A report whose first indicators are odd in every way."""
    plain = report(lines)
    odd = (one.model_copy(update=changes) for one, changes in zip(plain.contents.lines, ODD, strict=False))
    contents = plain.contents.model_copy(update={"lines": (*odd, *plain.contents.lines[len(ODD) :])})
    return replace(plain, contents=contents)


def report(lines: int = 12) -> JmiReport:
    contents = Contents(
        twg_id=1,
        code="HLT",
        twg=Body(name="Health", name_km="ក្រុមការងារបច្ចេកទេសសុខាភិបាល"),
        round_id=1,
        title="JMI report for the GDCC",
        period="Q3 2026",
        due_on=date(2026, 11, 20),
        as_of=date(2026, 11, 23),
        lines=tuple(line(number) for number in range(1, lines + 1)),
    )
    return JmiReport(contents, is_open=True, waiting={3: figure(900, value=Decimal(60))})


def consolidated(twgs: int = 24, lines: int = 12, *, odd: bool = False) -> Consolidated:
    """Reports of so many TWGs; each fifth has opened no round, each fourth other one has signed.

    Args:
        odd: their indicators are odd in every way, each rated as delayed.
    """
    parts = []
    for place in range(twgs):
        name = Body(name=f"Rural Water Supply, Sanitation and Hygiene {place}", name_km=f"{TWG_KM} {place}")
        facts: dict[str, Any] = {"code": f"RWSSH{place}", "twg": name, "asked": 0, "come": 0}
        if place % 5 == 4:
            parts.append(Part(**facts, progress=Progress.NO_ROUND))
            continue
        facts |= {"asked": lines, "come": lines - 2, "progress": list(Progress)[2 + place % 3]}
        if place % 4 == 0:
            facts |= {"progress": Progress.SIGNED, "edition": 1, "signed_on": date(2026, 11, 20)}
        contents = report(lines).contents.model_copy(update={"code": facts["code"], "twg": name})
        if odd:
            delayed = (one.model_copy(update={"rating": Rating.DELAYED}) for one in odd_report(lines).contents.lines)
            contents = contents.model_copy(update={"lines": tuple(delayed)})
        parts.append(Part(**facts, contents=contents))
    return Consolidated("Q3 2026", date(2026, 11, 23), tuple(parts))


async def draw_here(chart: Chart) -> bytes | None:
    """A chart, in this process."""
    return draw(chart)


async def main(folder: Path) -> None:
    for locale in ("en", "km"):
        made = report()
        word = await compose_report(made, STATE, locale, (), draw_here)
        (folder / f"report-{locale}.docx").write_bytes(word)
        (folder / f"report-{locale}.xlsx").write_bytes(await compose_tables(made, STATE, locale, (), draw_here))
        together = consolidated()
        pictures = {part.code: draw(chart_of(part, locale)) for part in together.parts if not part.is_missing}
        (folder / f"all-{locale}.docx").write_bytes(build_consolidated(together, pictures, locale))
        (folder / f"all-{locale}.xlsx").write_bytes(build_consolidated_tables(together, locale))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
