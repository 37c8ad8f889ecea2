"""What people ask to have done in plain words, and how it is begun (U2)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from messages.rendering.content import Content
from messages.rendering.keyboards import Button
from twg.core.permissions import Permission

#: Takes a request and the words of a wish; returns the buttons that begin it, the likeliest first.
BeginWish = Callable[[Any, str], Awaitable[list[Button]]]
#: The same, or returns the reply that grants it at once.
GrantWish = Callable[[Any, str], Awaitable[Any]]


@dataclass(frozen=True)
class Wish:
    """Something that people ask for.

    Attributes:
        name: of its phrases in `twg/language/wishes.toml`, without `wish_`.
        begin: its buttons; none where there is nothing that it could be done to.
        permission: who may do it; others are told who that is.
        firm: its phrases mean nothing else, so that others are told nothing but who does it.
        nothing: the answer where no row exists to which it could be done; with None the message is then handled as
            any other one.
        grant: the handler that does what is wished without a button first. Only for what shows something, or what
            one tap takes back; None for every other wish.
    """

    name: str
    begin: BeginWish
    permission: Permission | None = None
    firm: bool = False
    grant: GrantWish | None = None
    nothing: Content | None = None


async def begin_nothing(_request: Any, _text: str) -> list[Button]:
    """A wish that is granted at once has no button below words that were left behind a command."""
    return []
