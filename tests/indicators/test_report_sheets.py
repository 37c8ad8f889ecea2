"""Reports by a sheet: what is sent out, what comes back, row-by-row errors, nothing half-taken (J7)."""

import subprocess
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from storage.indicators import SubmissionState
from storage.requests import MemberRequest, RequestKind, list_requests
from tests.indicators.conftest import defines, opens_round, reports, stored_reports, waiting_for
from tests.indicators.test_submissions import SEX, STEPS, accepts_all, has_reached, opens_round_of, reached
from tests.support.cases import one_language
from tests.support.stage import Player, Stage
from twg.language.report_sheets.layout import HEADINGS_ROW, HIDDEN_SHEET, Column

#: Number, facts: the rows of the sheet, from the first below the headings.
LISTED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("2008-4", {"baseline": Decimal(38), "baseline_period": "Dec 2006", "target": Decimal(65)}),
    ("2008-5", {"statement": "Health centres with a midwife", "target": Decimal(95)}),
    ("2010-1", {"statement": "NSDP mid-term review", "unit": "", "target": None, "target_period": "Sept 2027"}),
    ("demo-c", {"statement": "Land released a year", "unit": "m²", "target": Decimal(42648014)}),
)
FIRST = HEADINGS_ROW + 1
VALUE, NOTE, STATUS, UNIT = (column.name for column in (Column.VALUE, Column.NOTE, Column.STATUS, Column.UNIT))
PERIOD, REACHED_ON = Column.PERIOD.name, Column.REACHED_ON.name


@pytest.fixture
async def round_(health: Stage, dara: Player, sokha: Player) -> Stage:
    """An open round with four indicators that UNFPA reports on."""
    return await opens(health, dara)


async def opens(health: Stage, dara: Player) -> Stage:
    for number, facts in LISTED:
        await defines(dara, number, **{"responsible": ["UNFPA"], **facts})
    await opens_round(dara)
    return health


async def sheet_of(player: Player) -> bytes:
    """The sheet that is sent from /jmi."""
    await player.says("/jmi")
    await player.presses("indicators:sheet")
    await player.sees("indicators/report_sheet")
    return await player.person.downloads(await player.person.last())


