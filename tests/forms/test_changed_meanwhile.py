"""Two organisers change one thing at once: the second sees what changed, when and by whom, and confirms (T5)."""

from collections.abc import Awaitable, Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.capabilities import registry
from handlers.forms.changed_meanwhile import ChangedMeanwhile
from storage.core.audit import AuditRow
from tests.actions.conftest import DUE, chooses_owner, records
from tests.support.scene import Scene
from tests.support.setup_steps import access_actor, announce_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.actions import noting, progress
from twg.language.dues import Due
from twg.meetings import changing
from twg.reminders import settings


@pytest.fixture
async def scene(health: Stage, dara: Player, sokha: Player) -> Scene:
    return Scene(health, dara, await health.member("Rith", "secretariat"), sokha)


Step = Callable[[Scene], Awaitable[None]]


async def _meeting(scene: Scene) -> None:
    scene.made = await announce_meeting(scene.dara)


async def _draft(scene: Scene) -> None:
    scene.made = await plan_meeting(scene.dara)


async def _action(scene: Scene) -> None:
    scene.made = await records(scene.dara, scene.sokha)


async def _rule(scene: Scene) -> None:
    """The TWG has a setting of its own for the rule."""
    await scene.does(scene.dara, _change_rule, 4)


async def _change_rule(session: Any, actor: Any, days: int, *, now: Any) -> None:
    args = settings.RuleChange(enabled=True, offset=timedelta(days=-days))
    await settings.change_rule(session, actor, "meeting_3_days", args, registry().domains, now=now)


async def _moves(scene: Scene) -> None:
    await scene.dara.forges(f"meetings:move:{scene.made}")
    await scene.dara.says("17/12/2026", "10:00", "The room is taken")


async def _relocates(scene: Scene) -> None:
    await scene.dara.forges(f"meetings:relocate:{scene.made}")
    await scene.dara.says("Ministry of Planning", "The room is taken")


async def _cancels(scene: Scene) -> None:
    await scene.dara.forges(f"meetings:cancel:{scene.made}")
    await scene.dara.says("The room is taken")


async def _corrects(scene: Scene) -> None:
    await scene.dara.forges(f"meetings:correct:{scene.made}")


async def _moves_action(scene: Scene) -> None:
    await scene.dara.forges(f"actions:move:{scene.made}")
    await scene.dara.says("28/12/2026")


async def _drops_action(scene: Scene) -> None:
    await scene.dara.forges(f"actions:drop:{scene.made}")
    await scene.dara.says("Not called for")


async def _gives_action(scene: Scene) -> None:
    await scene.dara.forges(f"actions:give:{scene.made}")
    await chooses_owner(scene.dara, scene.rith)


async def _changes_rule(scene: Scene) -> None:
    await scene.dara.says("/reminders")
    await scene.dara.presses("reminders:change", "meeting_3_days")
    await scene.dara.presses("form:choice=on")
    await scene.dara.says("5", "08:00")


async def _other_moves(scene: Scene) -> None:
    args = changing.NewTime(day=date(2026, 12, 16), at=time(9), reason="The minister travels")
    await scene.does(scene.rith, changing.move, scene.made, args)


async def _other_moves_action(scene: Scene) -> None:
    await scene.does(scene.rith, progress.move, scene.made, Due(day=DUE + timedelta(days=1)))


async def _other_changes_rule(scene: Scene) -> None:
    await scene.does(scene.rith, _change_rule, 6)


#: What exists, how Dara fills in a form about it, what Rith changes meanwhile, and which column that is.
CASES: dict[str, tuple[Step, Step, Step, str]] = {
    "move_meeting": (_meeting, _moves, _other_moves, "Begins"),
    "relocate_meeting": (_meeting, _relocates, _other_moves, "Begins"),
    "cancel_meeting": (_meeting, _cancels, _other_moves, "Begins"),
    "correct_meeting": (_draft, _corrects, _other_moves, "Begins"),
    "move_action": (_action, _moves_action, _other_moves_action, "Due"),
    "drop_action": (_action, _drops_action, _other_moves_action, "Due"),
    "give_action": (_action, _gives_action, _other_moves_action, "Due"),
    "change_rule": (_rule, _changes_rule, _other_changes_rule, "How long before or after"),
}


