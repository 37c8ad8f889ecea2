"""Several processes answer people behind a load balancer, while one of them leads."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import Assistant
from bot.config import Config
from bot.demo.stage import TOKEN, USERNAME, config_for
from bot.server import SECRET_HEADER, Webhook
from sandbox.client import SandboxClient
from sandbox.server import SandboxServer
from storage.core.forms import OpenForm, list_forms
from storage.core.inbox import hold_chat
from storage.core.notifications import OPEN_STATES, Delivery
from storage.engine.database import Database
from storage.engine.send_budget import BudgetRow, take_moment
from storage.members import Account, Membership, MembershipState, Person, Role
from tests.bot.conftest import free_port
from tests.replicas.conftest import NOW, PEOPLE, Two, actor
from tests.support.guard import arranged
from tests.support.processes import until
from tests.support.setup_steps import MEETING
from twg.meetings import planning

SECRET = "nobody-can-guess-this"
#: As Telegram allows, and the sandbox.
PER_SECOND = 30
APART = timedelta(seconds=1 / PER_SECOND)


class Replicas:
    """Two assistants on one PostgreSQL, and the sandbox they say things to."""

    def __init__(self, server: SandboxServer, sandbox: SandboxClient) -> None:
        self.server = server
        self.sandbox = sandbox
        self.assistants: list[Assistant] = []
        self._numbers = iter(range(1, 1000))

    async def has_person(self, name: str, person_id: int) -> None:
        """Somebody has the chat with the assistant open."""
        await self.sandbox.person(name, id=person_id)
        self.server.world.people[person_id].started = True
        self.server.world.private_chat(self.server.world.people[person_id])

    def writes(self, person_id: int, words: str) -> dict[str, Any]:
        """The update of a message."""
        number = next(self._numbers)
        person = {"id": person_id, "is_bot": False, "first_name": "Somebody"}
        chat = {"id": person_id, "type": "private", "first_name": "Somebody"}
        entity = {"type": "bot_command", "offset": 0, "length": len(words.split()[0])}
        message = {
            "message_id": number,
            "date": 1_800_000_000,
            "chat": chat,
            "from": person,
            "text": words,
            "entities": [entity],
        }
        return {"update_id": number, "message": message}

    def newest(self, person_id: int) -> dict[str, Any]:
        """The last message in somebody's chat, as Telegram tells of it."""
        chat = self.server.world.private_chat(self.server.world.people[person_id])
        return self.server.world.message_json(chat.messages[max(chat.messages)])

    def presses(self, person_id: int, data: str) -> dict[str, Any]:
        """The update of a button that is pressed in that message now."""
        number, person = next(self._numbers), self.server.world.people[person_id].as_user()
        query = {"id": f"tap {number}", "from": person, "message": self.newest(person_id), "chat_instance": "1"}
        return {"update_id": number, "callback_query": {**query, "data": data}}

    async def gets(self, replica: int, update: dict[str, Any]) -> None:
        """Telegram calls one of them."""
        webhook = Webhook.of(SECRET)
        url = f"http://127.0.0.1:{self.assistants[replica].config.server.port}/telegram/{webhook.path}"
        headers = {SECRET_HEADER: webhook.secret}
        async with aiohttp.ClientSession() as session, session.post(url, headers=headers, json=update) as answer:
            assert answer.status == 200

    async def idle(self) -> None:
        """Everything that was answered has been said."""
        for assistant in self.assistants:
            await assistant.outbound.idle()

    def heard(self, words: str) -> int:
        """How many messages with these words were sent."""
        return sum(
            entry["kind"] == "sees" and words in (entry.get("text") or "")
            for entry in self.server.world.journal.since(0)
        )


def _config(server: SandboxServer, folder: Path, url: str) -> Config:
    config = config_for(server, folder, url)
    config.server.port = free_port()
    config.limits.messages_per_second = PER_SECOND
    config.telegram = type(config.telegram).model_validate(
        {
            **config.telegram.model_dump(),
            "token": TOKEN,
            "mode": "webhook",
            "webhook_url": "https://twg.example.gov.kh",
            "webhook_secret": SECRET,
        }
    )
    return config


@pytest.fixture
async def replicas(shared_url: str, two: Two, tmp_path: Path) -> AsyncIterator[Replicas]:
    """The first of them leads."""
    async with SandboxServer(TOKEN, USERNAME, strict=True) as server, SandboxClient(server.url) as sandbox:
        replicas = Replicas(server, sandbox)
        for number, (name, _role, _institution) in enumerate(PEOPLE):
            await replicas.has_person(name, 1000 + number)
        for _number in range(2):
            assistant = Assistant(_config(server, tmp_path, shared_url))
            await assistant.start()
            replicas.assistants.append(assistant)
            assert replicas.assistants[0].lease is not None
            await replicas.assistants[0].lease.wait()
        yield replicas
        for assistant in replicas.assistants:
            await assistant.stop()


