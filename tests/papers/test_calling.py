"""Everybody invited is asked for papers, by a day that is suggested (D6, G3)."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.core.audit import AuditRow
from tests.meetings.conftest import local
from tests.support.setup_steps import announce_meeting, cancel_meeting, everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


async def asked_by(stage: Stage) -> list[str]:
    """By which day papers were asked for, ISO, by the audit."""
    async with stage.assistant.database.read() as session:
        query = select(AuditRow).where(AuditRow.action == "papers.call_for_papers").order_by(AuditRow.id)
        return [row.data["after"]["papers_by"] for row in await session.scalars(query)]


async def test_the_first_reminder_leads_to_asking_everybody_invited(
    health: Stage, dara: Player, sokha: Player, vichea: Player
) -> None:
    meeting_id = await announce_meeting(dara, audience=Audience.PARTNERS)
    await health.becomes(local(24, 8, month=11))
    await dara.presses("papers:call", meeting_id)
    await everybody_looks_away(dara)
    await dara.presses("form:save")
    await sokha.is_told_only("papers_called")
    shown = await sokha.shown("papers/asked", by=date(2026, 12, 1))
    assert [item.position for item in shown["items"]] == [1, 2, 3]
    await vichea.is_not_told("papers_called")
    assert await asked_by(health) == ["2026-12-01"]


@pytest.mark.parametrize(("day", "suggested"), [(date(2026, 12, 5), "2026-11-24"), (date(2026, 12, 2), None)])
async def test_the_next_reminder_s_day_is_suggested(
    health: Stage, dara: Player, sokha: Player, day: date, suggested: str | None
) -> None:
    meeting_id = await announce_meeting(dara, day=day)
    await dara.forges(f"papers:call:{meeting_id}")
    if suggested is None:
        await dara.asks("by")
        await dara.says("25/11/2026")
    await dara.presses("form:save")
    assert await asked_by(health) == [suggested or "2026-11-25"]


@pytest.mark.parametrize("text", ["2 december", "Papers to be there by: 2 december", "no, 2 december"])
@pytest.mark.parametrize("changes", [False, True])
async def test_another_day_is_typed_at_the_summary(
    health: Stage, dara: Player, sokha: Player, text: str, changes: bool
) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"papers:call:{meeting_id}")
    if changes:
        await dara.presses("form:change")
    await dara.says(text)
    await dara.presses("form:save")
    assert await asked_by(health) == ["2026-12-02"]


async def test_papers_of_a_draft_or_a_cancelled_meeting_are_not_asked_for(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await plan_meeting(dara)
    await dara.forges("papers:call:1")
    await dara.is_refused("meetings#not_announced")
    meeting_id = await announce_meeting(dara, title="Another")
    await cancel_meeting(dara, meeting_id)
    await dara.forges(f"papers:call:{meeting_id}")
    await dara.is_refused("meetings#already_cancelled")


async def test_a_member_cannot_ask(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await sokha.forges(f"papers:call:{meeting_id}")
    await sokha.is_refused("general#not_allowed")
