"""What questions are answered with, and what becomes of what is told of a meeting."""

from datetime import date

from tests.actions.conftest import records
from tests.golden.conftest import Golden
from tests.indicators.conftest import defines
from tests.meetings.test_asked_whether import moves
from tests.support.setup_steps import announce_meeting, cancel_meeting
from tests.support.stage import Player, Stage


async def test_asking_the_store(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    for words in ("when is the next meeting?", "what is still open for me?"):
        await sokha.says(words)
        await golden.shows(sokha, words)
    await announce_meeting(dara)
    asked = (
        "where is it?",
        "what is the agenda?",
        "who is coming on the 17th?",
        "how can I cancel the meeting?",
        "how do I open a reporting round?",
        "how do I report?",
        "what do I have to do?",
    )
    for words in asked:
        await sokha.says(words)
        await golden.shows(sokha, words)
    for words in ("how do I remove a member?", "how can I cancel a meeting?", "who comes?"):
        await dara.says(words)
        await golden.shows(dara, words)
    await announce_meeting(dara, title="Talks without an agenda", day=date(2026, 12, 1), agenda=[])
    await sokha.says("what is the agenda of the talks?")
    await golden.shows(sokha, "asks for an agenda that there is not")


async def test_asking_whether_it_takes_place(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    plenary = await announce_meeting(dara)
    await sokha.says("is the plenary still on?")
    await golden.shows(sokha, "as it was announced")
    review = await announce_meeting(dara, title="Budget review", day=date(2026, 12, 22))
    await sokha.says("has it moved?")
    await golden.shows(sokha, "which of two")
    await moves(dara, plenary, date(2026, 12, 16), place="Hotel Cambodiana")
    await sokha.says("is the plenary still on?")
    await golden.shows(sokha, "moved")
    await cancel_meeting(dara, review, "The Minister travels")
    await sokha.says("was the budget review cancelled?")
    await golden.shows(sokha, "cancelled")


async def test_how_everything_is_done(golden: Golden, health: Stage, dara: Player) -> None:
    deeds = (
        "plan a meeting",
        "move a meeting",
        "change the room of the meeting",
        "change the agenda",
        "see the answers",
        "answer an invitation",
        "record an action",
        "close an action",
        "drop an action",
        "ask for more time",
        "ask a question",
        "report on an indicator",
        "add an indicator",
        "close the reporting round",
        "return a report",
        "circulate a document",
        "find a document",
        "recall a document",
        "invite a member",
        "change the role of a member",
        "find a member",
        "change my phone number",
        "get an assistant",
        "add an assistant",
        "leave the TWG",
        "share information",
        "search everything",
        "use the guideline",
        "change a reminder",
        "export everything",
        "import the list of members",
        "create a sub-group",
        "change the language",
    )
    for deed in deeds:
        await dara.says(f"How do I {deed}?")
        await golden.shows(dara, deed)


async def test_telling_of_a_meeting(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    for words in (
        "I have to leave at 11",
        "please add an item: budget annex",
        "could we move the plenary to the 18th?",
    ):
        await sokha.says(words)
        await golden.shows(sokha, words)
        await health.passes(minutes=11)
        await golden.shows(dara, "is told")
    await dara.presses("requests:agree", 1)
    await golden.shows(dara, "notes it")
    await golden.shows(sokha, "is told that it was read")
    await dara.says("Postpone the meeting to Friday")
    await golden.shows(dara, "moves it")


async def test_promising_and_a_figure_alone(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    for title in ("Revise the budget annex", "Send the district figures"):
        await records(dara, sokha, title, due_on=date(2026, 12, 10))
    await sokha.says("done by tomorrow")
    await golden.shows(sokha, "promises something")
    await defines(dara, "2008-4", statement="Facilities with essential medicines", responsible=["UNFPA"])
    await sokha.says("50 to 55%")
    await golden.shows(sokha, "types a figure")
    await sokha.presses("indicators:this")
    await golden.shows(sokha, "chooses the indicator")
