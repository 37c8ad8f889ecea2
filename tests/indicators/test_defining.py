"""Indicators are defined, listed and looked at (J1)."""

from decimal import Decimal

from storage.indicators import Indicator, list_indicators
from storage.members import find_twg
from tests.indicators.conftest import DELIVERIES, defines, reports
from tests.support.stage import Player, Stage


async def stored(stage: Stage) -> list[Indicator]:
    async with stage.assistant.database.read() as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        return await list_indicators(session, twg.id)


async def test_the_secretariat_defines_a_numeric_indicator_by_the_form(health: Stage, dara: Player) -> None:
    await dara.says("/jmi")
    await dara.sees("indicators/list", indicators=[])
    await dara.presses("indicators:define")
    await dara.says("2008-4", "Deliveries by skilled staff")
    await dara.presses("form:choice=0")
    await dara.says("65,5 %", "Dec 2026", "MoH, UNFPA , MoH,")
    summary = await dara.summary()
    assert list(summary) == ["number", "statement", "unit", "target", "target_period", "responsible"]
    assert (summary["number"], summary["unit"]) == ("2008-4", "%")
    assert (summary["target"], summary["target_period"]) == ("65.5 %", "Dec 2026")
    await dara.presses("form:save")
    await dara.toasts()
    await dara.sees("indicators/indicator", standing__accepted=None, standing__waiting=None)
    await dara.reads_fact(DELIVERIES, "65.5 % (Dec 2026)", "MoH, UNFPA")
    [indicator] = await stored(health)
    assert (indicator.number, indicator.unit, indicator.milestone) == ("2008-4", "%", False)
    assert indicator.targets[-1].value == Decimal("65.5")
    assert [(item.institution.name, item.lead) for item in indicator.responsible] == [("MoH", True), ("UNFPA", False)]


async def test_the_questions_about_an_indicator_are_counted_without_a_gap(dara: Player) -> None:
    await dara.says("/jmi")
    await dara.presses("indicators:define")
    for position, answer in enumerate(("2008-4", "Deliveries by skilled staff", "%"), start=1):
        await dara.sees("forms/ask", position=position, total=5)
        await dara.says(answer)
    for position, answer in ((4, "65"), (5, "Dec 2026")):  # a unit has a target
        await dara.sees("forms/ask", position=position, total=6)
        await dara.says(answer)
    await dara.sees("forms/ask", position=6, total=6)
    await dara.reads_fact("(6/6)")


async def test_an_indicator_without_a_unit_is_a_milestone_and_has_no_target_value(health: Stage, dara: Player) -> None:
    await dara.says("/jmi")
    await dara.presses("indicators:define")
    await dara.says("2008-9", "Law on medicines adopted")
    await dara.presses("form:skip")
    await dara.asks("target_period")
    await dara.says("2027", "MoH")
    assert "target" not in await dara.summary()
    await dara.presses("form:save")
    [indicator] = await stored(health)
    assert indicator.milestone
    assert indicator.targets[-1].value is None
    assert indicator.targets[-1].period == "2027"


async def test_a_target_in_another_unit_is_asked_again(health: Stage, dara: Player) -> None:
    await dara.says("/jmi")
    await dara.presses("indicators:define")
    await dara.says("2008-4", "Deliveries by skilled staff")
    await dara.presses("form:choice=0")
    await dara.says("165 USD")
    await dara.is_refused("indicators#other_unit", unit="%")
    await dara.asks("target")


async def test_a_number_is_given_once_whatever_its_case_or_digits(health: Stage, dara: Player) -> None:
    await defines(dara, "JMI-4")
    await dara.says("/jmi")
    await dara.presses("indicators:define")
    await dara.says("jmi ៤", "Caesarean sections")
    await dara.presses("form:skip")
    await dara.presses("form:skip")
    await dara.says("MoH")
    assert (await dara.summary())["number"] == "jmi-4"
    await dara.presses("form:save")
    await dara.is_refused("indicators#duplicate", number="jmi-4")
    await dara.asks("number")
    await dara.says("JMI-5")
    summary = await dara.summary()
    assert (summary["number"], summary["statement"]) == ("JMI-5", "Caesarean sections")
    await dara.presses("form:save")
    assert [indicator.number for indicator in await stored(health)] == ["JMI-4", "JMI-5"]


