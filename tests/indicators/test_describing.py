"""Indicators are described, corrected and ended by form, in both languages (J1)."""

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from storage.core.audit import AuditRow
from storage.indicators import Indicator, IndicatorState, find_indicator
from tests.indicators.conftest import defines, opens_round, reports, stored_reports, waiting_for
from tests.support.cases import one_language
from tests.support.stage import Player, Stage


async def stored(stage: Stage, number: str) -> Indicator:
    async with stage.assistant.database.read() as session:
        found = await find_indicator(session, Indicator.number == number)
    assert found is not None
    return found


async def corrections(stage: Stage) -> list[dict[str, Any]]:
    """What the audit kept of each correction, the first one first."""
    async with stage.assistant.database.read() as session:
        query = select(AuditRow).where(AuditRow.action == "indicators.correct").order_by(AuditRow.id)
        return [row.data for row in await session.scalars(query)]


def targets_of(indicator: Indicator) -> list[tuple[str, Decimal | None]]:
    return [(target.period, target.value) for target in indicator.targets_in_force]


async def changes(player: Player, name: str, *answers: str, done: bool = False, page: int = 0) -> None:
    """Change an answer at the summary of a form."""
    await player.presses("form:change")
    if page:
        await player.presses(f"form:change=@{page}")
    await player.presses(f"form:change={name}")
    await player.says(*answers)
    if done:
        await player.presses("form:finish")


async def opens(player: Player, number: str) -> None:
    await player.says(f"/jmi {number}")


async def test_promotion_rate_and_its_parts_are_described(health: Stage, dara: Player, vichea: Player) -> None:
    """2008-3 with its school years, 2008-3a of which lower values are better."""
    await dara.says("/jmi")
    await dara.presses("indicators:define")
    await dara.says("2008-3", "Primary promotion rate", "%", "84", "SY 2008/09", "MoEYS")
    await changes(dara, "statement_km", "អត្រាឡើងថ្នាក់បឋមសិក្សា")
    await changes(dara, "baseline", "78.6 %")
    await changes(dara, "baseline_period", "SY 2006/07")
    await changes(dara, "targets", "86 (SY 2009/10)\nSY 2010/11: 88 %", done=True)
    await changes(dara, "splits", "Sex: girls, boys", done=True)
    await changes(dara, "reporter", "Vichea", page=1)
    summary = await dara.summary()
    assert (summary["baseline"], summary["baseline_period"]) == ("78.6 %", "SY 2006/07")
    assert summary["targets"] == "\n1. 86 % (SY 2009/10)\n2. 88 % (SY 2010/11)"
    assert summary["splits"] == "\n1. Sex: girls, boys"
    await dara.presses("form:save")
    await dara.reads_fact("78.6 % (SY 2006/07)", "84 % (SY 2008/09) · 86 % (SY 2009/10) · 88 % (SY 2010/11)", "Vichea")
    whole = await stored(health, "2008-3")
    assert (whole.reporter and whole.reporter.name, whole.splits) == ("Vichea", {"Sex": ["girls", "boys"]})
    assert whole.state is IndicatorState.ENDORSED
    await dara.says("/jmi")
    await dara.presses("indicators:define")
    await dara.says("2008-3a", "Incomplete schools", "%", "18", "SY 2008/09", "MoEYS")
    await changes(dara, "direction", "Lower is better")
    await dara.presses("form:save")
    part = await stored(health, "2008-3a")
    assert (part.parent_id, part.lower_is_better) == (whole.id, True)
    bopha = await health.member("Bopha", "government", "MoEYS", language="km")
    await opens(bopha, "2008-3")
    await bopha.reads_fact("2008-3 អត្រាឡើងថ្នាក់បឋមសិក្សា", "៧៨,៦ % (SY 2006/07)", "2008-3a")
    await bopha.presses("indicators:open", part.id)
    await bopha.sees("indicators/indicator", indicator__number="2008-3a")
    await bopha.does_not_offer("indicators:correct")
    await bopha.forges(f"indicators/correct:{part.id}")
    await bopha.is_refused("general#not_allowed")


