"""A person of a sandbox, as Python code acts through them. Get one from `SandboxClient.person`."""

from __future__ import annotations

import io
from typing import Any

import aiohttp

from sandbox.client_connection import PeopleApiConnection
from sandbox.client_types import Answer, Button, Group, Json, NotPossible, SeenMessage, SentMessage, Tap

Where = Group | int | None
Which = SentMessage | SeenMessage | int | None


class SandboxPerson:
    """A person with a Telegram account.

    A method returns when the sandbox has accepted the action; the bot may not have reacted yet. `chat` is a group or a
    chat id; None means the private chat with the bot.
    """

    def __init__(self, sandbox: PeopleApiConnection, fields: Json) -> None:
        self.sandbox = sandbox
        self.id: int = fields["id"]
        self.name: str = fields["name"]
        self.username: str | None = fields["username"]

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    async def starts(self, payload: str = "") -> SentMessage:
        """Press Start, with the payload of a deep link."""
        return SentMessage.read(await self._does("starts", payload=payload))

    async def says(
        self, text: str, *, reply_to: Which = None, chat: Where = None, thread_id: int | None = None
    ) -> SentMessage:
        """Write a text. In the private chat this also starts the bot."""
        return SentMessage.read(
            await self._does("says", text=text, reply_to=_id(reply_to), chat_id=_id(chat), thread_id=thread_id)
        )

    async def taps(self, label: str, *, in_message: Which = None, chat: Where = None) -> Tap:
        """Press a button on the newest message that has one with this label.

        Where no button of a message has exactly this label, one whose label contains it counts.
        """
        return Tap.read(await self._does("taps", label=label, message_id=_id(in_message), chat_id=_id(chat)))

    async def taps_button(self, button: Button, *, in_message: SentMessage | SeenMessage | int) -> Tap:
        """Tap this button of a message, even where another button has the same label."""
        return Tap.read(await self._does("taps", data=button.data, message_id=_id(in_message)))

    async def taps_data(self, data: str, *, in_message: SentMessage | SeenMessage | int, chat: Where = None) -> Tap:
        """Send a callback query with any data, as a modified app could."""
        return Tap.read(await self._does("taps", data=data, message_id=_id(in_message), chat_id=_id(chat), forged=True))

    async def sends_file(
        self,
        name: str,
        data: bytes,
        *,
        caption: str = "",
        mime_type: str | None = None,
        declared_size: int | None = None,
        reply_to: Which = None,
        chat: Where = None,
        thread_id: int | None = None,
    ) -> SentMessage:
        """Send a document. The bot is told `declared_size`, in bytes, instead of the size of `data`."""
        fields = {
            "caption": caption,
            "mime_type": mime_type,
            "declared_size": declared_size,
            "reply_to": _id(reply_to),
            "chat_id": _id(chat),
            "thread_id": thread_id,
        }
        return await self._uploads("sends_file", name, data, fields)

    async def sends_photo(
        self,
        data: bytes,
        *,
        caption: str = "",
        reply_to: Which = None,
        chat: Where = None,
        thread_id: int | None = None,
    ) -> SentMessage:
        """Send a photo."""
        fields = {"caption": caption, "reply_to": _id(reply_to), "chat_id": _id(chat), "thread_id": thread_id}
        return await self._uploads("sends_photo", "photo.jpg", data, fields)

    async def sends_sticker(self, emoji: str = "👍", *, chat: Where = None) -> SentMessage:
        """Send a sticker."""
        return SentMessage.read(await self._does("sends_sticker", emoji=emoji, chat_id=_id(chat)))

    async def sends_voice(self, *, chat: Where = None) -> SentMessage:
        """Send a voice message."""
        return SentMessage.read(await self._does("sends_voice", chat_id=_id(chat)))

    async def sends_contact(
        self, phone_number: str | None = None, first_name: str | None = None, *, chat: Where = None
    ) -> SentMessage:
        """Share the person's own contact, or another one."""
        return SentMessage.read(
            await self._does("sends_contact", phone_number=phone_number, first_name=first_name, chat_id=_id(chat))
        )

    async def sends_location(
        self, latitude: float = 11.5564, longitude: float = 104.9282, *, chat: Where = None
    ) -> SentMessage:
        """Send a location, in degrees."""
        fields = {"latitude": latitude, "longitude": longitude, "chat_id": _id(chat)}
        return SentMessage.read(await self._does("sends_location", **fields))

    async def forwards(self, message: SentMessage | SeenMessage, *, chat: Where = None) -> SentMessage:
        """Forward a message to the bot, or to a group."""
        fields = {"message_id": message.id, "from_chat_id": message.chat_id, "chat_id": _id(chat)}
        return SentMessage.read(await self._does("forwards", **fields))

    async def edits(self, message: SentMessage | SeenMessage, text: str) -> SentMessage:
        """Change the text or caption of one's own message."""
        return SentMessage.read(await self._does("edits", message_id=message.id, chat_id=message.chat_id, text=text))

    async def deletes(self, message: SentMessage | SeenMessage) -> None:
        """Delete a message for everyone."""
        await self._does("deletes", message_id=message.id, chat_id=message.chat_id)

    async def blocks(self) -> None:
        """Block the bot."""
        await self._does("blocks")

    async def unblocks(self) -> None:
        """Unblock the bot."""
        await self._does("unblocks")

    async def sets(self, **fields: object) -> None:
        """Change the account: first_name, last_name, username, language_code, deactivated."""
        await self._does("sets", **fields)

    async def joins(self, group: Group | None = None, *, link: str | None = None) -> None:
        """Join a group, directly or by an invite link. A link may create a join request instead."""
        await self._does("joins", chat_id=_id(group), link=link)

    async def leaves(self, group: Group) -> None:
        """Leave a group."""
        await self._does("leaves", chat_id=group.id)

    async def places_bot(self, status: str, group: Group) -> None:
        """Set the bot's status in a group: member, administrator, left or kicked.

        The person must be an administrator.
        """
        await self._does("places_bot", status=status, chat_id=group.id)

    async def upgrades(self, group: Group) -> Group:
        """Turn a basic group into a supergroup and return it: it has another id."""
        made = await self._does("upgrades", chat_id=group.id)
        return Group(made["chat_id"], group.title)

    async def closes_topic(self, thread_id: int, group: Group, *, closed: bool = True) -> None:
        """Close a topic, or reopen it."""
        await self._does("closes_topic", thread_id=thread_id, chat_id=group.id, closed=closed)

    async def opens_topic(self, name: str, group: Group) -> int:
        """Open a topic in a forum and return its thread id."""
        thread_id: int = (await self._does("opens_topic", name=name, chat_id=group.id))["message_thread_id"]
        return thread_id

    async def reacts(self, emoji: str, message: SentMessage | SeenMessage) -> None:
        """React to a message; an empty string removes the reaction."""
        await self._does("reacts", emoji=emoji, message_id=message.id, chat_id=message.chat_id)

    async def votes(self, options: list[int], message: SentMessage | SeenMessage) -> None:
        """Vote in a poll, by option numbers from 0."""
        await self._does("votes", options=options, message_id=message.id, chat_id=message.chat_id)

    async def pins(self, message: SentMessage | SeenMessage) -> None:
        """Pin a message."""
        await self._does("pins", message_id=message.id, chat_id=message.chat_id)

    async def messages(self, *, chat: Where = None) -> list[SeenMessage]:
        """All messages of a chat that are not deleted, the person's own included, oldest first."""
        found = await self.sandbox.get(f"people/{self.id}/messages", chat_id=_id(chat))
        return [SeenMessage.read(message) for message in found if not message["deleted"]]

    async def last(self, n: int = 1, *, chat: Where = None) -> SeenMessage:
        """The bot's n-th newest message."""
        from_bot = [message for message in await self.messages(chat=chat) if message.sender == "bot"]
        if len(from_bot) < n:
            raise NotPossible(f"{self.name} has {len(from_bot)} messages from the bot, not {n}")
        return from_bot[-n]

    async def downloads(self, message: SeenMessage | SentMessage) -> bytes:
        """The bytes of a message's document or photo."""
        shown = message if isinstance(message, SeenMessage) else await self._looks_up(message)
        file_id = shown.document.file_id if shown.document is not None else shown.photo_id
        if file_id is None:
            raise NotPossible(f"message {message.id} has no file")
        return await self.sandbox.get_bytes(f"files/{file_id}")

    async def command_menu(self, *, chat: Where = None) -> list[tuple[str, str]]:
        """The command menu: pairs of command and description."""
        found = await self.sandbox.get(f"people/{self.id}/commands", chat_id=_id(chat))
        return [(command["command"], command["description"]) for command in found]

    async def waiting(self, *, chat: Where = None) -> list[Tap]:
        """The person's button presses that the bot has not answered, which the app shows as still loading."""
        screen = await self.sandbox.get(f"people/{self.id}/screen", chat_id=_id(chat))
        return [Tap.read(tap) for tap in screen["waiting"]]

    async def answers(self) -> list[Answer]:
        """The bot's answers to the person's button presses, oldest first."""
        found = await self.sandbox.get(f"people/{self.id}/answers")
        return [Answer.read(tap) for tap in found]

    async def _looks_up(self, message: SentMessage) -> SeenMessage:
        for shown in await self.messages(chat=message.chat_id):
            if shown.id == message.id:
                return shown
        raise NotPossible(f"message {message.id} is not on {self.name}'s screen")

    async def _does(self, action: str, **fields: object) -> Any:
        given = {key: value for key, value in fields.items() if value is not None}
        return await self.sandbox.post(f"people/{self.id}/{action}", given)

    async def _uploads(self, action: str, name: str, data: bytes, fields: Json) -> SentMessage:
        # The file name is a form field of its own because a multipart header cannot carry every character.
        form = aiohttp.FormData({"name": name}, default_to_multipart=True)
        for key, value in fields.items():
            if value is not None:
                form.add_field(key, str(value))
        form.add_field("file", io.BytesIO(data), filename="file", content_type="application/octet-stream")
        return SentMessage.read(await self.sandbox.post_form(f"people/{self.id}/{action}", form))


def _id(thing: Where | Which) -> int | None:
    return thing if thing is None or isinstance(thing, int) else thing.id
