"""Methods that send and edit messages, and their refusals."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.clock import MovableClock
from sandbox.limits import CALLBACK_LIFETIME_S
from sandbox.methods.editing import NOT_MODIFIED
from sandbox.server import SandboxServer
from tests.sandbox.conftest import NOW, Api

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (320).to_bytes(4, "big") + (200).to_bytes(4, "big") + b"\x08\x06\0\0\0"


def keyboard(*labels: str, data: str = "x") -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": label, "callback_data": data} for label in labels]]}


async def test_a_message_arrives_with_its_formatting(api: Api, sokha: SandboxPerson) -> None:
    sent = await api("sendMessage", chat_id=1001, text=" <b>ភាសា</b> 😀 &lt;x&gt; ", parse_mode="HTML")
    assert sent["text"] == "ភាសា 😀 <x>"
    assert sent["entities"] == [{"type": "bold", "offset": 0, "length": 4}]
    assert sent["chat"] == {"id": 1001, "type": "private", "first_name": "Sokha", "last_name": "Chan"}
    assert sent["from"]["is_bot"] is True
    assert datetime.fromtimestamp(sent["date"], UTC) == NOW
    seen = await sokha.last()
    assert (seen.text, seen.html) == ("ភាសា 😀 <x>", "<b>ភាសា</b> 😀 &lt;x&gt;")
    assert (seen.sender, seen.mine, seen.at) == ("bot", False, NOW)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "x</b>", "parse_mode": "HTML"}, "can't parse entities: Unexpected end tag at byte offset 1"),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "x", "chat_id": 999}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ({"text": "x", "reply_parameters": {"message_id": 777}}, "message to be replied not found"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
        ({"text": "x", "reply_markup": keyboard("a", data="é" * 33)}, "BUTTON_DATA_INVALID"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        ({"text": "x", "reply_markup": keyboard(*["a"] * 101)}, "reply markup is too long"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
        (
            {"text": "x", "reply_markup": {"keyboard": [[{"text": ""}]]}},
            'can\'t parse keyboard button: Field "text" must be non-empty',
        ),
        (
            {"text": "x", "reply_markup": {"keyboard": [[1]]}},
            "can't parse keyboard button: KeyboardButton must be an Object",
        ),
        ({"text": "x", "reply_markup": "[]"}, "object expected as reply markup"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "no link"}]]}},
            "inline keyboard button URL 'no link' is invalid: Wrong URL host",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "http://localhost/x"}]]}},
            "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "url": "javascript:alert(1)"}]]}},
            "inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong port number specified in the URL",
        ),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a", "copy_text": {"text": "x" * 257}}]]}},
            "BUTTON_COPY_TEXT_INVALID",
        ),
    ],
)
async def test_a_bad_message_is_refused_in_telegrams_words(
    api: Api, sokha: SandboxPerson, params: dict[str, Any], words: str
) -> None:
    assert await api.refusal("sendMessage", **{"chat_id": 1001, **params}) == f"Bad Request: {words}"
    assert [message.mine for message in await sokha.messages()] == [True]


async def test_lengths_count_characters_after_the_markup_is_read(api: Api, sokha: SandboxPerson) -> None:
    await api("sendMessage", chat_id=1001, text=f"<b>{'😀' * 4096}</b>", parse_mode="HTML")
    await api("sendMessage", chat_id=1001, text="x", reply_markup=keyboard("a", data="é" * 32))


async def test_people_who_cannot_be_reached(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    await sandbox.person("Dara", id=1002)
    refusal = await api.refusal("sendMessage", chat_id=1002, text="x")
    assert refusal == "Forbidden: bot can't initiate conversation with a user"
    await sokha.blocks()
    assert await api.refusal("sendMessage", chat_id=1001, text="x") == "Forbidden: bot was blocked by the user"
    await sokha.unblocks()
    await api("sendMessage", chat_id=1001, text="x")
    await sokha.sets(deactivated=True)
    assert await api.refusal("sendMessage", chat_id=1001, text="x") == "Forbidden: user is deactivated"


async def test_a_reply_carries_the_message_it_answers(api: Api, sokha: SandboxPerson) -> None:
    first = await api("sendMessage", chat_id=1001, text="Report", reply_markup=keyboard("Confirm"))
    await sokha.says("58%", reply_to=first["message_id"])
    update = (await api("getUpdates"))[-1]["message"]
    assert update["reply_to_message"]["text"] == "Report"
    assert update["reply_to_message"]["reply_markup"] == keyboard("Confirm")
    second = await api("sendMessage", chat_id=1001, text="ok", reply_parameters={"message_id": update["message_id"]})
    assert second["reply_to_message"]["text"] == "58%"
    assert "reply_to_message" not in second["reply_to_message"]
    lenient = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await api("sendMessage", chat_id=1001, text="ok", reply_parameters=lenient)


async def test_documents_go_up_once_and_are_sent_again_by_file_id(
    server: SandboxServer, sokha: SandboxPerson, api: Api
) -> None:
    async with Bot("1:test", base_url=server.base_url, base_file_url=server.base_file_url) as bot:
        sent = await bot.send_document(
            1001, InputFile("%PDF ភាសា".encode(), filename="អង្គ ប្រជុំ.pdf"), caption="<b>c</b>"
        )
        assert sent.document is not None
        assert (sent.document.file_name, sent.document.mime_type) == ("អង្គ ប្រជុំ.pdf", "application/pdf")
        assert sent.caption == "<b>c</b>"
        again = await bot.send_document(1001, sent.document.file_id, caption="<b>c</b>", parse_mode="HTML")
        assert again.document == sent.document
        assert again.caption_html == "<b>c</b>"
        file = await bot.get_file(sent.document.file_id)
        assert bytes(await file.download_as_bytearray()) == "%PDF ភាសា".encode()
    seen = await sokha.last()
    assert seen.document is not None
    assert seen.document.name == "អង្គ ប្រជុំ.pdf"
    assert await sokha.downloads(seen) == "%PDF ភាសា".encode()
    assert (await api.refusal("sendPhoto", chat_id=1001, photo=sent.document.file_id)).endswith("Document as Photo")


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendDocument", {"document": "AAA"}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {"document": "https://a.kh/x.pdf"}, "failed to get HTTP URL content"),
        ("sendDocument", {}, "there is no document in the request"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendDocument", {"document": "AAA", "caption": "x" * 1025}, "message caption is too long"),
        ("getFile", {"file_id": "AAA"}, "wrong file_id or the file is temporarily unavailable"),
        ("getFile", {}, "file_id not specified"),
    ],
)
async def test_bad_files_are_refused(
    api: Api, sokha: SandboxPerson, method: str, params: dict[str, Any], words: str
) -> None:
    assert await api.refusal(method, chat_id=1001, **params) == f"Bad Request: {words}"


async def test_photos_have_sizes(server: SandboxServer, sokha: SandboxPerson) -> None:
    async with Bot("1:test", base_url=server.base_url, base_file_url=server.base_file_url) as bot:
        sent = await bot.send_photo(1001, PNG, caption="chart")
        assert [(size.width, size.height) for size in sent.photo] == [(90, 56), (320, 200)]
        with pytest.raises(Exception, match=r"(?i)image_process_failed"):
            await bot.send_photo(1001, b"no image")
    assert (await sokha.last()).photo_id == sent.photo[-1].file_id


async def test_files_over_the_limits(server: SandboxServer, api: Api, sokha: SandboxPerson) -> None:
    await sokha.sends_file("big.pdf", b"%PDF", declared_size=51 * 1024 * 1024)
    document = (await api("getUpdates"))[-1]["message"]["document"]
    assert document["file_size"] == 51 * 1024 * 1024
    assert await api.refusal("getFile", file_id=document["file_id"]) == "Bad Request: file is too big"
    form = aiohttp.FormData({"chat_id": "1001"})
    form.add_field("document", io.BytesIO(bytes(51 * 1024 * 1024)), filename="big.pdf")
    async with api.session.post(f"{server.url}/bot1:test/sendDocument", data=form) as response:
        body = await response.json()
    assert (response.status, body["description"]) == (413, "Request Entity Too Large")


async def test_edits_replace_text_and_keyboard(api: Api, clock: MovableClock, sokha: SandboxPerson) -> None:
    sent = await api("sendMessage", chat_id=1001, text="one", reply_markup=keyboard("a"))
    where = {"chat_id": 1001, "message_id": sent["message_id"]}
    clock.forward(timedelta(minutes=1))
    edited = await api("editMessageText", **where, text="<i>two</i>", parse_mode="HTML", reply_markup=keyboard("b"))
    assert (edited["text"], edited["edit_date"] - edited["date"]) == ("two", 60)
    again = {"text": "<i>two</i>", "parse_mode": "HTML", "reply_markup": keyboard("b")}
    refusal = await api.refusal("editMessageText", **where, **again)
    assert refusal == f"Bad Request: {NOT_MODIFIED}"
    assert "reply_markup" not in await api("editMessageReplyMarkup", **where)
    assert await api.refusal("editMessageReplyMarkup", **where) == f"Bad Request: {NOT_MODIFIED}"
    assert await api.refusal("editMessageCaption", **where, caption="c") == (
        "Bad Request: there is no caption in the message to edit"
    )
    seen = await sokha.last()
    assert (seen.html, seen.edited, seen.buttons) == ("<i>two</i>", True, [])


async def test_what_cannot_be_edited_or_deleted(api: Api, clock: MovableClock, sokha: SandboxPerson) -> None:
    theirs = await sokha.says("mine")
    refusal = await api.refusal("editMessageText", chat_id=1001, message_id=theirs.id, text="x")
    assert refusal == "Bad Request: message can't be edited"
    refusal = await api.refusal("editMessageText", chat_id=1001, message_id=999, text="x")
    assert refusal == "Bad Request: message to edit not found"
    assert await api.refusal("editMessageText", chat_id=1001, text="x") == (
        "Bad Request: message identifier is not specified"
    )
    sent = await api("sendMessage", chat_id=1001, text="one")
    where = {"chat_id": 1001, "message_id": sent["message_id"]}
    clock.forward(timedelta(hours=49))
    assert await api.refusal("deleteMessage", **where) == "Bad Request: message can't be deleted for everyone"
    clock.forward(timedelta(hours=-2))
    assert await api("deleteMessage", **where) is True
    assert await api.refusal("deleteMessage", **where) == "Bad Request: message to delete not found"
    assert await api.refusal("editMessageText", **where, text="x") == "Bad Request: message to edit not found"
    assert [message.text for message in await sokha.messages()] == ["/start", "mine"]


async def test_several_are_deleted_all_or_none(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    group = await sandbox.group("Health", members=[sokha])
    own = [(await api("sendMessage", chat_id=group.id, text=text))["message_id"] for text in ("one", "two")]
    theirs = await sokha.says("three", chat=group)
    refusal = await api.refusal("deleteMessages", chat_id=group.id, message_ids=[*own, theirs.id])
    assert refusal == "Bad Request: message can't be deleted"
    assert await api("deleteMessages", chat_id=group.id, message_ids=[*own, 999])
    assert [message.text for message in await sokha.messages(chat=group)][1:] == ["three"]
    await sokha.places_bot("administrator", group)
    assert await api("deleteMessages", chat_id=group.id, message_ids=[theirs.id])


async def test_entities_may_come_with_the_text(api: Api, sokha: SandboxPerson) -> None:
    bold = {"type": "bold", "offset": 0, "length": 4}
    assert (await api("sendMessage", chat_id=1001, text="ភាសា x", entities=[bold]))["entities"] == [bold]
    for wrong, words in (
        ("x", "expected an Object"),
        ({"type": "bold"}, 'it needs "type", "offset" and "length"'),
        ({**bold, "type": "text_link"}, 'Can\'t find field "url"'),
        ({**bold, "type": "text_mention"}, 'Can\'t find field "user"'),
    ):
        refusal = await api.refusal("sendMessage", chat_id=1001, text="ភាសា", entities=[wrong])
        assert refusal == f"Bad Request: can't parse MessageEntity: {words}"


async def test_captions_are_edited(api: Api, server: SandboxServer, sokha: SandboxPerson) -> None:
    async with Bot("1:test", base_url=server.base_url) as bot:
        sent = await bot.send_document(1001, b"x", filename="a.pdf", caption="one")
        edited = await bot.edit_message_caption(
            1001,
            sent.message_id,
            caption="two",
            reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("b", url="https://a.kh")]]),
        )
    assert not isinstance(edited, bool)
    assert (edited.caption, edited.document) == ("two", sent.document)
    assert await api.refusal("editMessageText", chat_id=1001, message_id=sent.message_id, text="x") == (
        "Bad Request: there is no text in the message to edit"
    )
    assert (await sokha.taps("b")).url == "https://a.kh/"


async def test_a_tap_reaches_the_bot_and_is_answered_once(api: Api, sokha: SandboxPerson) -> None:
    sent = await api("sendMessage", chat_id=1001, text="Sure?", reply_markup=keyboard("✅ Confirm", "No", data="f:1"))
    tap = await sokha.taps("Confirm")
    query = (await api("getUpdates"))[-1]["callback_query"]
    assert (query["id"], query["data"], query["message"]) == (tap.id, "f:1", sent)
    assert await sokha.answers() == []
    refusal = await api.refusal("answerCallbackQuery", callback_query_id=tap.id, text="x" * 201)
    assert refusal == "Bad Request: MESSAGE_TOO_LONG"
    assert await api("answerCallbackQuery", callback_query_id=tap.id, text="Saved", show_alert=True) is True
    assert await api.refusal("answerCallbackQuery", callback_query_id=tap.id) == TOO_OLD
    assert await api.refusal("answerCallbackQuery", callback_query_id="17") == TOO_OLD
    answer = (await sokha.answers())[0]
    assert (answer.text, answer.show_alert, answer.message_id) == ("Saved", True, sent["message_id"])


async def test_a_button_turns_until_the_bot_answers(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    await api("sendMessage", chat_id=1001, text="Sure?", reply_markup=keyboard("Yes"))
    tap = await sokha.taps("Yes")
    dara = await sandbox.person("Dara")
    assert [(waiting.id, waiting.label) for waiting in await sokha.waiting()] == [(tap.id, "Yes")]
    assert await dara.waiting() == []
    await api("answerCallbackQuery", callback_query_id=tap.id)
    assert await sokha.waiting() == []


async def test_an_answer_may_come_too_late(server: SandboxServer, api: Api, sokha: SandboxPerson) -> None:
    await api("sendMessage", chat_id=1001, text="Sure?", reply_markup=keyboard("Yes"))
    late, in_time = [(await sokha.taps("Yes")).id or "" for _ in range(2)]
    server.world.taps[late].made_at -= CALLBACK_LIFETIME_S
    server.world.taps[in_time].made_at -= CALLBACK_LIFETIME_S - 60
    assert await api.refusal("answerCallbackQuery", callback_query_id=late) == TOO_OLD
    assert await api("answerCallbackQuery", callback_query_id=in_time) is True


async def test_tapping_what_is_not_there_lists_what_is(api: Api, sokha: SandboxPerson) -> None:
    with pytest.raises(AssertionError, match="no button at all"):
        await sokha.taps("Confirm")
    sent = await api("sendMessage", chat_id=1001, text="Sure?", reply_markup=keyboard("Yes", "No"))
    with pytest.raises(AssertionError, match="'Yes', 'No'"):
        await sokha.taps("Confirm")
    await api("deleteMessage", chat_id=1001, message_id=sent["message_id"])
    with pytest.raises(AssertionError, match="no button at all"):
        await sokha.taps("Yes")


async def test_forged_callback_data_reaches_the_bot(api: Api, sokha: SandboxPerson) -> None:
    await sokha.taps_data("f:9:9:x", in_message=424242)
    query = (await api("getUpdates"))[-1]["callback_query"]
    assert query["data"] == "f:9:9:x"
    assert query["message"] == {"chat": query["message"]["chat"], "message_id": 424242, "date": 0}


async def test_messages_are_copied_and_forwarded(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    dara = await sandbox.person("Dara", id=1002)
    await dara.starts()
    said = await sokha.says("look")
    where = {"chat_id": 1002, "from_chat_id": 1001, "message_id": said.id}
    forwarded = await api("forwardMessage", **where)
    assert forwarded["forward_origin"]["sender_user"]["id"] == 1001
    copied = await api("copyMessage", **where)
    assert copied == {"message_id": forwarded["message_id"] + 1}
    assert [message.text for message in await dara.messages()] == ["/start", "look", "look"]
    refusal = await api.refusal("forwardMessage", **{**where, "message_id": 99})
    assert refusal == "Bad Request: message to forward not found"
    assert await api.refusal("copyMessage", **{**where, "message_id": 99}) == "Bad Request: message to copy not found"


async def test_chat_actions(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    assert await api("sendChatAction", chat_id=1001, action="typing") is True
    assert (await sandbox.journal())[-1]["action"] == "typing"
    assert (await api.refusal("sendChatAction", chat_id=1001, action="sleeping")).startswith("Bad Request: wrong")


async def test_a_text_with_more_formatting_than_telegram_reads_is_refused(api: Api, sokha: SandboxPerson) -> None:
    source = "<b>ក</b>" * 4000
    refusal = await api.refusal("sendMessage", chat_id=1001, text=source, parse_mode="HTML")
    assert refusal == "Bad Request: text is too long"
    assert await api.refusal("sendMessage", chat_id=1001, text="x" * 4097) == "Bad Request: message is too long"


async def test_links_are_written_out_in_full(api: Api, sokha: SandboxPerson) -> None:
    markup = {"inline_keyboard": [[{"text": "CRDB", "url": "crdb.gov.kh"}, {"text": "App", "url": "TG://settings"}]]}
    given = [{"type": "text_link", "offset": 0, "length": 1, "url": "crdb.gov.kh"}]
    sent = await api("sendMessage", chat_id=1001, text="a b", entities=given, reply_markup=markup)
    urls = [button["url"] for button in sent["reply_markup"]["inline_keyboard"][0]]
    assert urls == ["http://crdb.gov.kh/", "tg://settings/"]
    assert sent["entities"][0]["url"] == "http://crdb.gov.kh/"
    text = '<a href="crdb.gov.kh/a">a</a> <a href="javascript:alert(1)">b</a>'
    sent = await api("sendMessage", chat_id=1001, text=text, parse_mode="HTML")
    assert [entity["url"] for entity in sent["entities"]] == ["http://crdb.gov.kh/a"]