async def test_a_target_is_raised_with_its_reason(health: Stage, dara: Player, sokha: Player) -> None:
    """2008-4: 45 in Dec 2007, then 50 in Dec 2009, raised to 65."""
    await defines(dara, target=Decimal(45), target_period="Dec 2007")
    await opens(dara, "2008-4")
    await dara.presses("indicators:correct")
    await changes(dara, "targets", "Dec 2009: 50 %", done=True)
    assert "reason" not in await dara.summary()  # a further target takes nothing back
    await dara.presses("form:save")
    await dara.presses("indicators:correct")
    await changes(dara, "targets", "December 2009: 65 %", done=True)
    await dara.asks("reason")
    await dara.says("Decided by the GDCC")
    assert (await dara.summary())["reason"] == "Decided by the GDCC"
    await dara.presses("form:save")
    await dara.reads_fact("45 % (Dec 2007) · 65 % (Dec 2009)", "50 → 65 %", "Decided by the GDCC")
    indicator = await stored(health, "2008-4")
    assert targets_of(indicator) == [("Dec 2007", 45), ("Dec 2009", 65)]
    assert [(one.value, one.reason) for one in indicator.targets] == [(45, ""), (50, ""), (65, "Decided by the GDCC")]
    assert [data["after"]["targets"] for data in await corrections(health)] == [
        ["45 (Dec 2007)", "50 (Dec 2009)"],
        ["45 (Dec 2007)", "65 (Dec 2009)"],
    ]
    await dara.presses("indicators:correct")
    await changes(dara, "targets", "remove 1", done=True)
    await dara.asks("reason")
    await dara.says("Over")
    await dara.presses("form:save")
    assert targets_of(await stored(health, "2008-4")) == [("Dec 2009", 65)]
    await sokha.says("/jmi")
    await sokha.reads_fact(" → 65 %")


async def test_a_milestone_has_five_dated_steps(health: Stage, dara: Player) -> None:
    """2010-1, the mid-term review of the NSDP, entered in Khmer."""
    chan = await health.member("Chan", "secretariat", "MoP", language="km")
    await chan.says("/jmi")
    await chan.presses("indicators:define")
    await chan.says("២០១០-១", "NSDP mid-term review")
    await chan.presses("form:skip")
    await chan.says("ចុងខែកញ្ញា ឆ្នាំ២០១១", "MoP")
    steps = (
        "Data: Q3 2010\nConcept note, Dec 2010\nZero draft (end March 2011)\n"
        "Consultations: ខែមិថុនា ឆ្នាំ២០១១\nFinal draft: end Sept 2011"
    )
    await changes(chan, "steps", steps, "Data: Q4 2010", done=True)
    await chan.presses("form:save")
    review = await stored(health, "2010-1")
    assert review.milestone
    assert [(step.position, step.text, step.due_on and step.due_on.isoformat()) for step in review.steps] == [
        (1, "Data", "2010-12-31"),
        (2, "Concept note", "2010-12-31"),
        (3, "Zero draft", "2011-03-31"),
        (4, "Consultations", "2011-06-30"),
        (5, "Final draft", "2011-09-30"),
    ]
    assert [(one.value, one.due_on and one.due_on.isoformat()) for one in review.targets] == [(None, "2011-09-30")]
    await dara.says("/jmi 2010-1")
    await dara.reads_fact("1. Data (Q4 2010)", "5. Final draft (end Sept 2011)")


async def test_a_step_on_a_day_that_is_none_is_asked_again(health: Stage, dara: Player) -> None:
    indicator_id = await defines(dara, "2010-1", unit="", target=None, target_period="")
    await dara.forges(f"indicators/correct:{indicator_id}")
    await changes(dara, "steps", "Draft report: 30/6/2027\nFinal report: 31/2/2027\nAdoption")
    await dara.is_refused("indicators#unreadable_target", text="Final report: 31/2/2027")
    await dara.presses("form:finish")
    shown = (await dara.summary())["steps"]
    assert ("Draft report" in shown, "Final report" in shown, "Adoption" in shown) == (True, False, True)


async def test_an_indicator_has_limits_of_its_own(health: Stage, dara: Player, sokha: Player) -> None:
    """124 % gross enrolment is accepted where the indicator allows it, without a note."""
    await defines(dara, "2008-5", statement="Gross enrolment", lowest=Decimal(5), highest=Decimal(150))
    await sokha.says("/jmi 2008-5 124 % in all provinces")
    assert (await sokha.shown("forms/confirm"))["notes"] == []
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert report.value == 124
    await sokha.says("/jmi 2008-5 160%")
    await sokha.is_refused("indicators#above_highest", highest=150, unit="%")
    await sokha.asks("value")
    await sokha.says("3 %")
    await sokha.is_refused("indicators#below_lowest", lowest=5)
    await sokha.says("103")
    await sokha.presses("form:save")
    assert [one.value for one in await stored_reports(health)] == [124, 103]
    await opens(dara, "2008-5")
    await dara.presses("indicators:correct")
    await changes(dara, "highest", "4 %")
    await dara.presses("form:save")
    await dara.is_refused("indicators#limits_crossed")
    await dara.asks("highest")
    await dara.says("200 %")
    await changes(dara, "unit", "USD")
    await dara.says("60 USD (Dec 2026)")
    assert (await stored(health, "2008-5")).unit == "%"