def filled(data: bytes, cells: dict[tuple[int, str], Any], change: Callable[[Any], None] = lambda _book: None) -> bytes:
    """A sheet with values in cells: the place among the indicators, and the column."""
    book = load_workbook(BytesIO(data))
    for (place, column), value in cells.items():
        book.worksheets[0].cell(FIRST + place, Column[column]).value = value
    change(book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


async def sends_back(player: Player, data: bytes, name: str = "HLT-JMI-reports-2026-11-23.xlsx") -> None:
    """Send a sheet back, up to where it says what it comes to."""
    await player.sends_file(name, data=data)
    await player.presses("indicators:take_sheet")
    await player.sees("indicators/kept_sheet", name=name)
    await player.stage.assistant.leader.archive_files()
    await player.stage.assistant.leader.read_lists()
    await player.presses("indicators:look_sheet")


async def told(player: Player) -> list[tuple[str, str, str]]:
    """The errors that are shown: cell, number, why."""
    plan = await player.shown("indicators/planned_reports")
    return [(cell, number, why.key.partition("#")[2]) for cell, number, why in plan["errors"]]


@pytest.mark.parametrize("language", one_language("en"))
async def test_a_sheet_is_filled_in_and_saved_once(health: Stage, dara: Player, language: str) -> None:
    mony = await health.member("Mony", "development_partner", "UNFPA", language=language)
    await opens(health, dara)
    await reports(mony, "2008-4 50%")
    data = await sheet_of(mony)
    book = load_workbook(BytesIO(data))
    sheet, no_data = book.worksheets[0], "គ្មានទិន្នន័យ" if language == "km" else "No data"
    assert book[HIDDEN_SHEET].sheet_state == "veryHidden"
    headings = [cell.value for cell in sheet[HEADINGS_ROW]]
    assert headings[Column.VALUE - 1] == "Value\nតម្លៃ"
    assert [sheet.cell(FIRST + place, Column.NUMBER).value for place in range(4)] == [one for one, _facts in LISTED]
    assert "38 % (Dec 2006)" in sheet.cell(FIRST, Column.BASELINE).value.translate(str.maketrans("៣៨", "38"))
    assert sheet.protection.sheet
    locked = {column.name for column in Column if sheet.cell(FIRST, column).protection.locked}
    assert locked == {"NUMBER", "INDICATOR", "BASELINE", "TARGET", "LAST", "REACHED_ON"}
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert any(no_data in choices for choices in lists.values())
    cells = {
        (0, VALUE): 58,
        (0, NOTE): "district hospitals",
        (1, STATUS): no_data,
        (1, NOTE): "the survey is late",
        (2, NOTE): "Draft is ready",
        (3, VALUE): "១០៤.៣",
        (3, UNIT): "million m²",
    }
    await sends_back(mony, filled(data, cells))
    plan = await mony.shown("indicators/planned_reports")
    assert [(one.number, one.report.value, one.last) for one in plan["reports"]] == [
        ("2008-4", 58, 50),
        ("2010-1", None, None),
        ("demo-c", 104300000, None),
    ]
    assert len(await stored_reports(health)) == 1  # nothing is taken before it is confirmed
    await mony.presses("indicators:save_sheet")
    await mony.sees("indicators/saved_sheet")
    made = (await stored_reports(health))[1:]
    assert [(one.indicator.number, one.value, one.note) for one in made] == [
        ("2008-4", 58, "district hospitals"),
        ("2010-1", None, "Draft is ready"),
        ("demo-c", 104300000, ""),
    ]
    async with health.assistant.database.read() as session:
        asked = await list_requests(session, MemberRequest.kind == RequestKind.NO_DATA, limit=9)
    assert [one.text for one in asked] == ["the survey is late"]
    await mony.forges("indicators/save_sheet:1")
    await mony.is_refused("indicators#sheet_taken")
    await sends_back(mony, filled(data, {(0, VALUE): 58, (0, NOTE): "district hospitals"}))
    assert (await mony.shown("indicators/planned_reports"))["unchanged"] == 4
    await mony.does_not_offer("indicators:save_sheet")


async def test_what_cannot_be_used_is_told_by_its_cell(round_: Stage, sokha: Player) -> None:
    """The other rows are taken; a row that has an error is left out whole."""
    data = await sheet_of(sokha)
    cells = {
        (0, VALUE): "many",
        (0, NOTE): "district hospitals",
        (1, VALUE): "=50+8",
        (2, STATUS): "No data",
        (3, VALUE): 5,
        (3, STATUS): "soon",
    }
    await sends_back(sokha, filled(data, cells))
    assert await told(sokha) == [
        ("G6", "2008-4", "unreadable_number"),
        ("G7", "2008-5", "formula_in_cell"),
        ("K8", "2010-1", "reason_expected"),
        ("F9", "demo-c", "not_in_list"),
    ]
    await sokha.does_not_offer("indicators:save_sheet")
    await sends_back(sokha, filled(data, {(0, VALUE): 58, (1, NOTE): "no figure", (2, VALUE): 5}))
    assert await told(sokha) == [("G7", "2008-5", "value_expected"), ("G8", "2010-1", "closed_cell")]
    await sokha.presses("indicators:save_sheet")
    assert [one.indicator.number for one in await stored_reports(round_)] == ["2008-4"]


async def parted(health: Stage, dara: Player) -> None:
    """An open round of Q3 2026 with a value by sex and a milestone with steps: rows 0 to 2, and 3 to 6."""
    await defines(dara, "2008-9", unit="people", target=None, splits=SEX, responsible=["UNFPA"])
    await defines(dara, "2010-1", unit="", steps=STEPS, responsible=["UNFPA"])
    await opens_round_of(dara, "Q3 2026")


async def test_periods_parts_and_steps_stand_in_a_sheet(health: Stage, dara: Player) -> None:
    """As they are reported in the chat: each step by a report of its own (J3)."""
    mony = await health.member("Mony", "development_partner", "UNFPA", language="km")
    await parted(health, dara)
    data = await sheet_of(mony)
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    assert sheet.cell(FIRST, Column.PERIOD).value == "Q3 2026"
    shown = [str(sheet.cell(FIRST + place, Column.INDICATOR).value) for place in range(7)]
    assert [text.rpartition(" ")[2] for text in shown[1:3]] == ["girls", "boys"]
    lists = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert lists["F10 F11 F12"] == '"សម្រេចហើយ,មិនទាន់សម្រេច"'
    cells = {
        (0, VALUE): 120,
        (0, PERIOD): "Q2 2026",
        (1, VALUE): 70,
        (2, VALUE): "៥០",
        (3, NOTE): "Draft is ready",
        (4, STATUS): "សម្រេចហើយ",
        (4, REACHED_ON): datetime(2026, 9, 28),  # noqa: DTZ001 - as Excel has days
        (5, REACHED_ON): "Sept 2026",
        (6, STATUS): "មិនទាន់សម្រេច",
    }
    await sends_back(mony, filled(data, cells))
    plan = await mony.shown("indicators/planned_reports")
    assert [(one.report.value, one.report.period, one.step, one.report.note) for one in plan["reports"]] == [
        (120, "Q2 2026", "", ""),
        (None, "", "Concept note", ""),
        (None, "", "Draft report", "Draft is ready"),
    ]
    await mony.presses("indicators:save_sheet")
    made = await stored_reports(health)
    assert [(one.state, one.period, one.parts, one.reached_on) for one in made] == [
        (SubmissionState.SUBMITTED, "Q2 2026", {"Sex": {"girls": "70", "boys": "50"}}, None),
        (SubmissionState.SUBMITTED, "Q3 2026", {}, date(2026, 9, 28)),
        (SubmissionState.SUBMITTED, "Q3 2026", {}, date(2026, 9, 30)),
    ]
    for _time in range(2):  # while they wait, and once they are accepted
        await sends_back(mony, filled(data, cells))
        again = await mony.shown("indicators/planned_reports")
        assert ([one.number for one in again["reports"]], again["errors"]) == ([], [])
        await accepts_all(dara)
    assert await reached(health) == ["2026-09-28", "2026-09-30", ""]
    sheet = load_workbook(BytesIO(await sheet_of(mony))).worksheets[0]
    assert sheet.cell(FIRST + 4, Column.REACHED_ON).protection.locked
    assert sheet.cell(FIRST + 1, Column.LAST).value.translate(str.maketrans("៧០", "70")) == "70 people"


async def test_what_parts_periods_and_steps_cannot_be_is_told_by_its_cell(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await parted(health, dara)
    data = await sheet_of(sokha)
    cells = {
        (0, VALUE): 120,
        (0, PERIOD): "soon",
        (1, VALUE): "many",
        (4, STATUS): "Not reached yet",
        (4, REACHED_ON): "Sept 2026",
        (5, REACHED_ON): datetime(2027, 9, 28),  # noqa: DTZ001 - as Excel has days
        (6, STATUS): "No data",
    }
    await sends_back(sokha, filled(data, cells))
    assert await told(sokha) == [
        ("G7", "2008-9", "unreadable_number"),
        ("I6", "2008-9", "unreadable_period"),
        ("J10", "2010-1", "day_not_reached"),
        ("J11", "2010-1", "unreadable_past"),
        ("F12", "2010-1", "not_in_list"),
    ]
    await sends_back(sokha, filled(data, {(0, VALUE): 120, (1, VALUE): 70, (2, VALUE): 40}))
    assert await told(sokha) == [("G6", "2008-9", "parts_differ")]
    await sends_back(sokha, filled(data, {(0, STATUS): "No data", (0, NOTE): "late", (1, VALUE): 70}))
    assert await told(sokha) == [("G7", "2008-9", "value_without_data")]


async def test_a_value_that_does_not_fit_is_asked_about(health: Stage, dara: Player, sokha: Player) -> None:
    """Nothing is saved before each is clear; a reading goes for the parts too, and a report may be left out."""
    await defines(dara, "2008-4", splits=SEX, responsible=["UNFPA"])
    await defines(dara, "2008-5", responsible=["UNFPA"], highest=Decimal(150))
    await has_reached(dara, sokha, "2008-4 57%")
    await has_reached(dara, sokha, "2008-5 60%")
    await opens_round_of(dara, "Q3 2026")
    data = await sheet_of(sokha)
    cells = {(0, VALUE): 0.58, (1, VALUE): 0.61, (2, VALUE): 0.55, (3, VALUE): 5}
    await sends_back(sokha, filled(data, cells))
    plan = await sokha.shown("indicators/planned_reports")
    assert [(one.number, [*map(str, one.doubt.data["readings"])]) for one in plan["doubts"]] == [
        ("2008-4", ["58", "0.58"]),
        ("2008-5", ["5", "50"]),
    ]
    await sokha.does_not_offer("indicators:save_sheet")
    await sokha.forges("indicators/save_sheet:1")
    await sokha.is_refused("indicators#reading_awaited", numbers=["2008-4", "2008-5"])
    await sokha.forges("indicators/choose_reading:1:1:57")
    await sokha.is_refused("general#not_a_choice")
    await sokha.forges("indicators/choose_reading:1:1:58")
    await sokha.forges("indicators/choose_reading:1:2")
    plan = await sokha.shown("indicators/planned_reports")
    assert ([one.number for one in plan["reports"]], plan["left_out"]) == (["2008-4"], ["2008-5"])
    await sokha.presses("indicators:save_sheet")
    made = (await stored_reports(health))[2:]
    assert [(one.indicator.number, one.value, one.parts) for one in made] == [
        ("2008-4", 58, {"Sex": {"girls": "61", "boys": "55"}})
    ]
    await sokha.forges("indicators/choose_reading:1:2:50")
    await sokha.is_refused("indicators#sheet_taken")
    await sends_back(sokha, filled(data, {(3, VALUE): 250}))
    assert await told(sokha) == [("G9", "2008-5", "above_highest")]


def renames_heading(book: Any) -> None:
    book.worksheets[0].cell(HEADINGS_ROW, Column.VALUE).value = "Result"


def swaps_rows(book: Any) -> None:
    one, other = (book.worksheets[0].cell(FIRST + place, Column.NUMBER) for place in (0, 1))
    one.value, other.value = other.value, one.value


def adds_a_row(book: Any) -> None:
    book.worksheets[0].cell(FIRST + len(LISTED), Column.NUMBER).value = "2030-1"


def unhides(book: Any) -> None:
    book[HIDDEN_SHEET]["A3"].value = book[HIDDEN_SHEET]["A3"].value.replace("2008-4", "2008-9")


def removes(book: Any) -> None:
    del book[HIDDEN_SHEET]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (renames_heading, "heading_edited"),
        (swaps_rows, "rows_moved"),
        (adds_a_row, "extra_rows"),
        (unhides, "no_report_sheet"),
        (removes, "no_report_sheet"),
    ],
)
async def test_a_changed_sheet_is_refused(
    round_: Stage, sokha: Player, change: Callable[[Any], None], key: str
) -> None:
    await sends_back(sokha, filled(await sheet_of(sokha), {(0, VALUE): 58}, change))
    await sokha.is_refused(f"indicators#{key}")
    assert await stored_reports(round_) == []


