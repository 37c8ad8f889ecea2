"""Questions that have lapsed, and what is hardly an answer."""

from tests.actions.conftest import records
from tests.forms.test_discarding import tidies
from tests.golden.conftest import Golden
from tests.support.stage import Player, Stage


async def test_a_question_that_lapsed(golden: Golden, health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Annual review")
    await health.passes(days=3)
    await dara.says("/menu")
    await golden.shows(dara, "looks at the menu three days later")
    await dara.says("plenary")
    await golden.shows(dara, "types something three days later")
    await dara.presses_below("form:take")
    await golden.shows(dara, "says that it is the answer")
    await dara.says("Good morning, bong")
    await golden.shows(dara, "greets where a day is asked")
    await dara.presses_below("form:drop")
    await golden.shows(dara, "leaves the form")


async def test_what_is_hardly_an_answer(golden: Golden, health: Stage, dara: Player) -> None:
    await records(dara, dara, "Revise the budget annex")
    await dara.says("/actions")
    await dara.presses("actions:open")
    await dara.presses("actions:done")
    await dara.says("What do you mean?")
    await golden.shows(dara, "asks in return")
    await dara.presses_below("form:other")
    await golden.shows(dara, "says that it is no answer")
    await dara.says("forget it")
    await golden.shows(dara, "leaves by a word")
    await dara.presses("form:look")
    await dara.presses("form:cancel")
    await dara.says("/invite", "5")
    await dara.says("/cancel", "/share The report is out")
    await dara.presses("form:choice=data")
    await dara.presses("form:skip")
    await dara.presses("form:skip")
    await dara.presses("form:choice=all")
    await dara.says("The annex follows next week")
    await golden.shows(dara, "writes at the summary")


async def test_a_form_that_is_discarded(golden: Golden, health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Budget review")
    await dara.presses("form:choice=plenary")
    await dara.says("Where is it held?")
    await dara.looks_away()
    await tidies(health, days=31)
    await golden.shows(dara, "gets back what was typed")
