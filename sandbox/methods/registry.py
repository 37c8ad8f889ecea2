"""The table of Bot API methods this sandbox knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.params import Params
from sandbox.world import World

Implementation = Callable[[World, Params], Any]


@dataclass(frozen=True, slots=True)
class Method:
    """One method. `counted` ones are messages in the eyes of flood control. The result may be awaitable."""

    name: str
    implementation: Callable[[World, Params], Any | Awaitable[Any]]
    counted: bool


METHODS: dict[str, Method] = {}


def method(name: str, *, counted: bool = False) -> Callable[[Implementation], Implementation]:
    """Enter a function under a method's name; Telegram ignores case."""

    def enter(implementation: Implementation) -> Implementation:
        METHODS[name.lower()] = Method(name, implementation, counted)
        return implementation

    return enter
