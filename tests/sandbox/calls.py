"""One call of every Bot API method, made with python-telegram-bot in an existing chat and group."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    MenuButtonCommands,
    Message,
    ReplyParameters,
)
from telegram.request import HTTPXRequest, RequestData

from sandbox.client import Group, SandboxClient, SandboxPerson

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (320).to_bytes(4, "big") + (200).to_bytes(4, "big") + b"\x08\x06\0\0\0"
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])
ANSWERING = InlineKeyboardMarkup([[InlineKeyboardButton("No", callback_data="n")]])


@dataclass
class Recorded:
    """A recorded call: its method, parameters and answer."""

    method: str
    parameters: dict[str, Any]
    answer: bytes


class Recorder(HTTPXRequest):
    """The library's default request class, recording all calls."""

    def __init__(self) -> None:
        super().__init__(
            httpx_kwargs={"verify": False}
        )  # no certificate is met; loading those that are known takes 50 ms
        self.calls: list[Recorded] = []

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **options: Any
    ) -> tuple[int, bytes]:
        code, payload = await super().do_request(url, method, request_data, *timeouts, **options)
        parameters = dict(request_data.json_parameters) if request_data is not None else {}
        self.calls.append(Recorded(url.rpartition("/")[2], parameters, payload))
        return code, payload


@dataclass
class Scene:
    """The set-up of a call: Sokha has started the bot; Sokha, Dara and the bot, an administrator, are in a forum."""

    sandbox: SandboxClient
    bot: Bot
    recorder: Recorder
    sokha: SandboxPerson
    dara: SandboxPerson
    forum: Group

    async def says(self, **options: Any) -> Message:
        """A message of the bot in Sokha's private chat."""
        return await self.bot.send_message(self.sokha.id, "<b>ភាសា</b> 😀 /start", parse_mode="HTML", **options)

    async def poll(self, **options: Any) -> Message:
        """A poll in Sokha's private chat."""
        return await self.bot.send_poll(self.sokha.id, "When?", ["Monday", "Tuesday"], **options)

    async def topic(self) -> dict[str, int]:
        """A new topic, as the parameters of methods on topics."""
        made = await self.bot.create_forum_topic(self.forum.id, "Nutrition")
        return {"chat_id": self.forum.id, "message_thread_id": made.message_thread_id}

    async def file(self, kind: str) -> str:
        """The `file_id` of an uploaded recording, document or photo."""
        sent = await getattr(self.bot, f"send_{kind}")(self.sokha.id, PNG if kind == "photo" else b"data")
        found = getattr(sent, kind)
        return (found[-1] if kind == "photo" else found).file_id

    async def asks_to_join(self) -> dict[str, int]:
        """A person who has asked to join the group."""
        link = await self.bot.create_chat_invite_link(self.forum.id, creates_join_request=True)
        rith = await self.sandbox.person("Rith")
        await rith.joins(link=link.invite_link)
        return {"chat_id": self.forum.id, "user_id": rith.id}

    def pair(self, sent: Message) -> dict[str, int]:
        """A message, as the parameters of methods on messages."""
        return {"chat_id": sent.chat_id, "message_id": sent.message_id}

    def copied(self, sent: Message) -> dict[str, int]:
        """A message, as the parameters of forwarding and copying methods."""
        return {"chat_id": self.forum.id, "from_chat_id": sent.chat_id, "message_id": sent.message_id}


Call = Callable[[Scene], Awaitable[object]]


async def change_text(s: Scene) -> object:
    sent = await s.says(reply_markup=KEYBOARD)
    return await s.bot.edit_message_text("other", **s.pair(sent), reply_markup=ANSWERING)


async def change_caption(s: Scene) -> object:
    sent = await s.bot.send_document(s.sokha.id, b"data", filename="a.pdf", caption="one")
    return await s.bot.edit_message_caption(**s.pair(sent), caption="two")


async def change_media(s: Scene) -> object:
    sent = await s.bot.send_document(s.sokha.id, b"data", filename="a.pdf")
    return await s.bot.edit_message_media(InputMediaDocument(await s.file("document")), **s.pair(sent))


