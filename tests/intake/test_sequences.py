"""Whatever people do in any order: forms stay consistent, words are answered, nothing is half-saved (U2, U8, T8)."""

import asyncio
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from handlers.routing.whose_words import MESSAGE_GROUPS, Whose
from tests.conftest import START
from tests.intake.play import BEGINNINGS, FORWARDED_WORDS, WORDS, set_scene
from tests.support.stage import raise_curtain

#: A step is the name of a method of `Play`, and its arguments.
Step = tuple[Any, ...]

_SERVICE = [field for group in MESSAGE_GROUPS if group.whose is Whose.NOBODY for field in group.fields.split()]
_TARGETS = st.sampled_from(["question", "grouped", "invitation", "action", "oldest"])
_BUTTONS = st.one_of(st.integers(0, 6), st.integers(0, 60))


def _step(name: str, *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.tuples(st.just(name), *arguments)


#: Words, replies and buttons are done more often than the others.
_STEPS = st.one_of(
    *[_step("says", st.sampled_from(WORDS))] * 3,
    *[_step("replies", st.sampled_from(WORDS), _TARGETS)] * 3,
    *[_step("presses", _BUTTONS)] * 4,
    *[_step("begins", st.sampled_from([*BEGINNINGS]))] * 2,
    *[_step("lets_pass", st.sampled_from([1, 3, 72]))] * 2,
    _step("forwards", st.sampled_from(FORWARDED_WORDS), _TARGETS),
    _step("gets_service_message", st.sampled_from(_SERVICE)),
    _step("edits", st.sampled_from(["", "", "Something else", "done", "85%"])),
    _step("writes_at_length"),
    _step("sends_an_album"),
    _step("adds_to_the_album"),
    _step("is_cut_off"),
    _step("speaks"),
    _step("restarts"),
)
#: Without looking for a shorter sequence that fails too, which takes minutes: each of them is short.
_PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
sequences = st.lists(_STEPS, min_size=6, max_size=14)


async def _play(steps: list[Step], migrated: Path) -> None:
    with TemporaryDirectory() as folder:
        shutil.copy(migrated, Path(folder) / "twgbot.db")
        async with raise_curtain(Path(folder), f"sqlite+aiosqlite:///{folder}/twgbot.db", START) as stage:
            await stage.adds_twg()
            play = await set_scene(stage)
            for name, *arguments in steps:
                await play.does(lambda play, name=name, arguments=arguments: getattr(play, name)(*arguments))


@settings(max_examples=6, phases=_PHASES)
@given(steps=sequences)
def test_a_few_sequences(steps: list[Step], migrated_file: Path) -> None:
    asyncio.run(_play(steps, migrated_file))


@pytest.mark.soak
@settings(max_examples=400, phases=_PHASES)
@given(steps=sequences)
def test_many_sequences(steps: list[Step], migrated_file: Path) -> None:
    asyncio.run(_play(steps, migrated_file))
