"""An action of Sokha's that Dara of the secretariat recorded, and helpers that read requests."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.requests import MemberRequest, find_request
from tests.actions.conftest import office_hours, records
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage

__all__ = ["office_hours"]  # a fixture of the actions' tests
#: A Wednesday, a week after the action of the tests is due.
LATER = date(2026, 12, 30)


@pytest.fixture
async def action_id(health: Stage, dara: Player, sokha: Player) -> int:
    """An action of Sokha's, due on 23 December, recorded by Dara; both have read what they were told."""
    found = await records(dara, sokha)
    await everybody_looks_away(dara)
    return found


async def asks_for_time(player: Player, action_id: int, until: str = "30/12/2026", why: str = "MEF is late") -> None:
    """Ask for more time by the buttons below the action, and send it."""
    await player.forges(f"actions:open:{action_id}")
    await player.presses("requests:about", "action", action_id)
    await player.presses("requests:ask", "more_time", "action", action_id)
    await player.says(until, why)
    await player.presses("form:save")


async def asks(player: Player, kind: str, subject: str, row_id: int, *answers: str) -> None:
    """Ask by the button of this kind, and send it."""
    await player.forges(f"requests:ask:{kind}:{subject}:{row_id}")
    for text in answers:
        if text:
            await player.says(text)
        else:
            await player.presses("form:skip")
    await player.presses("form:save")


async def told(stage: Stage) -> None:
    """Let the ten minutes pass in which a request can be undone; for everybody what came before is not new."""
    for player in stage.people.values():
        await player.looks_away()
    await stage.passes(minutes=10)


async def stored(stage: Stage, request_id: int = 1) -> MemberRequest:
    async with stage.assistant.database.read() as session:
        found = await find_request(session, request_id)
    assert found is not None
    return found


async def all_stored(stage: Stage) -> list[MemberRequest]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(MemberRequest).order_by(MemberRequest.id)))
