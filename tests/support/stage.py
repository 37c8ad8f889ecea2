"""Conversations in tests: people who type, press buttons and see messages, with the assistant and the sandbox.

A test asserts what happened, not how it is worded; wording is kept in `tests/golden`. For each assertion on words, ask
what it proves, and assert that by its key, in a string of its own:

- a message on the screen: `sees("meetings/card", heading="reminder")`, `sees_only`, `does_not_see`. Keyword arguments
  are values of the template's context; `meeting__title="…"` is an attribute of one. `await shown("meetings/card")`
  returns the whole context;
- a question or the summary of a form: `asks("day")`; `summary()` returns the displayed values by field;
- a refusal, in a box, as a message or above a question: `is_refused("meetings#moved")`, with its data;
- notices that arrived: `is_told("meeting_changed")`; `is_told_only` when no others may;
- buttons: `offers("meetings:answer", "yes", marked=True)`, `does_not_offer`, `offers_only`. `presses` presses one;
  those of a form are `"form:save"`, `"form:choice=all"`, `"form:change=title"` and so on. `toasts()` checks the short
  line over the chat;
- an earlier message: `finds("meetings/card", heading="announced")`, with its `message`, `buttons`, `offers`;
- text that a person typed: `reads_fact(title)`. Prefer to check the state in the database.

`reads`, `reads_only`, `does_not_read`, `finds_text` and `taps` take wording of the assistant. They are for golden
scenes; `tests/test_wording.py` counts the other uses. Before you remove such an assertion, check that a golden text has
the words.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import capabilities, operator
from bot.app import Assistant
from bot.config import Config
from bot.config_sections import DatabaseSection, FilesSection, ServerSection
from bot.demo import stage as demo
from bot.demo.stage import ALWAYS_OPEN, TOKEN, USERNAME, sections_for
from bot.registry import Registry
from sandbox.client import AlbumItem, Answer, SandboxClient, SandboxPerson, SeenMessage, SentMessage
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer
from storage.core.notifications import Delivery, Notification
from storage.engine.database import connection_of
from storage.members import Institution, MembershipState, Person, Role, Twg, access_institution, find_twg, list_members
from tests.support.guard import arranged
from tests.support.screen import Screen
from tests.support.seen import Pressable, Record, Seen, agrees
from twg.core.refusals import Refusal
from twg.members import invites, twg_facts

HEALTH = twg_facts.NewTwg(code="HLT", name="Health", host="Ministry of Health")


# Without a repr: asyncio makes one of each finished task with its result, and this one would print all declarations.
@dataclass(repr=False)
class Stage(demo.Stage):
    """The stage of a test, with the people on it by name."""

    people: dict[str, "Player"] = field(default_factory=dict)
    #: What the assistant has sent, with the templates.
    record: Record = field(default_factory=Record)

    async def restarts(self) -> None:
        """Stop the assistant and start another one with the same database and configuration."""
        await self.assistant.stop()
        self.assistant = Assistant(self.config, self.clock.now, self.assistant.registry)
        await self.assistant.start()

    async def adds_twg(self, code: str = HEALTH.code, name: str = HEALTH.name, host: str = HEALTH.host) -> Twg:
        """Add a TWG, as the operator does."""
        args = twg_facts.NewTwg(code=code, name=name, host=host)
        return await operator.add_twg(self.assistant.database, args, self.config, now=self.clock.now())

    async def invites(self, role: Role | str, code: str = "HLT", **options: Any) -> str:
        """Make an invitation, as the operator does. Returns its token."""
        args = invites.NewInvite(role=Role(role), **options)
        return (await operator.invite(self.assistant.database, code, args, now=self.clock.now())).token

    async def person(self, name: str, *, language_code: str = "en", **options: Any) -> "Player":
        """Add a person who has Telegram and is not registered."""
        player = Player(self, await self.sandbox.person(name, language_code=language_code, **options))
        self.people[name] = player
        return player

    async def member(
        self, name: str, role: Role | str, institution: str = "MoH", *, code: str = "HLT", language: str = "en"
    ) -> "Player":
        """Add a registered member who has started the bot, without the form and without notices.

        The operator has opened all TWGs to those whose role is CRDB.
        """
        player = await self.person(name, language_code=language)
        telephone = self.server.world.people[player.person.id]
        telephone.started = True
        self.server.world.private_chat(telephone)
        async with arranged(self.assistant.database) as session:
            await _register(session, player, Role(role), institution, code=code, language=language)
        return player

    async def leaves(self, name: str, code: str = "HLT") -> None:
        """End a person's membership of a TWG."""
        async with arranged(self.assistant.database) as session:
            twg = await find_twg(session, code)
            assert twg is not None
            [membership] = await list_members(session, twg.id, Person.name == name)
            membership.state = MembershipState.LEFT


