"""Albums and long texts are one act, however they arrive (U2, T1)."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from storage.core.inbox import InboxRow
from storage.core.kept_acts import KeptAct
from tests.intake.conftest import Desk
from tests.support.processes import until
from tests.support.stage import Stage

LONG = "The study says that much is to be done. " * 90


def _waiting(stage: Stage) -> Any:
    async def count() -> int:
        async with stage.assistant.database.read() as session:
            return await session.scalar(select(func.count()).where(InboxRow.payload.is_not(None))) or 0

    return count()


async def test_an_album_is_offered_as_one(desk: Desk) -> None:
    photos = [
        desk.telegram.photo(name, media_group_id="9", **more)
        for name, more in (("a", {"caption": "The ward"}), ("b", {}), ("c", {}))
    ]
    await desk.telegram.sends(*photos)
    await desk.sokha.sees_only("general/offer")
    file = (await desk.sokha.shown("general/offer"))["file"]
    assert [each.name for each in file.all] == ["photo-a.jpg", "photo-b.jpg", "photo-c.jpg"]
    assert [each.caption for each in file.all] == ["The ward", "", ""]


async def test_the_payload_is_forgotten_when_the_act_was_handled(desk: Desk) -> None:
    stage = desk.sokha.stage
    first, second = (desk.telegram.photo(name, media_group_id="9") for name in "ab")
    await stage.assistant.intake.accept([first])
    await stage.assistant.intake.accept([second])
    assert await _waiting(stage) == 2
    await stage.settle()
    assert await _waiting(stage) == 0


async def test_an_act_is_handled_by_itself_when_nothing_more_comes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.intake.QUIET_S", 0.05)
    intake = desk.sokha.stage.assistant.intake
    for name in "ab":
        await intake.accept([desk.telegram.photo(name, media_group_id="9")])
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)
    assert await _waiting(desk.sokha.stage) == 0
    await desk.sokha.stage.settle()
    await desk.sokha.sees("general/offer")


async def test_ten_parts_wait_for_nothing(desk: Desk) -> None:
    intake = desk.sokha.stage.assistant.intake
    await intake.accept([desk.telegram.photo(str(number), media_group_id="9") for number in range(10)])
    await asyncio.sleep(0.2)
    assert await _waiting(desk.sokha.stage) == 0


async def test_what_is_typed_after_an_album_is_handled_after_it(desk: Desk) -> None:
    await desk.telegram.sends(
        desk.telegram.photo("a", media_group_id="9"),
        desk.telegram.update(text="/me"),
        desk.telegram.photo("b", media_group_id="9"),
    )
    await desk.sokha.sees_only("general/offer", "members/me")
    file = (await desk.sokha.shown("general/offer"))["file"]
    assert [each.name for each in file.all] == ["photo-a.jpg", "photo-b.jpg"]


async def test_two_albums_at_once_are_asked_about_together(desk: Desk) -> None:
    await desk.telegram.sends(*(desk.telegram.photo(name, media_group_id=name[0]) for name in ("1a", "2a", "1b", "2b")))
    await desk.sokha.sees_only("general/offer")
    file = (await desk.sokha.shown("general/offer"))["file"]
    assert [each.name for each in file.all] == ["photo-1a.jpg", "photo-1b.jpg", "photo-2a.jpg", "photo-2b.jpg"]


async def test_an_ordinary_message_waits_for_nothing(desk: Desk) -> None:
    await desk.sokha.looks_away()
    await desk.sokha.stage.assistant.intake.accept([desk.telegram.update(text="/me")])
    assert await _waiting(desk.sokha.stage) == 0
    await desk.sokha.stage.assistant.outbound.idle()
    await desk.sokha.sees_only("members/me")


@pytest.mark.parametrize("restarted", [False, True])
async def test_an_album_survives_a_restart(desk: Desk, restarted: bool) -> None:
    stage = desk.sokha.stage
    await desk.sokha.looks_away()
    first, second = (desk.telegram.photo(name, media_group_id="9") for name in "ab")
    await stage.assistant.intake.accept([first])
    if restarted:
        await stage.restarts()
    await stage.assistant.intake.accept([first, second])
    await stage.settle()
    await desk.sokha.sees_only("general/offer")
    assert len((await desk.sokha.shown("general/offer"))["file"].all) == 2


async def test_what_waited_is_handled_after_a_restart_though_nothing_more_comes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next process sets the timer at its start; what came behind the album is handled too, after it."""
    monkeypatch.setattr("bot.intake.QUIET_S", 0.2)
    stage = desk.sokha.stage
    await desk.sokha.looks_away()
    await stage.assistant.intake.accept([desk.telegram.photo("a", media_group_id="9")])
    await stage.assistant.intake.accept([desk.telegram.update(text="/me")])
    await stage.restarts()
    assert await _waiting(stage) == 2

    async def nothing_waits() -> bool:
        return await _waiting(stage) == 0

    await until(nothing_waits)
    await stage.settle()
    await desk.sokha.sees_only("general/offer", "members/me")
    assert len((await desk.sokha.shown("general/offer"))["file"].all) == 1


