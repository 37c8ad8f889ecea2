"""A Python client for the people's API: acts as people who write, press buttons and read.

Tests, the demonstration and the training sandbox use it. Every call raises `NotPossible` when the sandbox refuses it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sandbox.client_connection import PeopleApiConnection
from sandbox.client_person import SandboxPerson
from sandbox.client_types import (
    AlbumItem,
    Answer,
    Button,
    Group,
    Json,
    NotPossible,
    SeenDocument,
    SeenMessage,
    SentMessage,
    Tap,
)

__all__ = [
    "AlbumItem",
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


class SandboxClient(PeopleApiConnection):
    """A connection to the people's API of a sandbox at `url`; use it in an `async with` block."""

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
        """Add an account; without an `id` it gets the next free one. `note` is shown on the chat page only."""
        fields: Json = {"first_name": first_name, "last_name": last_name, "username": username, "note": note}
        fields["language_code"] = language_code
        if id is not None:
            fields["id"] = id
        return SandboxPerson(self, await self.post("people", fields))

    async def people(self) -> list[SandboxPerson]:
        """All accounts."""
        return [SandboxPerson(self, fields) for fields in (await self.get("state"))["people"]]

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
        """Make a group; the first member is its creator. `bot` is the bot's status, `left` keeps it out."""
        fields = {
            "title": title,
            "members": [member.id for member in members],
            "forum": forum,
            "supergroup": supergroup,
            "username": username,
            "bot": bot,
        }
        made = await self.post("groups", fields)
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
        """Add a fault and return its id. See `sandbox.faults.Fault` for the arguments."""
        fields = {
            "kind": kind,
            "method": method,
            "chat_id": chat_id,
            "retry_after": retry_after,
            "seconds": seconds,
            "times": times,
        }
        made: int = (await self.post("faults", fields))["id"]
        return made

    async def mend(self, fault: int | None = None) -> None:
        """Remove one fault by its id, or all."""
        await self._call("DELETE", "faults", params={"id": fault} if fault is not None else {})

    async def flood_control(self, *, strict: bool) -> None:
        """Switch Telegram's rate limits and the expiry of updates on or off."""
        await self.post("flood", {"strict": strict})

    async def bot_settings(self, *, topics: bool | None = None, reads_all: bool | None = None) -> None:
        """Switch topics in private chats on or off, and the bot's privacy mode off (`reads_all`) or on."""
        given = {"topics": topics, "reads_all": reads_all}
        await self.post("bot", {key: value for key, value in given.items() if value is not None})

    async def pending(self) -> int:
        """How many updates the bot has not confirmed with a getUpdates offset."""
        count: int = (await self.get("pending"))["pending"]
        return count

    async def now(self) -> datetime:
        """The sandbox's current time, UTC."""
        return datetime.fromisoformat((await self.get("clock"))["now"])

    async def next_moment(self) -> datetime | None:
        """The next moment at which the bot has something to do; None when the bot does not tell."""
        due = (await self.get("clock"))["next"]
        return datetime.fromisoformat(due) if due is not None else None

    async def moves_clock(self, *, to: datetime | None = None, forward: timedelta | None = None) -> datetime:
        """Set the sandbox's clock to a moment, or move it forward; returns the new time."""
        fields: Json = {}
        if to is not None:
            fields["to"] = to.isoformat()
        if forward is not None:
            fields["forward_s"] = forward.total_seconds()
        return datetime.fromisoformat((await self.post("clock", fields))["now"])

    async def journal(self, since: int = 0, *, wait_s: float = 0) -> list[Json]:
        """The journal entries after number `since`; waits up to `wait_s` seconds for the first one."""
        found: list[Json] = await self.get("journal", since=since, wait_s=wait_s)
        return found
