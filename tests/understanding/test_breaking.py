"""Sequences that tempt the assistant to store what nobody meant, or to lose what was sent (U2, T8)."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from tests.understanding.world import World, enter, stored

PHOTO = b"\xff\xd8\xff a photo"
Act = Callable[[World], Coroutine[Any, Any, None]]

ROWS = (
    "JMI\tIndicator\tValue\n2008-4\tFacilities with essential medicines\t58\u00a0%\n"
    "2008-3\tLand cleared\t43\u00a0500\u00a0974"
)
BOTH = {"report 2008-4=58", "report 2008-3=43500974"}


def says(text: str, *, quote: str = "", reply: bool = False) -> Act:
    async def act(world: World) -> None:
        options: dict[str, Any] = {"quote": quote} if quote else {}
        if quote or reply:
            options["reply_to"] = world.reply_to
        await world.dara.says(text, **options)

    return act


def sends(caption: str = "", *, photos: int = 1, reply: bool = False) -> Act:
    async def act(world: World) -> None:
        options: dict[str, Any] = {"reply_to": world.reply_to} if reply else {}
        if photos == 1:
            await world.dara.sends_file("a.jpg", PHOTO, caption=caption, **options)
        else:
            items = [(f"{number}.jpg", PHOTO) for number in range(photos)]
            await world.dara.sends_album(items, caption=caption, **options)

    return act


async def restarts(world: World) -> None:
    await world.stage.restarts()


#: By context: what is done in it, and what may be stored then.
SCENES: dict[str, list[tuple[list[Act], set[str]]]] = {
    "ask:done": [
        ([says("not yet"), says("yes")], set()),
        ([says("undo")], set()),
        ([says("ដក\u200bវិញ")], set()),
        ([says("not yet finished"), restarts, says("ok")], set()),
        ([says("good morning"), says("ok")], set()),
        ([restarts, says("Sent to MEF with letter no. 12")], {"done 1"}),
        ([says("which action is this?"), says("yes")], set()),
        ([says("action 2"), says("yes")], {"done 1"}),  # "yes" says that it is the answer
        ([says("ot ton te"), says("ban")], set()),
        ([says("2"), says("1")], set()),
    ],
    "ask:confirm": [
        ([sends("yes", photos=2)], set()),
        ([sends("this is for the ToR")], set()),
        ([sends("evidence"), says("yes")], {"save"}),
        ([sends("evidence"), sends("evidence")], set()),
        ([says("yes and no")], set()),
        ([says("no"), says("yes")], set()),
        ([says("I come to the plenary"), says("yes")], {"yes"}),
    ],
    "reply:action": [
        ([sends("which table is wrong?", reply=True)], {"question"}),
        ([sends("half done", photos=2, reply=True)], {"note 1"}),
        ([sends("wrong photo, sorry", reply=True)], set()),
        ([sends("សុំទោស ផ្ញើច្រឡំ", reply=True), says("half done", reply=True)], {"note 1"}),
        ([says("1 and 2 done", reply=True), says("yes")], set()),
    ],
    "reply:several": [
        ([says("58", quote="Facilities with essential medicines")], {"report 2008-4=58"}),
        ([says("done", quote="Revise the budget annex")], {"done 1"}),
        ([says("done", quote="Plenary meeting")], set()),
        ([says("yes", quote="Plenary meeting")], {"yes"}),
    ],
    "plain": [
        ([says("/done 1,2")], set()),
        ([says("action 1 and 2 are done"), says("yes")], set()),
        ([says("is action 1 done"), restarts, says("yes")], set()),
        ([says(ROWS)], BOTH),
    ],
    "reply:indicator": [
        ([says("2008-4: 58%\n2008-3: 43,500,974 m2", reply=True)], BOTH),
    ],
}


@pytest.mark.parametrize("context", SCENES)
async def test_only_what_was_meant_is_stored(context: str, tmp_path: Path, migrated_file: Path) -> None:
    async with enter(context, tmp_path, migrated_file) as world:
        for acts, left in SCENES[context]:
            world.begins_again()
            for act in acts:
                await act(world)
            found = await stored(world.stage) - world.before - {"asks open"}
            assert found == left, await world.screen()


async def test_evidence_sent_at_the_summary_is_shown_with_it(tmp_path: Path, migrated_file: Path) -> None:
    async with enter("ask:confirm", tmp_path, migrated_file) as world:
        await sends("yes", photos=2)(world)
        await world.dara.sees("forms/confirm")
        await world.dara.is_refused("forms#caption_left_out")
        assert await world.dara.summary()
