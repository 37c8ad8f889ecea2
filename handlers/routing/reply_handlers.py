"""What a reply to a message does, and what an edit of one changes."""

from dataclasses import dataclass

from handlers.routing.commands import Handler
from messages.rendering.texts import Text
from twg.core.notices import Notice


@dataclass(frozen=True)
class ReplyHandler:
    """What a reply to a message that delivered one of these notices does.

    Attributes:
        router: name of the capability.
        handler: given the request and the notifications that the message delivered, all of this capability.
        label: names the subject where a message delivered notices of several capabilities: "An action".
        divides: it divides a reply about several of its subjects by itself.
    """

    router: str
    handler: Handler
    notices: tuple[Notice, ...]
    label: Text
    divides: bool = False


@dataclass(frozen=True)
class Edit:
    """What changes a row of a table after the message was edited that it was made from.

    Attributes:
        table: its name.
        fields: the questions whose answers can be changed like that; empty for all.
    """

    table: str
    handler: Handler
    fields: frozenset[str]
