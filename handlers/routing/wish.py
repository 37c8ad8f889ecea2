"""What people ask to have done in plain words, and how it is begun (U2)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from messages.rendering.keyboards import Button
from twg.core.permissions import Permission

#: Takes a request and the words of a wish; returns the buttons that begin it, the likeliest first.
BeginWish = Callable[[Any, str], Awaitable[list[Button]]]


@dataclass(frozen=True)
class Wish:
    """Something that people ask for.

    Attributes:
        name: of its phrases in `twg/language/wishes.toml`, without `wish_`.
        begin: its buttons; none where there is nothing that it could be done to.
        permission: who may do it; to others it is not offered.
        firm: its phrases mean nothing else, so that others are told who does it.
    """

    name: str
    begin: BeginWish
    permission: Permission | None = None
    firm: bool = False