async def test_a_number_typed_in_khmer_digits_is_found_by_either_kind(health: Stage, dara: Player) -> None:
    await dara.says("/jmi")
    await dara.presses("indicators:define")
    await dara.says("២០០៨-៤", "Deliveries by skilled staff")
    await dara.presses("form:skip")
    await dara.presses("form:skip")
    await dara.says("MoH")
    await dara.presses("form:save")
    for number in ("2008-4", "២០០៨-៤"):
        await dara.says(f"/jmi {number}")
        await dara.sees("indicators/indicator", indicator__number="2008-4")
        await dara.reads_fact(DELIVERIES)


async def test_a_member_who_runs_no_rounds_cannot_define(health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/jmi")
    await sokha.sees("indicators/list")
    await sokha.does_not_offer("indicators:define")
    await sokha.forges("indicators/define")
    await sokha.is_refused("general#not_allowed")


async def test_the_list_shows_each_indicator_with_its_latest_report_and_target(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara)
    await defines(dara, "2008-5", unit="m²", statement="Land released", target=Decimal(43500974))
    await defines(dara, "2008-9", unit="", statement="Law on medicines adopted")
    await reports(sokha, "2008-4 58%")
    await reports(sokha, "2008-9 draft with the Council of Ministers")
    await sokha.says("/jmi")
    await sokha.reads_fact(f"{DELIVERIES}\n58 % → 65 %")
    await sokha.reads_fact("2008-5 Land released\n", " → 43,500,974 m²")
    await sokha.reads_fact("2008-9 Law on medicines adopted\ndraft with the Council of Ministers")
    listed = (await sokha.shown("indicators/list"))["indicators"]
    reported = {indicator.number: standing.waiting is not None for indicator, standing in listed}
    assert reported == {"2008-4": True, "2008-5": False, "2008-9": True}
    assert all(standing.accepted is None for _indicator, standing in listed)
    await sokha.presses("indicators:open", 1)
    await sokha.sees("indicators/indicator", standing__accepted=None, standing__waiting__value=58)
    await sokha.reads_fact("58 %", "Sokha, UNFPA")


async def test_an_unknown_number_is_answered_with_the_known_ones(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await defines(dara, "2008-5")
    await sokha.says("/jmi 2009-1 58%")
    await sokha.is_refused("indicators#unknown", number="2009-1", known=["2008-4", "2008-5"])
    await sokha.reads_fact("2009-1", "2008-4, 2008-5")


async def test_an_indicator_of_another_twg_is_unknown_here(health: Stage, dara: Player) -> None:
    await defines(dara)
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    teacher = await health.member("Bopha", "development_partner", "UNICEF", code="EDU")
    await teacher.says("/jmi 2008-4 58%")
    await teacher.is_refused("indicators#unknown", known=[])
    for forged in ("indicators/open:1", "indicators/report:1", "indicators/this:1"):
        await teacher.forges(forged)
        await teacher.is_refused("general#not_found")


async def test_indicators_stand_in_the_order_of_their_numbers(dara: Player) -> None:
    """As text, 2008-10 would be before 2008-4, and what the letters are compared by differs between databases."""
    numbers = ["2008-3", "2008-3a", "2008-3b", "2008-4", "2008-10", "2010-1", "demo-c"]
    for number in ["2010-1", "2008-10", "demo-c", "2008-3b", "2008-3a", "2008-4", "2008-3"]:
        await defines(dara, number)
    await dara.says("/jmi")
    assert [one.number for one, _standing in (await dara.shown("indicators/list"))["indicators"]] == numbers
