"""Helpers: files that an export sends, and a feed with a program that reads it."""

import csv
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import aiohttp
import pytest
from openpyxl import load_workbook

from storage.members import Membership, Role, find_twg
from tests.bot.conftest import free_port
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage


async def sent_zips(player: Player) -> list[ZipFile]:
    """The zips that have newly come, in their order."""
    files = [message for message in await player.new_messages() if message.document is not None]
    return [ZipFile(BytesIO(await player.person.downloads(message))) for message in files]


def table_in(archive: ZipFile, name: str) -> list[list[str]]:
    """The rows of a CSV file in a zip, its headings first. It begins with a byte order mark, for Excel."""
    data = archive.read(name)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"))))


async def covered(player: Player, words: str) -> list[tuple[Any, ...]]:
    """The lines of the cover of the workbook that these words bring, without empty cells."""
    await player.says(words)
    data = await player.person.downloads(await player.person.last())
    sheet = load_workbook(BytesIO(data)).worksheets[0]
    return [tuple(cell for cell in row if cell is not None) for row in sheet.values]


async def belongs_to(stage: Stage, player: Player, code: str, role: Role) -> None:
    """Let somebody belong to another TWG too."""
    async with arranged(stage.assistant.database) as session:
        actor, twg = await access_actor(session, player), await find_twg(session, code)
        assert twg is not None
        joined = {"twg_id": twg.id, "person_id": actor.person.id, "role": role, "since": date(2026, 1, 1)}
        session.add(Membership(**joined, themes=[]))


@dataclass
class Program:
    """A program of a member that reads the feed by its token."""

    address: str
    token: str = ""

    @asynccontextmanager
    async def asks(
        self, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        given = {"Authorization": f"Bearer {self.token}"} if headers is None else headers
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, f"{self.address}{path}", headers=given) as answer,
        ):
            yield answer

    async def status(self, path: str, **options: Any) -> int:
        async with self.asks(path, **options) as answer:
            return answer.status

    async def gets(self, path: str) -> Any:
        """What the feed answers as JSON."""
        async with self.asks(path) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def gets_text(self, path: str) -> str:
        async with self.asks(path) as answer:
            assert answer.status == 200, await answer.text()
            return (await answer.read()).decode("utf-8-sig")

    async def refused(self, path: str, **options: Any) -> tuple[int, str]:
        """The status and the sentence of an error."""
        async with self.asks(path, **options) as answer:
            return answer.status, (await answer.json())["error"]


@pytest.fixture
async def served(health: Stage) -> Stage:
    """The stage, with the HTTP server on, behind a proxy as it says."""
    health.config.server.port = free_port()
    health.config.server.public_url = "https://twg.example.gov.kh"
    await health.restarts()
    return health


async def makes_token(player: Player, name: str = "Power BI") -> Program:
    """Let a member make a token in the chat. Returns a program that has it."""
    await player.says("/feed")
    await player.presses("export:new_token")
    await player.says(name)
    await player.presses("form:save")
    secret = (await player.shown("export/token_made"))["secret"]
    return Program(f"http://127.0.0.1:{player.stage.config.server.port}/feed/v1", secret)
