"""The register of decisions: from the record of a meeting, entered afterwards, corrected (G16)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.decisions import Decision
from storage.meetings import MeetingKind
from tests.meetings.conftest import local
from tests.support.setup_steps import announce_meeting, cancel_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


@pytest.fixture
async def held(health: Stage, dara: Player, sokha: Player) -> int:
    """The id of a plenary under way, at which Sokha is; Dara has begun its record."""
    meeting_id = await announce_meeting(dara)
    await health.becomes(local(15, 9))
    await sokha.says("/here")
    await dara.forges(f"records:start:{meeting_id}")
    await everybody_looks_away(dara)
    return meeting_id


async def register(stage: Stage) -> dict[str, str]:
    """The texts of the decisions that stand, by their numbers."""
    async with stage.assistant.database.read() as session:
        rows = await session.scalars(select(Decision).where(Decision.withdrawn_at.is_(None)).order_by(Decision.id))
        return {row.reference: row.text for row in rows}


async def test_decisions_of_the_record_are_registered_once_it_is_closed(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await dara.says("decision: the plan is adopted", "note: by all")
    await dara.presses_below("records:next")
    await dara.says("សម្រេច៖ អនុម័តថវិកា")
    assert await register(health) == {}
    await dara.forges("records:close_anyway:1")
    assert await register(health) == {"D-2026-01": "the plan is adopted", "D-2026-02": "អនុម័តថវិកា"}
    async with health.assistant.database.read() as session:
        first = await session.get_one(Decision, 1)
        assert (first.item, first.decided_on, first.meeting_id) == (
            "Follow-up of the last meeting",
            date(2026, 12, 15),
            held,
        )
    await sokha.says("/decisions")
    await sokha.presses("decisions:open", 1)
    await sokha.reads_fact("the plan is adopted")
    await sokha.does_not_offer("decisions:correct", 1)
    await sokha.presses("decisions:meeting", 1)
    await sokha.sees("meetings/card")
    await sokha.says("/search plan is adopted")
    await sokha.presses("decisions:open", 1)


async def test_the_register_follows_a_record_that_is_opened_again(health: Stage, dara: Player, held: int) -> None:
    await dara.says("decision: the plan is adopted", "decision: the budget is adopted")
    await dara.forges("records:close_anyway:1")
    await dara.forges("records:reopen:1")
    await dara.forges("records:undo:1")
    await dara.forges("records:correct:2")
    await dara.says("the budget is adopted as amended")
    await dara.says("decision: a third one")
    await dara.forges("records:close_anyway:1")
    assert await register(health) == {"D-2026-02": "the budget is adopted as amended", "D-2026-03": "a third one"}
    await dara.forges("records:reopen:1")
    await dara.forges("records:restore:1")
    await dara.forges("records:close_anyway:1")
    assert list(await register(health)) == ["D-2026-01", "D-2026-02", "D-2026-03"]


async def test_a_decision_is_entered_afterwards_corrected_and_withdrawn(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await health.becomes(local(16, 9))
    await dara.says("/decisions")
    await dara.presses("decisions:enter")
    await dara.presses("form:choice=1")
    await dara.says("The annex is adopted")
    await dara.presses("form:save")
    await dara.presses("decisions:correct", 1)
    await dara.presses("form:change")
    await dara.presses("form:change=text")
    await dara.says("The annex is adopted as amended")
    await dara.presses("form:save")
    assert await register(health) == {"D-2026-01": "The annex is adopted as amended"}
    await dara.presses("history:show", "decision", 1)
    await dara.reads_fact("The annex is adopted")
    await dara.forges("decisions:withdraw:1")
    await dara.says("It was entered twice")
    await dara.presses("form:save")
    assert await register(health) == {}
    await sokha.forges("decisions:open:1")
    await sokha.reads_fact("It was entered twice")
    await dara.forges("decisions:correct:1")
    await dara.is_refused("decisions#withdrawn")
    await dara.forges(f"decisions:enter_for:{held}")
    await dara.says("Another one")
    await dara.presses("form:save")
    assert list(await register(health)) == ["D-2026-02"]


@pytest.mark.parametrize("state", ["ahead", "cancelled", "nobody noted"])
async def test_a_meeting_that_was_not_held_has_decided_nothing(health: Stage, dara: Player, state: str) -> None:
    meeting_id = await announce_meeting(dara)
    if state == "cancelled":
        await cancel_meeting(dara, meeting_id)
    if state != "ahead":
        await health.becomes(local(15, 12))
    await everybody_looks_away(dara)
    await dara.forges(f"decisions:enter_for:{meeting_id}")
    await dara.says("The plan is adopted")
    await dara.presses("form:save")
    await dara.is_refused("decisions#not_decided")
    assert await register(health) == {}


async def test_a_decision_is_seen_by_those_who_were_invited_alone(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    maria = await health.member("Maria", "lead_facilitator", "WHO")
    meeting_id = await announce_meeting(maria, kind=MeetingKind.DP_ONLY, audience=Audience.PARTNERS)
    await health.becomes(local(15, 9))
    await maria.says("/here")
    await maria.forges(f"records:start:{meeting_id}")
    await maria.says("decision: we speak with one voice")
    await maria.forges("records:close_anyway:1")
    assert await register(health) == {"D-2026-01": "we speak with one voice"}
    await sokha.says("/decisions")
    await sokha.reads_fact("we speak with one voice")
    await everybody_looks_away(dara)
    await dara.says("/decisions")
    await dara.does_not_read_fact("we speak with one voice")
    for data in (
        "decisions:open:1",
        "decisions:meeting:1",
        "decisions:correct:1",
        f"decisions:of_meeting:{meeting_id}",
    ):
        await dara.forges(data)
        await dara.is_refused("general#not_found")
    await dara.says("/search one voice")
    await dara.does_not_offer("decisions:open", 1)
    await sokha.forges("decisions:correct:1")
    await sokha.is_refused("general#not_allowed")
