"""Indicators by workbook, in the layouts since 2006: what is read, a dry run in the chat, errors, taken once (J1)."""

from decimal import Decimal
from typing import Any

import pytest

from storage.indicators import Indicator, list_indicators
from storage.members import find_twg
from tests.indicators import sheets
from tests.indicators.conftest import defines, reports
from tests.rosters.files import bare_workbook, text, workbook
from tests.support.cases import one_language
from tests.support.stage import Player, Stage
from twg.language.indicator_sheets.apart import from_json, to_json
from twg.language.indicator_sheets.model import IndicatorSheet
from twg.language.indicator_sheets.reading import read_indicators
from twg.language.rosters.model import KnownTwg

PPR = KnownTwg("PPR", "Planning and Poverty Reduction")
OTHERS = (KnownTwg("FSN", "Food Security and Nutrition"), KnownTwg("EDU", "Education"))


def read(data: bytes, name: str = "jmi.xlsx") -> IndicatorSheet:
    """A table as it was read, handed on as the process that reads it does."""
    return from_json(to_json(read_indicators(data, name, PPR, OTHERS)))


def told(sheet: IndicatorSheet) -> list[tuple[str, str]]:
    return [(remark.place, remark.what.key.partition("#")[2]) for remark in sheet.remarks]


def by_number(sheet: IndicatorSheet) -> dict[str, Any]:
    return {one.number: one for one in sheet.indicators}


def test_the_forms_of_2006_and_2007_are_read() -> None:
    sheet = read(sheets.several())
    found = by_number(sheet)
    assert list(found) == ["2006-1", "2006-3", "2007-1", "2007-2"]
    review = found["2006-1"]
    assert (review.statement, review.unit) == ("NSDP monitoring framework and annual review", "")
    assert [step.text for step in review.steps] == ["Draft framework", "Annual review"]
    assert (review.responsible, review.funding) == (["MoP", "MEF", "CDC"], "USD 0.2 m (UNDP)")
    assert [(one.period, str(one.due_on)) for one in review.targets] == [("end June 2006", "2006-06-30")]
    assert (found["2007-1"].responsible, found["2007-1"].funding) == (["MoP"], "USD 300,000 (World Bank)")
    assert [(step.text, str(step.due_on)) for step in found["2007-1"].steps] == [
        ("Survey", "None"),
        ("Report", "2007-12-31"),
    ]
    assert told(sheet) == [
        ("JMI 2006!4", "number_taken"),
        ("JMI 2006!6", "number_taken"),
        ("JMI 2006!6", "other_twgs"),
        ("JMI 2006!7", "number_taken"),
    ]


def test_the_forms_of_2009_and_2010_are_read() -> None:
    progress = read(workbook(sheets.LAYOUT_2009))
    assert [(one.number, one.statement) for one in progress.indicators] == [
        ("2008-4", "Deliveries by skilled staff in the public sector"),
        ("2008-3", "Primary promotion rate"),
    ]
    assert told(progress) == [("", "reports_not_taken"), ("2", "unit_taken")]  # "58% in 2008"
    found = by_number(read(sheets.of_2010()))
    review = found["2010-1"]
    assert (review.statement, review.outcome) == ("NSDP mid-term review", "Plans are reviewed")
    assert [step.text for step in review.steps] == [
        "Data",
        "Concept note",
        "Zero draft",
        "Consultations",
        "Final draft",
    ]
    assert [str(step.due_on) for step in review.steps][0::4] == ["2010-09-30", "2011-09-30"]
    assert (review.responsible, review.funding) == (["MoP", "MEF", "CDC"], "RGC, UNDP")
    assert (found["2010-2"].outcome, found["2010-2"].responsible) == ("Plans are reviewed", ["NIS", "MoP"])


def test_a_target_for_each_year_is_read() -> None:
    """2014-18, with merged cells; a target far above 100 %, a row that cannot be read."""
    sheet = read(sheets.by_year())
    found = by_number(sheet)
    assert list(found) == ["demo-c", "2014-5", "2014-6"]
    assert [(one.period, one.value) for one in found["demo-c"].targets] == [("2014", 42648014), ("2015", 43500974)]
    enrolment = found["2014-5"]
    assert (enrolment.baseline, enrolment.baseline_period) == (Decimal("123.4"), "SY 2012/13")
    assert [one.value for one in enrolment.targets] == [122, 120, 118, 116, 115]
    assert (enrolment.outcome, enrolment.output, enrolment.source) == ("Better education", "Enrolment", "EMIS")
    assert found["2014-6"].outcome == "Better education"  # a merged cell
    assert [(one.period, one.value) for one in found["2014-6"].targets] == [("SY 2008/09", 18)]
    assert told(sheet) == [("6", "unreadable_cell")]


