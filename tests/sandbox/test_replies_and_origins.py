"""Replies with quotes, replies to other chats, forwards from everywhere, and other fields of a message."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.client_origins import from_bot, from_channel, from_group, from_hidden_user, from_user
from tests.sandbox.conftest import NOW, Api
from tests.sandbox.test_albums import received


async def test_a_reply_quotes_a_part(api: Api, sokha: SandboxPerson) -> None:
    text = "<b>😀 Budget</b> and budget. <code>Budget</code>"
    asked = await api("sendMessage", chat_id=sokha.id, text=text, parse_mode="HTML")
    for quote in ("Budget", {"text": "Budget", "position": 22}, {"text": "and budget", "is_manual": False}):
        await sokha.says("yes", reply_to=asked["message_id"], quote=quote)
    first, second, third = await received(api)
    assert first["reply_to_message"]["message_id"] == asked["message_id"]
    bold = {"type": "bold", "offset": 0, "length": 6}
    assert first["quote"] == {"text": "Budget", "position": 3, "is_manual": True, "entities": [bold]}
    assert second["quote"] == {"text": "Budget", "position": 22, "is_manual": True}, "code is not kept in a quote"
    assert third["quote"] == {"text": "and budget", "position": 10}
    assert (await sokha.messages())[-1].raw["quote"]["text"] == "and budget"


async def test_a_quote_is_of_words_that_stand_there(sokha: SandboxPerson) -> None:
    said = await sokha.says("one two")
    with pytest.raises(AssertionError, match="the quoted words are not in that message"):
        await sokha.says("x", reply_to=said, quote="three")
    with pytest.raises(AssertionError, match="a quote needs the message that it is from"):
        await sokha.says("x", quote="one")
    with pytest.raises(AssertionError, match="a quote has 1 to 1024 characters"):
        await sokha.says("x", reply_to=await sokha.says("y" * 1025), quote="y" * 1025)


async def test_a_reply_to_another_chat(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    dara = await sandbox.person("Dara")
    group = await sandbox.group("Health", [sokha, dara])
    paper = await dara.sends_file("a.pdf", b"%PDF", caption="The paper", chat=group)
    await sokha.says("I have read it", reply_to=paper, reply_in=group, quote="paper")
    await sokha.says("I saw it", external_reply={"origin": from_channel("News"), "message_id": 7}, quote="all of it")
    inside, outside = (await received(api))[-2:]
    assert "reply_to_message" not in inside
    reply = inside["external_reply"]
    assert (reply["chat"]["id"], reply["message_id"]) == (group.id, paper.id)
    assert reply["origin"]["sender_user"]["first_name"] == "Dara"
    assert reply["document"]["file_name"] == "a.pdf"
    assert inside["quote"]["position"] == 4
    assert outside["external_reply"]["origin"]["chat"]["title"] == "News"
    assert outside["quote"]["text"] == "all of it"
    with pytest.raises(AssertionError, match=r"external_reply\.origin"):
        await sokha.says("x", external_reply={"origin": {"type": "nobody"}})


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        (from_user("Bopha", last_name="Sok"), "Bopha Sok"),
        (from_hidden_user("Somebody"), "Somebody"),
        (from_bot("news_bot", "News bot"), "News bot"),
        (from_channel("The news", username="news", signature="Editor"), "The news"),
        (from_group("Committee", signature="Chair"), "Committee"),
    ],
)
async def test_a_forward_from_elsewhere(api: Api, sokha: SandboxPerson, origin: dict[str, Any], name: str) -> None:
    await sokha.says("Read this", forward_origin=origin)
    await sokha.sends_album([("a.pdf", b"%PDF"), ("b.pdf", b"%PDF")], forward_origin=origin | {"date": 5})
    text, file, _ = await received(api)
    assert text["forward_origin"] == origin | {"date": int(NOW.timestamp())}
    assert file["forward_origin"]["date"] == 5
    assert (await sokha.messages())[-1].raw["forwarded_from"] == name
    with pytest.raises(AssertionError, match="a forwarded message cannot be edited"):
        await sokha.edits(await sokha.says("x", forward_origin=origin), "y")


async def test_the_origin_of_what_is_forwarded(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    dara = await sandbox.person("Dara", last_name="Kim")
    group = await sandbox.group("Health", [sokha, dara])
    from_the_bot = await api("sendMessage", chat_id=sokha.id, text="Hello")
    said = await dara.says("From Dara", chat=group)
    await sokha.forwards((await sokha.messages())[-1])
    await sokha.forwards(said)
    await dara.sets(hidden_in_forwards=True)
    await sokha.forwards(said)
    behalf = await sokha.says("From us all", chat=group, anonymous=True)
    await sokha.forwards(behalf)
    bot, user, hidden, chat = [m["forward_origin"] for m in await received(api) if "forward_origin" in m]
    assert (bot["type"], bot["sender_user"]["is_bot"]) == ("user", True)
    assert bot["date"] == from_the_bot["date"]
    assert (user["type"], user["sender_user"]["id"]) == ("user", dara.id)
    assert hidden == {"type": "hidden_user", "date": bot["date"], "sender_user_name": "Dara Kim"}
    assert (chat["type"], chat["sender_chat"]["title"]) == ("chat", "Health")


async def test_an_administrator_writes_in_the_name_of_the_group(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    dara = await sandbox.person("Dara")
    group = await sandbox.group("Health", [sokha, dara], bot="administrator")
    await sokha.says("From us all", chat=group, anonymous=True)
    message = (await received(api))[-1]
    assert message["from"]["username"] == "GroupAnonymousBot"
    assert message["sender_chat"]["id"] == group.id
    with pytest.raises(AssertionError, match="only administrators of a group write anonymously"):
        await dara.says("Me too", chat=group, anonymous=True)


async def test_a_message_through_a_bot_and_other_fields(api: Api, sokha: SandboxPerson) -> None:
    await sokha.says("A cat", via_bot="@pic", extra={"has_protected_content": True, "effect_id": "5"})
    [message] = await received(api)
    assert (message["via_bot"]["username"], message["via_bot"]["is_bot"]) == ("pic", True)
    assert (message["has_protected_content"], message["effect_id"]) == (True, "5")
    for extra, words in (
        ({"sender": 1}, "sender is no field of Message, by Bot API 10.1"),
        ({"effect_id": 5}, "extra.effect_id is no String: 5"),
        ({"from": {}}, "extra.from"),
        ({"new_chat_title": "x"}, "`extra` cannot set new_chat_title"),
        ({"text": "x"}, "`extra` cannot set text"),
    ):
        with pytest.raises(AssertionError, match=words):
            await sokha.says("x", extra=extra)


async def test_contacts(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    dara = await sandbox.person("Dara", last_name="Kim")
    await sokha.sends_contact()
    await sokha.sends_contact(of=dara)
    await sokha.sends_contact("+85512345678", "Front", last_name="Desk")
    await sokha.sends_contact("+85512345679", "Abroad", user_id=7_000_000_009)
    own, other, desk, abroad = [message["contact"] for message in await received(api)]
    assert (own["user_id"], own["last_name"]) == (sokha.id, "Chan")
    assert (other["user_id"], other["first_name"], other["last_name"]) == (dara.id, "Dara", "Kim")
    assert desk == {"phone_number": "+85512345678", "first_name": "Front", "last_name": "Desk"}
    assert abroad["user_id"] == 7_000_000_009
    with pytest.raises(AssertionError, match="a contact needs"):
        await sokha.sends_contact(user_id=7_000_000_009)


async def test_people_and_chats_are_shared_with_the_keys_that_ask_for_them(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    dara = await sandbox.person("Dara", last_name="Kim")
    users = {"text": "Whom?", "request_users": {"request_id": 3, "max_quantity": 2, "request_name": True}}
    chat = {"text": "Which group?", "request_chat": {"request_id": 4, "chat_is_channel": False}}
    markup = {"keyboard": [[users, chat]]}
    await api("sendMessage", chat_id=sokha.id, text="Share", reply_markup=markup)
    await sokha.taps("Whom?", shared=[dara.id, 7_000_000_001])
    await sokha.taps("Which group?", shared=[-1_001_234])
    people, group = await received(api)
    named = {"user_id": dara.id, "first_name": "Dara", "last_name": "Kim"}
    assert people["users_shared"] == {"request_id": 3, "users": [named, {"user_id": 7_000_000_001}]}
    assert group["chat_shared"] == {"request_id": 4, "chat_id": -1_001_234}
    with pytest.raises(AssertionError, match="this key asks for 1 to 2 ids"):
        await sokha.taps("Whom?")


async def test_a_live_location_moves(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    live = await sokha.sends_location(live_period=900)
    await sokha.moves_location(live, 13.3622, 103.8597)
    [moved] = await received(api, "edited_message")
    assert moved["location"] == {"latitude": 13.3622, "longitude": 103.8597, "live_period": 900}
    with pytest.raises(AssertionError, match="no live location"):
        await sokha.moves_location(await sokha.sends_location(), 1, 1)
    await sandbox.moves_clock(forward=timedelta(minutes=16))
    with pytest.raises(AssertionError, match="no live location"):
        await sokha.moves_location(live, 1, 1)


async def test_a_post_of_the_linked_channel(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    group = await sandbox.group("Health", [sokha], bot="administrator")
    channel = {"id": -1_009_000_000_007, "type": "channel", "title": "The news"}
    await sokha.says("Read", chat=group, extra={"sender_chat": channel, "is_automatic_forward": True})
    await sokha.says("Mine", chat=group, extra={"sender_chat": channel})
    assert [message["from"]["first_name"] for message in (await received(api))[-2:]] == ["Telegram", "Channel"]


async def test_places_polls_and_dice(api: Api, sokha: SandboxPerson) -> None:
    await sokha.sends_venue("Ministry of Health", "Phnom Penh")
    await sokha.sends_location(live_period=900)
    polled = await sokha.sends_poll("When?", ["Monday", "Tuesday"], is_anonymous=False)
    await sokha.sends_dice("🎳", value=6)
    await sokha.votes([1], polled)
    venue, location, poll, dice = await received(api)
    assert venue["venue"]["location"] == venue["location"], "as Telegram does"
    assert location["location"]["live_period"] == 900
    assert [option["text"] for option in poll["poll"]["options"]] == ["Monday", "Tuesday"]
    assert dice["dice"] == {"emoji": "🎳", "value": 6}
    with pytest.raises(AssertionError, match=r"only .* are thrown"):
        await sokha.sends_dice("👍")
    with pytest.raises(AssertionError, match="poll must have at least 1 option"):
        await sokha.sends_poll("When?", [])