#: Core statements, built once: the ORM would take most of the time in which a test adds its members.
_TABLES = Person.metadata.tables
_PERSON, _ACCOUNT, _MEMBERSHIP = (insert(_TABLES[name]) for name in ("person", "account", "membership"))
_TWG = select(Twg.id, Twg.zone).where(Twg.code == bindparam("code"))
_INSTITUTION = select(Institution.id).where(Institution.name == bindparam("name"))


async def _register(
    session: AsyncSession, player: "Player", role: Role, institution: str, *, code: str, language: str
) -> None:
    """Write the rows of a registered member."""
    now, connection = player.stage.clock.now(), connection_of(session)

    def write(sync: Connection, institution_id: int) -> None:
        """In one go: to come back to the event loop after each statement takes as long as the statement."""
        twg_id, zone = sync.execute(_TWG, {"code": code}).one()
        row = {"name": player.person.name, "position": "Officer", "contact": "012 345 678", "created_at": now}
        row["oversees"] = role is Role.CRDB
        made = sync.execute(_PERSON, {**row, "institution_id": institution_id})
        assert made.inserted_primary_key is not None
        person_id = made.inserted_primary_key[0]
        account = {"telegram_id": player.person.id, "person_id": person_id, "current_twg_id": twg_id}
        sync.execute(_ACCOUNT, {**account, "language": language, "created_at": now})
        since = now.astimezone(ZoneInfo(zone)).date()
        membership = {"person_id": person_id, "twg_id": twg_id, "role": role, "since": since}
        sync.execute(_MEMBERSHIP, {**membership, "themes": []})

    known = await connection.scalar(_INSTITUTION, {"name": institution})
    await connection.run_sync(write, known or (await access_institution(session, institution)).id)


#: The configuration of all tests, apart from their addresses and folders: reading the environment for each takes long.
COMMON = Config.model_validate({"limits": {"messages_per_second": 0}, "time": dict(ALWAYS_OPEN)})


def _config_for(server: SandboxServer, folder: Path, database_url: str) -> Config:
    """The same as `config_for` makes."""
    own = sections_for(server, folder, database_url)
    sections = {
        "telegram": own["telegram"],
        "database": DatabaseSection.model_validate(own["database"]),
        "files": FilesSection.model_validate(own["files"]),
        "server": ServerSection.model_validate(own["server"]),
    }
    return COMMON.model_copy(deep=True, update=sections)


@asynccontextmanager
async def raise_curtain(
    folder: Path, database_url: str, start: datetime, registry: Registry | None = None
) -> AsyncIterator[Stage]:
    """Start the assistant against a sandbox, without TWGs and people.

    Args:
        folder: for archived files.
        database_url: a database with all tables, empty.
        start: the time of the clock, which stands still until a test sets it.
        registry: the capabilities; those of the program when `None`.
    """
    registry = capabilities.registry() if registry is None else registry
    clock = MovableClock(start, frozen=True)
    async with SandboxServer(TOKEN, USERNAME, clock=clock) as server, SandboxClient(server.url) as client:
        config = _config_for(server, folder, database_url)
        stage = Stage(server, client, clock, config, Assistant(config, clock.now, registry))
        with stage.record.kept():
            try:
                await stage.assistant.start()
                yield stage
            finally:  # of a test that fails too: what it left open would fail another test of this worker
                await stage.assistant.stop()


