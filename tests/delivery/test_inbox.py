"""An update has its effect once, whatever happens on the way (T1)."""

import asyncio
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.demo.stage import TOKEN
from storage.core.inbox import InboxRow
from storage.members import Membership, Role
from storage.sharing import Post
from tests.delivery.conftest import Office, comes_back, hears
from tests.support.stage import Player, Stage


def written(player: Player, text: str, update_id: int) -> dict[str, Any]:
    """An update as Telegram would send it when this person writes."""
    message = {
        "message_id": update_id,
        "date": 1_700_000_000,
        "chat": {"id": player.person.id, "type": "private", "first_name": player.person.name},
        "from": {"id": player.person.id, "is_bot": False, "first_name": player.person.name, "language_code": "en"},
        "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}],
    }
    return {"update_id": update_id, "message": message}


async def count(stage: Stage, table: type[Any]) -> int:
    async with stage.assistant.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/me", ["members/me"]),
        ("/export", []),  # a refusal
        ("/no_such_command", ["general/unknown_command"]),
        ("hello", ["general/greeted"]),
    ],
)
async def test_an_update_that_comes_twice_has_one_answer(office: Office, words: str, answer: list[str]) -> None:
    await office.sokha.looks_away()
    update = written(office.sokha, words, 1)
    await office.stage.assistant.intake.accept([update, update])
    await office.stage.assistant.intake.accept([update])
    await office.stage.settle()
    assert len(await office.sokha.new_messages()) == 1
    await office.sokha.sees_only(*answer)
    assert [refusal.key for refusal in await office.sokha.refusals()] == ["general#not_allowed"] * (not answer)
    async with office.stage.assistant.database.read() as session:
        assert await session.get(InboxRow, 1) is not None


async def test_a_form_moves_one_step_for_an_update_that_comes_twice(health: Stage) -> None:
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("development_partner"))
    await sokha.presses("form:choice=en")
    await sokha.presses("form:skip")
    name = written(sokha, "Sok Sokha", 1)
    await health.assistant.intake.accept([name, name])
    await health.settle()
    await sokha.asks("position")
    await sokha.says("Adviser")
    await sokha.asks("institution")


async def test_updates_whose_answer_was_lost_are_fetched_again_and_handled_once(office: Office) -> None:
    await office.sokha.looks_away()
    await office.stage.sandbox.fault("close_after", method="getUpdates")
    await office.sokha.person.says("/me")
    await office.sokha.person.says("/members")
    await office.stage.settle()
    assert len(await office.sokha.new_messages()) == 2


async def test_a_stop_before_the_next_fetch_loses_nothing_and_repeats_nothing(office: Office) -> None:
    await office.sokha.looks_away()
    since = len(await office.stage.sandbox.journal())
    fault = await office.stage.sandbox.fault("close_before", method="getUpdates", times=None)
    await office.sokha.person.says("/me")
    await hears(office.stage, "fault", since)
    await office.stage.assistant.outbound.idle()
    await office.stage.assistant.stop()
    assert await office.stage.sandbox.pending() == 1
    await office.stage.sandbox.mend(fault)
    await comes_back(office.stage)
    await office.stage.settle()
    assert len(await office.sokha.new_messages()) == 1
    assert await office.stage.sandbox.pending() == 0


async def test_what_people_write_while_the_assistant_is_away_is_answered_when_it_is_back(office: Office) -> None:
    await office.sokha.looks_away()
    await office.stage.assistant.stop()
    await office.sokha.person.says("/me")
    await office.sokha.person.says("/members")
    await comes_back(office.stage)
    await office.stage.settle()
    await office.sokha.sees_only("members/me", "members/directory")


async def test_answers_typed_in_a_rush_fill_the_form_in_their_order(health: Stage) -> None:
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("development_partner"))
    for words in ("English", "Dr.", "Sok Sokha", "Health adviser", "UNFPA", "012 345 678", "Female"):
        await sokha.person.says(words)
    await health.settle()
    summary = await sokha.summary()
    assert [summary[name] for name in ("name", "position", "institution", "contact")] == [
        "Sok Sokha",
        "Health adviser",
        "UNFPA",
        "012 345 678",
    ]


