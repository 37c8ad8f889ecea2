"""More time in words that name no task: of one task it is asked, of several the person is asked which (A3, J2, U2)."""

from datetime import date

from storage.requests import RequestKind
from tests.actions.conftest import records
from tests.indicators.conftest import defines, opens_round
from tests.requests.conftest import all_stored
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage

#: Typed on 23 November, of what is due on 23 December: until when is shown before it is sent.
_TWO_WEEKS = (
    "need two more weeks please",
    "សូមគោរពជូនបង ខ្ញុំសុំពន្យារពេល២សប្តាហ៍",
    "som ponyea pel 2 atit bong",
)


async def test_the_only_task_is_meant(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    for text in _TWO_WEEKS:
        await sokha.says(text)
        shown = await sokha.summary()
        assert (shown["until"], shown["reason"]) == ("Wednesday 6 January 2027", text)
        await sokha.says("/cancel")
    await sokha.says("ខ្ញុំសុំពន្យារពេលដល់ថ្ងៃទី៣០ ធ្នូ")
    [made] = await all_stored(health)
    assert (made.kind, made.subject_id, made.until) == (RequestKind.MORE_TIME, action_id, date(2026, 12, 30))


async def test_a_request_that_names_something_else_is_not_about_it(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    for text in ("need more time for the paper", "we need more time in the meeting", "thanks, more time is not needed"):
        await sokha.says(text)
        await sokha.does_not_see("forms/ask")
        assert await all_stored(health) == [], text


async def test_of_several_tasks_it_is_asked_which(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await records(dara, sokha, "Send the district figures")
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await everybody_looks_away(sokha)
    await sokha.says("need two more weeks please")
    assert await all_stored(health) == []
    await sokha.presses("requests:ask_with", "more_time", "action", 2)
    assert (await sokha.summary())["reason"] == "need two more weeks please"


async def test_until_when_for_an_indicator(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await everybody_looks_away(sokha)
    for text in ("ត្រូវការពេលដល់ថ្ងៃទី៣០ ធ្នូ សម្រាប់ 2008-4", "need until 30 December for 2008-4"):
        await sokha.says(text)
        await sokha.sees("requests/card", heading="sent")
        await sokha.presses("general:undo")
    assert [each.until for each in await all_stored(health)] == [date(2026, 12, 30)] * 2
