"""The table of what people can do."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.errors import Json
from sandbox.facts import Facts
from sandbox.model import Person
from sandbox.world import World

Doing = Callable[[World, Person, Facts], Json]
DOINGS: dict[str, Doing] = {}


def doing(name: str) -> Callable[[Doing], Doing]:
    """Enter a function in the table of what people can do."""

    def enter(function: Doing) -> Doing:
        DOINGS[name] = function
        return function

    return enter
