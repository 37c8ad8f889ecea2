"""The table of Bot API methods."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.params import Params
from sandbox.world import World

MessageCount = Callable[[Params], int]
Implementation = Callable[[World, Params], Any]


@dataclass(frozen=True, slots=True)
class Method:
    """One method.

    Args:
        implementation: its result is the `result` of the answer and may be awaitable.
        message_count: returns as how many messages a call counts for the rate limits.
    """

    name: str
    implementation: Callable[[World, Params], Any | Awaitable[Any]]
    message_count: MessageCount


METHODS: dict[str, Method] = {}


def method(name: str, *, counted: bool | MessageCount = False) -> Callable[[Implementation], Implementation]:
    """Register the implementation of a method; case is ignored in calls, as with Telegram.

    Args:
        counted: whether a call counts as a message for the rate limits, or a function that returns as how many.
    """
    message_count = counted if callable(counted) else lambda _: int(counted)

    def register(implementation: Implementation) -> Implementation:
        METHODS[name.lower()] = Method(name, implementation, message_count)
        return implementation

    return register
