"""A fault of ours: it is said, with a number to tell the secretariat, and nothing is half done (T1)."""

import logging
import re

import pytest
from sqlalchemy import func, select

from handlers.routing.commands import Command
from handlers.routing.request import Reply, Request
from messages.rendering.texts import Text
from storage.core.inbox import InboxRow
from storage.members import Institution
from tests.support.stage import Player, Stage
from twg.core.permissions import Permission


@pytest.fixture
def faulty(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that writes and then fails as only a fault of ours can."""

    async def fail(request: Request) -> Reply:
        request.session.add(Institution(name="Half done"))
        await request.session.flush()
        raise ZeroDivisionError("a fault of ours")

    command = Command("faulty", fail, Text("Fails"), Permission.SEE, hidden=True)
    monkeypatch.setitem(stage.assistant.registry.routes.commands, "faulty", command)


async def counts(stage: Stage) -> tuple[int, int]:
    """Updates handled, and institutions half done."""
    async with stage.assistant.database.read() as session:
        handled = await session.scalar(select(func.count()).select_from(InboxRow))
        half_done = await session.scalar(select(func.count()).where(Institution.name == "Half done"))
        return handled or 0, half_done or 0


async def test_the_person_is_given_the_number_that_the_log_has(
    faulty: None, sokha: Player, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        await sokha.says("/faulty")
    await sokha.sees_only("general/incident")
    number = (await sokha.shown("general/incident"))["incident"]
    assert re.fullmatch(r"\w{6}", number)
    await sokha.reads_fact(number)
    [logged] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert f"incident {number}" in logged.getMessage()
    assert logged.exc_info is not None


async def test_nothing_is_written_and_the_update_counts_as_handled(faulty: None, health: Stage, sokha: Player) -> None:
    handled, _half_done = await counts(health)
    await sokha.says("/faulty")
    assert await counts(health) == (handled + 1, 0)


async def test_the_technical_reason_is_not_shown(faulty: None, sokha: Player) -> None:
    await sokha.says("/faulty")
    await sokha.sees_only("general/incident")
    await sokha.does_not_read_fact("ZeroDivisionError", "a fault of ours", "Traceback")


async def test_the_next_message_is_answered_as_ever(faulty: None, sokha: Player) -> None:
    await sokha.says("/faulty", "/me")
    await sokha.sees_only("members/me")


async def test_an_open_form_survives_a_fault(faulty: None, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary 2026", "/faulty", "plenary")
    await dara.asks("day")
    await dara.sees("forms/ask", position=3, total=8)
