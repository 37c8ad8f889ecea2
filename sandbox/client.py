"""The people's side from Python: people who write, tap and read, for tests and for the demonstration."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import aiohttp
import orjson

from sandbox.shapes import Answer, Button, Group, Json, NotPossible, SeenDocument, SeenMessage, SentMessage, Tap

__all__ = [
    "Answer",
    "Button",
    "Group",
    "NotPossible",
    "SandboxClient",
    "SandboxPerson",
    "SeenDocument",
    "SeenMessage",
    "SentMessage",
    "Tap",
]


Where = Group | int | None
Which = SentMessage | SeenMessage | int | None


class SandboxPerson:
    """Someone with Telegram. What they do returns once Telegram has taken it, not once the bot reacted."""

    def __init__(self, sandbox: SandboxClient, facts: Json) -> None:
        self.sandbox = sandbox
        self.id: int = facts["id"]
        self.name: str = facts["name"]
        self.username: str | None = facts["username"]

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    async def starts(self, payload: str = "") -> SentMessage:
        """Press Start, with the payload of a deep link."""
        return SentMessage.read(await self._does("starts", payload=payload))

    async def says(
        self, text: str, *, reply_to: Which = None, chat: Where = None, thread_id: int | None = None
    ) -> SentMessage:
        """Write a text; the private chat with the bot opens by it."""
        return SentMessage.read(
            await self._does("says", text=text, reply_to=_id(reply_to), chat_id=_id(chat), thread_id=thread_id)
        )

    async def taps(self, label: str, *, in_message: Which = None, chat: Where = None) -> Tap:
        """Tap the button with this label, or whose label contains it, on the newest message that has one."""
        return Tap.read(await self._does("taps", label=label, message_id=_id(in_message), chat_id=_id(chat)))

    async def taps_button(self, button: Button, *, in_message: SentMessage | SeenMessage | int) -> Tap:
        """Tap this button of a message, whatever other button has the same label."""
        return Tap.read(await self._does("taps", data=button.data, message_id=_id(in_message)))

    async def taps_data(self, data: str, *, in_message: SentMessage | SeenMessage | int, chat: Where = None) -> Tap:
        """Send callback data of their own making, as a modified app could."""
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
        """Send a document. `declared_size` makes Telegram say so many bytes, whatever `data` holds."""
        facts = {
            "caption": caption,
            "mime_type": mime_type,
            "declared_size": declared_size,
            "reply_to": _id(reply_to),
            "chat_id": _id(chat),
            "thread_id": thread_id,
        }
        return await self._uploads("sends_file", name, data, facts)

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
        facts = {"caption": caption, "reply_to": _id(reply_to), "chat_id": _id(chat), "thread_id": thread_id}
        return await self._uploads("sends_photo", "photo.jpg", data, facts)

    async def sends_sticker(self, emoji: str = "👍", *, chat: Where = None) -> SentMessage:
        """Send a sticker."""
        return SentMessage.read(await self._does("sends_sticker", emoji=emoji, chat_id=_id(chat)))

    async def sends_voice(self, *, chat: Where = None) -> SentMessage:
        """Send a voice note."""
        return SentMessage.read(await self._does("sends_voice", chat_id=_id(chat)))

    async def sends_contact(
        self, phone_number: str | None = None, first_name: str | None = None, *, chat: Where = None
    ) -> SentMessage:
        """Share their own contact, or somebody's."""
        return SentMessage.read(
            await self._does("sends_contact", phone_number=phone_number, first_name=first_name, chat_id=_id(chat))
        )

    async def sends_location(
        self, latitude: float = 11.5564, longitude: float = 104.9282, *, chat: Where = None
    ) -> SentMessage:
        """Send a place."""
        facts = {"latitude": latitude, "longitude": longitude, "chat_id": _id(chat)}
        return SentMessage.read(await self._does("sends_location", **facts))

    async def forwards(self, message: SentMessage | SeenMessage, *, chat: Where = None) -> SentMessage:
        """Forward a message they see to the bot, or to a group."""
        facts = {"message_id": message.id, "from_chat_id": message.chat_id, "chat_id": _id(chat)}
        return SentMessage.read(await self._does("forwards", **facts))

    async def edits(self, message: SentMessage | SeenMessage, text: str) -> SentMessage:
        """Change the text or caption of an own message."""
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

    async def sets(self, **facts: object) -> None:
        """Change the account: first_name, last_name, username, language_code, deactivated."""
        await self._does("sets", **facts)

    async def joins(self, group: Group | None = None, *, link: str | None = None) -> None:
        """Join a group, or follow an invite link, which may only let them ask."""
        await self._does("joins", chat_id=_id(group), link=link)

    async def leaves(self, group: Group) -> None:
        """Leave a group."""
        await self._does("leaves", chat_id=group.id)

    async def places_bot(self, status: str, group: Group) -> None:
        """Make the bot member, administrator, left or kicked in a group they administer."""
        await self._does("places_bot", status=status, chat_id=group.id)

    async def upgrades(self, group: Group) -> Group:
        """Turn a basic group into a supergroup, which has another id."""
        made = await self._does("upgrades", chat_id=group.id)
        return Group(made["chat_id"], group.title)

    async def closes_topic(self, thread_id: int, group: Group, *, closed: bool = True) -> None:
        """Close a topic, or open it again."""
        await self._does("closes_topic", thread_id=thread_id, chat_id=group.id, closed=closed)

    async def opens_topic(self, name: str, group: Group) -> int:
        """Open a topic in a forum; returns its thread id."""
        thread_id: int = (await self._does("opens_topic", name=name, chat_id=group.id))["message_thread_id"]
        return thread_id

    async def reacts(self, emoji: str, message: SentMessage | SeenMessage) -> None:
        """React to a message; an empty emoji takes it back."""
        await self._does("reacts", emoji=emoji, message_id=message.id, chat_id=message.chat_id)

    async def votes(self, options: list[int], message: SentMessage | SeenMessage) -> None:
        """Vote in a poll, by option numbers from 0."""
        await self._does("votes", options=options, message_id=message.id, chat_id=message.chat_id)

    async def pins(self, message: SentMessage | SeenMessage) -> None:
        """Pin a message."""
        await self._does("pins", message_id=message.id, chat_id=message.chat_id)

    async def messages(self, *, chat: Where = None) -> list[SeenMessage]:
        """Everything on the screen, oldest first, own messages too."""
        found = await self.sandbox.get(f"people/{self.id}/messages", chat_id=_id(chat))
        return [SeenMessage.read(message) for message in found if not message["deleted"]]

    async def last(self, n: int = 1, *, chat: Where = None) -> SeenMessage:
        """The bot's newest message, or its n-th newest."""
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
        """Commands and descriptions on offer."""
        found = await self.sandbox.get(f"people/{self.id}/commands", chat_id=_id(chat))
        return [(command["command"], command["description"]) for command in found]

    async def waiting(self, *, chat: Where = None) -> list[Tap]:
        """Their taps that the bot has not answered: the buttons still turn."""
        screen = await self.sandbox.get(f"people/{self.id}/screen", chat_id=_id(chat))
        return [Tap.read(tap) for tap in screen["waiting"]]

    async def answers(self) -> list[Answer]:
        """The bot's answers to their taps, oldest first."""
        found = await self.sandbox.get(f"people/{self.id}/answers")
        return [Answer.read(tap) for tap in found]

    async def _looks_up(self, message: SentMessage) -> SeenMessage:
        for shown in await self.messages(chat=message.chat_id):
            if shown.id == message.id:
                return shown
        raise NotPossible(f"message {message.id} is not on {self.name}'s screen")

    async def _does(self, doing: str, **facts: object) -> Any:
        given = {key: value for key, value in facts.items() if value is not None}
        return await self.sandbox.post(f"people/{self.id}/{doing}", given)

    async def _uploads(self, doing: str, name: str, data: bytes, facts: Json) -> SentMessage:
        #: The name goes as a field of its own: a header cannot carry every name that people give their files.
        form = aiohttp.FormData({"name": name}, default_to_multipart=True)
        for key, value in facts.items():
            if value is not None:
                form.add_field(key, str(value))
        form.add_field("file", io.BytesIO(data), filename="file", content_type="application/octet-stream")
        return SentMessage.read(await self.sandbox.post_form(f"people/{self.id}/{doing}", form))


