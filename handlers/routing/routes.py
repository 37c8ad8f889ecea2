"""The routers of all capabilities, joined, with lookups by name."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter, ValidationError

from handlers.forms.definition import Definition
from handlers.routing.commands import Command, Handler
from handlers.routing.howto import Howto
from handlers.routing.reply_handlers import Edit, ReplyHandler
from handlers.routing.wish import Wish
from messages.rendering.content import Content
from messages.rendering.keyboards import Button as KeyboardButton
from messages.rendering.texts import Text
from storage.core.notifications import Notification
from storage.engine.database import Base
from twg.core.notices import Notice
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, NotRegistered
from twg.language.mentions import Nameable

#: Ids are positive and fit an integer column; callback data with a larger number is forged.
_LARGEST_KEY = 2**31 - 1


@dataclass(frozen=True)
class Button:
    """What pressing a button does.

    Attributes:
        name: "meetings:announce", the beginning of the callback data.
        subject: the table whose row id is the first argument; the handler acts in the TWG of that row.
        parameters: converters of the arguments.
        required: number of arguments without a default.
        opens: it shows a row of its subject; search results have this button.
        permission: checked before the handler runs; operations check their own as well.
        formerly: its name in version 0.1, where that was another: "sharing:search".
        anybody: people without a role may press it too.
        of_account: it concerns the account that presses it, for whomever that acts, and also without a TWG.
    """

    name: str
    handler: Handler
    subject: type[Base] | None
    parameters: tuple[TypeAdapter[Any], ...]
    required: int
    opens: bool = False
    permission: Permission | None = None
    formerly: str = ""
    anybody: bool = False
    of_account: bool = False

    def read(self, parts: list[str]) -> list[Any]:
        """Convert the arguments in callback data. Raises: NotFound for data that the program did not write."""
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
class Offer:
    """A button below "What shall I do with this?"; those of a lower rank come first."""

    rank: int
    button: KeyboardButton
    #: Whether it stays below the answer to what the words may ask, or ask to have done.
    stays: bool = False


#: Takes a request with a plain message; returns what its capability could do with the message.
Offers = Callable[[Any], Awaitable[list[Offer]]]


@dataclass(frozen=True)
class Named:
    """Something that words of this person may be about.

    Attributes:
        what: by what a text names it.
        label: of the button to choose it.
        take: given a request and a text, does what the text clearly says of it, or asks.
        says: whether a text clearly says something of it that `take` acts on.
        notification_id: that of the message replied to which told of it; `None` for a plain message.
        joins: whether a text is taken together with those of other things of its capability: several reports in one.
    """

    what: Nameable
    label: Text | str
    take: Callable[[Any, str], Awaitable[Any]]
    says: Callable[[str], bool]
    button: KeyboardButton
    notification_id: int | None = None
    joins: Callable[[str], bool] = lambda _text: False


#: Takes a request and the notifications replied to, none for a plain message; returns what words may be about.
Names = Callable[[Any, Sequence[Notification]], Awaitable[list[Named]]]

#: Takes a request with a plain message; does what the message clearly says though it names nothing, or returns None.
Statement = Callable[[Any], Awaitable[Any | None]]

#: Takes a request and an `Asked` (`handlers.routing.questions`); returns what answers it, of its capability.
Answers = Callable[[Any, Any], Awaitable[list[Content]]]


@dataclass(eq=False)
class Declarations:
    """The declarations of one capability, in the order in which they were made.

    Attributes:
        name: of the capability, "meetings"; the prefix of its buttons' names.
    """

    name: str
    commands: list[Command] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)
    replies: list[ReplyHandler] = field(default_factory=list)
    replies_below: list[tuple[str, Handler]] = field(default_factory=list)
    #: By table name of the row as which the message replied to stands.
    replies_bound: list[tuple[str, Handler]] = field(default_factory=list)
    replies_in_group: list[tuple[Notice, Handler]] = field(default_factory=list)
    #: By table name of what was saved: what changes it after the message was edited.
    edits: list[Edit] = field(default_factory=list)
    forms: list[Definition] = field(default_factory=list)
    offers: list[Offers] = field(default_factory=list)
    names: list[Names] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    #: As `statements`, for messages that begin with a mark of their own.
    marks: list[Statement] = field(default_factory=list)
    #: As `statements`, for files whose words clearly say what they are.
    files_stated: list[Statement] = field(default_factory=list)
    answers: list[Answers] = field(default_factory=list)
    howtos: list[Howto] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    #: Answers people without a role, who say or command something.
    greetings: list[Handler] = field(default_factory=list)

    @property
    def declares_anything(self) -> bool:
        done = (self.commands, self.buttons, self.edits, self.forms)
        replied = (self.replies, self.replies_below, self.replies_bound, self.replies_in_group)
        said = (self.offers, self.names, self.statements, self.marks, self.files_stated, self.answers, self.howtos)
        return any((*done, *replied, *said, self.wishes, self.greetings))

    def include(self, part: "Declarations") -> None:
        """Take over the declarations of a part of the capability."""
        self.commands += part.commands
        self.buttons += part.buttons
        self.replies += part.replies
        self.replies_below += part.replies_below
        self.replies_bound += part.replies_bound
        self.replies_in_group += part.replies_in_group
        self.edits += part.edits
        self.forms += part.forms
        self.offers += part.offers
        self.names += part.names
        self.statements += part.statements
        self.marks += part.marks
        self.files_stated += part.files_stated
        self.answers += part.answers
        self.howtos += part.howtos
        self.wishes += part.wishes
        self.greetings += part.greetings


@dataclass(frozen=True)
class Routes:
    """The routers of all capabilities, joined; their order is the order of the menu."""

    routers: tuple[Declarations, ...] = ()

    @cached_property
    def commands(self) -> dict[str, Command]:
        """By name."""
        return {command.name: command for router in self.routers for command in router.commands}

    @cached_property
    def owners(self) -> dict[str, str]:
        """The capability of each command, by the command's name."""
        return {command.name: router.name for router in self.routers for command in router.commands}

    @cached_property
    def buttons(self) -> dict[str, Button]:
        """By name."""
        return {button.name: button for router in self.routers for button in router.buttons}

    @cached_property
    def buttons_formerly(self) -> dict[str, Button]:
        """By their name in version 0.1, where that was another: such buttons remain in people's chats."""
        return {button.formerly: button for button in self.buttons.values() if button.formerly}

    def is_of_account(self, data: str) -> bool:
        """Whether callback data is that of a button that concerns the account which presses it."""
        found = self.buttons.get(split_data(data)[0])
        return found is not None and found.of_account

    @cached_property
    def replies(self) -> dict[str, ReplyHandler]:
        """By the name of the notice replied to."""
        handlers = (handler for router in self.routers for handler in router.replies)
        return {notice.name: handler for handler in handlers for notice in handler.notices}

    @cached_property
    def replies_below(self) -> dict[str, Handler]:
        """By the name of a button below the message replied to."""
        return {name: handler for router in self.routers for name, handler in router.replies_below}

    @cached_property
    def replies_bound(self) -> dict[str, Handler]:
        """By the table name of the row as which the message replied to stands."""
        return {table: handler for router in self.routers for table, handler in router.replies_bound}

    @cached_property
    def replies_in_group(self) -> dict[str, Handler]:
        """By the name of the notice whose post in a group is replied to."""
        return {notice.name: handler for router in self.routers for notice, handler in router.replies_in_group}

    @cached_property
    def edits(self) -> dict[str, Edit]:
        """By the table name of what a message was saved as."""
        return {edit.table: edit for router in self.routers for edit in router.edits}

    @cached_property
    def forms(self) -> dict[str, Definition]:
        """By name."""
        return {form.name: form for router in self.routers for form in router.forms}

    @cached_property
    def wishes(self) -> dict[str, tuple[str, Wish]]:
        """By name, each with its capability."""
        return {wish.name: (router.name, wish) for router in self.routers for wish in router.wishes}

    @cached_property
    def openers(self) -> dict[str, str]:
        """The name of the button that shows a row, by table name."""
        return {
            button.subject.__tablename__: button.name
            for button in self.buttons.values()
            if button.opens and button.subject is not None
        }

    async def greet(self, request: Any) -> Any:
        """The reply to somebody without a role. Raises: NotRegistered where no capability has one."""
        for greet in (each for router in self.routers for each in router.greetings):
            return await greet(request)
        raise NotRegistered

    def _seen_by(self, request: Any) -> list[Declarations]:
        """The routers of what the sender of a request may see."""
        return [router for router in self.routers if request.covers(router.name)]

    async def offers(self, request: Any, *, beside: bool = False) -> list[KeyboardButton]:
        """Buttons for what the message of this request could be, likeliest first. Args: `beside`: those that stay."""
        asked = [offers for router in self._seen_by(request) for offers in router.offers]
        found = [offer for offers in asked for offer in await offers(request) if offer.stays or not beside]
        return [offer.button for offer in sorted(found, key=lambda offer: offer.rank)]

    async def take_stated(self, request: Any, *, marked: bool = False) -> Any | None:
        """The reply of the first capability of which a plain message clearly says something; None without one.

        Args:
            marked: of those whose mark the message begins with.
        """
        for router in self._seen_by(request):
            stated = router.files_stated if request.incoming.files else router.statements
            for take in router.marks if marked else stated:
                if (taken := await take(request)) is not None:
                    return taken
        return None

    async def named(self, request: Any, about: Sequence[Notification] = ()) -> list[Named]:
        """What words of this request may be about: what these notifications told of, else whatever is the person's."""
        routers = self._seen_by(request)
        return [named for router in routers for names in router.names for named in await names(request, about)]


def split_data(data: str) -> tuple[str, list[str]]:
    """Split callback data into a button's name and its arguments.

    "meetings:answer:12:yes" is ("meetings:answer", ["12", "yes"]). Version 0.1 wrote "meetings/answer:12:yes"; such
    buttons remain in people's chats.
    """
    head, *rest = data.split(":")
    capability, slash, verb = head.partition("/")
    if slash:
        return f"{capability}:{verb}", rest
    return (f"{head}:{rest[0]}", rest[1:]) if rest else (head, [])