async def test_an_update_that_two_processes_get_at_once_is_answered_once(replicas: Replicas) -> None:
    update = replicas.writes(1001, "/me")
    await asyncio.gather(replicas.gets(0, update), replicas.gets(1, update))
    await replicas.gets(1, update)
    await replicas.idle()
    assert replicas.heard("Sokha") == 1


@pytest.mark.parametrize("replica", [0, 1])
async def test_an_edit_that_another_process_has_made_necessary_is_sent(replicas: Replicas, replica: int) -> None:
    """Two buttons are pressed before the first shows what it did; the second sets back what the first has set."""
    await replicas.gets(replica, replicas.writes(1001, "/settings"))
    await replicas.idle()
    for _time in range(2):  # at the second time each process has edited the message before
        before = replicas.newest(1001)["text"]
        to_km, to_en = replicas.presses(1001, "general:language:km"), replicas.presses(1001, "general:language:en")
        await replicas.gets(replica, to_km)
        await replicas.idle()
        assert replicas.newest(1001)["text"] != before
        await replicas.gets(1 - replica, to_en)
        await replicas.idle()
        assert replicas.newest(1001)["text"] == before


async def test_a_form_opened_by_two_processes_at_once_is_one_form(replicas: Replicas, two: Two) -> None:
    first, second = replicas.writes(1000, "/newmeeting"), replicas.writes(1000, "/newmeeting")
    await asyncio.gather(replicas.gets(0, first), replicas.gets(1, second))
    await replicas.idle()
    assert replicas.heard("What is the meeting about?") == 2
    assert await two.does(lambda session: session.scalar(select(func.count()).select_from(OpenForm))) == 1


async def test_a_second_process_waits_for_the_first_to_be_done_with_a_chat(two: Two) -> None:
    async def open_form(session: AsyncSession) -> None:
        await hold_chat(session, 1000)
        session.add(
            OpenForm(chat_id=1000, user_id=1000, name="x", answers={}, context={}, opened_at=NOW, updated_at=NOW)
        )

    async def look(session: AsyncSession) -> int:
        await hold_chat(session, 1000)
        return len(await list_forms(session, chat_id=1000, thread_id=0, user_id=1000))

    assert await two.at_once(open_form, look) == 1


async def test_only_the_leader_tells_telegram_where_updates_go(replicas: Replicas) -> None:
    async def told() -> bool:
        return replicas.server.world.webhook.url.startswith("https://twg.example.gov.kh/telegram/")

    await until(told)
    leader, other = replicas.assistants
    await leader.bot.delete_webhook()
    third = Assistant(other.config.model_copy(deep=True))
    third.config.server.port = free_port()
    await third.start()
    await third.stop()
    assert replicas.server.world.webhook.url == ""


async def test_the_moments_that_two_processes_take_follow_each_other(shared_url: str, two: Two) -> None:
    async def take(database: Database) -> None:
        async with database.begin() as session:
            await take_moment(session, apart=APART)

    began = await two.does(lambda session: session.scalar(select(func.clock_timestamp())))
    await asyncio.gather(*(take(database) for database in (two.one, two.other) for _number in range(30)))
    free_at = await two.does(lambda session: session.scalar(select(BudgetRow.free_at)))
    assert free_at is not None
    assert began is not None
    assert free_at - began >= 60 * APART


async def test_answers_of_one_process_leave_room_in_the_broadcast_of_another(
    replicas: Replicas, two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sandbox refuses whatever exceeds 30 a second; nobody is asked to wait."""
    asked_to_wait: list[float] = []
    for assistant in replicas.assistants:
        monkeypatch.setattr(assistant.pacing, "pause", lambda seconds, _chat_id=None: asked_to_wait.append(seconds))
    chats = range(2000, 2060)
    async with arranged(two.one) as session:
        secretariat = await actor(session, "Dara")
        for chat in chats:
            await replicas.has_person(f"Member {chat}", chat)
            person = Person(name=f"Member {chat}", created_at=NOW)
            session.add(Account(telegram_id=chat, person=person, created_at=NOW))
            joined = Membership(role=Role.GOVERNMENT, themes=[], state=MembershipState.ACTIVE, since=NOW.date())
            joined.person, joined.twg = person, secretariat.twg
            session.add(joined)
    async with two.one.begin() as session:
        secretariat = await actor(session, "Dara")
        now = datetime.now(UTC)
        facts = planning.NewMeeting(**{**MEETING, "day": (now + timedelta(days=30)).date()})
        meeting = await planning.plan(session, secretariat, facts, now=now)
        await planning.announce(session, secretariat, meeting.id, now=now)
    await asyncio.gather(*(replicas.gets(1, replicas.writes(chat, "/me")) for chat in chats))
    await replicas.idle()

    async def arrived() -> bool:
        async with two.one.read() as session:
            return not await session.scalar(select(func.count()).where(Delivery.state.in_(OPEN_STATES)))

    await until(arrived)
    assert replicas.heard("Government member") == len(chats)
    assert replicas.heard("Second plenary meeting 2026") == len(chats) + len(PEOPLE)
    assert asked_to_wait == []
