"""Person actions, and what people see."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from telegram import Bot

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.clock import MovableClock
from sandbox.event_stream import event_stream
from sandbox.journal import Journal
from sandbox.server import SandboxServer
from tests.sandbox.conftest import NOW, Api

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (320).to_bytes(4, "big") + (200).to_bytes(4, "big") + b"\x08\x06\0\0\0"


async def test_everything_a_person_sends_is_parsed_by_python_telegram_bot(
    server: SandboxServer, sokha: SandboxPerson
) -> None:
    said = await sokha.says("/jmi 2008-4 58% 😀")
    await sokha.sends_file("ក.pdf", b"%PDF", caption="c", mime_type="application/pdf", reply_to=said)
    await sokha.sends_photo(PNG, caption="p")
    await sokha.sends_sticker("🙏")
    await sokha.sends_voice()
    await sokha.sends_contact()
    await sokha.sends_location()
    await sokha.forwards(said)
    await sokha.edits(said, "/jmi 2008-4 59%")
    async with Bot("1:test", base_url=server.base_url) as bot:
        updates = await bot.get_updates()
    text, file, photo, sticker, voice, contact, location, forward = [u.message for u in updates[1:-1] if u.message]
    edited = updates[-1].edited_message
    assert text.parse_entities() == {text.entities[0]: "/jmi"}
    assert getattr(file.document, "file_name", None) == "ក.pdf"
    assert getattr(file.reply_to_message, "message_id", None) == said.id
    assert (photo.photo[-1].width, photo.caption) == (320, "p")
    assert getattr(sticker.sticker, "emoji", None) == "🙏"
    assert getattr(voice.voice, "mime_type", None) == "audio/ogg"
    assert getattr(contact.contact, "user_id", None) == sokha.id
    assert getattr(location.location, "latitude", None) == pytest.approx(11.5564)
    assert getattr(forward.forward_origin, "type", None) == "user"
    assert getattr(edited, "text", None) == "/jmi 2008-4 59%"
    assert getattr(edited, "edit_date", None) == NOW
    for update in updates:
        assert not update.api_kwargs
        assert not getattr(update.effective_message, "api_kwargs", None)


async def test_a_long_text_goes_out_in_pieces_like_in_telegrams_apps(api: Api, sokha: SandboxPerson) -> None:
    sent = await sokha.says("x" * 5000)
    assert len(sent.parts) == 2
    assert [len(u["message"]["text"]) for u in (await api("getUpdates"))[1:]] == [4096, 904]


async def test_what_a_person_cannot_do_is_refused(sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    with pytest.raises(AssertionError, match="start payload"):
        await sokha.starts("a b")
    with pytest.raises(AssertionError, match="no text"):
        await sokha.says("  ")
    with pytest.raises(AssertionError, match="to reply to"):
        await sokha.says("x", reply_to=99)
    with pytest.raises(AssertionError, match="id 1001 is taken"):
        await sandbox.person("Another", id=1001)
    with pytest.raises(AssertionError, match="nobody can do"):
        await sandbox.post("people/1001/flies", {})


async def test_in_a_group_people_do_only_what_they_have_the_right_to(
    sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    dara = await sandbox.person("Dara", id=1002)
    group = await sandbox.group("Health", members=[sokha, dara])
    said, own = await sokha.says("from Sokha", chat=group), await dara.says("from Dara", chat=group)
    with pytest.raises(AssertionError, match="Dara may delete only own messages in Health"):
        await dara.deletes(said)
    with pytest.raises(AssertionError, match="Dara may not pin in Health"):
        await dara.pins(own)
    await dara.deletes(own)
    await sokha.pins(said)
    await sokha.deletes(said)
    forum = await sandbox.group("Nutrition", members=[sokha, dara], forum=True)
    topics = [await person.opens_topic("Budget", forum) for person in (sokha, dara)]
    with pytest.raises(AssertionError, match="Dara did not open that topic"):
        await dara.closes_topic(topics[0], forum)
    await dara.closes_topic(topics[1], forum)
    await sokha.closes_topic(topics[0], forum)
    basic = await sandbox.group("Budget", members=[sokha, dara], supergroup=False)
    with pytest.raises(AssertionError, match="only who made Budget"):
        await dara.upgrades(basic)


async def test_what_telegram_lets_nobody_change_stays(sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    said = await sokha.says("one")
    forwarded = await sokha.forwards(said)
    with pytest.raises(AssertionError, match="a forwarded message cannot be edited"):
        await sokha.edits(forwarded, "two")
    with pytest.raises(AssertionError, match="a text has at most 4096 characters"):
        await sokha.edits(said, "x" * 4097)
    with pytest.raises(AssertionError, match="no text and no caption"):
        await sokha.edits(await sokha.sends_sticker(), "two")
    file = await sokha.sends_file("a.pdf", b"%PDF")
    with pytest.raises(AssertionError, match="a caption has at most 1024 characters"):
        await sokha.edits(file, "x" * 1025)
    await sokha.edits(file, "a caption")
    group = await sandbox.group("Health", members=[sokha])
    joined = (await sokha.messages(chat=group))[0]
    with pytest.raises(AssertionError, match="the app says itself cannot be forwarded"):
        await sokha.forwards(joined)
    with pytest.raises(AssertionError, match="the app says itself cannot be pinned"):
        await sokha.pins(joined)
    assert [message.text for message in await sokha.messages()] == ["/start", "one", "one", "", "a caption"]


async def test_a_list_of_chats_says_in_words_what_came_last(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    async def last() -> str:
        [person] = (await sandbox.get("state"))["people"]
        words: str = person["chats"][0]["last"]["text"]
        told = [entry["summary"] for entry in await sandbox.journal() if "summary" in entry]
        assert told[-1] == words == (await sokha.messages())[-1].raw["summary"]
        return words

    await sokha.says("one\n\ntwo")
    assert await last() == "one two"
    await sokha.sends_photo(PNG)
    assert await last() == "Photo"
    await sokha.sends_photo(PNG, caption="The office")
    assert await last() == "The office"
    await sokha.sends_file("a.pdf", b"%PDF")
    assert await last() == "File: a.pdf"
    await sokha.sends_sticker("🙏")
    assert await last() == "Sticker 🙏"
    await sokha.sends_voice()
    assert await last() == "Voice message"
    await sokha.sends_contact("+85512345678", "Desk")
    assert await last() == "Contact: Desk"
    await sokha.sends_location()
    assert await last() == "Location"
    await api("sendPoll", chat_id=1001, question="When?", options=["Monday"])
    assert await last() == "Poll: When?"
    await sokha.pins(await sokha.last())
    assert await last() == "pinned a message"


async def test_the_command_menu_follows_scope_and_language(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    dara = await sandbox.person("Dara", id=1002, language_code="km")

    async def put(name: str, **where: Any) -> None:
        await api("setMyCommands", commands=[{"command": name, "description": "d"}], **where)

    assert await sokha.command_menu() == []
    await put("default")
    await put("khmer", language_code="km")
    assert [await p.command_menu() for p in (sokha, dara)] == [[("default", "d")], [("khmer", "d")]]
    await put("private", scope={"type": "all_private_chats"})
    assert [await p.command_menu() for p in (sokha, dara)] == [[("private", "d")]] * 2
    own = {"type": "chat", "chat_id": 1001}
    await put("own", scope=own)
    assert [await p.command_menu() for p in (sokha, dara)] == [[("own", "d")], [("private", "d")]]
    assert await api("getMyCommands", scope=own) == [{"command": "own", "description": "d"}]
    await api("deleteMyCommands", scope=own)
    assert await sokha.command_menu() == [("private", "d")]
    refusal = await api.refusal("setMyCommands", commands=[{"command": "Bad", "description": "d"}])
    assert refusal == "Bad Request: BOT_COMMAND_INVALID"
    refusal = await api.refusal("setMyCommands", commands=[{"command": "x", "description": "d"}] * 101)
    assert refusal == "Bad Request: BOT_COMMANDS_TOO_MUCH"
    refusal = await api.refusal("setMyCommands", commands=[], scope={"type": "chat", "chat_id": 1002})
    assert refusal == "Bad Request: chat not found"


async def test_in_groups_the_bot_hears_only_what_is_meant_for_it(
    api: Api, server: SandboxServer, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    dara = await sandbox.person("Dara", id=1002)
    group = await sandbox.group("Health TWG", members=[sokha, dara])
    assert group.id < 0
    sent = await api("sendMessage", chat_id=group.id, text="Hello")
    assert sent["chat"] == {"id": group.id, "type": "supergroup", "title": "Health TWG"}
    await api("getUpdates", offset=-1)
    last = (await api("getUpdates"))[-1]["update_id"]
    await sokha.says("just talking", chat=group)
    await sokha.says("/help", chat=group)
    await sokha.says("/help@twg_bot", chat=group)
    await sokha.says("/help@other_bot", chat=group)
    await sokha.says("@twg_bot look", chat=group)
    await dara.says("yes", chat=group, reply_to=sent["message_id"])
    heard = [u["message"]["text"] for u in await api("getUpdates", offset=last + 1)]
    assert heard == ["/help", "/help@twg_bot", "@twg_bot look", "yes"]
    seen = [(m.sender, m.text) for m in await dara.messages(chat=group)]
    assert seen[1:3] == [("bot", "Hello"), ("Sokha Chan", "just talking")]


async def test_joining_a_group_is_told_to_the_bot(
    server: SandboxServer, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    group = await sandbox.group("Health TWG", members=[sokha])
    async with Bot("1:test", base_url=server.base_url) as bot:
        updates = await bot.get_updates()
        joined, service = updates[-2].my_chat_member, updates[-1].message
        assert getattr(joined, "new_chat_member", bot).status == "member"
        assert [user.id for user in getattr(service, "new_chat_members", [])] == [bot.id]
        assert (await bot.get_chat_member(group.id, sokha.id)).status == "creator"
        assert (await bot.get_chat_member(group.id, bot.id)).status == "member"
        chat = await bot.get_chat(group.id)
        assert (chat.title, chat.type) == ("Health TWG", "supergroup")
        assert (await bot.get_chat(sokha.id)).first_name == "Sokha"
        assert await bot.get_chat_member_count(group.id) == 2
        assert [member.user.id for member in await bot.get_chat_administrators(group.id)] == [sokha.id]
        assert await bot.leave_chat(group.id)
        with pytest.raises(Exception, match="bot is not a member of the supergroup chat"):
            await bot.send_message(group.id, "x")


async def test_the_clock_is_read_set_and_moved(
    sandbox: SandboxClient, clock: MovableClock, sokha: SandboxPerson
) -> None:
    assert await sandbox.now() == NOW
    assert await sandbox.moves_clock(forward=timedelta(hours=1)) == NOW + timedelta(hours=1)
    await sandbox.moves_clock(to=NOW + timedelta(days=2))
    assert clock.now() == NOW + timedelta(days=2)
    await sokha.says("x")
    assert (await sokha.messages())[-1].at == NOW + timedelta(days=2)


async def test_the_bots_side_lives_through_the_time_that_passes(sandbox: SandboxClient, server: SandboxServer) -> None:
    lived: list[datetime] = []

    async def pass_time(moment: datetime) -> None:
        lived.append(moment)
        server.world.move_clock(moment)

    async def next_moment() -> datetime:
        return NOW + timedelta(hours=3)

    assert await sandbox.next_moment() is None
    server.world.pass_time, server.world.next_moment = pass_time, next_moment
    assert await sandbox.next_moment() == NOW + timedelta(hours=3)
    assert await sandbox.moves_clock(forward=timedelta(hours=1)) == NOW + timedelta(hours=1)
    assert await sandbox.moves_clock(to=NOW) == NOW
    assert lived == [NOW + timedelta(hours=1)]
    told = [entry["now"] for entry in await sandbox.journal() if entry["kind"] == "clock"]
    assert told == [(NOW + timedelta(hours=1)).isoformat(), NOW.isoformat()]


@pytest.mark.parametrize(
    ("host", "url"),
    [("127.0.0.1", "http://127.0.0.1:8080"), ("0.0.0.0", "http://127.0.0.1:8080"), ("::1", "http://[::1]:8080")],  # noqa: S104 - never listened on
)
def test_an_address_is_one_that_a_browser_takes(host: str, url: str) -> None:
    assert SandboxServer(host=host, port=8080).url == url


async def test_the_journal_tells_everything_in_order(
    api: Api, server: SandboxServer, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    heard: list[str] = []
    stop = server.world.subscribe(lambda entry: heard.append(entry["kind"]))
    await sokha.says("hello")
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    sent = await api("sendMessage", chat_id=1001, text="Sure?", reply_markup=markup)
    tap = await sokha.taps("Yes")
    await api("answerCallbackQuery", callback_query_id=tap.id, text="Saved")
    await api("editMessageText", chat_id=1001, message_id=sent["message_id"], text="Done")
    stop()
    await sokha.sends_file("a.pdf", b"x")
    entries = await sandbox.journal()
    assert [entry["seq"] for entry in entries] == list(range(1, len(entries) + 1))
    kinds = ["says", "sees", "taps", "answer", "edits"]
    assert heard == kinds
    assert [entry["kind"] for entry in entries[-6:]] == [*kinds, "file"]
    sees = entries[-5]
    assert (sees["who"], sees["text"], sees["buttons"]) == ("Sokha Chan", "Sure?", [["Yes"]])
    assert await sandbox.journal(since=len(entries), wait_s=0.05) == []


async def test_the_journal_keeps_the_newest(clock: MovableClock) -> None:
    journal = Journal(clock, longest=3)
    for number in range(1, 6):
        journal.write("says", text=str(number))
    assert len(journal) == 5
    assert [entry["seq"] for entry in journal.since(0)] == [3, 4, 5]
    assert [entry["seq"] for entry in journal.since(4)] == [5]
    assert journal.since(5) == []
    assert [entry["seq"] for entry in journal.since(9)] == [3, 4, 5], "a number of another run counts as none"
    assert len(await journal.wait(9, timeout_s=10)) == 3
    events = event_stream(journal, 0)
    told = [await anext(events) for _ in range(4)]
    assert [line.partition(b"\n")[0] for line in told] == [b"retry: 1000", b"id: 3", b"id: 4", b"id: 5"]
    journal.write("says", text="6")
    assert (await anext(events)).startswith(b"id: 6")
    await events.aclose()