async def test_the_unit_stays_once_values_are_reported(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-6", unit="m2", target=None, target_period="")
    await reports(sokha, "2008-6 4000 m2")
    await opens(dara, "2008-6")
    await dara.presses("indicators:correct")
    await changes(dara, "unit", "USD")
    await dara.presses("form:save")
    await dara.is_refused("indicators#unit_in_use", unit="m2")
    await dara.asks("unit")
    await dara.says("m²")
    await dara.presses("form:save")
    assert (await stored(health, "2008-6")).unit == "m²"


async def test_an_indicator_is_met_replaced_and_withdrawn(health: Stage, dara: Player, sokha: Player) -> None:
    """Nobody is asked for reports on one that is over; reports on it are refused with what took its place."""
    await defines(dara, "2008-4", responsible=["UNFPA"])
    await defines(dara, "2011-4", responsible=["UNFPA"])
    await defines(dara, "2008-9", responsible=["UNFPA"])
    await opens_round(dara)
    assert await waiting_for(health) == {"Sokha"}
    await opens(dara, "2008-4")
    await dara.presses("indicators:state")
    await dara.says("Replaced by another one")
    await dara.asks("successor")
    await dara.presses(f"form:choice={(await stored(health, '2011-4')).id}")
    await dara.asks("reason")
    await dara.says("By letter of CRDB")
    await dara.presses("form:save")
    await dara.reads_fact("By letter of CRDB")
    await sokha.says("/jmi 2008-4 58%")
    await sokha.is_refused("indicators#ended", successor__number="2011-4")
    await sokha.says("/jmi 2008-4 58%\n2011-4 60%")
    await sokha.reads_fact("2008-4: 58%", "2011-4")
    await sokha.presses("form:cancel")
    await opens(dara, "2008-9")
    await dara.presses("indicators:state")
    await dara.says("Met")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    assert (await stored(health, "2008-9")).state is IndicatorState.MET
    await dara.says("/round")
    progress = (await dara.shown("indicators/round"))["progress"]
    assert [request.indicator.number for request in progress.waiting] == ["2011-4"]
    await sokha.says("/jmi")
    listed = (await sokha.shown("indicators/list"))["indicators"]
    assert [indicator.number for indicator, _standing in listed] == ["2008-9", "2011-4"]
    await sokha.presses("indicators:earlier")
    await sokha.reads_fact("2008-4", "By letter of CRDB")
    await sokha.forges("indicators/state:1")
    await sokha.is_refused("general#not_allowed")


@pytest.mark.parametrize("language", one_language("km"))
async def test_what_is_not_a_target_a_split_or_a_person_is_asked_again(health: Stage, language: str) -> None:
    chan = await health.member("Chan", "secretariat", "CDC", language=language)
    await health.member("Rathana", "technical_adviser", "UNFPA")
    await defines(chan)
    await opens(chan, "2008-4")
    await chan.presses("indicators:correct")
    await chan.presses("form:change")
    await chan.presses("form:change=targets")
    await chan.says("70 %")
    await chan.is_refused("forms#lines_left_out")
    shown = [refusal for refusal in await chan.refusals() if refusal.key == "forms#lines_left_out"]
    [(line, why)] = shown[-1].data["left_out"]
    assert (line, why.key) == ("70 %", "indicators#unreadable_target")
    await chan.says("2027: 70 %")
    await chan.presses("form:finish")
    await chan.presses("form:change")
    await chan.presses("form:change=splits")
    await chan.says("girls")
    await chan.is_refused("forms#lines_left_out")
    await chan.presses("form:skip")
    await chan.presses("form:change")
    await chan.presses("form:change=@1")
    await chan.presses("form:change=reporter")
    await chan.says("Rathana")
    await chan.is_refused("forms#nobody")
