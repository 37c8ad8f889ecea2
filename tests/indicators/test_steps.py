"""The steps of a milestone are corrected, and the reports on them stay with them (J1, J3)."""

from datetime import date

import pytest

from storage.indicators import Indicator, IndicatorStep, Submission, find_indicator
from tests.indicators.conftest import defines, reports, stored_reports
from tests.indicators.test_report_sheets import filled, sends_back, sheet_of, told
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from twg.indicators.defining import correct
from twg.indicators.facts import facts_of
from twg.indicators.writing_steps import write_steps
from twg.language.indicator_lines import StepLine
from twg.language.report_sheets.layout import Column

SEPT, OCT = date(2026, 9, 30), date(2026, 10, 31)
STEPS = [StepLine("Concept note", "end Sept 2026", SEPT), StepLine("Draft report", "end Oct 2026", OCT)]


async def corrects(dara: Player, steps: list[StepLine]) -> None:
    async with dara.stage.assistant.database.begin() as session:
        indicator = await find_indicator(session, Indicator.number == "2010-1")
        assert indicator is not None
        facts = facts_of(indicator).model_copy(update={"steps": steps})
        await correct(session, await access_actor(session, dara), indicator.id, facts, now=dara.stage.clock.now())


async def reached(stage: Stage) -> list[tuple[str, date | None]]:
    async with stage.assistant.database.read() as session:
        indicator = await find_indicator(session, Indicator.number == "2010-1")
        assert indicator is not None
        return [(step.text, step.reached_on) for step in indicator.steps]


async def test_reports_stay_with_a_step_whose_words_are_corrected(health: Stage, sokha: Player, dara: Player) -> None:
    await defines(dara, "2010-1", unit="", target=None, target_period="Sept 2027", steps=STEPS)
    sheet = await sheet_of(sokha)
    await reports(sokha, "2010-1 step 1 done on 28 September")
    await dara.forges("indicators/accept:1")
    await reports(sokha, "2010-1 step 2 done on 20 October")
    await corrects(dara, [StepLine("Approved concept of the review", "end Sept 2026", SEPT), STEPS[1]])
    assert await reached(health) == [("Approved concept of the review", date(2026, 9, 28)), ("Draft report", None)]
    await corrects(
        dara, [StepLine("Approved concept of the review", "Sept", None), StepLine("First draft report", "", None)]
    )
    assert [text for text, _day in await reached(health)] == ["Approved concept of the review", "First draft report"]
    await dara.forges("indicators/accept:2")
    assert [day for _text, day in await reached(health)] == [date(2026, 9, 28), date(2026, 10, 20)]
    await dara.presses("general:undo")  # the review of the second report
    assert [day for _text, day in await reached(health)] == [date(2026, 9, 28), None]
    # A report on the first step in its new words is one on the same step, and none on the other.
    await reports(sokha, "2010-1 step 1 done on 29 September")
    assert [one.step for one in await stored_reports(health)] == [
        "Concept note",
        "Draft report",
        "Approved concept of the review",
    ]
    await dara.forges("indicators/accept:3")
    assert [day for _text, day in await reached(health)] == [date(2026, 9, 29), None]
    # So is what a sheet says that was sent before.
    cells = {(2, Column.STATUS.name): "Reached", (2, Column.REACHED_ON.name): date(2026, 10, 19)}
    await sends_back(sokha, filled(sheet, cells))
    assert await told(sokha) == []
    await sokha.presses("indicators:save_sheet")
    await dara.forges("indicators/accept:4")
    assert [day for _text, day in await reached(health)] == [date(2026, 9, 29), date(2026, 10, 19)]
    # A step that is removed leaves the words of the reports on it.
    await corrects(dara, [StepLine("First draft report", "", None)])
    assert await reached(health) == [("First draft report", date(2026, 10, 19))]
    made = await stored_reports(health)
    assert [(one.step, one.step_id is None) for one in made] == [
        ("Concept note", True),
        ("Draft report", False),
        ("Approved concept of the review", True),
        ("First draft report", False),
    ]


@pytest.mark.parametrize(
    ("lines", "ids"),
    [
        ([("Draft", ""), ("Concept", "")], [2, 1]),
        ([("Concept ", ""), ("draft", "")], [1, 2]),
        ([("Concept", ""), ("Consultation", ""), ("Draft", "")], [1, None, 2]),
        ([("Concept note", ""), ("Draft", "")], [1, 2]),
        ([("Peer review", "2027"), ("Draft", "")], [None, 2]),
        ([("ឯកសារទស្សនាទាន", "2026"), ("Draft", "")], [1, 2]),
        ([("Draft", "")], [2]),
        ([("Concept", ""), ("Draft", ""), ("Drafts", "")], [1, 2, None]),
    ],
)
def test_which_line_is_which_step(lines: list[tuple[str, str]], ids: list[int | None]) -> None:
    due = {"2026": date(2026, 12, 31), "2027": date(2027, 12, 31), "": None}
    known = [("Concept", due["2026"]), ("Draft", None)]
    indicator = Indicator(
        steps=[
            IndicatorStep(id=place, position=place, text=text, due_on=day)
            for place, (text, day) in enumerate(known, start=1)
        ]
    )
    write_steps(indicator, [StepLine(text, period, due[period]) for text, period in lines])
    assert [step.id for step in indicator.steps] == ids
    assert [step.position for step in indicator.steps] == list(range(1, len(lines) + 1))


def test_reports_on_a_removed_step_are_told_apart_by_its_words() -> None:
    one, other = Submission(step="Draft", step_id=None), Submission(step="Draft", step_id=2)
    assert one.is_on_step_of(other)
    assert not Submission(step="Concept", step_id=1).is_on_step_of(other)
    assert Submission(step="Draft", step_id=1).is_on_step_of(Submission(step="First draft", step_id=1))
