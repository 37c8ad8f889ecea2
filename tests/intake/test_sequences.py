"""Whatever people do in whatever order: forms are consistent, own words are answered, nothing is half-saved (U2)."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from storage.actions import Action, ActionState, ActionUpdate
from storage.core.inbox import InboxRow
from storage.sharing import Post
from tests.conftest import START
from tests.forms.steps import open_forms
from tests.intake.conftest import set_desk
from tests.support.stage import Player, raise_curtain
from tests.support.updates import Telegram

FORWARDED = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}}

#: What the person sends or forwards and may be shared as it stands.
SENT = {"The midwifery study is finished", "Something else", "A word of the ministry"}


class Play:
    """One person who does things, and what must hold after each of them."""

    def __init__(self, sokha: Player) -> None:
        self.sokha = sokha
        self.telegram = Telegram(sokha)
        self.sent: list[int] = []
        self.albums = 0
        self.pressed = False

    async def _gets(self, *updates: dict[str, object]) -> None:
        await self.telegram.sends(*updates)

    async def says(self, text: str, **fields: object) -> None:
        """Own words are answered."""
        update = self.telegram.update(text=text, **fields)
        await self._gets(update)
        self.sent.append(update["message"]["message_id"])
        assert await self.sokha.new_messages(), f"{text!r} is not answered"

    async def begins(self) -> None:
        await self.says("/share")

    async def writes(self) -> None:
        await self.says("The midwifery study is finished")

    async def cancels(self) -> None:
        await self.says("/cancel")

    async def writes_at_length(self) -> None:
        before = await self._forms()
        await self._gets(self.telegram.update(text="word " * 500), self.telegram.update(text="more " * 400))
        assert len(await self.sokha.new_messages()) == 1
        assert await self._forms() == before

    async def sends_an_album(self) -> None:
        self.albums += 1
        group = f"album {self.albums}"
        await self._gets(*(self.telegram.photo(f"{self.albums}{part}", media_group_id=group) for part in "abc"))
        assert len(await self.sokha.new_messages()) == 1

    async def speaks(self) -> None:
        """A recording is answered, and closes or sends nothing by itself."""
        await self.sokha.does(self.sokha.person.sends_voice())
        assert await self.sokha.new_messages()

    async def adds_to_the_album(self) -> None:
        if self.albums:
            before = await self._forms()
            await self._gets(self.telegram.photo("late", media_group_id=f"album {self.albums}"))
            assert len(await self.sokha.new_messages()) == 1
            assert await self._forms() == before

    async def forwards(self) -> None:
        before = await self._forms()
        await self._gets(self.telegram.update(text="/done 1 it was sent", **FORWARDED))
        assert await self._forms() == before
        assert await self.sokha.new_messages()

    async def forwards_an_answer(self) -> None:
        before = await self._forms()
        await self._gets(self.telegram.update(text="A word of the ministry", **FORWARDED))
        assert await self._forms() == before

    async def pins(self) -> None:
        before = await self._forms()
        await self._gets(self.telegram.update(pinned_message={"message_id": 1, "date": 0, "chat": {"id": 1}}))
        await self.sokha.sees_nothing_new()
        assert await self._forms() == before

    async def edits(self) -> None:
        if self.sent:
            before = await self._forms()
            await self._gets(self.telegram.edit(self.sent[-1], "Something else"))
            assert await self._forms() == before

    async def presses(self) -> None:
        """Press the first button of the newest message that has any."""
        for seen in reversed(await self.sokha.messages()):
            for button in seen.buttons:
                if button.name != "url":
                    self.pressed = True
                    await self.sokha.does(self.sokha.person.taps_button(button.button, in_message=seen.message))
                    return

    async def lets_time_pass(self) -> None:
        await self.sokha.stage.passes(hours=1)

    async def restarts(self) -> None:
        before = await self._forms()
        await self.sokha.stage.restarts()
        assert await self._forms() == before

    async def is_cut_off(self) -> None:
        """Two parts of an album come, the assistant is restarted, and the third part comes."""
        self.albums += 1
        parts = [self.telegram.photo(f"{self.albums}{part}", media_group_id=f"album {self.albums}") for part in "abc"]
        await self.sokha.looks_away()
        await self.sokha.stage.assistant.intake.accept(parts[:2])
        await self.sokha.stage.restarts()
        await self.sokha.stage.assistant.intake.accept(parts[1:])
        await self.sokha.stage.settle()
        assert len(await self.sokha.new_messages()) == 1

    async def _forms(self) -> list[dict[str, object]]:
        return [dict(form.answers) for form in await open_forms(self.sokha.stage)]

    async def check(self) -> None:
        """What must hold at any time."""
        async with self.sokha.stage.assistant.database.read() as session:
            assert not await session.scalar(select(func.count()).where(InboxRow.payload.is_not(None)))
            closed = (await session.scalars(select(Action.state))).one() is not ActionState.OPEN
            assert self.pressed or not closed, "only a press may close it: the person never wrote so"
            assert set(await session.scalars(select(Post.text))) <= SENT
            for text in await session.scalars(select(ActionUpdate.text)):
                assert not text.startswith("/")


STEPS: tuple[Callable[[Play], Awaitable[None]], ...] = (
    Play.begins,
    Play.writes,
    Play.cancels,
    Play.writes_at_length,
    Play.sends_an_album,
    Play.speaks,
    Play.adds_to_the_album,
    Play.forwards,
    Play.forwards_an_answer,
    Play.pins,
    Play.edits,
    Play.presses,
    Play.presses,
    Play.lets_time_pass,
    Play.restarts,
    Play.is_cut_off,
)

sequences = st.lists(st.sampled_from(STEPS), min_size=3, max_size=10)


async def _play(steps: list[Callable[[Play], Awaitable[None]]], migrated: Path) -> None:
    with TemporaryDirectory() as folder:
        shutil.copy(migrated, Path(folder) / "twgbot.db")
        async with raise_curtain(Path(folder), f"sqlite+aiosqlite:///{folder}/twgbot.db", START) as stage:
            await stage.adds_twg()
            play = Play((await set_desk(stage)).sokha)
            for step in steps:
                await step(play)
                await play.check()


@settings(max_examples=4)
@given(steps=sequences)
def test_a_few_sequences(steps: list[Callable[[Play], Awaitable[None]]], migrated_file: Path) -> None:
    asyncio.run(_play(steps, migrated_file))


@pytest.mark.soak
@settings(max_examples=400)
@given(steps=sequences)
def test_many_sequences(steps: list[Callable[[Play], Awaitable[None]]], migrated_file: Path) -> None:
    asyncio.run(_play(steps, migrated_file))
