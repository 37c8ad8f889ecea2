"""Groups, topics, albums, polls, pins, reactions and reply keyboards."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Bot, InputMediaDocument, ReplyKeyboardMarkup

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer
from sandbox.specification import faults
from tests.sandbox.calls import PNG
from tests.sandbox.conftest import Api

EVERYTHING = ["message", "callback_query", "my_chat_member", "chat_member", "message_reaction", "poll", "poll_answer"]


async def test_an_album_goes_out_whole(server: SandboxServer, api: Api, sokha: SandboxPerson) -> None:
    files = [
        InputMediaDocument(b"%PDF" + bytes([n]), filename=f"ក{n}.pdf", caption=f"<b>{n}</b>", parse_mode="HTML")
        for n in (1, 2)
    ]
    async with Bot("1:test", base_url=server.base_url) as bot:
        sent = await bot.send_media_group(1001, files)
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.caption_html for message in sent] == ["<b>1</b>", "<b>2</b>"]
    seen = await sokha.messages()
    assert [await sokha.downloads(message) for message in seen[1:]] == [b"%PDF\1", b"%PDF\2"]


@pytest.mark.parametrize(
    ("media", "words"),
    [
        ([], "there are no messages to send"),
        ([{"type": "document", "media": "x"}], "media group must include 2-10 items"),
        ([{"type": "document", "media": "x"}] * 11, "too many messages to send as an album"),
        ([{"type": "gift", "media": "x"}] * 2, "can't parse InputMedia: wrong type specified"),
        (
            [{"type": "document", "media": "x"}, {"type": "photo", "media": "x"}],
            "document can't be mixed with other media types",
        ),
        (
            [{"type": "audio", "media": "x"}, {"type": "video", "media": "x"}],
            "audio can't be mixed with other media types",
        ),
        ([{"type": "voice", "media": "x"}] * 2, "can't parse InputMedia: wrong type specified"),
        ([{"type": "animation", "media": "x"}] * 2, "can't parse InputMedia: wrong type specified"),
        ([{"type": "document", "media": "x"}] * 2, "wrong file identifier/HTTP URL specified"),
        ([{"type": "document", "media": "x", "caption": "x" * 1025}] * 2, "wrong file identifier/HTTP URL specified"),
    ],
)
async def test_a_bad_album_sends_nothing(api: Api, sokha: SandboxPerson, media: list[Any], words: str) -> None:
    assert await api.refusal("sendMediaGroup", chat_id=1001, media=media) == f"Bad Request: {words}"
    assert len(await sokha.messages()) == 1


async def test_a_form_attaches_its_files_by_name(server: SandboxServer, api: Api, sokha: SandboxPerson) -> None:
    form = aiohttp.FormData({"chat_id": "1001", "document": "attach://paper"}, quote_fields=False)
    form.add_field("paper", io.BytesIO(b"%PDF"), filename="អង្គ.pdf")
    async with api.session.post(f"{server.base_url}1:test/sendDocument", data=form) as response:
        assert (await response.json())["result"]["document"]["file_name"] == "អង្គ.pdf"


async def test_votes_are_counted_and_told(server: SandboxServer, api: Api, sokha: SandboxPerson) -> None:
    async with Bot("1:test", base_url=server.base_url) as bot:
        sent = await bot.send_poll(1001, "When?", ["Monday", "Tuesday"], is_anonymous=False)
        await sokha.votes([1], (await sokha.last()))
        answer = (await bot.get_updates())[-1].poll_answer
        assert getattr(answer, "option_ids", None) == (1,)
        assert getattr(answer, "user", sent.from_user).id == sokha.id
        with pytest.raises(AssertionError, match="one answer"):
            await sokha.votes([0, 1], await sokha.last())
        closed = await bot.stop_poll(1001, sent.message_id)
    assert closed.is_closed
    assert [option.voter_count for option in closed.options] == [0, 1]
    with pytest.raises(AssertionError, match="no open poll"):
        await sokha.votes([0], await sokha.last())
    assert await api.refusal("sendPoll", chat_id=1001, question="", options=["a"]) == (
        "Bad Request: poll question must be non-empty"
    )
    assert await api.refusal("sendPoll", chat_id=1001, question="?", options=["x" * 101]) == (
        "Bad Request: poll options length must not exceed 100"
    )


QUIZ = {"chat_id": 1001, "question": "How many?", "options": ["One", "Two", "Three"], "type": "quiz"}


async def test_a_quiz_knows_its_answer_and_takes_one_vote(api: Api, sokha: SandboxPerson) -> None:
    sent = await api(
        "sendPoll", **QUIZ, correct_option_ids=[1], explanation="<b>Two</b>, see", explanation_parse_mode="HTML"
    )
    assert faults(sent, "Message", "sendPoll") == []
    poll = sent["poll"]
    assert (poll["type"], poll["correct_option_ids"], poll["explanation"]) == ("quiz", [1], "Two, see")
    assert poll["explanation_entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    assert not poll["allows_revoting"]
    assert "correct_option_ids" not in (await sokha.last()).raw["poll"]
    await sokha.votes([0], await sokha.last())
    assert (await sokha.last()).raw["poll"]["correct_option_ids"] == [1]
    with pytest.raises(AssertionError, match="no second answer"):
        await sokha.votes([1], await sokha.last())
    await api("sendPoll", **QUIZ, correct_option_id=2, allows_revoting=True)
    await sokha.votes([0], await sokha.last())
    await sokha.votes([2], await sokha.last())


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, "wrong correct option ID specified"),
        ({"correct_option_id": 3}, "wrong correct option ID specified"),
        ({"correct_option_ids": [1, 0], "allows_multiple_answers": True}, "wrong correct option ID specified"),
        ({"correct_option_ids": [0, 1]}, "wrong correct option ID specified"),
        ({"correct_option_id": 1, "explanation": "x" * 201}, "message caption is too long"),
        ({"type": "survey"}, "unsupported poll type specified"),
    ],
)
async def test_a_quiz_without_a_right_answer_is_refused(
    api: Api, sokha: SandboxPerson, params: dict[str, Any], words: str
) -> None:
    assert await api.refusal("sendPoll", **{**QUIZ, **params}) == f"Bad Request: {words}"
    assert len(await sokha.messages()) == 1


async def test_a_poll_closes_when_its_time_is_over(
    api: Api, sandbox: SandboxClient, clock: MovableClock, sokha: SandboxPerson
) -> None:
    question = {"chat_id": 1001, "question": "When?", "options": ["Monday", "Tuesday"]}
    sent = await api("sendPoll", **question, open_period=600)
    assert faults(sent, "Message", "sendPoll") == []
    assert sent["poll"]["close_date"] == sent["date"] + 600
    await sokha.votes([0], await sokha.last())
    clock.forward(timedelta(seconds=600))
    with pytest.raises(AssertionError, match="no open poll"):
        await sokha.votes([1], await sokha.last())
    told = (await api("getUpdates"))[-1]["poll"]
    assert (told["is_closed"], told["total_voter_count"]) == (True, 1)
    refusal = await api.refusal("stopPoll", chat_id=1001, message_id=sent["message_id"])
    assert refusal == "Bad Request: poll has already been closed"


async def test_only_what_has_a_caption_has_it_edited(api: Api, sokha: SandboxPerson) -> None:
    sent = [
        await api("sendMessage", chat_id=1001, text="x"),
        await api("sendPoll", chat_id=1001, question="?", options=["a"]),
        await api("sendContact", chat_id=1001, phone_number="+85512345678", first_name="Desk"),
        await api("sendLocation", chat_id=1001, latitude=1, longitude=1),
    ]
    for message in sent:
        refusal = await api.refusal("editMessageCaption", chat_id=1001, message_id=message["message_id"], caption="y")
        assert refusal == "Bad Request: there is no caption in the message to edit"


async def test_anonymous_votes_tell_only_the_sum(api: Api, sokha: SandboxPerson) -> None:
    await api("sendPoll", chat_id=1001, question="When?", options=[{"text": "a"}, {"text": "b"}])
    await sokha.votes([0], await sokha.last())
    update = (await api("getUpdates"))[-1]
    assert update["poll"]["total_voter_count"] == 1


async def test_reactions_go_both_ways(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    await api("getUpdates", offset=-1, allowed_updates=EVERYTHING)
    sent = await api("sendMessage", chat_id=1001, text="x")
    await sokha.reacts("👍", await sokha.last())
    update = (await api("getUpdates"))[-1]["message_reaction"]
    assert (update["message_id"], update["old_reaction"]) == (sent["message_id"], [])
    assert update["new_reaction"] == [{"type": "emoji", "emoji": "👍"}]
    with pytest.raises(AssertionError, match="no such reaction"):
        await sokha.reacts("🇰🇭", await sokha.last())
    where = {"chat_id": 1001, "message_id": sent["message_id"]}
    assert await api("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "❤️"}])
    assert (await sokha.last()).raw["reactions"] == ["👍", "❤"]
    refusal = await api.refusal("setMessageReaction", **where, reaction=[{"type": "emoji", "emoji": "x"}])
    assert refusal == "Bad Request: REACTION_INVALID"


async def test_pins_need_rights_in_groups(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    sent = await api("sendMessage", chat_id=1001, text="x")
    assert await api("pinChatMessage", chat_id=1001, message_id=sent["message_id"])
    assert (await api("getChat", chat_id=1001))["pinned_message"]["text"] == "x"
    assert await api("unpinChatMessage", chat_id=1001)
    assert await api.refusal("unpinChatMessage", chat_id=1001) == "Bad Request: message to unpin not found"
    group = await sandbox.group("Health", members=[sokha])
    sent = await api("sendMessage", chat_id=group.id, text="x")
    where = {"chat_id": group.id, "message_id": sent["message_id"]}
    assert await api.refusal("pinChatMessage", **where) == (
        "Bad Request: not enough rights to manage pinned messages in the chat"
    )
    await sokha.places_bot("administrator", group)
    assert await api("pinChatMessage", **where)
    service = (await sokha.messages(chat=group))[-1]
    assert service.raw["service"] == "pinned a message"


async def test_topics(server: SandboxServer, api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    forum = await sandbox.group("Health", members=[sokha], forum=True)
    assert await api.refusal("createForumTopic", chat_id=forum.id, name="Nutrition") == (
        "Bad Request: not enough rights to create a topic"
    )
    await sokha.places_bot("administrator", forum)
    topic = await api("createForumTopic", chat_id=forum.id, name="Nutrition")
    thread = topic["message_thread_id"]
    sent = await api("sendMessage", chat_id=forum.id, message_thread_id=thread, text="x")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (thread, True)
    await sokha.says("/help", chat=forum, thread_id=thread)
    assert (await api("getUpdates"))[-1]["message"]["message_thread_id"] == thread
    assert await api("closeForumTopic", chat_id=forum.id, message_thread_id=thread)
    with pytest.raises(AssertionError, match="no such open topic"):
        await sokha.says("x", chat=forum, thread_id=thread)
    assert await api("reopenForumTopic", chat_id=forum.id, message_thread_id=thread)
    assert await api("editForumTopic", chat_id=forum.id, message_thread_id=thread, name="Food")
    await sokha.sends_file("a.pdf", b"%PDF", caption="/file", chat=forum, thread_id=thread)
    await sokha.sends_photo(PNG, caption="/photo", chat=forum, thread_id=thread)
    for update in (await api("getUpdates"))[-2:]:
        assert update["message"]["message_thread_id"] == thread
    own = await sokha.opens_topic("Budget", forum)
    await sokha.closes_topic(own, forum)
    with pytest.raises(AssertionError, match="no such open topic"):
        await sokha.says("x", chat=forum, thread_id=own)
    await sokha.closes_topic(own, forum, closed=False)
    await sokha.says("x", chat=forum, thread_id=own)
    async with Bot("1:test", base_url=server.base_url) as bot:
        created, *closing, said = [update.message for update in (await bot.get_updates())[-4:]]
        assert [bool(getattr(note, "forum_topic_closed", None)) for note in closing] == [True, False]
        assert getattr(said, "text", None) == "x"
        assert getattr(created, "message_thread_id", None) == own
        assert getattr(getattr(created, "forum_topic_created", None), "name", None) == "Budget"


async def test_people_come_and_go(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    dara = await sandbox.person("Dara", id=1002)
    group = await sandbox.group("Health", members=[sokha], bot="administrator")
    await api("getUpdates", offset=-1, allowed_updates=EVERYTHING)
    await dara.joins(group)
    member, service = (await api("getUpdates"))[-2:]
    assert member["chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["id"] == dara.id
    await dara.leaves(group)
    with pytest.raises(AssertionError, match="not in that chat"):
        await dara.says("x", chat=group)
    await dara.joins(group)
    with pytest.raises(AssertionError, match="no administrator"):
        await dara.places_bot("left", group)
    await sokha.places_bot("kicked", group)
    assert await api.refusal("sendMessage", chat_id=group.id, text="x") == (
        "Forbidden: bot was kicked from the supergroup chat"
    )


async def test_a_group_that_became_a_supergroup_says_where_it_went(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    old = await sandbox.group("Health", members=[sokha], supergroup=False)
    assert (await api("getChat", chat_id=old.id))["type"] == "group"
    new = await sokha.upgrades(old)
    status, body = await api.raw("sendMessage", chat_id=old.id, text="x")
    assert (status, body["parameters"]) == (400, {"migrate_to_chat_id": new.id})
    assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert (await api("sendMessage", chat_id=new.id, text="x"))["message_id"] == 2
    kinds = await api("getUpdates")
    assert kinds[-2]["message"]["migrate_to_chat_id"] == new.id
    assert kinds[-1]["message"]["migrate_from_chat_id"] == old.id


async def test_reply_keyboards_are_tapped_like_buttons(
    server: SandboxServer, api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    async with Bot("1:test", base_url=server.base_url) as bot:
        keys = ReplyKeyboardMarkup([["Yes", "No"], [{"text": "My number", "request_contact": True}]])
        sent = await bot.send_message(1001, "Well?", reply_markup=keys)
        assert sent.reply_markup is None
        await sokha.taps("Yes")
        await sokha.taps("My number")
        said, shared = [update.message for update in (await bot.get_updates())[-2:]]
        assert getattr(said, "text", None) == "Yes"
        assert getattr(getattr(shared, "contact", None), "user_id", None) == 1001
        await bot.send_message(1001, "Thanks", reply_markup={"remove_keyboard": True})  # type: ignore[arg-type]
    with pytest.raises(AssertionError, match="no button"):
        await sokha.taps("Yes")


async def test_the_bot_describes_itself(api: Api) -> None:
    assert await api("setMyDescription", description="For TWGs", language_code="en")
    assert await api("getMyDescription", language_code="en") == {"description": "For TWGs"}
    assert await api("getMyDescription") == {"description": ""}
    assert await api("getMyName") == {"name": "TWG assistant"}
    assert await api("setChatMenuButton", menu_button={"type": "commands"})
    assert await api("getChatMenuButton") == {"type": "commands"}
    assert (await api.refusal("setMyShortDescription", short_description="x" * 121)).endswith("TOO_LONG")


async def test_contacts_and_places_from_the_bot(api: Api, sokha: SandboxPerson) -> None:
    sent = await api("sendContact", chat_id=1001, phone_number="+85512345678", first_name="Desk")
    assert sent["contact"]["first_name"] == "Desk"
    assert (await api("sendLocation", chat_id=1001, latitude="11.5", longitude=104.9))["location"]["latitude"] == 11.5
    assert await api.refusal("sendLocation", chat_id=1001) == "Bad Request: latitude or longitude is empty"
    assert await api.refusal("sendContact", chat_id=1001) == "Bad Request: phone number is empty"


async def test_many_are_forwarded_and_copied_at_once(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    dara = await sandbox.person("Dara", id=1002)
    await dara.starts()
    said = [(await sokha.says(text)).id for text in ("one", "two")]
    where = {"chat_id": 1002, "from_chat_id": 1001}
    assert len(await api("forwardMessages", **where, message_ids=[*said, 999])) == 2
    assert len(await api("copyMessages", **where, message_ids=said)) == 2
    assert [message.text for message in await dara.messages()][1:] == ["one", "two", "one", "two"]
    refusal = await api.refusal("copyMessages", **where, message_ids=said[::-1])
    assert refusal == "Bad Request: message identifiers must be in a strictly increasing order"
    assert await api.refusal("forwardMessages", **where, message_ids=[999]) == (
        "Bad Request: there are no messages to forward"
    )


async def test_a_mention_names_only_people_telegram_knows(api: Api, sokha: SandboxPerson) -> None:
    text = '<a href="tg://user?id=1001">Sokha</a> <a href="tg://user?id=5">nobody</a>'
    sent = await api("sendMessage", chat_id=1001, text=text, parse_mode="HTML")
    assert [entity["user"]["first_name"] for entity in sent["entities"]] == ["Sokha"]


async def test_asking_to_join_waits_for_the_bot(
    server: SandboxServer, api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    dara = await sandbox.person("Dara", id=1002)
    group = await sandbox.group("Health", members=[sokha], bot="administrator")
    link = await api("createChatInviteLink", chat_id=group.id, creates_join_request=True, name="members")
    await dara.joins(link=link["invite_link"])
    async with Bot("1:test", base_url=server.base_url) as bot:
        request = (await bot.get_updates())[-1].chat_join_request
        assert getattr(getattr(request, "from_user", None), "id", None) == dara.id
        assert await bot.approve_chat_join_request(group.id, dara.id)
    await dara.says("Thank you", chat=group)
    assert await api.refusal("declineChatJoinRequest", chat_id=group.id, user_id=dara.id) == (
        "Bad Request: HIDE_REQUESTER_MISSING"
    )
    assert (await api("revokeChatInviteLink", chat_id=group.id, invite_link=link["invite_link"]))["is_revoked"]
    await dara.leaves(group)
    with pytest.raises(AssertionError, match="not valid any more"):
        await dara.joins(link=link["invite_link"])


async def test_who_is_banned_stays_out(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    dara = await sandbox.person("Dara", id=1002)
    group = await sandbox.group("Health", members=[sokha, dara])
    where = {"chat_id": group.id, "user_id": dara.id}
    assert await api.refusal("banChatMember", **where) == "Bad Request: not enough rights"
    await sokha.places_bot("administrator", group)
    assert await api("banChatMember", **where)
    assert (await api("getChatMember", **where))["status"] == "kicked"
    with pytest.raises(AssertionError, match="banned"):
        await dara.joins(group)
    assert await api("unbanChatMember", **where, only_if_banned=True)
    await dara.joins(group)
    refusal = await api.refusal("banChatMember", chat_id=group.id, user_id=sokha.id)
    assert refusal == "Bad Request: user is an administrator of the chat"


async def test_a_document_is_replaced(server: SandboxServer, api: Api, sokha: SandboxPerson) -> None:
    async with Bot("1:test", base_url=server.base_url) as bot:
        sent = await bot.send_document(1001, b"one", filename="a.pdf", caption="first")
        edited = await bot.edit_message_media(
            InputMediaDocument(b"two", filename="b.pdf", caption="second"), 1001, sent.message_id
        )
    assert getattr(edited, "caption", None) == "second"
    seen = await sokha.last()
    assert (seen.text, await sokha.downloads(seen)) == ("second", b"two")


async def test_recordings(server: SandboxServer, sokha: SandboxPerson) -> None:
    async with Bot("1:test", base_url=server.base_url) as bot:
        video = await bot.send_video(1001, b"video", duration=3, width=640, height=360)
        voice = await bot.send_voice(1001, b"voice", duration=2, caption="listen")
        again = await bot.send_video(1001, getattr(video.video, "file_id", ""))
    assert getattr(video.video, "width", None) == 640
    assert voice.caption == "listen"
    assert getattr(again.video, "file_unique_id", "") == getattr(video.video, "file_unique_id", None)


async def test_an_administrator_makes_another(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    dara = await sandbox.person("Dara", id=1002)
    group = await sandbox.group("Health", members=[sokha, dara])
    with pytest.raises(AssertionError, match="no administrator"):
        await dara.promotes(sokha, group)
    with pytest.raises(AssertionError, match="made Health"):
        await sokha.promotes(sokha, group)
    for status in (True, False):
        await sokha.promotes(dara, group, administrator=status)
        member = await api("getChatMember", chat_id=group.id, user_id=dara.id)
        assert member["status"] == ("administrator" if status else "member")
    await dara.leaves(group)
    with pytest.raises(AssertionError, match="is not in"):
        await sokha.promotes(dara, group)
