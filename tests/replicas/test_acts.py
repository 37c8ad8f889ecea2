"""The parts of an album, and of a cut text, reach several processes: they are one act (U2, T4)."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from storage.core.inbox import InboxRow
from storage.core.kept_acts import KeptAct
from tests.replicas.conftest import Two
from tests.replicas.test_webhooks import Replicas, replicas
from tests.support.processes import until

__all__ = ["replicas"]


def photo(replicas: Replicas, name: str, person_id: int = 1001) -> dict[str, Any]:
    update = replicas.writes(person_id, "/me")
    del update["message"]["text"], update["message"]["entities"]
    size = {"file_id": f"id-{name}", "file_unique_id": name, "width": 1, "height": 1, "file_size": 10}
    update["message"] |= {"media_group_id": "9", "photo": [size]}
    return update


async def _settled(two: Two) -> None:
    async def nothing_waits() -> bool:
        async with two.one.read() as session:
            return not await session.scalar(select(func.count()).where(InboxRow.payload.is_not(None)))

    await until(nothing_waits)


async def test_an_album_that_reaches_two_processes_is_one_act(
    replicas: Replicas, two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [photo(replicas, name) for name in "abcd"]
    after = replicas.writes(1001, "/me")
    await asyncio.gather(*(replicas.gets(number % 2, part) for number, part in enumerate(parts)))
    await replicas.gets(1, after)
    await replicas.gets(0, parts[2])
    await _settled(two)
    await replicas.idle()
    assert replicas.heard("4 photos") == 1
    assert replicas.heard("Sokha") == 1
    async with two.one.read() as session:
        assert len((await session.scalars(select(KeptAct.files))).one()) == 4


async def test_what_a_process_held_that_ended_is_handled_by_the_leader(replicas: Replicas, two: Two) -> None:
    await replicas.gets(1, photo(replicas, "a"))
    await replicas.assistants[1].intake.stop()
    await _settled(two)
    await replicas.idle()
    assert replicas.heard("this message") == 1
