"""Helpers: putting a text to members, answering, confirming, and reading what is stored."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from storage.decisions import Decision
from storage.objections import ObjectionAnswer
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.objections import answering, asking, ending

TEXT = "The budget annex is adopted as circulated."


async def asks(player: Player, **changes: Any) -> int:
    """Ask all members until 10 December 2026, with these changes, and deliver it. Returns its id."""
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        facts = {"text": TEXT, "audience": Audience.ALL, "answer_by": date(2026, 12, 10), **changes}
        made = await asking.ask(
            session, await access_actor(session, player), asking.NewObjection(**facts), now=stage.clock.now()
        )
    await stage.settle()
    return made.id


async def answers(player: Player, objection_id: int, reason: str = "") -> None:
    """Answer without a button. Args: `reason`: why they object; empty for no objection."""
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        actor, now = await access_actor(session, player), stage.clock.now()
        await answering.answer(session, actor, objection_id, agrees=not reason, reason=reason, now=now)
    await stage.settle()


async def confirms(chair: Player, objection_id: int, reason: str = "") -> None:
    stage = chair.stage
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, chair)
        await ending.confirm(session, actor, objection_id, reason, now=stage.clock.now())
    await stage.settle()


async def given(stage: Stage) -> list[tuple[bool, str]]:
    async with stage.assistant.database.read() as session:
        rows = await session.scalars(select(ObjectionAnswer).order_by(ObjectionAnswer.id))
        return [(row.agrees, row.reason) for row in rows]


async def register(stage: Stage) -> list[tuple[str, str]]:
    async with stage.assistant.database.read() as session:
        return [(row.reference, row.text) for row in await session.scalars(select(Decision).order_by(Decision.id))]


@pytest.fixture
async def chan(health: Stage) -> Player:
    return await health.member("Chan", "chair", "MoH")