@pytest.mark.parametrize("form", CASES)
async def test_the_second_sees_what_the_first_has_changed_and_confirms(scene: Scene, form: str) -> None:
    exists, fills_in, other_changes, label = CASES[form]
    await exists(scene)
    await fills_in(scene)
    await scene.stage.passes(minutes=5)
    await other_changes(scene)
    changes_before = await changes_by(scene, scene.dara)
    await scene.dara.presses("form:save")
    [refusal] = [each for each in await scene.dara.refusals() if isinstance(each, ChangedMeanwhile)]
    [change] = refusal.data["changes"]
    assert (change.name, change.at) == ("Rith", scene.stage.clock.now())
    assert label in [fact.label.msgid for fact in change.facts]
    assert await changes_by(scene, scene.dara) == changes_before
    await scene.dara.presses("form:save")
    assert await changes_by(scene, scene.dara) > changes_before


@pytest.mark.parametrize("form", CASES)
async def test_ones_own_change_needs_no_second_look(scene: Scene, form: str) -> None:
    exists, fills_in, other_changes, _label = CASES[form]
    await exists(scene)
    await fills_in(scene)
    scene.rith, rith = scene.dara, scene.rith
    await other_changes(scene)
    scene.rith = rith
    before = await changes_by(scene, scene.dara)
    await scene.dara.presses("form:save")
    assert await changes_by(scene, scene.dara) > before


async def test_a_draft_that_was_corrected_since_its_preview_is_previewed_again(scene: Scene) -> None:
    await _draft(scene)
    await scene.dara.forges(f"meetings:preview:{scene.made}")
    await _other_moves(scene)
    await scene.dara.presses("meetings:announce", scene.made)
    await scene.dara.sees("meetings/preview")
    await scene.sokha.sees_nothing_new()
    await scene.dara.presses("meetings:announce", scene.made)
    await scene.sokha.is_told_only("meeting_announced")


async def test_who_was_closed_out_meanwhile_reads_that_at_once(scene: Scene) -> None:
    await _action(scene)
    await _moves_action(scene)
    await scene.does(scene.rith, progress.close, scene.made, noting.Note(text="Done"), registry().domains)
    await scene.dara.presses("form:save")
    await scene.dara.is_refused("actions#already_closed")


async def test_a_moved_meeting_says_by_whom_and_why(scene: Scene) -> None:
    await _meeting(scene)
    await _moves(scene)
    await scene.dara.says("The minister travels")
    await scene.dara.presses("form:save")
    await scene.stage.passes(minutes=3)
    await scene.sokha.sees("meetings/card", heading="changed", by=["Chan Dara"], reasons=["The minister travels"])


async def test_changes_of_two_organisers_in_one_notice_name_both(scene: Scene) -> None:
    await _meeting(scene)
    await _other_moves(scene)
    await scene.does(scene.dara, changing.relocate, scene.made, "Elsewhere", "The room is taken")
    await scene.stage.passes(minutes=3)
    reasons = ["The minister travels", "The room is taken"]
    await scene.sokha.sees("meetings/card", heading="changed", by=["Rith", "Chan Dara"], reasons=reasons)


async def test_a_cancelled_meeting_says_by_whom(scene: Scene) -> None:
    await _meeting(scene)
    await scene.does(scene.rith, changing.cancel, scene.made, "No quorum")
    await scene.sokha.sees("meetings/card", heading="cancelled", by=["Rith"])


async def test_a_moved_action_says_by_whom_and_why(scene: Scene) -> None:
    await _action(scene)
    await _moves_action(scene)
    await scene.dara.says("MEF is late")
    await scene.dara.presses("form:save")
    await scene.sokha.sees("actions/card", heading="moved", by="Chan Dara", reason="MEF is late")


async def test_an_action_given_to_somebody_else_says_by_whom_to_both(scene: Scene) -> None:
    await _action(scene)
    await scene.rith.looks_away()
    await scene.does(
        scene.dara, progress.give, scene.made, [f"person:{await person_id(scene, scene.rith)}"], "Sokha is away"
    )
    await scene.rith.sees("actions/card", heading="given", by="Chan Dara", reason="Sokha is away")
    await scene.sokha.sees("actions/card", heading="taken", by="Chan Dara", reason="Sokha is away")


async def person_id(scene: Scene, player: Player) -> int:
    async with scene.stage.assistant.database.read() as session:
        return (await access_actor(session, player)).person.id


async def changes_by(scene: Scene, player: Player) -> int:
    """How many changes a person has made, by the audit trail."""
    async with scene.stage.assistant.database.read() as session:
        actor = await access_actor(session, player)
        return await session.scalar(select(func.count()).where(AuditRow.actor_id == actor.person.id)) or 0
