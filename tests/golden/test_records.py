"""The record of a meeting and the register of decisions, as people see them (G6, G16)."""

from tests.golden.conftest import Golden
from tests.meetings.conftest import local
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage


async def test_the_record_of_a_meeting(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await health.becomes(local(15, 9))
    await dara.says("decision: the plan is adopted")
    await golden.shows(dara, "has begun no record")
    await dara.says("/meetings")
    await dara.presses("meetings:open", meeting_id)
    await golden.shows(dara, "opens the meeting")
    await dara.presses("records:start", meeting_id)
    await golden.shows(dara, "begins the record")
    await dara.presses("records:keepers", meeting_id)
    await golden.shows(dara, "asks who keeps it")
    await dara.presses("records:name", meeting_id)
    await dara.says("Sokha")
    await golden.shows(dara, "named a keeper")
    await golden.shows(sokha, "is told")
    for line in (
        "action: UNFPA and ADB; revise the budget annex; end January",
        "action: print the report",
        "សម្រេច៖ អនុម័តផែនការ",
        "action: Sokha; send comments; asap\nnote: by e-mail",
    ):
        await dara.says(line)
        await golden.shows(dara, f"writes {line}")
    await dara.presses("records:due", 4, "2026-12-29")
    await golden.shows(dara, "chooses what it means")
    await dara.forges("records:whole:1:1")
    await golden.shows(dara, "reads all of it")
    await dara.presses("records:line", 1)
    await golden.shows(dara, "opens a line")
    await dara.presses("records:undo", 1)
    await golden.shows(dara, "took it back")
    await dara.forges("records:items:1:1")
    await golden.shows(dara, "lists the items")
    await sokha.forges("records:open:1")
    data = await _next_in(sokha)
    await dara.forges(data)
    await sokha.forges(data)
    await golden.shows(sokha, "is told who went on")
    await dara.forges("records:close:1")
    await golden.shows(dara, "closes the record of a meeting at which nobody is noted")
    await dara.presses("records:close_anyway", 1)
    await golden.shows(dara, "closed it")
    await dara.forges("records:reopen:1")
    await sokha.says("/here")
    await dara.says("decided: 5% for NGOs", "no, 7%")
    await golden.shows(dara, "corrects a figure")
    await dara.says("note: 3 districts of 12", "no, 14")
    await golden.shows(dara, "corrects one of two figures")
    await dara.says("item 1", "note: it is clear", "item 2", "note: nothing", "item 3", "note: nothing")
    await dara.looks_away()
    await dara.says("ok meeting over, close it")
    await golden.shows(dara, "closes by words a record that lacks nothing")
    await dara.presses("records:close_anyway", 1)
    await dara.forges("records:undo:2")
    await golden.shows(dara, "changes a line of a record that is closed")


async def _next_in(player: Player) -> str:
    """The button of the card that goes on to the next item."""
    return next(str(each) for seen in await player.messages() for each in seen.buttons if each.name == "records:next")


async def test_decisions(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/decisions")
    await golden.shows(sokha, "finds none")
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"decisions:enter_for:{meeting_id}")
    await golden.shows(dara, "enters one")
    await dara.says("The annex is adopted")
    await dara.presses("form:save")
    await golden.shows(dara, "enters a decision of a meeting that is ahead")
    await dara.presses("form:cancel")
    await health.becomes(local(15, 12))
    await dara.forges(f"decisions:enter_for:{meeting_id}")
    await dara.says("The annex is adopted")
    await dara.presses("form:save")
    await golden.shows(dara, "enters a decision of a meeting at which nobody was")
    await dara.presses("form:cancel")
    await dara.forges(f"attendance:mark:{meeting_id}:2:here:1")
    await dara.forges(f"decisions:enter_for:{meeting_id}")
    await dara.says("The annex is adopted")
    await dara.presses("form:save")
    await golden.shows(dara, "entered it")
    await dara.presses("decisions:withdraw", 1)
    await golden.shows(dara, "is asked why it is withdrawn")
    await dara.says("It was entered twice")
    await dara.presses("form:save")
    await golden.shows(dara, "withdrew it")
    await sokha.says("/decisions")
    await golden.shows(sokha, "lists the register")


async def test_a_line_without_a_record(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("decision: the plan is adopted")
    await golden.shows(dara, "writes a line where no meeting was held")
    meeting_id = await announce_meeting(dara)
    await health.becomes(local(17, 9))
    await everybody_looks_away(dara)
    await dara.says("decision: the plan is adopted")
    await golden.shows(dara, "writes a line after the meeting")
    await dara.presses("records:begin", meeting_id)
    await golden.shows(dara, "has it in the record")
