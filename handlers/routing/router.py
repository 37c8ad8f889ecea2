"""What people can say, by name: commands, buttons, replies. Filled by decorators where the handlers are."""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from handlers.routing.request import Reply
from messages.rendering.texts import Text
from storage.engine.database import Base
from twg.core.permissions import Permission
from twg.core.refusals import NotFound

Handler = Callable[..., Awaitable[Reply]]

#: Keys are positive and fit an integer column; a number that does not is of nobody's making but a forger's.
_LARGEST_KEY = 2**31 - 1


@dataclass(frozen=True)
class Command:
    """`/name`, with what Telegram's menu says of it; `hidden` ones are not in the menu."""

    name: str
    handler: Handler
    description: Text
    permission: Permission | None
    hidden: bool


@dataclass(frozen=True)
class Action:
    """What a button does. The first parameter is the id of `subject`, in whose TWG it then acts."""

    name: str
    handler: Handler
    subject: type[Base] | None
    parameters: tuple[TypeAdapter[Any], ...]
    required: int

    def read(self, parts: list[str]) -> list[Any]:
        """The parameters from what the button carried. Raises: NotFound for anything we did not write ourselves."""
        if not self.required <= len(parts) <= len(self.parameters):
            raise NotFound
        try:
            values = [adapter.validate_strings(part) for adapter, part in zip(self.parameters, parts, strict=False)]
        except ValidationError:
            raise NotFound from None
        if any(isinstance(value, int) and not 0 < value <= _LARGEST_KEY for value in values):
            raise NotFound
        return values


COMMANDS: dict[str, Command] = {}
ACTIONS: dict[str, Action] = {}
REPLIES: dict[str, Handler] = {}
REPLIES_BELOW: dict[str, Handler] = {}


def command(
    name: str, description: Text, *, permission: Permission | None = Permission.SEE, hidden: bool = False
) -> Callable[[Handler], Handler]:
    """`/name rest`: the handler gets the request and the rest of the line.

    Args:
        permission: who is shown it and may begin it; `None` is for everybody, members or not.
    """

    def decorate(handler: Handler) -> Handler:
        COMMANDS[name] = Command(name, handler, description, permission, hidden)
        return handler

    return decorate


def action(name: str, *, subject: type[Base] | None = None) -> Callable[[Handler], Handler]:
    """What a button named `name` does; the handler's annotations say how its parameters are read."""

    def decorate(handler: Handler) -> Handler:
        parameters = list(inspect.signature(handler, eval_str=True).parameters.values())[1:]
        ACTIONS[name] = Action(
            name,
            handler,
            subject,
            tuple(TypeAdapter(parameter.annotation) for parameter in parameters),
            sum(parameter.default is inspect.Parameter.empty for parameter in parameters),
        )
        return handler

    return decorate


def reply_below(button: str) -> Callable[[Handler], Handler]:
    """A reply to a message that was shown on demand and has this button: the handler gets what the button would."""

    def decorate(handler: Handler) -> Handler:
        REPLIES_BELOW[button] = handler
        return handler

    return decorate


def reply_to(*kinds: str) -> Callable[[Handler], Handler]:
    """A reply to a message of one of these kinds of notification: the handler gets the request and what it was about.

    One message may be about several notifications of these kinds.
    """

    def decorate(handler: Handler) -> Handler:
        REPLIES.update(dict.fromkeys(kinds, handler))
        return handler

    return decorate
