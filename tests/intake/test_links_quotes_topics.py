"""Hidden links are kept, a quoted part says what is meant, and answers stay in their topic (U2)."""

import pytest
from sqlalchemy import select

from handlers.routing.bot_api import Entity
from handlers.routing.message_content import write_links
from handlers.routing.quotes import find_quoted
from storage.actions import ActionUpdate
from storage.sharing import Post
from tests.intake.conftest import Desk, noted


def _link(offset: int, length: int, url: str = "https://moh.gov.kh") -> Entity:
    return Entity(type="text_link", offset=offset, length=length, url=url)


@pytest.mark.parametrize(
    ("text", "entities", "written"),
    [
        ("See the study here.", [_link(8, 5)], "See the study (https://moh.gov.kh) here."),
        ("🌾 study", [_link(3, 5)], "🌾 study (https://moh.gov.kh)"),
        ("https://moh.gov.kh", [_link(0, 18)], "https://moh.gov.kh"),
        (
            "one two",
            [_link(0, 3, "https://a.kh"), _link(4, 3, "https://b.kh")],
            "one (https://a.kh) two (https://b.kh)",
        ),
        ("the study \nmore", [_link(4, 7)], "the study (https://moh.gov.kh) \nmore"),
        ("bold", [Entity(type="bold", offset=0, length=4)], "bold"),
    ],
)
def test_the_address_stands_behind_the_words(text: str, entities: list[Entity], written: str) -> None:
    assert write_links(text, entities) == written


async def test_a_shared_text_keeps_its_hidden_link(desk: Desk) -> None:
    link = {"type": "text_link", "offset": 4, "length": 5, "url": "https://moh.gov.kh/study"}
    await desk.sokha.does(desk.sokha.person.says("The study is finished", entities=[link]))
    for name in ("sharing:take", "form:choice=data", "form:skip", "form:skip", "form:choice=all", "form:save"):
        await desk.sokha.presses(name)
    async with desk.sokha.stage.assistant.database.read() as session:
        assert (await session.scalars(select(Post.text))).one() == "The study (https://moh.gov.kh/study) is finished"


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Send the draft budget", "Send the draft budget"),
        ("draft  BUDGET", "Send the draft budget"),
        ("1. Send the draft budget · Friday", "Send the draft budget"),
        ("Print", "Print the minutes"),
        ("Print\u200bthe minutes", "Print the minutes"),
        ("Send the dra\u2060ft budget", "Send the draft budget"),
        ("the", None),
        ("", None),
        ("Send the draft budget\nPrint the minutes", None),
    ],
)
def test_the_quoted_words_name_one(quote: str, found: str | None) -> None:
    assert find_quoted(quote, ["Send the draft budget", "Print the minutes"], lambda name: (name,)) == found


async def test_a_reply_that_quotes_one_of_several_actions_is_about_that_one(desk: Desk) -> None:
    await desk.dara.says("/newaction", "Print the minutes", "Sok Sokha")
    for name in ("form:skip", "form:choice=all", "form:save"):
        await desk.dara.presses(name)
    stage = desk.sokha.stage
    await stage.passes(days=9)
    told = (await desk.sokha.finds("actions/card")).message
    await desk.sokha.says("Half of them are printed", reply_to=told, quote="Print the minutes")
    assert await noted(desk) == ["Half of them are printed"]
    async with stage.assistant.database.read() as session:
        assert len((await session.scalars(select(ActionUpdate.action_id))).all()) == 1


async def test_an_answer_in_a_topic_goes_to_that_topic(desk: Desk) -> None:
    group = await desk.sokha.stage.sandbox.group("Health", [desk.sokha.person], forum=True)
    topic = await desk.sokha.person.opens_topic("Budget", group)
    await desk.sokha.stage.settle()
    world = desk.sokha.stage.server.world
    messages = world.chats[group.id].messages.values()
    when_added = [message for message in messages if message.sender == world.bot_id]
    await desk.sokha.does(desk.sokha.person.says("/menu@twg_bot", chat=group, thread_id=topic))
    answers = [message for message in messages if message.sender == world.bot_id][len(when_added) :]
    assert [message.thread_id for message in answers] == [topic]
