"""A person of a sandbox, as Python code acts through them. Get one from `SandboxClient.person`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sandbox.client_forms import attach, form_of
from sandbox.client_sending import SendingPerson
from sandbox.client_types import (
    Answer,
    Button,
    Group,
    Json,
    NotPossible,
    SeenMessage,
    SentMessage,
    Tap,
    Where,
    Which,
    id_of,
)


class SandboxPerson(SendingPerson):
    """A person with a Telegram account: what `SendingPerson` can send, buttons, groups, and what the person sees.

    A method returns when the sandbox has accepted the action; the bot may not have reacted yet. `chat` is a group or a
    chat id; None means the private chat with the bot.
    """

    async def starts(self, payload: str = "") -> SentMessage:
        """Press Start, with the payload of a deep link."""
        return SentMessage.read(await self._does("starts", payload=payload))

    async def taps(
        self, label: str, *, in_message: Which = None, chat: Where = None, shared: Sequence[int] = ()
    ) -> Tap:
        """Press a button on the newest message that has one with this label.

        Where no button of a message has exactly this label, one whose label contains it counts. `shared` are the ids
        that a key of a reply keyboard asks for.
        """
        where = {"message_id": id_of(in_message), "chat_id": id_of(chat)}
        return Tap.read(await self._does("taps", label=label, shared=list(shared) or None, **where))

    async def taps_button(self, button: Button, *, in_message: SentMessage | SeenMessage | int) -> Tap:
        """Tap this button of a message, even where another button has the same label."""
        return Tap.read(await self._does("taps", data=button.data, message_id=id_of(in_message)))

    async def taps_data(self, data: str, *, in_message: SentMessage | SeenMessage | int, chat: Where = None) -> Tap:
        """Send a callback query with any data, as a modified app could."""
        return Tap.read(
            await self._does("taps", data=data, message_id=id_of(in_message), chat_id=id_of(chat), forged=True)
        )

    async def forwards(
        self,
        *messages: SentMessage | SeenMessage,
        chat: Where = None,
        thread_id: int | None = None,
        hides_sender: bool = False,
    ) -> SentMessage:
        """Forward messages of one chat to the bot, or to a group. From elsewhere: any message with `forward_origin`."""
        return SentMessage.read(
            await self._does(
                "forwards",
                message_ids=[message.id for message in messages],
                from_chat_id=messages[0].chat_id,
                chat_id=id_of(chat),
                thread_id=thread_id,
                hides_sender=hides_sender,
            )
        )

    async def edits(
        self,
        message: SentMessage | SeenMessage,
        text: str | None = None,
        *,
        parse_mode: str | None = None,
        entities: Sequence[Json] = (),
        link_preview_options: Json | None = None,
    ) -> SentMessage:
        """Change the text or caption of one's own message; without `text` an edit that leaves the words as they are."""
        return SentMessage.read(
            await self._does(
                "edits",
                message_id=message.id,
                chat_id=message.chat_id,
                text=text,
                parse_mode=parse_mode,
                entities=list(entities) or None,
                link_preview_options=link_preview_options,
            )
        )

    async def edits_file(
        self,
        message: SentMessage | SeenMessage,
        name: str,
        data: bytes,
        *,
        kind: str = "document",
        caption: str | None = None,
    ) -> SentMessage:
        """Replace the file of one's own message by another one; without `caption` its words stay."""
        form = form_of(
            {"message_id": message.id, "chat_id": message.chat_id, "name": name, "kind": kind, "text": caption}
        )
        attach(form, "file", data)
        return SentMessage.read(await self.sandbox.post_form(f"people/{self.id}/edits", form))

    async def moves_location(
        self, message: SentMessage | SeenMessage, latitude: float, longitude: float
    ) -> SentMessage:
        """Move a live location, in degrees."""
        fields = {"message_id": message.id, "latitude": latitude, "longitude": longitude}
        return SentMessage.read(await self._does("moves_location", chat_id=message.chat_id, **fields))

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
        await self._does("joins", chat_id=id_of(group), link=link)

    async def leaves(self, group: Group) -> None:
        """Leave a group."""
        await self._does("leaves", chat_id=group.id)

    async def invites(self, other: SandboxPerson, group: Group) -> None:
        """Add another person to a group."""
        await self._does("invites", user_id=other.id, chat_id=group.id)

    async def removes(self, other: SandboxPerson, group: Group) -> None:
        """Remove another person from a group; the person must be an administrator."""
        await self._does("removes", user_id=other.id, chat_id=group.id)

    async def promotes(self, other: SandboxPerson, group: Group, *, administrator: bool = True) -> None:
        """Make another person an administrator of a group, or a member again; the person must be one."""
        await self._does("promotes", user_id=other.id, chat_id=group.id, administrator=administrator)

    async def places_bot(self, status: str, group: Group) -> None:
        """Set the bot's status in a group: member, administrator, left or kicked.

        The person must be an administrator.
        """
        await self._does("places_bot", status=status, chat_id=group.id)

    async def upgrades(self, group: Group) -> Group:
        """Turn a basic group into a supergroup and return it: it has another id."""
        made = await self._does("upgrades", chat_id=group.id)
        return Group(made["chat_id"], group.title)

    async def closes_topic(self, thread_id: int, group: Where = None, *, closed: bool = True) -> None:
        """Close a topic, or reopen it."""
        await self._does("closes_topic", thread_id=thread_id, chat_id=id_of(group), closed=closed)

    async def opens_topic(self, name: str, group: Where = None) -> int:
        """Open a topic in a forum, or in the private chat with the bot, and return its thread id."""
        thread_id: int = (await self._does("opens_topic", name=name, chat_id=id_of(group)))["message_thread_id"]
        return thread_id

    async def reacts(self, emoji: str | list[str], message: SentMessage | SeenMessage) -> None:
        """React to a message, with several emoji in a list; an empty string removes the reaction."""
        await self._does("reacts", emoji=emoji, message_id=message.id, chat_id=message.chat_id)

    async def votes(self, options: list[int], message: SentMessage | SeenMessage) -> None:
        """Vote in a poll, by option numbers from 0."""
        await self._does("votes", options=options, message_id=message.id, chat_id=message.chat_id)

    async def pins(self, message: SentMessage | SeenMessage) -> None:
        """Pin a message."""
        await self._does("pins", message_id=message.id, chat_id=message.chat_id)

    async def unpins(self, message: SentMessage | SeenMessage) -> None:
        """Unpin a message."""
        await self._does("unpins", message_id=message.id, chat_id=message.chat_id)

    async def posts_service(
        self, field: str, content: object = None, *, chat: Where = None, thread_id: int | None = None
    ) -> SentMessage:
        """Let the app write a service message, with a `content` that the Bot API's `Message` has in this field."""
        given = {"field": field, "content": content, "chat_id": id_of(chat), "thread_id": thread_id}
        return SentMessage.read(await self._does("posts_service", **given))

    async def messages(self, *, chat: Where = None, only: Collection[int] = ()) -> list[SeenMessage]:
        """All messages of a chat that are not deleted, the person's own included, oldest first.

        Args:
            only: ids of messages, to ask for these alone.
        """
        ids = ",".join(map(str, only)) or None
        found = await self.sandbox.get(f"people/{self.id}/messages", chat_id=id_of(chat), ids=ids)
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
        found = await self.sandbox.get(f"people/{self.id}/commands", chat_id=id_of(chat))
        return [(command["command"], command["description"]) for command in found]

    async def waiting(self, *, chat: Where = None) -> list[Tap]:
        """The person's button presses that the bot has not answered, which the app shows as still loading."""
        screen = await self.sandbox.get(f"people/{self.id}/screen", chat_id=id_of(chat))
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