async def send_album(s: Scene) -> object:
    documents = [InputMediaDocument(await s.file("document"), caption="<b>x</b>", parse_mode="HTML") for _ in range(2)]
    return await s.bot.send_media_group(s.sokha.id, documents)


async def answer_tap(s: Scene) -> object:
    await s.says(reply_markup=KEYBOARD)
    tap = await s.sokha.taps("Yes")
    return await s.bot.answer_callback_query(tap.id or "", text="Saved", show_alert=True)


async def get_chat(s: Scene) -> object:
    await s.bot.pin_chat_message(**s.pair(await s.says()))
    return [await s.bot.get_chat(s.forum.id), await s.bot.get_chat(s.sokha.id)]


async def get_member(s: Scene) -> object:
    gone = await s.sandbox.person("Gone")
    await s.bot.ban_chat_member(s.forum.id, gone.id)
    stranger = await s.sandbox.person("Stranger")
    people = (s.sokha.id, s.dara.id, gone.id, stranger.id, s.bot.id)
    return [await s.bot.get_chat_member(s.forum.id, number) for number in people]


async def get_commands(s: Scene) -> object:
    await s.bot.set_my_commands([BotCommand("ask", "Ask")])
    return await s.bot.get_my_commands()


async def revoke_link(s: Scene) -> object:
    link = await s.bot.create_chat_invite_link(s.forum.id, name="members")
    return await s.bot.revoke_chat_invite_link(s.forum.id, link.invite_link)


async def reopen_topic(s: Scene) -> object:
    topic = await s.topic()
    await s.bot.close_forum_topic(**topic)
    return await s.bot.reopen_forum_topic(**topic)


async def send_text(s: Scene) -> object:
    first = await s.says(reply_markup=KEYBOARD)
    text = (
        '<b>b</b> <a href="https://crdb.gov.kh">link</a> <code>c</code> <pre><code class="language-sh">ls</code></pre>'
        '<blockquote expandable>q</blockquote> <a href="tg://user?id=1001">Sokha</a> @sokha #jmi a@b.org crdb.gov.kh'
    )
    return await s.bot.send_message(
        s.sokha.id, text, parse_mode="HTML", reply_parameters=ReplyParameters(first.message_id)
    )


async def webhook_info(s: Scene) -> object:
    none = await s.bot.get_webhook_info()
    await s.bot.set_webhook("http://127.0.0.1:1/hook", allowed_updates=["message"], max_connections=5)
    return [none, await s.bot.get_webhook_info()]


def sends(kind: str) -> Call:
    """Upload a file, then send it again by its `file_id`."""

    async def send(s: Scene) -> object:
        return await getattr(s.bot, f"send_{kind}")(s.sokha.id, await s.file(kind), caption="c", reply_markup=KEYBOARD)

    return send


async def get_file(s: Scene) -> object:
    return await s.bot.get_file(await s.file("document"))


async def stop_poll(s: Scene) -> object:
    return await s.bot.stop_poll(**s.pair(await s.poll()))


async def delete_several(s: Scene) -> object:
    ids = [(await s.says()).message_id for _ in range(2)]
    return await s.bot.delete_messages(s.sokha.id, ids)


async def said(s: Scene) -> dict[str, int]:
    return s.pair(await s.says())


async def copied(s: Scene) -> dict[str, int]:
    return s.copied(await s.says())


async def several(s: Scene) -> dict[str, Any]:
    ids = [(await s.says()).message_id for _ in range(2)]
    return {"chat_id": s.forum.id, "from_chat_id": s.sokha.id, "message_ids": ids}


async def pinned(s: Scene) -> dict[str, int]:
    where = await said(s)
    await s.bot.pin_chat_message(**where)
    return where


def after(prepare: Callable[[Scene], Awaitable[dict[str, Any]]], name: str, *given: Any) -> Call:
    """A call of the method `name` with prepared parameters."""

    async def call(s: Scene) -> object:
        return await getattr(s.bot, name)(**await prepare(s), **dict(zip(given[::2], given[1::2], strict=True)))

    return call