class SandboxClient:
    """A connection to the people's side of a sandbox."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(json_serialize=lambda value: orjson.dumps(value).decode())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def person(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        id: int | None = None,
        username: str | None = None,
        language_code: str | None = "en",
        note: str = "",
    ) -> SandboxPerson:
        """Let someone have Telegram; without an id they get the next free one. `note` is for the chat page only."""
        facts: Json = {"first_name": first_name, "last_name": last_name, "username": username, "note": note}
        facts["language_code"] = language_code
        if id is not None:
            facts["id"] = id
        return SandboxPerson(self, await self.post("people", facts))

    async def people(self) -> list[SandboxPerson]:
        """Everyone there is."""
        return [SandboxPerson(self, facts) for facts in (await self.get("state"))["people"]]

    async def group(
        self,
        title: str,
        members: list[SandboxPerson],
        *,
        forum: bool = False,
        supergroup: bool = True,
        username: str | None = None,
        bot: str = "member",
    ) -> Group:
        """Make a group with the bot in it; the first member is its creator."""
        facts = {
            "title": title,
            "members": [member.id for member in members],
            "forum": forum,
            "supergroup": supergroup,
            "username": username,
            "bot": bot,
        }
        made = await self.post("groups", facts)
        return Group(made["id"], made["title"])

    async def fault(
        self,
        kind: str,
        *,
        method: str = "*",
        chat_id: int | None = None,
        retry_after: int = 1,
        seconds: float = 1.0,
        times: int | None = 1,
    ) -> int:
        """Put a fault in force: 429, 500, 502, close_before, close_after, delay. Returns its number."""
        facts = {
            "kind": kind,
            "method": method,
            "chat_id": chat_id,
            "retry_after": retry_after,
            "seconds": seconds,
            "times": times,
        }
        made: int = (await self.post("faults", facts))["id"]
        return made

    async def mend(self, fault: int | None = None) -> None:
        """Take one fault back, or all."""
        await self._call("DELETE", "faults", params={"id": fault} if fault is not None else {})

    async def flood_control(self, *, strict: bool) -> None:
        """Switch Telegram's flood control on or off."""
        await self.post("flood", {"strict": strict})

    async def pending(self) -> int:
        """How many updates the bot has not confirmed with a getUpdates offset."""
        count: int = (await self.get("pending"))["pending"]
        return count

    async def now(self) -> datetime:
        """The sandbox's time."""
        return datetime.fromisoformat((await self.get("clock"))["now"])

    async def next_moment(self) -> datetime | None:
        """When something is due next, as far as the bot's side tells."""
        due = (await self.get("clock"))["next"]
        return datetime.fromisoformat(due) if due is not None else None

    async def moves_clock(self, *, to: datetime | None = None, forward: timedelta | None = None) -> datetime:
        """Set the sandbox's clock, or move it ahead."""
        facts: Json = {}
        if to is not None:
            facts["to"] = to.isoformat()
        if forward is not None:
            facts["forward_s"] = forward.total_seconds()
        return datetime.fromisoformat((await self.post("clock", facts))["now"])

    async def journal(self, since: int = 0, *, wait_s: float = 0) -> list[Json]:
        """Everything that happened after entry `since`; waits up to `wait_s` for the first of it."""
        found: list[Json] = await self.get("journal", since=since, wait_s=wait_s)
        return found

    async def get(self, path: str, **query: object) -> Any:
        """Read from the people's side."""
        return await self._call("GET", path, params={k: str(v) for k, v in query.items() if v is not None})

    async def post(self, path: str, facts: Json) -> Any:
        """Do something on the people's side."""
        return await self._call("POST", path, json=facts)

    async def post_form(self, path: str, form: aiohttp.FormData) -> Any:
        """Send a file on the people's side."""
        return await self._call("POST", path, data=form)

    async def get_bytes(self, path: str) -> bytes:
        """Fetch a file."""
        async with self._open().get(f"{self.url}/sandbox/{path}") as response:
            if response.status != 200:
                raise NotPossible((await response.text())[:300])
            return await response.read()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("use this client in an async with block")
        return self._session

    async def _call(self, verb: str, path: str, **options: Any) -> Any:
        async with self._open().request(verb, f"{self.url}/sandbox/{path}", **options) as response:
            body = await response.read()
        try:
            answer = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise NotPossible(f"{response.status} {body[:300]!r}") from None
        if not answer.get("ok"):
            raise NotPossible(answer.get("error"))
        return answer["result"]


def _id(thing: Where | Which) -> int | None:
    return thing if thing is None or isinstance(thing, int) else thing.id
