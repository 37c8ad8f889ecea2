"""What a batch is worded from is read once for all its recipients, and nothing while nothing is due."""

import asyncio
import re
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.database import Database
from tests.delivery.conftest import Office
from tests.documents.conftest import circulate
from tests.indicators.conftest import defines, local, opens_round
from tests.support.setup_steps import announce_meeting, everybody_looks_away

PEOPLE = 100


@contextmanager
def counted(asked: Database | AsyncConnection) -> Iterator[list[str]]:
    """Every statement given meanwhile to a database, by the running assistant too, or by one connection alone."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    target = asked.engine.sync_engine if isinstance(asked, Database) else asked.sync_connection
    event.listen(target, "before_cursor_execute", note)
    yield statements
    event.remove(target, "before_cursor_execute", note)


@pytest.fixture
async def crowd(office: Office) -> Office:
    """A hundred members, with a meeting, a document and a round to be reminded of."""
    for number in range(PEOPLE - 3):
        await office.stage.member(f"Member {number:02}", "government", "MoH")
    await announce_meeting(office.dara)
    await circulate(office.dara, acknowledge_by=date(2026, 12, 4))
    await defines(office.dara)
    await opens_round(office.dara)
    await everybody_looks_away(office.dara)
    return office


@pytest.mark.parametrize(
    ("moment", "kind"),
    [
        pytest.param(local(12, 8), "meeting_reminder", id="a meeting"),
        pytest.param(local(4, 8), "document_reminder", id="a document"),
        pytest.param(local(16, 8), "indicator_reminder", id="a round"),
    ],
)
async def test_a_reminder_to_a_hundred_people_takes_less_than_a_statement_for_each(
    crowd: Office, moment: datetime, kind: str
) -> None:
    await crowd.stage.becomes(moment.replace(hour=7, minute=59))
    await everybody_looks_away(crowd.dara)
    with counted(crowd.stage.assistant.database) as statements:
        await crowd.stage.becomes(moment)
    await crowd.stage.people["Member 00"].is_told_only(kind)
    assert len(statements) < PEOPLE


async def test_while_nothing_is_due_the_database_is_asked_nothing(office: Office) -> None:
    await office.announces()
    with counted(office.stage.assistant.database) as statements:
        for _round in range(300):
            await asyncio.sleep(0)
    assert statements == []


#: What time does after an answer: it looks for what is due.
BACKGROUND = {"SELECT delivery", "SELECT reminder", "SELECT group_post"}


async def test_an_answer_takes_few_statements(office: Office) -> None:
    """Each takes a tenth of the processor time of `/meetings` or more: one that is added is added here."""
    await office.announces()
    await office.sokha.says("/menu")  # sets the menu of commands
    assert await _taken(office, office.sokha.says("/meetings")) == [
        "INSERT inbox",
        "SELECT acts_for",  # within the statement that reads the account with person, memberships and TWGs
        "SELECT form",
        "SELECT meeting",
        "SELECT item_invitation",
    ]
    assert len(await _taken(office, office.sokha.presses("meetings:answer", "yes"))) <= 18


async def _taken(office: Office, act: Awaitable[None]) -> list[str]:
    """What each statement of an answer does, and the table that it reads or writes first."""
    with counted(office.stage.assistant.database) as statements:
        await act
    found = [re.search(r"^(\w+) .*?(?:INTO|FROM|UPDATE) (\w+)|^(UPDATE) (\w+)", each, re.DOTALL) for each in statements]
    named = [" ".join(part for part in each.groups() if part) for each in found if each is not None]
    return [each for each in named if each not in BACKGROUND]
