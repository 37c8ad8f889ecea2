"""Reports with their period, their parts and the steps of a milestone; a value that does not fit is asked back (J3)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from storage.indicators import Frequency, Indicator, SubmissionState, find_indicator
from tests.indicators.conftest import defines, opens_round, reports, stored_reports
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from twg.indicators import reviewing, rounds
from twg.language.indicator_lines import SplitLine, StepLine

SEX = [SplitLine("Sex", ("girls", "boys"))]
STEPS = [
    StepLine("Concept note", "end Sept 2010", date(2010, 9, 30)),
    StepLine("Draft report", "end Dec 2010", date(2010, 12, 31)),
    StepLine("Consultation", "end March 2011", date(2011, 3, 31)),
]


async def opens_round_of(dara: Player, period: str) -> None:
    async with dara.stage.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        args = rounds.NewRound(title="JMI report", due_on=date(2026, 12, 23), period=period)
        await rounds.open_round(session, actor, args, now=dara.stage.clock.now())
    await dara.stage.settle()


async def accepts_all(dara: Player) -> None:
    """Accept every report that waits."""
    async with dara.stage.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        page = await reviewing.list_to_review(session, actor, most=200)
        for submission in page.submissions:
            await reviewing.accept(session, actor, submission.id, now=dara.stage.clock.now())
    await dara.stage.settle()


async def told(stage: Stage) -> list[tuple[int | None, str, dict[str, Any]]]:
    """Value, period and parts of all reports."""
    made = await stored_reports(stage)
    return [(None if one.value is None else int(one.value), one.period, one.parts) for one in made]


async def test_a_value_is_of_the_period_of_its_round(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await opens_round_of(dara, "Q3 2026")
    await sokha.says("/jmi 2008-4 58% district hospitals")
    assert (await sokha.summary())["period"] == "Q3 2026"
    await sokha.presses("form:save")
    await sokha.says("/jmi 2008-4 59% (ត្រីមាសទី៣ ឆ្នាំ២០២៦)")
    await sokha.presses("form:save")
    assert await told(health) == [(58, "Q3 2026", {}), (59, "ត្រីមាសទី៣ ឆ្នាំ២០២៦", {})]


@pytest.mark.parametrize(("chosen", "period"), [("told", "Q2 2026"), ("asked", "Q3 2026")])
async def test_another_period_than_that_of_the_round_is_asked_about(
    health: Stage, dara: Player, sokha: Player, chosen: str, period: str
) -> None:
    await defines(dara, responsible=["UNFPA"])
    await opens_round_of(dara, "Q3 2026")
    await sokha.says("/jmi 2008-4 58% for Q2 2026 in district hospitals")
    await sokha.asks("period")
    await sokha.is_refused("indicators#other_period", asked="Q3 2026", told="Q2 2026")
    await sokha.presses(f"form:choice={chosen}")
    summary = await sokha.summary()
    assert (summary["value"], summary["period"], summary["note"]) == ("58 %", period, "in district hospitals")
    await sokha.presses("form:save")
    assert await told(health) == [(58, period, {})]


async def test_a_period_is_asked_about_in_the_form_and_typed_anew(health: Stage, dara: Player, sokha: Player) -> None:
    indicator_id = await defines(dara, responsible=["UNFPA"])
    await opens_round_of(dara, "SY 2025/26")
    await sokha.forges(f"indicators/report:{indicator_id}")
    await sokha.says("58% in SY 2024/25")
    await sokha.asks("period")
    await sokha.says("soon")
    await sokha.is_refused("indicators#unreadable_period")
    await sokha.says("as of 30 June 2026")
    for _question in range(4):
        await sokha.presses("form:skip")
    assert (await sokha.summary())["period"] == "as of 30 June 2026"


async def test_several_reports_are_each_of_a_period(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-3", responsible=["UNFPA"])
    await defines(dara, responsible=["UNFPA"])
    await opens_round_of(dara, "Q3 2026")
    await sokha.says("/jmi 2008-3: 58%\n2008-4: 60% for Q2 2026")
    await sokha.presses("form:choice=told")
    await sokha.presses("form:save")
    assert await told(health) == [(58, "Q3 2026", {}), (60, "Q2 2026", {})]


async def test_a_period_that_does_not_exist_is_asked_about(health: Stage, dara: Player, sokha: Player) -> None:
    """The value is read, and that of the round is offered; its figures are never offered as the value (J3)."""
    await defines(dara, responsible=["UNFPA"])
    await opens_round_of(dara, "Q3 2026")
    for text in ("/jmi 2008-4 58% Q5 2026", "/jmi 2008-4 ៥៨% ត្រីមាសទី៥", "/jmi 2008-4 58% as of 31 Nov 2026"):
        await sokha.says(text)
        await sokha.is_refused("indicators#unreadable_period")
        await sokha.asks("period")
        await sokha.does_not_offer("form:choice=told")
        await sokha.presses("form:choice=asked")
        summary = await sokha.summary()
        assert (summary["value"], summary["period"]) == ("58 %", "Q3 2026"), text
        await sokha.says("/cancel")
    await sokha.says("/jmi 2008-4 girls 89 boys 97")
    await sokha.asks("value")
    await sokha.offers("form:choice=89")
    await sokha.offers("form:choice=97")


async def test_parts_are_reported_with_the_whole_and_checked_against_it(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara, "2008-9", unit="people", target=None, splits=SEX, responsible=["UNFPA"])
    await sokha.says("/jmi 2008-9 120 (girls 70, boys 40)")
    assert (await sokha.summary())["parts"] == "girls 70 people, boys 40 people"
    await sokha.presses("form:save")
    await sokha.is_refused("indicators#parts_differ", total=Decimal(110), value=Decimal(120))
    await sokha.says("boys 50")
    await sokha.presses("form:finish")
    await sokha.presses("form:save")
    await sokha.says("/jmi 2008-9")
    await sokha.reads_fact("Sex", "girls 70 people", "boys 50 people")
    assert await told(health) == [(120, "", {"Sex": {"girls": "70", "boys": "50"}})]


async def test_a_percentage_lies_between_its_parts(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, splits=SEX, responsible=["UNFPA"])
    await reports(sokha, "2008-4 58% (f 61, m 55)")
    await reports(sokha, "2008-4 ៥៨% (ស្រី ៦១ ប្រុស ៥៩)")
    await sokha.is_refused("indicators#parts_differ", lowest=Decimal(59), highest=Decimal(61))
    assert await told(health) == [(58, "", {"Sex": {"girls": "61", "boys": "55"}})]


async def test_parts_are_asked_in_the_form(health: Stage, dara: Player, sokha: Player) -> None:
    indicator_id = await defines(dara, splits=SEX, responsible=["UNFPA"])
    await sokha.forges(f"indicators/report:{indicator_id}")
    await sokha.says("58%")
    await sokha.asks("parts")
    await sokha.says("teachers: 3")
    await sokha.is_refused("forms#lines_left_out")
    await sokha.says("girls: 61\nm 55")
    await sokha.presses("form:finish")
    for _question in range(4):
        await sokha.presses("form:skip")
    await sokha.presses("form:save")
    assert await told(health) == [(58, "", {"Sex": {"girls": "61", "boys": "55"}})]


async def milestone(stage: Stage) -> Indicator:
    async with stage.assistant.database.read() as session:
        found = await find_indicator(session, Indicator.number == "2010-1")
    assert found is not None
    return found


async def reached(stage: Stage) -> list[str]:
    steps = (await milestone(stage)).steps
    return [str(step.reached_on or "") for step in sorted(steps, key=lambda step: step.position)]


@pytest.mark.parametrize(
    "line",
    ["step 2 done on 28 Sept", "the draft report was completed, 28/9/2026", "ជំហានទី២ បានបញ្ចប់ ថ្ងៃទី២៨ ខែកញ្ញា"],
)
async def test_a_step_is_reached_once_its_report_is_accepted(
    health: Stage, dara: Player, sokha: Player, line: str
) -> None:
    await defines(dara, "2010-1", unit="", steps=STEPS, responsible=["UNFPA"])
    await sokha.says(f"/jmi 2010-1 {line}")
    assert (await sokha.summary())["step"] == "2. Draft report"
    await sokha.presses("form:save")
    assert await reached(health) == ["", "", ""]
    await dara.presses("indicators:accept")
    assert await reached(health) == ["", "2026-09-28", ""]
    await sokha.says("/jmi 2010-1")
    await sokha.reads_fact("✓ Draft report")
    await dara.presses("general:undo")
    assert await reached(health) == ["", "", ""]


async def test_reports_on_two_steps_wait_beside_each_other(health: Stage, dara: Player, sokha: Player) -> None:
    """One on the same step, and one that names none, replaces what waits; one on another step does not."""
    await defines(dara, "2010-1", unit="", steps=STEPS, responsible=["UNFPA"])
    await reports(sokha, "2010-1 step 1 done on 28 Sept")
    await reports(sokha, "2010-1 step 2 done on 28 Oct")
    await reports(sokha, "2010-1 step 1 done on 27 Sept")
    assert [one.state for one in await stored_reports(health)] == [
        SubmissionState.REPLACED,
        SubmissionState.SUBMITTED,
        SubmissionState.SUBMITTED,
    ]
    await accepts_all(dara)
    assert await reached(health) == ["2026-09-27", "2026-10-28", ""]


async def test_a_step_is_chosen_with_its_day_and_evidence(health: Stage, dara: Player, sokha: Player) -> None:
    indicator_id = await defines(dara, "2010-1", unit="", steps=STEPS, responsible=["UNFPA"])
    steps = (await milestone(health)).steps
    await sokha.forges(f"indicators/report:{indicator_id}")
    await sokha.asks("step")
    await sokha.presses(f"form:choice={steps[0].id}")
    await sokha.asks("reached_on")
    await sokha.says("next week")
    await sokha.is_refused("indicators#unreadable_past")
    await sokha.says("Sept 2026")
    await sokha.says("Signed by the Minister")
    for _question in range(2):
        await sokha.presses("form:skip")
    await sokha.sends_file("note.pdf")
    await sokha.presses("form:save")
    await accepts_all(dara)
    assert await reached(health) == ["2026-09-30", "", ""]
    [made] = await stored_reports(health)
    assert (made.step, [file.name for file in made.evidence]) == ("Concept note", ["note.pdf"])


async def has_reached(dara: Player, sokha: Player, line: str) -> None:
    """An accepted value."""
    await reports(sokha, line)
    await accepts_all(dara)


@pytest.mark.parametrize(
    ("facts", "line", "key", "value"),
    [
        ({}, "0.58%", "58", "58"),
        ({}, "0.58%", "0.58", "0.58"),
        ({}, "20%", "20", "20"),
        ({}, "99%", "99", "99"),
    ],
)
async def test_a_value_far_from_the_last_one_is_asked_back(
    health: Stage, dara: Player, sokha: Player, facts: dict[str, Any], line: str, key: str, value: str
) -> None:
    await defines(dara, responsible=["UNFPA"], **facts)
    await has_reached(dara, sokha, "2008-4 57")
    await sokha.says(f"/jmi 2008-4 {line} of the districts")
    await sokha.asks("value")
    await sokha.is_refused("indicators#implausible", known=Decimal(57))
    await sokha.presses(f"form:choice={key}")
    summary = await sokha.summary()
    assert summary["note"] == "of the districts"
    await sokha.presses("form:save")
    assert (await stored_reports(health))[-1].value == Decimal(value)


async def test_a_doubted_value_is_typed_anew(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"], lower_is_better=True)
    await has_reached(dara, sokha, "2008-4 21%")
    await sokha.says("/jmi 2008-4 45% incomplete schools")
    await sokha.is_refused("indicators#implausible", known=Decimal(21))
    await sokha.presses("form:choice=correct")
    await sokha.is_refused("indicators#value_awaited")
    await sokha.says("18%")
    summary = await sokha.summary()
    assert (summary["value"], summary["note"]) == ("18 %", "incomplete schools")


@pytest.mark.parametrize(
    ("facts", "line", "asked"),
    [
        ({}, "124%", True),
        ({"highest": Decimal(150)}, "124%", False),
        ({"baseline": Decimal(110)}, "124%", False),
        ({"baseline": Decimal(38)}, "58%", False),
        ({"baseline": Decimal("0.7")}, "58%", True),
        ({"unit": "m²", "target": Decimal(42_648_014)}, "104,313,842", False),
        ({"unit": "m²", "target": Decimal(42_648_014)}, "104,313,842,000", True),
        ({"frequency": Frequency.YEARLY}, "1%", False),
    ],
)
async def test_a_first_value_is_held_against_limits_baseline_and_target(
    health: Stage, dara: Player, sokha: Player, facts: dict[str, Any], line: str, asked: bool
) -> None:
    await defines(dara, responsible=["UNFPA"], **facts)
    await sokha.says(f"/jmi 2008-4 {line}")
    if asked:
        await sokha.is_refused("indicators#implausible")
        return
    await sokha.presses("form:save")
    assert len(await stored_reports(health)) == 1


async def test_a_correction_keeps_what_it_does_not_change(health: Stage, dara: Player, sokha: Player) -> None:
    """The period, the parts, the evidence; by a reply, by a line and by the button."""
    await defines(dara, splits=SEX, responsible=["UNFPA"])
    await opens_round(dara)
    await sokha.sends_file("survey.pdf", caption="/jmi 2008-4 58% (f 61, m 55) for Q3 2026")
    await sokha.presses("form:save")
    await dara.presses("indicators:return")
    await dara.says("Which hospitals?")
    await dara.presses("form:save")
    await reports(sokha, "2008-4 59% of the district hospitals")
    await sokha.presses("indicators:change", 2)
    await sokha.presses("form:change")
    await sokha.presses("form:change=note")
    await sokha.says("of all district hospitals")
    await sokha.presses("form:save")
    made = await stored_reports(health)
    assert [one.state for one in made] == [
        SubmissionState.RETURNED,
        SubmissionState.REPLACED,
        SubmissionState.SUBMITTED,
    ]
    for one in made:
        assert (one.period, one.parts) == ("Q3 2026", {"Sex": {"girls": "61", "boys": "55"}})
        assert [file.name for file in one.evidence] == ["survey.pdf"]
    assert [(int(one.value or 0), one.note) for one in made] == [
        (58, ""),
        (59, "of the district hospitals"),
        (59, "of all district hospitals"),
    ]


async def test_what_comes_after_the_last_day_is_marked_late(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await health.passes(days=31)
    await reports(sokha, "2008-4 58%")
    await sokha.sees("indicators/recorded", submission__late=True)
    await dara.sees("indicators/submission", submission__late=True)
