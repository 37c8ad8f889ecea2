"""Declarations of what people can send to one capability: commands, buttons, replies, forms, offers.

A capability exports a router; `bot.capabilities` joins all of them. Importing a module registers nothing.
"""

import inspect
from collections.abc import Awaitable, Callable, Collection
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from handlers.forms.conversation import open_form
from handlers.forms.definition import Definition
from handlers.forms.form import About, Form
from handlers.forms.sections import check_names, fields_of
from handlers.routing.commands import Command, Group
from handlers.routing.howto import Howto
from handlers.routing.reply_handlers import Edit, ReplyHandler
from handlers.routing.request import Reply, Request
from handlers.routing.routes import Answers, Button, Declarations, Names, Offers, Statement
from handlers.routing.wish import BeginWish, GrantWish, Wish, begin_nothing
from messages.rendering.content import Content
from messages.rendering.texts import Text
from storage.engine.database import Base
from twg.core.notices import Notice
from twg.core.permissions import Permission

_Handler = TypeVar("_Handler", bound=Callable[..., Awaitable[Reply]])
_Form = TypeVar("_Form", bound=type[Form])


@cache
def _converter(annotation: Any) -> TypeAdapter[Any]:
    """What converts an argument of a button. Hundreds of buttons have few kinds of arguments."""
    return TypeAdapter(annotation)


