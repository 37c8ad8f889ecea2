"""SIGKILL between two parts of an album: nothing is lost, and nothing is done twice (T1)."""

import signal
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.demo.stage import TOKEN, USERNAME
from sandbox.client import SandboxClient
from sandbox.server import SandboxServer
from storage.core.forms import OpenForm
from storage.core.inbox import InboxRow
from tests.support.crowds import FIRST_CHAT, database_at, write_members
from tests.support.guard import arranged
from tests.support.processes import end, running_assistant, until
from twg.core.files import SentFile


def _photo(name: str, message_id: int) -> dict[str, Any]:
    size = {"file_id": f"id-{name}", "file_unique_id": name, "width": 1, "height": 1, "file_size": 10}
    person = {"id": FIRST_CHAT, "is_bot": False, "first_name": "Member", "language_code": "en"}
    return {
        "message_id": message_id,
        "date": 1_800_000_000,
        "chat": {"id": FIRST_CHAT, "type": "private", "first_name": "Member"},
        "from": person,
        "media_group_id": "9",
        "photo": [size],
    }


def _question(twg_id: int) -> OpenForm:
    """A form that asks for the files of a circulation."""
    now = datetime.now(UTC)
    return OpenForm(
        chat_id=FIRST_CHAT,
        user_id=FIRST_CHAT,
        name="circulate_document",
        twg_id=twg_id,
        answers={},
        context={},
        opened_at=now,
        updated_at=now,
    )


@pytest.mark.parametrize("at_question", [False, True], ids=["plain", "at a question"])
async def test_an_album_whose_process_was_killed_is_one_act_after_the_restart(
    tmp_path: Path, database_url: str, at_question: bool
) -> None:
    quiet = {"TWGBOT_LOG__LEVEL": "ERROR"}
    async with (
        database_at(database_url) as database,
        SandboxServer(TOKEN, USERNAME) as server,
        SandboxClient(server.url) as sandbox,
    ):
        async with arranged(database) as session:
            secretariat = await write_members(session, "HLT", 1)
            session.add_all([_question(secretariat.twg.id)] if at_question else [])
        person = await sandbox.person("Member", id=FIRST_CHAT)
        server.world.people[FIRST_CHAT].started = True
        server.world.private_chat(server.world.people[FIRST_CHAT])

        async def waiting() -> int:
            async with database.read() as session:
                return await session.scalar(select(func.count()).where(InboxRow.payload.is_not(None))) or 0

        async def one_waits() -> bool:
            return await waiting() == 1

        async def answered() -> bool:
            return len(await _answers()) > 0 and await waiting() == 0

        async def _answers() -> list[str]:
            return [message.text for message in await person.messages() if not message.mine]

        async with running_assistant(server, tmp_path, database.url, **quiet) as first:
            server.world.updates.push("message", _photo("a", 1))
            await until(one_waits)
            first.send_signal(signal.SIGKILL)
            await first.wait()
        assert await waiting() == 1
        server.world.updates.push("message", _photo("b", 2))
        async with running_assistant(server, tmp_path, database.url, **quiet) as second:
            await until(answered)
            assert await end(second) == 0
        [answer] = await _answers()
        async with database.read() as session:
            assert await session.scalar(select(func.count()).select_from(InboxRow)) == 2
            forms = list(await session.scalars(select(OpenForm.answers)))
        if at_question:
            [given] = forms
            assert [file.handle for file in SentFile.model_validate(given["file"]).all] == ["id-a", "id-b"]
        else:
            assert "2" in answer
