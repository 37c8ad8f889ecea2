"""What people can say, joined from the routers of all capabilities and found by name."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from pydantic import TypeAdapter, ValidationError

from handlers.forms.definition import Definition
from messages.rendering.keyboards import Button as KeyboardButton
from messages.rendering.texts import Text
from storage.engine.database import Base
from twg.core.notices import Notice
from twg.core.permissions import Permission
from twg.core.refusals import NotFound

#: Given a request and what the person said with it; gives a reply.
Handler = Callable[..., Awaitable[Any]]

#: Keys are positive and fit an integer column; a larger number was written by a forger.
_LARGEST_KEY = 2**31 - 1


@dataclass(frozen=True)
class Command:
    """`/name`, with what Telegram's menu says of it.

    Attributes:
        permission: who is shown it and may use it; `None` is for everybody, members or not.
        hidden: it is not in the menu.
    """

    name: str
    handler: Handler
    description: Text | None
    permission: Permission | None
    hidden: bool


@dataclass(frozen=True)
class Button:
    """What pressing a button does.

    Attributes:
        name: "meetings:announce", written before its arguments in what the button carries.
        subject: the table of its first parameter, an id, in whose TWG the handler then acts.
        opens: it shows a row of its subject: a search result has this button.
        permission: refused to anybody else before the handler runs; operations check again.
    """

    name: str
    handler: Handler
    subject: type[Base] | None
    parameters: tuple[TypeAdapter[Any], ...]
    required: int
    opens: bool = False
    permission: Permission | None = None

    def read(self, parts: list[str]) -> list[Any]:
        """The arguments that a button carried. Raises: NotFound for anything we did not write ourselves."""
        if not self.required <= len(parts) <= len(self.parameters):
            raise NotFound
        try:
            values = [adapter.validate_strings(part) for adapter, part in zip(self.parameters, parts, strict=False)]
        except ValidationError:
            raise NotFound from None
        if any(isinstance(value, int) and not 0 < value <= _LARGEST_KEY for value in values):
            raise NotFound
        return values


@dataclass(frozen=True)
class ReplyHandler:
    """What a reply to a message that delivered one of these notices does.

    Attributes:
        handler: given the request and the notifications that the message was about, all of these notices.
        label: what a reply may be about, where a message was about several things: "An action".
    """

    router: str
    handler: Handler
    notices: tuple[Notice, ...]
    label: Text


@dataclass(frozen=True)
class Offer:
    """A button under "What shall I do with this?"; those of a lower rank come first."""

    rank: int
    button: KeyboardButton


#: What a plain message that nothing else takes could be, as far as a capability is concerned.
Offers = Callable[[Any], Awaitable[list[Offer]]]


class Pieces(Protocol):
    """What a router has, in the order in which it was declared."""

    name: str
    commands: list[Command]
    buttons: list[Button]
    replies: list[ReplyHandler]
    replies_below: list[tuple[str, Handler]]
    forms: list[Definition]
    offers: list[Offers]


@dataclass(frozen=True)
class Routes:
    """The routers of all capabilities, joined; the order is that of the menu."""

    routers: tuple[Pieces, ...] = ()

    @cached_property
    def commands(self) -> dict[str, Command]:
        """By name."""
        return {command.name: command for router in self.routers for command in router.commands}

    @cached_property
    def buttons(self) -> dict[str, Button]:
        """By name."""
        return {button.name: button for router in self.routers for button in router.buttons}

    @cached_property
    def replies(self) -> dict[str, ReplyHandler]:
        """By the name of the notice that is replied to."""
        handlers = (handler for router in self.routers for handler in router.replies)
        return {notice.name: handler for handler in handlers for notice in handler.notices}

    @cached_property
    def replies_below(self) -> dict[str, Handler]:
        """By the name of the button that the message has."""
        return {name: handler for router in self.routers for name, handler in router.replies_below}

    @cached_property
    def forms(self) -> dict[str, Definition]:
        """By name."""
        return {form.name: form for router in self.routers for form in router.forms}

    @cached_property
    def openers(self) -> dict[str, str]:
        """The name of the button that shows a row, by table."""
        return {
            button.subject.__tablename__: button.name
            for button in self.buttons.values()
            if button.opens and button.subject is not None
        }

    async def offers(self, request: Any) -> list[KeyboardButton]:
        """What the message of this request could be, the likeliest first."""
        found = [offer for router in self.routers for offers in router.offers for offer in await offers(request)]
        return [offer.button for offer in sorted(found, key=lambda offer: offer.rank)]


def split_data(data: str) -> tuple[str, list[str]]:
    """The name of a button and its arguments: "meetings:answer:12:yes" is ("meetings:answer", ["12", "yes"]).

    Buttons sent by version 0.1 were written "meetings/answer:12:yes", and still stand in people's chats.
    """
    head, *rest = data.split(":")
    capability, slash, verb = head.partition("/")
    if slash:
        return f"{capability}:{verb}", rest
    return (f"{head}:{rest[0]}", rest[1:]) if rest else (head, [])