async def test_a_part_that_comes_later_is_asked_about_and_replaces_nothing(desk: Desk) -> None:
    await desk.sokha.says("/share", "The new ward")
    await desk.sokha.presses("form:choice=ongoing_work")
    await desk.sokha.presses("form:skip")
    await desk.telegram.sends(*(desk.telegram.photo(name, media_group_id="9") for name in "ab"))
    await desk.sokha.asks("audience")
    await desk.telegram.sends(desk.telegram.photo("c", media_group_id="9"))
    await desk.sokha.sees_only("general/offer")
    await desk.sokha.sees("general/offer", late=True)
    await desk.sokha.presses("form:choice=all")
    assert (await desk.sokha.summary())["file"] == "Photo"


async def test_a_long_text_that_was_cut_is_one_text(desk: Desk) -> None:
    pieces = [LONG[:4000].strip(), LONG[4000:].strip() + " The end of it all, with as many words as are needed." * 12]
    await desk.telegram.sends(*(desk.telegram.update(text=piece) for piece in pieces))
    await desk.sokha.sees_only("general/offer")


async def test_the_whole_text_is_kept_for_the_buttons(desk: Desk) -> None:
    pieces = ["word " * 500, "more " * 400, "/me"]
    await desk.telegram.sends(*(desk.telegram.update(text=piece.strip()) for piece in pieces))
    await desk.sokha.sees_only("general/offer", "members/me")
    async with desk.sokha.stage.assistant.database.read() as session:
        kept = (await session.scalars(select(KeptAct.text))).one()
    assert kept == ("word " * 500 + "more " * 400).strip()


async def test_a_cut_text_too_long_for_a_question_is_refused_once(desk: Desk) -> None:
    await desk.sokha.says("/share")
    await desk.telegram.sends(*(desk.telegram.update(text=LONG[:3590].strip()) for _piece in range(2)))
    await desk.sokha.is_refused("general#too_long", limit=3000)
    assert len(await desk.sokha.new_messages()) == 1


@pytest.mark.parametrize(
    ("texts", "seconds"),
    [
        (("word " * 500, "and the annex"), 0),
        (("word " * 500, "more " * 400), 10),
        (("word " * 300, "more " * 700), 0),
    ],
    ids=["together they fit one message", "later", "the first is too short to be cut"],
)
async def test_texts_that_were_not_cut_stay_apart(desk: Desk, texts: tuple[str, ...], seconds: int) -> None:
    now = int(desk.sokha.stage.clock.now().timestamp())
    first, second = (text.strip() for text in texts)
    await desk.telegram.sends(
        desk.telegram.update(text=first, date=now), desk.telegram.update(text=second, date=now + seconds)
    )
    await desk.sokha.sees_only("general/offer", "general/offer")


async def test_pieces_are_joined_whatever_others_write_meanwhile(desk: Desk) -> None:
    other = desk.of(desk.dara)
    stage = desk.sokha.stage
    await desk.sokha.looks_away()
    await stage.assistant.intake.accept([desk.telegram.update(text=("word " * 500).strip())])
    await stage.assistant.intake.accept([other.update(text="/me") | {"update_id": 5}])
    await stage.assistant.intake.accept([desk.telegram.update(text=("more " * 400).strip())])
    await stage.settle()
    await desk.sokha.sees_only("general/offer")


async def test_an_act_is_kept_until_the_person_wants_nothing(desk: Desk) -> None:
    await desk.telegram.sends(*(desk.telegram.paper(f"{name}.pdf", media_group_id="9") for name in "abc"))

    async def kept() -> list[int]:
        async with desk.sokha.stage.assistant.database.read() as session:
            return [len(files) for files in await session.scalars(select(KeptAct.files))]

    assert await kept() == [3]
    await desk.sokha.stage.passes(minutes=3)  # files that follow at once are asked about together
    await desk.sokha.does(desk.sokha.person.sends_album([("a.pdf", b"a"), ("b.pdf", b"b")]))
    assert sorted(await kept()) == [2, 3]
    await desk.sokha.presses("general:dismiss")
    assert await kept() == [3]
