"""Conversations: people who say, tap and see, and what they need around them."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import operator
from bot.app import Assistant
from bot.demo import stage as demo
from bot.demo.stage import TOKEN, USERNAME, config_for
from sandbox.client import SandboxClient, SandboxPerson, SeenMessage
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer
from storage.members import Membership, MembershipState, Person, Role, Twg, access_institution, find_twg, list_members
from twg import members


@dataclass
class Stage(demo.Stage):
    """The stage of a test."""

    people: dict[str, "Player"] = field(default_factory=dict)

    async def restarts(self) -> None:
        """Stop the assistant and start another one on the same database."""
        await self.assistant.stop()
        self.assistant = Assistant(self.config, self.clock.now)
        await self.assistant.start()

    async def adds_twg(self, code: str = "HLT", name: str = "Health", host: str = "Ministry of Health") -> Twg:
        """What the operator does first."""
        args = members.NewTwg(code=code, name=name, host=host)
        return await operator.add_twg(self.assistant.database, args, now=self.clock.now())

    async def invites(self, role: Role | str, code: str = "HLT", **options: Any) -> str:
        """The token of an invite made by the operator."""
        args = members.NewInvite(role=Role(role), **options)
        return (await operator.invite(self.assistant.database, code, args, now=self.clock.now())).token

    async def person(self, name: str, *, language_code: str = "en", **options: Any) -> "Player":
        """Somebody with Telegram, known to nobody yet."""
        player = Player(self, await self.sandbox.person(name, language_code=language_code, **options))
        self.people[name] = player
        return player

    async def member(
        self, name: str, role: Role | str, institution: str = "MoH", *, code: str = "HLT", language: str = "en"
    ) -> "Player":
        """Somebody registered long ago: they have the chat with the assistant open, and nobody is told now."""
        player = await self.person(name, language_code=language)
        telephone = self.server.world.people[player.person.id]
        telephone.started = True
        self.server.world.private_chat(telephone)
        now = self.clock.now()
        async with self.assistant.database.begin() as session:
            twg = await find_twg(session, code)
            assert twg is not None
            person = Person(telegram_id=player.person.id, name=name, position="Officer", contact="012 345 678")
            person.language, person.created_at, person.current_twg_id = language, now, twg.id
            person.institution = await access_institution(session, institution)
            session.add(person)
            await session.flush()
            since = now.astimezone(ZoneInfo(twg.zone)).date()
            state = MembershipState.ACTIVE
            session.add(
                Membership(person_id=person.id, twg_id=twg.id, role=Role(role), themes=[], state=state, since=since)
            )
        return player

    async def leaves(self, name: str, code: str = "HLT") -> None:
        """Somebody no longer belongs to a TWG."""
        async with self.assistant.database.begin() as session:
            twg = await find_twg(session, code)
            assert twg is not None
            [membership] = await list_members(session, twg.id, Person.name == name)
            membership.state = MembershipState.LEFT


@asynccontextmanager
async def raise_curtain(folder: Path, database_url: str, start: datetime) -> AsyncIterator[Stage]:
    """The assistant running against the sandbox, and nobody registered yet.

    Args:
        folder: where files go.
        start: the moment it is, until it is moved.
    """
    clock = MovableClock(start, frozen=True)
    async with SandboxServer(TOKEN, USERNAME, clock=clock) as server, SandboxClient(server.url) as client:
        config = config_for(server, folder, database_url)
        stage = Stage(server, client, clock, config, Assistant(config, clock.now))
        await stage.assistant.start()
        yield stage
        await stage.assistant.stop()


@dataclass
class Player:
    """A person at their telephone. What they do returns when the assistant has reacted."""

    stage: Stage
    person: SandboxPerson
    #: Messages up to here were seen before, and as many answers to buttons.
    seen: int = 0
    answers_seen: int = 0
    #: How each message looked then, by id.
    looked: dict[int, str] = field(default_factory=dict)

    async def looks_away(self) -> None:
        """What is on the screen so far no longer counts as seen now."""
        messages = await self.person.messages()
        self.seen = max((message.id for message in messages), default=0)
        self.looked = {message.id: _drawn(message) for message in messages}
        self.answers_seen = len(await self.person.answers())

    async def starts(self, payload: str = "") -> None:
        await self.does(self.person.starts(payload))

    async def says(self, *texts: str, reply_to: SeenMessage | None = None) -> None:
        """Type one message after the other, each after the reaction to the one before."""
        for text in texts:
            await self.does(self.person.says(text, reply_to=reply_to))

    async def taps(self, *labels: str) -> None:
        for label in labels:
            await self.does(self.person.taps(label))

    async def taps_twice(self, label: str) -> None:
        """Tap a button again before anything could happen."""
        await self.does(asyncio.gather(self.person.taps(label), self.person.taps(label)))

    async def forges(self, data: str) -> None:
        """Press a button that carries something of their own making."""
        messages = [message for message in await self.person.messages() if not message.mine]
        if not messages:
            await self.starts()
            messages = await self.new_messages()
        await self.does(self.person.taps_data(data, in_message=messages[-1]))

    async def sends_file(self, name: str = "paper.pdf", data: bytes = b"%PDF-1.4 a paper", **options: Any) -> None:
        await self.does(self.person.sends_file(name, data, **options))

    async def does(self, doing: Awaitable[Any]) -> None:
        """Anything that a person can do in the sandbox, until the assistant has reacted."""
        await self.looks_away()
        await doing
        await self.stage.settle()

    async def new_messages(self) -> list[SeenMessage]:
        """What the assistant said since this person last did something."""
        return [message for message in await self.person.messages() if not message.mine and message.id > self.seen]

    async def finds_text(self, text: str) -> SeenMessage:
        """The newest message of the assistant that has this text."""
        found = [message for message in await self.person.messages() if not message.mine and text in message.text]
        assert found, f"{self.person.name} never saw {text!r}"
        return found[-1]

    async def screen(self) -> str:
        """What this person sees since they last did something.

        Messages that are new or have changed; where there are none, the last one; then boxes and toasts.
        """
        own = [message for message in await self.person.messages() if not message.mine]
        shown = [message for message in own if self.looked.get(message.id) != _drawn(message)] or own[-1:]
        boxes = [answer.text for answer in (await self.person.answers())[self.answers_seen :] if answer.text]
        return _normalized("\n\n".join([*(_drawn(message) for message in shown), *boxes]))

    async def reads(self, *texts: str) -> None:
        screen = await self.screen()
        for text in texts:
            assert text in screen, f"{self.person.name} does not read {text!r} in:\n{screen}"

    async def reads_only(self, text: str) -> None:
        screen = await self.screen()
        assert screen == text, f"{self.person.name} reads:\n{screen}"

    async def does_not_read(self, *texts: str) -> None:
        screen = await self.screen()
        for text in texts:
            assert text not in screen, f"{self.person.name} reads {text!r} in:\n{screen}"

    async def sees_nothing_new(self) -> None:
        assert not await self.new_messages(), f"{self.person.name} sees:\n{await self.screen()}"


def _drawn(message: SeenMessage) -> str:
    parts = [message.text]
    if message.document is not None:
        parts.append(f"[{message.document.name}]")
    parts += [" ".join(f"[{button.label}]" for button in row) for row in message.buttons]
    return "\n".join(part for part in parts if part)


def _normalized(screen: str) -> str:
    """The screen without what differs from run to run."""
    return re.sub(r"start=[\w-]+", "start=TOKEN", screen)