@dataclass(repr=False)
class Player:
    """A person with Telegram. Methods that do something return when the assistant has nothing left to do."""

    stage: Stage
    person: SandboxPerson
    #: Id of the last message before this person last did something.
    seen: int = 0
    #: Number of boxes and toasts before that.
    answers_seen: int = 0
    #: Each message as it was at that time, by id.
    looked: dict[int, SeenMessage] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._shows = Screen(self.person, self.stage.server.world.journal)

    async def looks_away(self) -> None:
        """Let assertions ignore everything on the screen so far."""
        messages = await self.in_chat()
        self.seen = max((message.id for message in messages), default=0)
        self.looked = {message.id: message for message in messages}
        self.answers_seen = len(await self.boxes())

    async def starts(self, payload: str = "") -> None:
        await self.does(self.person.starts(payload))

    async def says(self, *texts: str, **options: Any) -> None:
        """Send messages one by one, waiting for the assistant after each.

        Options are those of `SandboxPerson.says`: `reply_to`, `quote`, `entities`, `parse_mode`, `forward_origin` …
        """
        for text in texts:
            await self.does(self.person.says(text, **options))

    async def says_long(self, text: str, between: Callable[[], Awaitable[object]]) -> None:
        """Send a text that Telegram's app cuts into pieces; `between` happens after the first of them."""
        await self.does(self.person.says_long(text, between=between))

    async def taps(self, *labels: str) -> None:
        for label in labels:
            await self.does(self.person.taps(label))

    async def taps_twice(self, label: str) -> None:
        """Tap a button twice before the assistant can react."""
        await self.does(asyncio.gather(self.person.taps(label), self.person.taps(label)))

    async def presses(self, name: str, *args: object, in_message: SeenMessage | None = None) -> None:
        """Press the newest button with this name and these arguments (see `Pressable.fits`)."""
        await self.does(self._press(name, args, in_message))

    async def presses_below(self, name: str, *, in_message: SeenMessage | None = None) -> None:
        """Press the newest button that carries the id of a message, "form:take=12", by its name without the id."""
        for seen in reversed(await self.messages()):
            fitting = [button for button in seen.buttons if button.name.partition("=")[0] == name]
            if fitting and (in_message is None or in_message.id == seen.message.id):
                await self.does(self.person.taps_button(fitting[0].button, in_message=seen.message))
                return
        raise AssertionError(f"{self.person.name} has no button {name} in:\n{await self._described()}")

    async def presses_twice(self, name: str, *args: object) -> None:
        """Press a button twice before the assistant can react."""
        await self.does(asyncio.gather(self._press(name, args), self._press(name, args)))

    async def _press(self, name: str, args: tuple[object, ...], in_message: SeenMessage | None = None) -> None:
        for seen in reversed(await self.messages()):
            fitting = [button for button in seen.buttons if button.fits(name, args)]
            if fitting and (in_message is None or in_message.id == seen.message.id):
                assert len(fitting) == 1, f"several buttons are meant: {', '.join(map(str, fitting))}"
                await self.person.taps_button(fitting[0].button, in_message=seen.message)
                return
        raise AssertionError(f"{self.person.name} has no button {_named(name, args)} in:\n{await self._described()}")

    async def forges(self, data: str) -> None:
        """Press a button with forged callback data."""
        messages = [message for message in await self.in_chat() if not message.mine]
        if not messages:
            await self.starts()
            messages = await self.new_messages()
        await self.does(self.person.taps_data(data, in_message=messages[-1]))

    async def sends_file(self, name: str = "paper.pdf", data: bytes = b"%PDF-1.4 a paper", **options: Any) -> None:
        await self.does(self.person.sends_file(name, data, **options))

    async def sends_album(self, items: Sequence[AlbumItem | tuple[str, bytes]], **options: Any) -> None:
        """Send files as one album; `caption` is that of the first."""
        await self.does(self.person.sends_album(items, **options))

    async def forwards(self, *messages: SentMessage | SeenMessage) -> None:
        """Forward messages to the assistant. One from elsewhere: `says(text, forward_origin=from_channel(…))`."""
        await self.does(self.person.forwards(*messages))

    async def edits(self, message: SentMessage | SeenMessage, text: str | None = None, **options: Any) -> None:
        """Change an own message; without `text` an edit that leaves its words as they are."""
        await self.does(self.person.edits(message, text, **options))

    async def pins(self, message: SentMessage | SeenMessage) -> None:
        await self.does(self.person.pins(message))

    async def posts_service(self, field: str, content: object = None) -> None:
        """Let Telegram's app write a service message."""
        await self.does(self.person.posts_service(field, content))

    async def does(self, doing: Awaitable[Any]) -> None:
        """Await anything a person can do in the sandbox, then wait for the assistant."""
        await self.looks_away()
        await doing
        await self.stage.settle()

    async def in_chat(self) -> list[SeenMessage]:
        """All messages of the chat with the assistant, the person's own included, oldest first."""
        return await self._shows.messages()

    async def boxes(self) -> list[Answer]:
        """All answers to presses of buttons, toasts included, oldest first."""
        return await self._shows.boxes()

    async def messages(self) -> list[Seen]:
        """All messages of the assistant in this chat, as they look now."""
        return [self.stage.record.of(message) for message in await self.in_chat() if not message.mine]

    async def fresh(self) -> list[Seen]:
        """Messages that are new or changed since this person last did something, as `on_screen` sorts them."""
        changed = [seen for seen in await self.messages() if not self._is_as_before(seen.message)]
        return sorted(changed, key=lambda seen: ("deliveries/progress" in seen.keys, seen.delivered))

    async def on_screen(self) -> list[Seen]:
        """Messages that are new or changed since this person last did something; without any, the last message.

        Replies come first, what is delivered next, and progress messages last: which of them is sent first depends on
        how busy the machine is.
        """
        return await self.fresh() or (await self.messages())[-1:]

    def _is_as_before(self, message: SeenMessage) -> bool:
        before = self.looked.get(message.id)
        return before is message or (before is not None and _drawn(before) == _drawn(message))

    async def sees(self, *keys: str, **facts: object) -> None:
        """Assert that the screen has a message of each template, rendered with these values."""
        screen = await self.on_screen()
        for key in keys:
            found = any(seen.contexts(key, **facts) for seen in screen)
            assert found, f"{self.person.name} does not see {key} {facts or ''} in:\n{await self._described()}"

    async def sees_only(self, *keys: str) -> None:
        """Assert that the screen has messages of exactly these templates, in this order; files are ignored."""
        found = [key for seen in await self.on_screen() for key in seen.keys]
        assert found == list(keys), f"{self.person.name} sees:\n{await self._described()}"

    async def does_not_see(self, *keys: str, **facts: object) -> None:
        screen = await self.on_screen()
        for key in keys:
            found = any(seen.contexts(key, **facts) for seen in screen)
            assert not found, f"{self.person.name} sees {key} {facts or ''} in:\n{await self._described()}"

    async def shown(self, key: str, **facts: object) -> Mapping[str, Any]:
        """The context of the newest message of this template on the screen."""
        contexts = [context for seen in await self.on_screen() for context in seen.contexts(key, **facts)]
        assert contexts, f"{self.person.name} does not see {key} {facts or ''} in:\n{await self._described()}"
        return contexts[-1]

    async def finds(self, key: str, **facts: object) -> Seen:
        """The newest message of this template in the whole chat."""
        found = [seen for seen in await self.messages() if seen.contexts(key, **facts)]
        assert found, f"{self.person.name} never saw {key} {facts or ''}"
        return found[-1]

    async def asks(self, name: str) -> None:
        """Assert that a form asks for this field."""
        await self.sees("forms/ask")
        asked = (await self.shown("forms/ask"))["field"].name
        assert asked == name, f"{self.person.name} is asked for {asked}"

    async def does_not_ask(self) -> None:
        """Assert that no form asks a question."""
        await self.does_not_see("forms/ask")

    async def summary(self) -> dict[str, str]:
        """The displayed values of a form's summary, by the name of the field."""
        context = await self.shown("forms/confirm")
        return {line.name: str(line.value) for line in context["shown"]}

    async def is_refused(self, *keys: str, **facts: object) -> None:
        """Assert that each of these refusals is shown, in a box or a message, with these values in its data."""
        refusals = await self.refusals()
        for key in keys:
            found = any(agrees(refusal, key, facts) for refusal in refusals)
            assert found, f"{self.person.name} is not refused {key} {facts or ''} in:\n{await self._described()}"

    async def is_not_refused(self) -> None:
        assert not await self.refusals(), f"{self.person.name} sees:\n{await self._described()}"

    async def refusals(self) -> list[Refusal]:
        """Refusals in messages on the screen, then those in boxes."""
        shown = [refusal for seen in await self.on_screen() for refusal in seen.refusals]
        boxed = [self.stage.record.refusal_in(box) for box in (await self.boxes())[self.answers_seen :]]
        return [*shown, *(refusal for refusal in boxed if refusal is not None)]

    async def told(self) -> list[str]:
        """The kinds of the notices that arrived since this person last did something, oldest first."""
        ids = [message.id for message in await self.new_messages()]
        query = (
            select(Notification.id, Notification.kind)
            .join(Delivery, Delivery.notification_id == Notification.id)
            .where(Delivery.chat_id == self.person.id, Delivery.message_id.in_(ids))
            .order_by(Delivery.message_id, Notification.id)
        )
        async with self.stage.assistant.database.read() as session:
            return list({row.id: row.kind for row in await session.execute(query)}.values())

    async def is_told(self, *kinds: str) -> None:
        told = await self.told()
        for kind in kinds:
            assert kind in told, f"{self.person.name} is not told of {kind}, but of {told}"

    async def is_told_only(self, *kinds: str) -> None:
        """Assert that exactly these notices arrived, each as often as it is given, and no other text."""
        told = await self.told()
        assert sorted(told) == sorted(kinds), f"{self.person.name} is told of {told}"
        texts = [message for message in await self.new_messages() if message.text]
        assert len(texts) <= len(told), f"{self.person.name} sees:\n{await self._described()}"

    async def is_not_told(self, *kinds: str) -> None:
        told = await self.told()
        for kind in kinds:
            assert kind not in told, f"{self.person.name} is told of {told}"

    async def offers(self, name: str, *args: object, marked: bool | None = None) -> None:
        """Assert that the screen has such a button; `marked` says whether it must be marked as chosen."""
        found = any(button.fits(name, args, marked=marked) for button in await self._buttons())
        assert found, f"{self.person.name} is not offered {_named(name, args)} in:\n{await self._described()}"

    async def offers_only(self, *names: str) -> None:
        """Assert that the screen has exactly these buttons, in reading order."""
        found = [button.name for button in await self._buttons()]
        assert found == list(names), f"{self.person.name} is offered {found}"

    async def does_not_offer(self, name: str, *args: object, marked: bool | None = None) -> None:
        found = any(button.fits(name, args, marked=marked) for button in await self._buttons())
        assert not found, f"{self.person.name} is offered {_named(name, args)} in:\n{await self._described()}"

    async def _buttons(self) -> list[Pressable]:
        return [button for seen in await self.on_screen() for button in seen.buttons]

    async def toasts(self) -> None:
        """Assert that a toast, the short line over the chat, is shown."""
        toasts = [answer for answer in (await self.boxes())[self.answers_seen :] if not answer.show_alert]
        assert any(toast.text for toast in toasts), f"{self.person.name} sees no toast in:\n{await self._described()}"

    async def reads_fact(self, *facts: object) -> None:
        """Assert that the screen contains these facts: what a person typed, a name, a number."""
        screen = await self.screen()
        for fact in facts:
            assert str(fact) in screen, f"{self.person.name} does not read {fact} in:\n{screen}"

    async def does_not_read_fact(self, *facts: object) -> None:
        screen = await self.screen()
        for fact in facts:
            assert str(fact) not in screen, f"{self.person.name} reads {fact} in:\n{screen}"

    async def _described(self) -> str:
        """The screen with the templates of its messages, for error messages."""
        boxes = [answer.text for answer in (await self.boxes())[self.answers_seen :] if answer.text]
        return "\n\n".join([*(str(seen) for seen in await self.on_screen()), *boxes])

    async def new_messages(self) -> list[SeenMessage]:
        """Messages that the assistant sent since this person last did something."""
        return [message for message in await self.in_chat() if not message.mine and message.id > self.seen]

    async def finds_text(self, text: str) -> SeenMessage:
        """The newest message of the assistant that contains this text."""
        found = [message for message in await self.in_chat() if not message.mine and text in message.text]
        assert found, f"{self.person.name} never saw {text!r}"
        return found[-1]

    async def screen(self) -> str:
        """The text on the screen: the messages of `on_screen` with their buttons, then boxes and toasts."""
        boxes = [answer.text for answer in (await self.boxes())[self.answers_seen :] if answer.text]
        return _normalized("\n\n".join([*(_drawn(seen.message) for seen in await self.on_screen()), *boxes]))

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


def _named(name: str, args: tuple[object, ...]) -> str:
    return ":".join([name, *map(str, args)])


def _drawn(message: SeenMessage) -> str:
    parts = [message.text]
    if message.document is not None:
        parts.append(f"[{message.document.name}]")
    parts += [" ".join(f"[{button.label}]" for button in row) for row in message.buttons]
    return "\n".join(part for part in parts if part)


def _normalized(screen: str) -> str:
    """Replace what differs from run to run: tokens of invitations, and of programs."""
    return re.sub(r"twgfeed_[\w-]+", "twgfeed_TOKEN", re.sub(r"start=[\w-]+", "start=TOKEN", screen))
