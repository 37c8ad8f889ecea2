"""The table of Bot API methods this sandbox knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.params import Params
from sandbox.world import World

Weigh = Callable[[Params], int]
Implementation = Callable[[World, Params], Any]


@dataclass(frozen=True, slots=True)
class Method:
    """One method. The result may be awaitable.

    Args:
        weigh: how many messages a call is in the eyes of flood control.
    """

    name: str
    implementation: Callable[[World, Params], Any | Awaitable[Any]]
    weigh: Weigh


METHODS: dict[str, Method] = {}


def method(name: str, *, counted: bool | Weigh = False) -> Callable[[Implementation], Implementation]:
    """Enter a function under a method's name; Telegram ignores case. A `counted` one is a message, or many."""
    weigh = counted if callable(counted) else lambda _: int(counted)

    def enter(implementation: Implementation) -> Implementation:
        METHODS[name.lower()] = Method(name, implementation, weigh)
        return implementation

    return enter