async def test_a_sheet_of_an_older_round_is_refused(round_: Stage, dara: Player, sokha: Player) -> None:
    data = await sheet_of(sokha)
    await dara.forges("indicators/close")
    await opens_round(dara)
    await sends_back(sokha, filled(data, {(0, VALUE): 58}))
    await sokha.is_refused("indicators#other_round")
    buffer = BytesIO()
    Workbook().save(buffer)
    await sends_back(sokha, buffer.getvalue(), "mine.xlsx")
    await sokha.is_refused("indicators#no_report_sheet")


async def test_only_who_is_responsible_reports_by_a_sheet(
    health: Stage, round_: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await kenji.forges("indicators/sheet")
    await kenji.is_refused("indicators#nothing_yours")  # JICA is asked for nothing
    data = await sheet_of(dara)  # who runs the round gets all of it
    await sends_back(kenji, filled(data, {(0, VALUE): 58}))
    assert await told(kenji) == [("A6", "2008-4", "not_yours")]
    for forged in ("indicators/look_sheet:1", "indicators/choose_reading:1:1:58", "indicators/save_sheet:1"):
        await sokha.forges(forged)
        await sokha.is_refused("general#not_found")  # somebody else has sent it
    adviser = await health.member("Rith", "technical_adviser", "UNFPA")
    await adviser.forges("indicators/sheet")
    await adviser.is_refused("general#not_allowed")
    await sends_back(sokha, filled(data, {(0, VALUE): 58}))
    await dara.forges("indicators/state:1")
    await dara.says("withdrawn", "By letter of CRDB")
    await dara.presses("form:save")
    await sokha.forges("indicators/look_sheet:2")
    assert await told(sokha) == [("A6", "2008-4", "not_reported_on")]
    assert await waiting_for(health) == {"Sokha"}


async def test_two_sheets_come_in_one_message(round_: Stage, sokha: Player) -> None:
    data = await sheet_of(sokha)
    files = [(f"HLT-JMI-reports-{n}.xlsx", filled(data, {(n, VALUE): 58})) for n in (0, 1)]
    await sokha.sends_album([*files, ("budget.pdf", b"%PDF-1.4")])
    await sokha.presses("indicators:take_sheet")
    await round_.assistant.leader.archive_files()
    await round_.assistant.leader.read_lists()
    for sheet_id in (1, 2):
        await sokha.presses("indicators:look_sheet", sheet_id)
        await sokha.presses("indicators:save_sheet", sheet_id)
    assert [(one.indicator.number, one.value) for one in await stored_reports(round_)] == [
        ("2008-4", 58),
        ("2008-5", 58),
    ]


async def test_a_sheet_saved_as_something_else_is_refused_in_words(round_: Stage, sokha: Player) -> None:
    await sends_back(sokha, b"\xd0\xcf\x11\xe0 an old workbook", "HLT-JMI-reports-2026-11-23.xls")
    await sokha.is_refused("indicators#no_report_sheet")


async def test_a_percentage_of_several_wholes_is_asked_about(round_: Stage, sokha: Player) -> None:
    await sends_back(sokha, filled(await sheet_of(sokha), {(0, VALUE): 580}))
    await sokha.offers("indicators:choose_reading", 1, 1, 580)


@pytest.mark.skipif(which("localc") is None, reason="needs LibreOffice")
async def test_a_sheet_that_libreoffice_has_saved_is_taken(round_: Stage, sokha: Player, tmp_path: Path) -> None:
    data = filled(await sheet_of(sokha), {(0, VALUE): 58, (3, VALUE): 104313842, (2, NOTE): "ជំហានទី១ រួចរាល់"})
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "sheet.xlsx"
    path.write_bytes(data)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx"]
    subprocess.run(  # noqa: S603, ASYNC221 - nothing else goes on
        [*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=120
    )
    await sends_back(sokha, (tmp_path / "sheet.xlsx").read_bytes())
    plan = await sokha.shown("indicators/planned_reports")
    assert [(one.number, one.report.value, one.report.note) for one in plan["reports"]] == [
        ("2008-4", 58, ""),
        ("2010-1", None, "ជំហានទី១ រួចរាល់"),
        ("demo-c", 104313842, ""),
    ]
    assert plan["errors"] == []