def test_khmer_headings_in_a_text_file_are_read() -> None:
    [one] = read(text(sheets.IN_KHMER, "utf-16"), "jmi.csv").indicators
    assert (one.number, one.statement, one.baseline) == ("2008-4", "ការសម្រាលដោយបុគ្គលិកជំនាញ", 38)
    assert [(target.period, target.value) for target in one.targets] == [("2027", 65)]
    assert one.responsible == ["ក្រសួងសុខាភិបាល"]


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([("Name", "Phone"), ("Sokha", "012")], "no_headings"),
        ([("No.", "Indicator", "Target")], "none_below"),
    ],
)
def test_a_file_that_is_no_table_of_indicators_is_refused(rows: list[Any], key: str) -> None:
    with pytest.raises(Exception) as refused:  # noqa: PT011 - the key says which
        read(workbook(rows))
    assert refused.value.key == f"indicators#{key}"  # type: ignore[attr-defined]


async def stored(stage: Stage) -> dict[str, Indicator]:
    async with stage.assistant.database.read() as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        return {one.number: one for one in await list_indicators(session, twg.id)}


async def sends(player: Player, data: bytes, name: str = "jmi.xlsx") -> None:
    """Send a table below /jmi, up to where it is kept, fetched and read."""
    await player.says("/jmi")
    await player.presses("indicators:import")
    await player.asks("file")
    await player.sends_file(name, data=data)
    await player.sees("indicators/kept", name=name)
    await player.stage.assistant.leader.archive_files()
    await player.stage.assistant.leader.read_lists()


@pytest.mark.parametrize("language", one_language("km"))
async def test_a_workbook_is_shown_first_and_taken_once(health: Stage, sokha: Player, language: str) -> None:
    dara = await health.member("Chan Dara", "secretariat", "MoH", language=language)
    await defines(dara, "2014-5", statement="Gross enrolment", target=Decimal(110), target_period="Year 2014")
    await sends(dara, sheets.by_year())
    await dara.presses("indicators:look")
    plan = (await dara.shown("indicators/planned"))["plan"]
    assert [row.number for row in plan.new] == ["demo-c", "2014-6"]
    assert [one.indicator.number for one in plan.changed] == ["2014-5"]
    await dara.reads_fact("demo-c", "2014-5", "many")
    assert list(await stored(health)) == ["2014-5"]  # nothing is taken before it is confirmed
    await dara.presses("indicators:apply")
    await dara.sees("indicators/imported")
    found = await stored(health)
    assert list(found) == ["2014-5", "2014-6", "demo-c"]
    enrolment = found["2014-5"]
    assert [(one.period, one.value) for one in enrolment.targets_in_force][:2] == [("Year 2014", 122), ("2015", 120)]
    assert [one.reason for one in enrolment.targets if one.value == 122] == ["jmi.xlsx"]
    assert [item.institution.name for item in enrolment.responsible] == ["MoH", "UNFPA"]  # the table has none
    assert found["demo-c"].unit == "m²"
    await dara.forges("indicators/apply:1")
    await dara.is_refused("indicators#already_imported")
    await sends(dara, sheets.by_year())  # the same again changes nothing
    await dara.presses("indicators:look")
    plan = (await dara.shown("indicators/planned"))["plan"]
    assert (plan.new, plan.changed, plan.unchanged) == ([], [], 3)
    await dara.does_not_offer("indicators:apply")
    await reports(sokha, "demo-c 146,051,269 m2")  # over its target
    for forged in ("indicators/look:1", "indicators/apply:1", "indicators/import"):
        await sokha.forges(forged)
        await sokha.is_refused("general#not_allowed")


async def test_a_workbook_that_cannot_be_taken_whole_changes_nothing(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara, "2014-6", unit="schools", target=None, target_period="")
    await reports(sokha, "2014-6 40 schools")
    await sends(dara, sheets.by_year())
    await dara.presses("indicators:look")
    await dara.presses("indicators:apply")
    await dara.is_refused("indicators#unit_in_use", unit="schools")
    assert list(await stored(health)) == ["2014-6"]


async def test_a_file_is_offered_as_indicators_and_a_hostile_one_is_refused(health: Stage, dara: Player) -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet><sheetData/></worksheet>'
    await dara.sends_file("jmi.xlsx", data=bare_workbook(declared))
    await dara.presses("indicators:take_table")
    await dara.sees("indicators/kept")
    await health.assistant.leader.archive_files()
    await health.assistant.leader.read_lists()
    await dara.forges("indicators/look:1")
    await dara.is_refused("rosters#unsafe_workbook")


async def test_a_table_of_another_twg_is_not_to_be_had(health: Stage, dara: Player) -> None:
    await sends(dara, sheets.by_year())
    await health.adds_twg("EDU", "Education", "MoEYS")
    bopha = await health.member("Bopha", "secretariat", "MoEYS", code="EDU")
    for forged in ("indicators/look:1", "indicators/apply:1"):
        await bopha.forges(forged)
        await bopha.is_refused("general#not_found")