class Router(Declarations):
    """Decorators that declare the commands, buttons, replies, forms and offers of one capability.

    Args:
        name: of the capability, "meetings"; the prefix of its buttons' names.
        parts: routers whose declarations this one takes over.
    """

    def __init__(self, name: str, *parts: "Router") -> None:
        super().__init__(name)
        for part in parts:
            self.include(part)

    def command(
        self,
        name: str,
        description: Text | None = None,
        *,
        permission: Permission | None = Permission.SEE,
        hidden: bool = False,
        lists: bool = False,
        group: Group | None = None,
        among: type[Base] | None = None,
    ) -> Callable[[_Handler], _Handler]:
        """Declare `/name words`: the handler is given the request, and the words if it has a parameter for them.

        Of a handler that takes none the person is told that they were not used (`handlers.routing.left_words`).

        Args: as the attributes of `Command`.
        """

        def decorate(handler: _Handler) -> _Handler:
            takes = len(inspect.signature(handler).parameters) > 1
            command = Command(name, handler, description, permission, hidden, lists, group, takes, among)
            self.commands.append(command)
            return handler

        return decorate

    def button(
        self,
        verb: str,
        *,
        subject: type[Base] | None = None,
        opens: bool = False,
        permission: Permission | None = None,
        formerly: str = "",
        anybody: bool = False,
        of_account: bool = False,
    ) -> Callable[[_Handler], _Handler]:
        """Declare what the button "<capability>:<verb>" does; its arguments are converted by the handler's annotations.

        Args: as the attributes of `Button`.
        """

        def decorate(handler: _Handler) -> _Handler:
            parameters = list(inspect.signature(handler, eval_str=True).parameters.values())[1:]
            self.buttons.append(
                Button(
                    f"{self.name}:{verb}",
                    handler,
                    subject,
                    tuple(_converter(parameter.annotation) for parameter in parameters),
                    sum(parameter.default is inspect.Parameter.empty for parameter in parameters),
                    opens,
                    permission,
                    formerly,
                    anybody,
                    of_account,
                )
            )
            return handler

        return decorate

    def reply_to(self, *notices: Notice, label: Text, divides: bool = False) -> Callable[[_Handler], _Handler]:
        """Declare what a reply to a message that delivered one of these notices does; a message may deliver several.

        Args: as the attributes of `ReplyHandler`.
        """

        def decorate(handler: _Handler) -> _Handler:
            self.replies.append(ReplyHandler(self.name, handler, notices, label, divides))
            return handler

        return decorate

    def reply_in_group(self, *notices: Notice) -> Callable[[_Handler], _Handler]:
        """Declare what a member's reply to a post of one of these notices in a linked group does.

        The handler is given the notifications that the post was about; what it returns is said in the group.
        """

        def decorate(handler: _Handler) -> _Handler:
            self.replies_in_group += [(notice, handler) for notice in notices]
            return handler

        return decorate

    def reply_below(self, verb: str) -> Callable[[_Handler], _Handler]:
        """Declare what a reply to a message with this button does, where the message was shown on demand.

        The handler is given the arguments that the button carries.
        """

        def decorate(handler: _Handler) -> _Handler:
            self.replies_below.append((f"{self.name}:{verb}", handler))
            return handler

        return decorate

    def reply_bound(self, table: type[Base]) -> Callable[[_Handler], _Handler]:
        """Declare what a reply to a message does that stands as a row of this table (`Reply.live`), and has no button.

        The handler is given the id of the row.
        """

        def decorate(handler: _Handler) -> _Handler:
            self.replies_bound.append((table.__tablename__, handler))
            return handler

        return decorate

    def edit_of(self, table: type[Base], *, fields: Collection[str] = ()) -> Callable[[_Handler], _Handler]:
        """Declare what changes a row of this table after the message was edited that it was made from.

        The handler is given the row's id, the question that the message answered (empty where there was no form) and
        the new text of the message. Without such a handler the person is told where to change it.

        Args:
            fields: the questions whose answers can be changed like that; empty for all.
        """

        def decorate(handler: _Handler) -> _Handler:
            self.edits.append(Edit(table.__tablename__, handler, frozenset(fields)))
            return handler

        return decorate

    def form(
        self,
        name: str,
        title: Text,
        *,
        saves: Callable[..., Any],
        about: About[Any] | None = None,
        opened_by: str = "",
        check: Callable[[Request, Any], None] | None = None,
        **options: Any,
    ) -> Callable[[_Form], _Form]:
        """Declare a form, stored under its name while it is open.

        Args:
            name: at most 80 characters, never reused for another form: forms stay open across releases.
            saves: the operation that it feeds; a person who lacks its permission may not open the form.
            about: what the form is about, loaded again at every step and refused to those who may not see it.
            opened_by: the verb of the button that opens it; for a form about a row, the button carries the row's id.
            check: given the request and what the form is about; raises a refusal, before the first question, where the
                operation is no longer possible.
            options: those of `Definition`: confirm, save, leave, asks, left, passing, adds.
        """

        def decorate(model: _Form) -> _Form:
            fields = fields_of(model)
            check_names(fields)
            model.definition = Definition(name, title, model, fields, saves, about, check, **options)
            self.forms.append(model.definition)
            if opened_by:
                self._add_opener(opened_by, model, about)
            return model

        return decorate

    def _add_opener(self, verb: str, model: type[Form], about: About[Any] | None) -> None:
        permission = model.definition.permission
        if about is None or about.table is None:

            async def opens(request: Request) -> Reply:
                return await open_form(request, model)

            self.button(verb, permission=permission)(opens)
        else:

            async def opens_about(request: Request, row_id: int) -> Reply:
                return await open_form(request, model, context=about.context_of(row_id))

            self.button(verb, subject=about.table, permission=permission)(opens_about)

    def offer(self, offers: Offers) -> Offers:
        """Declare buttons for a plain message that neither a reply nor an open form takes."""
        self.offers.append(offers)
        return offers

    def to_strangers(self, greet: _Handler) -> _Handler:
        """Declare what people without a role are answered, whatever they say or command."""
        self.greetings.append(greet)
        return greet

    def statement(self, take: Statement) -> Statement:
        """Declare what is done at once with a plain message that clearly says something, but does not name of what."""
        self.statements.append(take)
        return take

    def marked(self, take: Statement) -> Statement:
        """Declare what is done at once with a plain message that begins with a mark of its own: "decision: …".

        It comes before an open form and whatever else the words might mean; a reply is about its own message.
        """
        self.marks.append(take)
        return take

    def statement_of_files(self, take: Statement) -> Statement:
        """Declare what is done at once with files whose words clearly say what they are."""
        self.files_stated.append(take)
        return take

    def answer(self, answers: Answers) -> Answers:
        """Declare what of this capability a question is answered with."""
        self.answers.append(answers)
        return answers

    def explain(self, *howtos: Howto) -> None:
        """Declare how the things of this capability are done."""
        self.howtos += howtos

    def wish(
        self, *names: str, permission: Permission | None = None, firm: bool = False, nothing: Content | None = None
    ) -> Callable[[BeginWish], BeginWish]:
        """Declare by which buttons what people ask for in plain words is begun.

        Args:
            names: of wishes, as in `twg/language/wishes.toml`.
            permission, firm, nothing: as the attributes of `Wish`.
        """

        def decorate(begin: BeginWish) -> BeginWish:
            self.wishes += [Wish(name, begin, permission, firm, nothing=nothing) for name in names]
            return begin

        return decorate

    def wish_at_once(self, *names: str, permission: Permission | None = None) -> Callable[[GrantWish], GrantWish]:
        """Declare what grants a wish as soon as it is said: it only shows something, or one tap takes it back.

        Args: as for `wish`.
        """

        def decorate(grant: GrantWish) -> GrantWish:
            self.wishes += [Wish(name, begin_nothing, permission, grant=grant) for name in names]
            return grant

        return decorate

    def nameable(self, names: Names) -> Names:
        """Declare what of this capability words may be about, in a plain message or in a reply."""
        self.names.append(names)
        return names
