"""The stage of a conversation: the real assistant, the sandbox over HTTP, a clock that is moved by hand."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import Assistant
from bot.config import Config
from sandbox.client import SandboxClient, SandboxPerson, SeenMessage
from sandbox.server import SandboxServer
from storage.members import Role, Twg, find_twg
from twg import members
from twg.actors import Actor

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")
#: A Monday morning in the office.
START = datetime(2026, 11, 23, 9, 0, tzinfo=PHNOM_PENH)
TOKEN = "1:conversation"  # a bot that exists nowhere but in the sandbox


class HandClock:
    """Time that passes only when it is told to."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def __call__(self) -> datetime:
        return self.moment


@dataclass
class Stage:
    """What a test needs to let people talk with the assistant."""

    server: SandboxServer
    sandbox: SandboxClient
    clock: HandClock
    config: Config
    assistant: Assistant
    people: dict[str, "Player"] = field(default_factory=dict)

    async def settle(self) -> None:
        """Wait until the assistant has handled everything and has nothing left to say now."""
        while True:
            while await self.sandbox.pending() or self.assistant.intake.busy:  # noqa: ASYNC110 - asked over HTTP
                await asyncio.sleep(0.002)
            await self.assistant.settle()
            if not await self.sandbox.pending():
                return

    async def passes(self, **span: float) -> None:
        """Let time pass: `days`, `hours`, `minutes`."""
        await self.becomes(self.clock.moment + timedelta(**span))

    async def becomes(self, moment: datetime) -> None:
        self.clock.moment = moment
        await self.settle()

    async def restarts(self, *, before: Callable[[], Any] | None = None) -> None:
        """Stop the assistant and start another one on the same database."""
        await self.assistant.stop()
        if before is not None:
            before()
        self.assistant = Assistant(self.config, self.clock)
        await self.assistant.start()

    async def adds_twg(self, code: str = "HLT", name: str = "Health", host: str = "Ministry of Health") -> Twg:
        """What the operator does first."""
        args = members.NewTwg(code=code, name=name, host=host)
        async with self.assistant.database.begin() as session:
            return await members.add_twg(session, args, now=self.clock())

    async def invites(self, role: Role | str, code: str = "HLT", **options: Any) -> str:
        """The token of an invite made by the operator."""
        async with self.assistant.database.begin() as session:
            twg = await find_twg(session, code)
            assert twg is not None
            args = members.NewInvite(role=Role(role), **options)
            _made, token = await members.invite(session, Actor(twg, source="command line"), args, now=self.clock())
            return token

    async def person(self, name: str, *, language_code: str = "en", **options: Any) -> "Player":
        """Somebody with Telegram, known to nobody yet."""
        person = await self.sandbox.person(name, language_code=language_code, **options)
        player = Player(self, person)
        self.people[name] = player
        return player

    async def member(
        self,
        name: str,
        role: Role | str,
        institution: str = "MoH",
        *,
        code: str = "HLT",
        language: str = "en",
        **options: Any,
    ) -> "Player":
        """Somebody already registered; not through the form, which tests of their own go through."""
        player = await self.person(name, language_code=language)
        token = await self.invites(role, code, **options)
        args = members.Registration(
            name=name, position="Officer", institution=institution, contact="012 345 678", language=language
        )
        async with self.assistant.database.begin() as session:
            await members.register(session, members.hash_token(token), player.person.id, args, now=self.clock())
        await player.person.starts()
        await self.settle()
        await player.forgets()
        return player


@dataclass
class Player:
    """A person at their telephone. What they do returns when the assistant has reacted."""

    stage: Stage
    person: SandboxPerson
    #: Messages up to here were seen before.
    seen: int = 0

    async def forgets(self) -> None:
        """Look away from everything on the screen so far."""
        messages = await self.person.messages()
        self.seen = max((message.id for message in messages), default=0)

    async def starts(self, payload: str = "") -> None:
        await self._does(self.person.starts(payload))

    async def says(self, *texts: str, reply_to: Any = None) -> None:
        """Type one message after the other, each after the assistant's reaction to the one before."""
        for text in texts:
            await self._does(self.person.says(text, reply_to=reply_to))

    async def taps(self, *labels: str) -> None:
        for label in labels:
            await self._does(self.person.taps(label))

    async def forges(self, data: str) -> None:
        """Press a button that carries something of their own making."""
        messages = [message for message in await self.person.messages() if not message.mine]
        await self._does(self.person.taps_data(data, in_message=messages[-1]))

    async def sends_file(self, name: str = "paper.pdf", data: bytes = b"%PDF-1.4 a paper", **options: Any) -> None:
        await self._does(self.person.sends_file(name, data, **options))

    async def does(self, doing: Any) -> None:
        """Anything else that a person can do in the sandbox."""
        await self._does(doing)

    async def _does(self, doing: Any) -> None:
        await self.forgets()
        await doing
        await self.stage.settle()

    async def messages(self) -> list[SeenMessage]:
        """What the assistant said since this person last did something."""
        return [message for message in await self.person.messages() if not message.mine and message.id > self.seen]

    async def screen(self) -> str:
        """What is on the screen since then: texts, file names, buttons; a box or toast over it last."""
        lines = [_drawn(message) for message in await self.messages()]
        lines += [answer.text for answer in await self.person.answers() if answer.text][-1:]
        return "\n\n".join(lines)

    async def newest(self, text: str) -> SeenMessage:
        """The newest message of the assistant that has this text."""
        found = [message for message in await self.person.messages() if not message.mine and text in message.text]
        assert found, f"{self.person.name} never saw {text!r}"
        return found[-1]

    async def sees(self, *texts: str) -> None:
        """Each of these is in what the assistant said, or changed, since."""
        shown = await self._everything()
        for text in texts:
            assert text in shown, f"{self.person.name} does not see {text!r} in:\n{shown}"

    async def sees_nothing(self) -> None:
        screen = await self.screen()
        assert not await self.messages(), f"{self.person.name} sees:\n{screen}"

    async def does_not_see(self, *texts: str) -> None:
        shown = await self._everything()
        for text in texts:
            assert text not in shown, f"{self.person.name} sees {text!r} in:\n{shown}"

    async def _everything(self) -> str:
        """The screen, with the last message even when it was only changed."""
        own = [message for message in await self.person.messages() if not message.mine]
        last = [_drawn(message) for message in own[-1:]] if not await self.messages() else []
        return "\n\n".join([*last, await self.screen()])


def _drawn(message: SeenMessage) -> str:
    parts = [message.text]
    if message.document is not None:
        parts.append(f"[{message.document.name}]")
    parts += [" ".join(f"[{button.label}]" for button in row) for row in message.buttons]
    return "\n".join(part for part in parts if part)


def config_for(server: SandboxServer, folder: Path, database_url: str) -> Config:
    """The assistant's configuration in a test: the sandbox as Telegram, no pacing."""
    return Config.model_validate(
        {
            "telegram": {"token": TOKEN, "base_url": server.base_url, "base_file_url": server.base_file_url},
            "database": {"url": database_url},
            "files": {"path": folder / "files"},
            "limits": {"messages_per_second": 0},
        }
    )


def normalized(screen: str) -> str:
    """A screen without what differs from run to run."""
    return re.sub(r"start=[\w-]+", "start=TOKEN", screen)
