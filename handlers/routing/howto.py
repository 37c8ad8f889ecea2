"""What can be done in the assistant, and how: what a question "how do I …?" is answered with (U2)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from messages.rendering.keyboards import Button
from messages.rendering.texts import Text
from twg.core.permissions import Permission
from twg.language.tasks import Deed

#: Takes a request; returns the buttons by which it is begun.
Begin = Callable[[Any], Awaitable[list[Button]]]


@dataclass(frozen=True)
class Howto:
    """How something is done.

    Attributes:
        title: what is done: "Cancel a meeting".
        steps: how, in a sentence or two.
        deed: by which words a question speaks of it.
        command: by which it is begun.
        permission: who may do it; None for everybody who may see the TWG.
        begin: buttons that stand before that of the command.
    """

    title: Text
    steps: Text
    deed: Deed
    command: str
    permission: Permission | None = None
    begin: Begin | None = None