async def test_a_chat_that_is_slow_does_not_hold_up_another(office: Office) -> None:
    since = len(await office.stage.sandbox.journal())
    await office.stage.sandbox.fault("delay", seconds=1.5, method="sendMessage", chat_id=office.sokha.person.id)
    await office.sokha.looks_away()
    await office.kenji.looks_away()
    await office.sokha.person.says("/me")
    await hears(office.stage, "fault", since)
    await office.kenji.person.says("/me")
    await hears(office.stage, "sees", since)
    assert len(await office.kenji.new_messages()) == 1
    assert await office.sokha.new_messages() == []
    await office.stage.settle()
    assert len(await office.sokha.new_messages()) == 1


@pytest.mark.parametrize("kind", ["500", "502", "close_before", "429"])
async def test_fetching_goes_on_after_an_error(office: Office, kind: str) -> None:
    await office.stage.sandbox.fault(kind, method="getUpdates")
    await office.sokha.says("/me")
    await office.sokha.says("/members")
    await office.sokha.sees_only("members/directory")


async def test_fetching_goes_on_when_another_process_fetched_in_between(office: Office) -> None:
    url = f"{office.stage.server.base_url}{TOKEN}/getUpdates"
    async with aiohttp.ClientSession() as session, session.get(url, params={"timeout": 0}) as answer:
        assert answer.status == 200
    await office.sokha.says("/me")
    await office.sokha.sees_only("members/me")


async def test_the_last_use_of_an_invite_is_one_persons(health: Stage) -> None:
    token = await health.invites("development_partner")
    people = [await health.person(name) for name in ("Sokha", "Kenji", "Maria")]
    for player in people:
        await player.starts(token)
        await player.presses("form:choice=en")
        await player.presses("form:skip")
        await player.says(player.person.name, "Officer", "A new institution")
        await player.presses("form:skip")
        await player.presses("form:skip")
    await asyncio.gather(*(player.presses("form:save") for player in people))
    refused = [[refusal.key for refusal in await player.refusals()] for player in people]
    assert sorted(refused) == [[], ["members#used_invite"], ["members#used_invite"]]
    await people[refused.index([])].sees("members/registered")
    async with health.assistant.database.read() as session:
        query = select(func.count()).where(Membership.role == Role.DEVELOPMENT_PARTNER)
        assert await session.scalar(query) == 1


async def test_people_of_the_same_new_institution_register_at_the_same_moment(health: Stage) -> None:
    people = [await health.person(name) for name in ("Sokha", "Kenji", "Maria")]
    for player in people:
        await player.starts(await health.invites("development_partner"))
        await player.presses("form:choice=en")
        await player.presses("form:skip")
        await player.says(player.person.name, "Officer", "A new institution")
        await player.presses("form:skip")
        await player.presses("form:skip")
    await asyncio.gather(*(player.presses("form:save") for player in people))
    for player in people:
        await player.sees("members/registered")


async def test_a_message_that_breaks_us_is_answered_once_and_keeps_nobody_waiting(office: Office) -> None:
    await office.sokha.looks_away()
    posts = await count(office.stage, Post)
    # PostgreSQL takes no NUL; Telegram sends none, so nothing asks for one before it is stored.
    await office.stage.assistant.intake.accept(
        [written(office.sokha, "/search \x00\x00\x00", 1), written(office.kenji, "/me", 2)]
    )
    await office.stage.settle()
    assert len(await office.sokha.new_messages()) == 1
    await office.kenji.sees_only("members/me")
    assert await count(office.stage, Post) == posts


async def test_a_field_that_is_null_is_one_that_is_not_there(office: Office) -> None:
    update = written(office.sokha, "/me", 1)
    update["message"] |= dict.fromkeys(("caption", "photo", "document", "reply_markup", "message_thread_id"))
    update["message"]["from"] |= {"last_name": None, "language_code": None}
    await office.stage.assistant.intake.accept([update])
    await office.stage.settle()
    await office.sokha.sees_only("members/me")
    await office.sokha.reads_fact("UNFPA")


async def test_an_update_that_cannot_be_read_keeps_nobody_waiting(office: Office) -> None:
    await office.sokha.looks_away()
    strange = written(office.sokha, "/me", 1)
    strange["message"]["message_id"] = "the first"
    await office.stage.assistant.intake.accept([strange, written(office.kenji, "/me", 2)])
    await office.stage.settle()
    assert await office.sokha.new_messages() == []
    await office.kenji.sees_only("members/me")
