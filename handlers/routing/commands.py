"""A command of the chat, and under which heading /menu shows it (U1)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from messages.rendering.texts import Text
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from twg.core.permissions import Permission

#: Takes a request and the arguments of the command, button or reply; returns a `Reply`. That of a command takes the
#: words behind it, or only the request.
Handler = Callable[..., Awaitable[Any]]


class Group(Labelled):
    """Under which heading /menu shows a command, in the order of the headings."""

    MEETINGS = "meetings", N_("Meetings")
    PAPERS = "papers", N_("Documents and information")
    WORK = "work", N_("Actions and reports")
    MEMBERS = "members", N_("Members")
    TWG = "twg", N_("The TWG")
    YOU = "you", N_("You and the assistant")


@dataclass(frozen=True)
class Command:
    """A command, `/name`, with its description in Telegram's menu.

    Attributes:
        permission: needed to see and to use it; `None` for everybody, members or not.
        hidden: it is not in the menu.
        lists: without words behind it, it shows a list, of all of the person's TWGs.
        group: with which others /menu shows it; None for a hidden one.
        takes_words: its handler is given the words behind it.
        among: words behind it are searched for among the rows of this table, instead of the list that it shows.
    """

    name: str
    handler: Handler
    description: Text | None
    permission: Permission | None
    hidden: bool
    lists: bool = False
    group: Group | None = None
    takes_words: bool = False
    among: type[Base] | None = None

    async def run(self, request: Any, words: str = "") -> Any:
        """What it does. Args: `words`: what stands behind it, for a handler that takes it."""
        return await (self.handler(request, words) if self.takes_words else self.handler(request))
