"""Service messages, pins, members and topics."""

from __future__ import annotations

import pytest

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.person_actions.service import IN_GROUPS, IN_PRIVATE
from sandbox.specification import SERVICE_FIELDS, TYPES, kind_of
from tests.sandbox.conftest import Api
from tests.sandbox.test_albums import received


async def test_a_service_message_has_the_content_that_the_specification_defines(api: Api, sokha: SandboxPerson) -> None:
    await sokha.posts_service("message_auto_delete_timer_changed", {"message_auto_delete_time": 86400})
    await sokha.posts_service("write_access_allowed")
    timer, access = await received(api)
    assert timer["message_auto_delete_timer_changed"] == {"message_auto_delete_time": 86400}
    assert access["write_access_allowed"] == {}
    assert access["from"]["id"] == sokha.id
    for field, content, words in (
        ("text", "x", "`field` is to be one of"),
        ("message_auto_delete_timer_changed", None, "this service message needs its `content`"),
        ("message_auto_delete_timer_changed", {}, "lacks message_auto_delete_time of MessageAutoDeleteTimerChanged"),
        ("users_shared", {"request_id": "1", "users": []}, "users_shared.request_id is no Integer: '1'"),
        ("new_chat_title", "x", "there is no new_chat_title in a private chat"),
    ):
        with pytest.raises(AssertionError, match=words):
            await sokha.posts_service(field, content)
    assert len(await received(api)) == 2


def test_every_service_message_is_one_of_the_specification() -> None:
    assert SERVICE_FIELDS >= IN_GROUPS | IN_PRIVATE
    assert not IN_GROUPS & IN_PRIVATE
    for field in SERVICE_FIELDS:
        kind_of("Message", field)
    described = {
        kind.removeprefix("Array of ")
        for fields in TYPES.values()
        if isinstance(fields, dict)
        for kinds in fields.values()
        for kind in kinds.partition("=")[0].split("|")
    }
    named = {kind.removeprefix("Array of ") for kind in described}
    assert named - {"Integer", "String", "Float", "Boolean"} <= TYPES.keys()


async def test_what_changes_in_a_group_is_told(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    dara = await sandbox.person("Dara")
    group = await sandbox.group("Health", [sokha])
    await sokha.invites(dara, group)
    await sokha.posts_service("new_chat_title", "Health TWG", chat=group)
    await sokha.posts_service("new_chat_photo", chat=group)
    await sokha.posts_service("delete_chat_photo", chat=group)
    with pytest.raises(AssertionError, match="Dara is no administrator of Health TWG"):
        await dara.removes(sokha, group)
    await sokha.removes(dara, group)
    joined, title, photo, no_photo, left = (await received(api))[1:]
    assert [user["id"] for user in joined["new_chat_members"]] == [dara.id]
    assert joined["from"]["id"] == sokha.id
    assert (title["new_chat_title"], title["chat"]["title"]) == ("Health TWG", "Health TWG")
    assert photo["new_chat_photo"][0]["file_id"]
    assert no_photo["delete_chat_photo"] is True
    assert left["left_chat_member"]["id"] == dara.id
    words = [message.raw["summary"] for message in await sokha.messages(chat=group)]
    assert words[2:5] == ["renamed the group to “Health TWG”", "changed the group's photo", "removed the group's photo"]
    with pytest.raises(AssertionError, match="there is no users_shared in a group"):
        await sokha.posts_service("users_shared", {"request_id": 1, "users": []}, chat=group)


async def test_a_message_is_pinned_and_unpinned(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    said = await sokha.says("important")
    with pytest.raises(AssertionError, match="is not pinned"):
        await sokha.unpins(said)
    await sokha.pins(said)
    await sokha.unpins(said)
    _, pinned = await received(api)
    assert pinned["pinned_message"]["text"] == "important"
    assert not (await sokha.messages())[-2].raw["pinned"]


async def test_a_message_in_a_topic_refers_to_the_message_that_opened_it(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    forum = await sandbox.group("Health", [sokha], forum=True, bot="administrator")
    topic = await sokha.opens_topic("Budget", forum)
    said = await sokha.says("plain", chat=forum, thread_id=topic)
    await sokha.says("a reply", chat=forum, reply_to=said)
    plain, reply = (await received(api))[-2:]
    assert (plain["message_thread_id"], plain["is_topic_message"]) == (topic, True)
    assert plain["reply_to_message"]["forum_topic_created"]["name"] == "Budget"
    assert reply["reply_to_message"]["message_id"] == said.id
    assert reply["message_thread_id"] == topic, "a reply stays in the topic"


async def test_private_chats_have_topics_where_the_bot_has_them(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    with pytest.raises(AssertionError, match="that chat is not a forum"):
        await sokha.opens_topic("Budget")
    with pytest.raises(AssertionError, match="there is no such open topic"):
        await sokha.says("x", thread_id=5)
    await sandbox.bot_settings(topics=True)
    assert (await api("getMe"))["has_topics_enabled"] is True
    topic = await sokha.opens_topic("Budget")
    await sokha.says("in it", thread_id=topic)
    answer = await api("sendMessage", chat_id=sokha.id, text="here", message_thread_id=topic)
    created, said = await received(api)
    assert created["forum_topic_created"]["name"] == "Budget"
    assert (said["message_thread_id"], said["is_topic_message"]) == (topic, True)
    assert "reply_to_message" not in said
    assert answer["message_thread_id"] == topic


async def test_the_bots_privacy_mode_is_switched(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    group = await sandbox.group("Health", [sokha])
    await sokha.says("unheard", chat=group)
    await sandbox.bot_settings(reads_all=True)
    await sokha.says("heard", chat=group)
    assert [message.get("text") for message in await received(api)][-1] == "heard"
    assert len(await received(api)) == 2
