"""Indicators are defined, listed and looked at (J1)."""

from decimal import Decimal

from storage.indicators import Indicator, list_indicators
from storage.members import find_twg
from tests.indicators.conftest import defines, reports
from tests.support.stage import Player, Stage


async def stored(stage: Stage) -> list[Indicator]:
    async with stage.assistant.database.read() as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        return await list_indicators(session, twg.id)


async def test_the_secretariat_defines_a_numeric_indicator_by_the_form(health: Stage, dara: Player) -> None:
    await dara.says("/jmi")
    await dara.reads("No indicator has been defined yet.")
    await dara.taps("Add an indicator")
    await dara.says("2008-4", "Deliveries by skilled staff")
    await dara.taps("%")
    await dara.says("65,5 %", "Dec 2026", "MoH, UNFPA , MoH,")
    await dara.reads("Number: 2008-4", "Unit: %", "Target: 65.5 %", "Target date: Dec 2026")
    await dara.taps("Save")
    await dara.reads("The indicator is added.", "Nothing has been reported yet.", "Responsible: MoH, UNFPA")
    [indicator] = await stored(health)
    assert (indicator.number, indicator.unit, indicator.milestone) == ("2008-4", "%", False)
    assert indicator.targets[-1].value == Decimal("65.5")
    assert [(item.institution.name, item.lead) for item in indicator.responsible] == [("MoH", True), ("UNFPA", False)]


async def test_the_questions_about_an_indicator_are_counted_alike_from_the_first_to_the_last(dara: Player) -> None:
    await dara.says("/jmi")
    await dara.taps("Add an indicator")
    for answer in ("2008-4", "Deliveries by skilled staff", "%", "65", "Dec 2026"):
        await dara.reads("/6)")
        await dara.says(answer)
    await dara.reads("Add an indicator (6/6)")


async def test_an_indicator_without_a_unit_is_a_milestone_and_has_no_target_value(health: Stage, dara: Player) -> None:
    await dara.says("/jmi")
    await dara.taps("Add an indicator")
    await dara.says("2008-9", "Law on medicines adopted")
    await dara.taps("Skip")
    await dara.reads("By when should it be reached?")
    await dara.says("2027", "MoH")
    await dara.does_not_read("Target:")
    await dara.taps("Save")
    [indicator] = await stored(health)
    assert indicator.milestone
    assert indicator.targets[-1].value is None
    assert indicator.targets[-1].period == "2027"


async def test_a_target_that_no_percentage_reaches_is_asked_again(health: Stage, dara: Player) -> None:
    await dara.says("/jmi")
    await dara.taps("Add an indicator")
    await dara.says("2008-4", "Deliveries by skilled staff")
    await dara.taps("%")
    await dara.says("165")
    await dara.reads("A percentage lies between 0 and 100", "What is the target?")


async def test_a_number_is_given_once_whatever_its_case_or_digits(health: Stage, dara: Player) -> None:
    await defines(dara, "JMI-4")
    await dara.says("/jmi")
    await dara.taps("Add an indicator")
    await dara.says("jmi ៤", "Something else")
    await dara.taps("Skip", "Skip")
    await dara.says("MoH")
    await dara.reads("Number: jmi-4")
    await dara.taps("Save")
    await dara.reads("There is already an indicator jmi-4", "What is its number?")
    await dara.says("JMI-5")
    await dara.reads("Number: JMI-5", "Indicator: Something else")
    await dara.taps("Save")
    assert [indicator.number for indicator in await stored(health)] == ["JMI-4", "JMI-5"]


async def test_a_number_typed_in_khmer_digits_is_found_by_either_kind(health: Stage, dara: Player) -> None:
    await dara.says("/jmi")
    await dara.taps("Add an indicator")
    await dara.says("២០០៨-៤", "Deliveries by skilled staff")
    await dara.taps("Skip", "Skip")
    await dara.says("MoH")
    await dara.taps("Save")
    await dara.says("/jmi 2008-4")
    await dara.reads("2008-4 Deliveries by skilled staff")
    await dara.says("/jmi ២០០៨-៤")
    await dara.reads("2008-4 Deliveries by skilled staff")


async def test_a_member_who_runs_no_rounds_cannot_define(health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/jmi")
    await sokha.does_not_read("Add an indicator")
    await sokha.forges("indicators/define")
    await sokha.reads("Your role in this TWG does not allow that.")


async def test_the_list_shows_each_indicator_with_its_latest_report_and_target(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara)
    await defines(dara, "2008-5", unit="m²", statement="Land released", target=Decimal(43500974))
    await defines(dara, "2008-9", unit="", statement="Law on medicines adopted")
    await reports(sokha, "2008-4 58%")
    await reports(sokha, "2008-9 draft with the Council of Ministers")
    await sokha.says("/jmi")
    await sokha.reads("2008-4 Deliveries by skilled staff\n58 % → 65 %")
    await sokha.reads("2008-5 Land released\nno report yet → 43,500,974 m²")
    await sokha.reads("2008-9 Law on medicines adopted\ndraft with the Council of Ministers")
    await sokha.taps("2008-4")
    await sokha.reads("Awaiting review: 58 %", "Sokha, UNFPA")


async def test_an_unknown_number_is_answered_with_the_known_ones(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await defines(dara, "2008-5")
    await sokha.says("/jmi 2009-1 58%")
    await sokha.reads("There is no indicator 2009-1 in this TWG. Its indicators are: 2008-4, 2008-5.")


async def test_an_indicator_of_another_twg_is_unknown_here(health: Stage, dara: Player) -> None:
    await defines(dara)
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    teacher = await health.member("Bopha", "development_partner", "UNICEF", code="EDU")
    await teacher.says("/jmi 2008-4 58%")
    await teacher.reads("No indicator has been defined in this TWG yet.")
    await teacher.forges("indicators/open:1")
    await teacher.reads("not open to you")
    await teacher.forges("indicators/report:1")
    await teacher.reads("not open to you")
    await teacher.forges("indicators/this:1")
    await teacher.reads("not open to you")