CALLS: dict[str, Call] = {
    "getMe": lambda s: s.bot.get_me(),
    "logOut": lambda s: s.bot.log_out(),
    "close": lambda s: s.bot.close(),
    "getUpdates": lambda s: s.bot.get_updates(),
    "setWebhook": lambda s: s.bot.set_webhook("http://127.0.0.1:1/hook", secret_token="s3cret"),
    "deleteWebhook": lambda s: s.bot.delete_webhook(drop_pending_updates=True),
    "getWebhookInfo": webhook_info,
    "sendMessage": send_text,
    "sendDocument": sends("document"),
    "sendPhoto": sends("photo"),
    "sendVideo": sends("video"),
    "sendAudio": sends("audio"),
    "sendVoice": sends("voice"),
    "sendAnimation": sends("animation"),
    "sendMediaGroup": send_album,
    "sendContact": lambda s: s.bot.send_contact(s.sokha.id, "+85512345678", "Desk", last_name="HLT"),
    "sendLocation": lambda s: s.bot.send_location(s.sokha.id, 11.5564, 104.9282),
    "sendPoll": lambda s: s.poll(is_anonymous=False, allows_multiple_answers=True),
    "stopPoll": stop_poll,
    "sendChatAction": lambda s: s.bot.send_chat_action(s.sokha.id, "typing"),
    "editMessageText": change_text,
    "editMessageCaption": change_caption,
    "editMessageMedia": change_media,
    "editMessageReplyMarkup": after(said, "edit_message_reply_markup", "reply_markup", KEYBOARD),
    "deleteMessage": after(said, "delete_message"),
    "deleteMessages": delete_several,
    "forwardMessage": after(copied, "forward_message"),
    "forwardMessages": after(several, "forward_messages"),
    "copyMessage": after(copied, "copy_message"),
    "copyMessages": after(several, "copy_messages"),
    "pinChatMessage": after(said, "pin_chat_message"),
    "unpinChatMessage": after(pinned, "unpin_chat_message"),
    "unpinAllChatMessages": lambda s: s.bot.unpin_all_chat_messages(s.sokha.id),
    "setMessageReaction": after(said, "set_message_reaction", "reaction", "👍"),
    "answerCallbackQuery": answer_tap,
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_member,
    "getChatAdministrators": lambda s: s.bot.get_chat_administrators(s.forum.id),
    "getChatMemberCount": lambda s: s.bot.get_chat_member_count(s.forum.id),
    "leaveChat": lambda s: s.bot.leave_chat(s.forum.id),
    "banChatMember": lambda s: s.bot.ban_chat_member(s.forum.id, s.dara.id),
    "unbanChatMember": lambda s: s.bot.unban_chat_member(s.forum.id, s.dara.id, only_if_banned=True),
    "createChatInviteLink": lambda s: s.bot.create_chat_invite_link(s.forum.id, name="members"),
    "revokeChatInviteLink": revoke_link,
    "approveChatJoinRequest": after(Scene.asks_to_join, "approve_chat_join_request"),
    "declineChatJoinRequest": after(Scene.asks_to_join, "decline_chat_join_request"),
    "createForumTopic": lambda s: s.bot.create_forum_topic(s.forum.id, "Nutrition"),
    "editForumTopic": after(Scene.topic, "edit_forum_topic", "name", "Food"),
    "closeForumTopic": after(Scene.topic, "close_forum_topic"),
    "reopenForumTopic": reopen_topic,
    "deleteForumTopic": after(Scene.topic, "delete_forum_topic"),
    "setMyCommands": lambda s: s.bot.set_my_commands([BotCommand("ask", "Ask")]),
    "getMyCommands": get_commands,
    "deleteMyCommands": lambda s: s.bot.delete_my_commands(),
    "setChatMenuButton": lambda s: s.bot.set_chat_menu_button(s.sokha.id, MenuButtonCommands()),
    "getChatMenuButton": lambda s: s.bot.get_chat_menu_button(s.sokha.id),
    "setMyName": lambda s: s.bot.set_my_name("Assistant"),
    "getMyName": lambda s: s.bot.get_my_name(),
    "setMyDescription": lambda s: s.bot.set_my_description("For TWGs"),
    "getMyDescription": lambda s: s.bot.get_my_description(),
    "setMyShortDescription": lambda s: s.bot.set_my_short_description("For TWGs"),
    "getMyShortDescription": lambda s: s.bot.get_my_short_description(),
}
