"""Openers of the forms about attendance, records of meetings and decisions, at a plenary under way on 15 December."""

from tests.forms.openers_members import Opener
from tests.meetings.conftest import local
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

_BEGINS = local(15, 9)


def at_the_plenary(data: str, *lines: str) -> Opener:
    """Open a form by a button. Args: `lines`: what Dara has written into the record before."""

    async def opens(health: Stage, dara: Player) -> None:
        if health.clock.now() < _BEGINS:  # not opened before in the same test
            await _holds(health, dara, *lines)
        await dara.forges(data)

    return opens


def on_decision(verb: str) -> Opener:
    """Open a form about the decision that the plenary has taken."""

    async def opens(health: Stage, dara: Player) -> None:
        await _holds(health, dara, "decision: the plan is adopted")
        await dara.forges("records:close_anyway:1")
        await dara.says("/menu")
        await dara.forges(f"decisions:{verb}:1")

    return opens


async def _holds(health: Stage, dara: Player, *lines: str) -> None:
    meeting_id = await announce_meeting(dara)
    await health.becomes(_BEGINS)
    await dara.says("/here")
    await dara.forges(f"records:start:{meeting_id}")
    for line in lines:
        await dara.says(line)
    await everybody_looks_away(dara)
    await dara.says("/menu")


#: Begins at its summary; tests/decisions fills it in.
AT_SUMMARY = {"correct_decision"}
OPENERS: dict[str, Opener] = {
    "correct_record_line": at_the_plenary("records:correct:1", "note: the plan was shown"),
    "enter_decision": at_the_plenary("decisions:enter"),
    "enter_decision_of_meeting": at_the_plenary("decisions:enter_for:1"),
    "find_attendee": at_the_plenary("attendance:find:1"),
    "name_record_keeper": at_the_plenary("records:name:1"),
    "note_arrival": at_the_plenary("attendance:came_late:1:1"),
    "note_delegate": at_the_plenary("attendance:delegate:1:1"),
    "note_guests": at_the_plenary("attendance:add_guests:1"),
    "record_due": at_the_plenary("records:when:1", "action: MoH; revise the annex"),
    "record_owners": at_the_plenary("records:who:1", "action: MoH; revise the annex"),
    "withdraw_decision": on_decision("withdraw"),
}
