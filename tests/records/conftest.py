"""A plenary under way on 15 December, 9:00-12:00, with three items; Dara keeps its record."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.meetings import find_meeting
from storage.records import MeetingRecord, RecordLine
from tests.meetings.conftest import local
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

#: Ids of the people, in the order in which they become members.
DARA, SOKHA, KENJI = 1, 2, 3


@pytest.fixture
async def plenary(health: Stage, dara: Player, sokha: Player, kenji: Player) -> int:
    """Its id; it has just begun."""
    meeting_id = await announce_meeting(dara)
    await health.becomes(local(15, 9))
    await everybody_looks_away(dara)
    return meeting_id


@pytest.fixture
async def record(dara: Player, plenary: int) -> int:
    """The id of its record, which Dara has begun."""
    await dara.forges(f"records:start:{plenary}")
    await dara.looks_away()
    return 1


async def written(stage: Stage) -> list[tuple[int, str, str]]:
    """The lines that stand: number of the item, kind, text."""
    async with stage.assistant.database.read() as session:
        rows = await session.scalars(select(RecordLine).where(RecordLine.removed_at.is_(None)).order_by(RecordLine.id))
        numbers = await _numbers(stage)
        return [(numbers[row.item_token], row.kind.value, row.text) for row in rows]


async def actions(stage: Stage) -> list[tuple[str, str, date | None]]:
    """Owners, words for the last day, and the day of the actions that stand."""
    async with stage.assistant.database.read() as session:
        rows = await session.scalars(select(RecordLine).where(RecordLine.removed_at.is_(None)).order_by(RecordLine.id))
        return [(row.owners, row.due, row.due_on) for row in rows if row.kind.value == "action"]


async def open_item(stage: Stage) -> int:
    """The number of the item that is open."""
    async with stage.assistant.database.read() as session:
        token = (await session.scalars(select(MeetingRecord.item_token))).one()
    return (await _numbers(stage))[token]


async def _numbers(stage: Stage) -> dict[str, int]:
    async with stage.assistant.database.read() as session:
        meeting = await find_meeting(session, 1)
    assert meeting is not None
    return {item.token: item.position for item in meeting.agenda}
