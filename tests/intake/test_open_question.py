"""What is no answer, while a question is open: the question stays, with one sentence or none (U2, U8, T8)."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import select

from sandbox.client_origins import from_channel, from_hidden_user
from storage.actions import ActionState
from storage.meetings import Attendance, Rsvp
from storage.sharing import Post
from tests.actions.conftest import records, stored_action
from tests.forms.steps import answers
from tests.intake.conftest import Desk
from tests.support.cases import all_cases
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage

Sending = Callable[[Desk], Awaitable[object]]


def _raw(**fields: Any) -> Sending:
    """A message with these fields, as Telegram sends it."""
    return lambda desk: desk.telegram.sends(desk.telegram.update(**fields))


#: What a person can send that no question takes, by what it is.
THINGS: dict[str, Sending] = {
    "location": lambda desk: desk.sokha.does(desk.sokha.person.sends_location()),
    "live location": lambda desk: desk.sokha.does(desk.sokha.person.sends_location(live_period=60)),
    "venue": lambda desk: desk.sokha.does(desk.sokha.person.sends_venue("Ministry of Health")),
    "own contact": lambda desk: desk.sokha.does(desk.sokha.person.sends_contact("012345678")),
    "contact of somebody else": lambda desk: desk.sokha.does(desk.sokha.person.sends_contact(of=desk.dara.person)),
    "poll": lambda desk: desk.sokha.does(desk.sokha.person.sends_poll("Which day?", ["Monday", "Friday"])),
    "dice": lambda desk: desk.sokha.does(desk.sokha.person.sends_dice()),
    "sticker": lambda desk: desk.sokha.does(desk.sokha.person.sends_sticker()),
    "game": _raw(game={"title": "Chess", "description": "A game", "photo": []}),
    "checklist": _raw(checklist={"title": "Papers", "tasks": [{"id": 1, "text": "Budget"}]}),
    "paid media": _raw(paid_media={"star_count": 1, "paid_media": []}),
    "story": _raw(story={"chat": {"id": -100, "type": "channel", "title": "News"}, "id": 1}),
    "giveaway": _raw(giveaway={"chats": [], "winners_selection_date": 1, "winner_count": 1}),
    "forwarded words": lambda desk: desk.sokha.says("A new law", forward_origin=from_hidden_user("Somebody")),
    "forwarded post": lambda desk: desk.sokha.says("A new law", forward_origin=from_channel("News")),
}
#: Service messages, which nobody wrote.
SERVICE = [
    "pinned_message",
    "message_auto_delete_timer_changed",
    "chat_background_set",
    "boost_added",
    "gift",
    "unique_gift",
    "write_access_allowed",
    "checklist_tasks_done",
    "checklist_tasks_added",
    "video_chat_started",
    "video_chat_ended",
    "proximity_alert_triggered",
    "web_app_data",
    "connected_website",
    "forum_topic_created",
    "successful_payment",
    "new_chat_title",
]


#: What is done before each question of the form "share" is open.
QUESTIONS = {
    "words": ("/share",),
    "a choice": ("/share", "A new law"),
    "a file": ("/share", "A new law", "form:choice=data", "form:skip"),
    "the summary": ("/share", "A new law", "form:choice=data", "form:skip", "form:skip", "form:choice=all"),
}


async def opens(player: Player, steps: tuple[str, ...]) -> dict[str, Any]:
    """Type and press these. Returns: the answers so far."""
    for step in steps:
        await (player.presses(step) if step.startswith("form:") else player.says(step))
    return await answers(player.stage)


async def is_shared(desk: Desk) -> bool:
    """Whether the form can be ended as if nothing had been sent in between."""
    given = await answers(desk.sokha.stage)
    if "text" not in given:
        await desk.sokha.says("A new law")
    steps = {"kind": "form:choice=data", "details": "form:skip", "file": "form:skip", "audience": "form:choice=all"}
    for name, step in steps.items():
        if name not in given:
            await desk.sokha.presses(step)
    await desk.sokha.presses("form:save")
    async with desk.sokha.stage.assistant.database.read() as session:
        return (await session.scalars(select(Post.text))).all() == ["A new law"]


@pytest.mark.parametrize("name", QUESTIONS)
async def test_what_no_question_takes_is_answered_once_and_the_question_kept(desk: Desk, name: str) -> None:
    given = await opens(desk.sokha, QUESTIONS[name])
    with all_cases() as case:
        for thing, send in THINGS.items():
            with case(thing):
                await send(desk)
                assert len(await desk.sokha.new_messages()) == 1
                await desk.sokha.does_not_see("general/incident")
                assert await answers(desk.sokha.stage) == given
    assert await is_shared(desk)


@pytest.mark.parametrize("name", QUESTIONS)
async def test_a_service_message_is_answered_by_nothing_and_the_question_kept(desk: Desk, name: str) -> None:
    given = await opens(desk.sokha, QUESTIONS[name])
    with all_cases() as case:
        for field in SERVICE:
            with case(field):
                await desk.sokha.looks_away()
                await desk.telegram.sends(desk.telegram.update(**{field: {"some": "thing"}}))
                await desk.sokha.sees_nothing_new()
                assert await answers(desk.sokha.stage) == given
    assert await is_shared(desk)


@pytest.mark.parametrize("title", ["What next for health?", "តើធ្វើអ្វីបន្តសម្រាប់សុខាភិបាល?", "Ready for 2027?"])
async def test_a_title_that_ends_with_a_question_mark(health: Stage, dara: Player, title: str) -> None:
    await dara.says("/newmeeting", title)
    if "title" not in await answers(health):
        await dara.sees("forms/is_answer", text=title)
        await dara.presses_below("form:take")
    assert (await answers(health))["title"] == title
    await dara.asks("kind")


async def test_a_reply_to_an_older_message_is_about_that(health: Stage, desk: Desk) -> None:
    await announce_meeting(desk.dara)
    told = (await desk.sokha.finds("meetings/card")).message
    await desk.sokha.says("/share")
    await desk.sokha.says("I will come", reply_to=told)
    assert "text" not in await answers(health)
    async with health.assistant.database.read() as session:
        assert list(await session.scalars(select(Attendance.rsvp))) == [Rsvp.YES]
    await desk.sokha.says("A new law")
    assert await answers(health) in ({"text": "A new law"}, {})


async def test_a_reply_to_an_earlier_question_is_no_answer_to_this_one(health: Stage, desk: Desk) -> None:
    await desk.sokha.says("/share")
    earlier = (await desk.sokha.finds("forms/ask")).message
    await desk.sokha.says("A new law")
    await desk.sokha.presses("form:choice=data")
    await desk.sokha.presses("form:skip")
    await desk.sokha.asks("file")
    await desk.sokha.says("A new law on data", reply_to=earlier)
    assert (await answers(health))["text"] == "A new law"
    assert "file" not in await answers(health)


async def test_a_quoted_part_of_the_question_is_its_answer(health: Stage, desk: Desk) -> None:
    await desk.sokha.says("/share")
    asked = (await desk.sokha.finds("forms/ask")).message
    await desk.sokha.says("A new law", reply_to=asked, quote="share")
    assert (await answers(health))["text"] == "A new law"


async def test_an_edited_answer_is_asked_about_while_the_next_question_waits(health: Stage, desk: Desk) -> None:
    await desk.sokha.says("/share", "A new lwa")
    mine = [message for message in await desk.sokha.person.messages() if message.mine][-1]
    await desk.sokha.presses("form:choice=data")
    await desk.sokha.presses("form:skip")
    await desk.sokha.edits(mine, "A new law")
    await desk.sokha.sees("general/edited", new="A new law", saved=False)
    assert (await answers(health))["text"] == "A new lwa"
    await desk.sokha.presses("general:change_edit")
    assert (await answers(health))["text"] == "A new law"
    await desk.sokha.asks("file")


@pytest.fixture
async def asked_why(health: Stage, dara: Player) -> int:
    """Dara is asked why their first action is no longer called for; the id of their second."""
    first = await records(dara, dara, "Revise the budget annex")
    second = await records(dara, dara, "Send the district figures")
    await dara.says("/actions")
    await dara.presses("actions:open", first)
    await dara.presses("actions:drop", first)
    await dara.asks("reason")
    return second


@pytest.mark.parametrize("line", ["action 2 is done", "កិច្ចការទី២ រួចរាល់ហើយ"])
async def test_an_act_on_another_thing_is_no_reason_until_its_sender_says_so(
    health: Stage, dara: Player, asked_why: int, line: str
) -> None:
    await dara.says(line)
    await dara.sees_only("forms/is_answer")
    assert await answers(health) == {}
    await dara.presses_below("form:other")
    assert (await stored_action(health, asked_why)).state is ActionState.DONE
    assert await answers(health) == {}
    await dara.says(line)
    await dara.presses_below("form:take")
    await dara.presses("form:save")
    assert (await stored_action(health, 1)).state is ActionState.DROPPED


async def test_what_names_another_thing_for_a_reason_or_replies_to_the_question_is_the_answer(
    health: Stage, dara: Player, asked_why: int
) -> None:
    question = (await dara.finds("forms/ask")).message
    await dara.says("action 2 is done", reply_to=question)
    await dara.presses("form:save")
    assert (await stored_action(health, 1)).state is ActionState.DROPPED
    assert (await stored_action(health, asked_why)).state is ActionState.OPEN


@pytest.mark.parametrize(
    "reason", ["because action 2 is done", "ព្រោះកិច្ចការទី២រួចហើយ", "Merged with action 2", "Sent by letter no. 214"]
)
async def test_a_reason_may_name_another_action(health: Stage, dara: Player, asked_why: int, reason: str) -> None:
    await dara.says(reason)
    await dara.presses("form:save")
    assert (await stored_action(health, 1)).state is ActionState.DROPPED
    assert (await stored_action(health, asked_why)).state is ActionState.OPEN


async def test_somebody_elses_action_is_not_closed_by_what_is_said_of_another(health: Stage, desk: Desk) -> None:
    kenji = await health.member("Kenji Sato", "development_partner", "JICA")
    mine = await records(desk.dara, desk.sokha, "Revise the budget annex")
    theirs = await records(desk.dara, kenji, "Draft the terms of reference")
    await desk.sokha.says("/actions")
    await desk.sokha.presses("actions:open", mine)
    await desk.sokha.presses("actions:done", mine)
    await desk.sokha.says(f"action {theirs} is done")
    await desk.sokha.sees_only("forms/is_answer")
    assert (await stored_action(health, mine)).state is ActionState.OPEN
