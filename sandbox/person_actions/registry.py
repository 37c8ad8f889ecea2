"""The table of person actions."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.errors import Json
from sandbox.fields import Fields
from sandbox.model import Person
from sandbox.world import World

PersonAction = Callable[[World, Person, Fields], Json]
PERSON_ACTIONS: dict[str, PersonAction] = {}


def person_action(name: str) -> Callable[[PersonAction], PersonAction]:
    """Register a function under its name in the HTTP API: `POST /sandbox/people/<id>/<name>`."""

    def register(function: PersonAction) -> PersonAction:
        PERSON_ACTIONS[name] = function
        return function

    return register
