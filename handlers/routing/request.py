"""What a handler is given and what it gives back."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.routing.incoming import Incoming
from handlers.routing.routes import Routes
from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard
from messages.rendering.texts import LOCALES, Text
from storage.members import MembershipState, Person, Role
from twg.core.actors import Actor
from twg.core.refusals import NotFound, NotRegistered, Refusal
from twg.core.subjects import Domains
from twg.core.timekeeping import Timekeeping


@dataclass(frozen=True)
class Settings:
    """What handlers need to know of the configuration.

    Attributes:
        max_file_mb: the largest file we can fetch for the archive; Telegram's own servers allow bots 20 MB.
        timekeeping: its rules of reminding and its working hours.
    """

    bot_username: str
    max_file_mb: int = 20
    default_zone: str = "Asia/Phnom_Penh"
    timekeeping: Timekeeping = field(default_factory=Timekeeping)


@dataclass
class Request:
    """One update, with who acts, when, and the transaction it happens in."""

    session: AsyncSession
    incoming: Incoming
    settings: Settings
    now: datetime
    person: Person | None
    actor: Actor | None
    #: What all capabilities declare: to this floor, and to the one below.
    routes: Routes
    domains: Domains
    #: While a form is saved: the message whose button opened it last.
    opened_from: int | None = None

    @property
    def member(self) -> Actor:
        """The actor in the TWG this request is about. Raises: NotRegistered."""
        if self.actor is None:
            raise NotRegistered
        return self.actor

    @property
    def role(self) -> Role | None:
        """The actor's; nothing for whoever is no member."""
        return None if self.actor is None else self.actor.role

    @property
    def locale(self) -> str:
        return locale_of(self.incoming, self.person)

    @property
    def zone(self) -> ZoneInfo:
        return self.actor.zone if self.actor is not None else ZoneInfo(self.settings.default_zone)

    def within(self, twg_id: int) -> "Request":
        """The same request acting in another of the person's TWGs. Raises: NotFound, NotRegistered."""
        if self.member.twg.id == twg_id:
            return self
        actor = find_actor(self.person, self.settings.timekeeping, twg_id)
        if actor is None:
            raise NotFound
        return replace(self, actor=actor)


def locale_of(incoming: Incoming, person: Person | None) -> str:
    """The language somebody chose; until then that of their Telegram, where we speak it."""
    if person is not None:
        return person.language
    code = incoming.sender.language_code.partition("-")[0]
    return code if code in LOCALES else LOCALES[0]


def find_actor(person: Person | None, timekeeping: Timekeeping, twg_id: int | None = None) -> Actor | None:
    """The person acting in one of their TWGs: the one named, or the current one, or the first.

    Args:
        person: with memberships and their TWGs loaded.
    """
    if person is None:
        return None
    active = [membership for membership in person.memberships if membership.state is MembershipState.ACTIVE]
    wanted = twg_id if twg_id is not None else person.current_twg_id
    first = active[:1] if twg_id is None else []
    for membership in [*(membership for membership in active if membership.twg_id == wanted), *first]:
        return Actor(membership.twg, membership, timekeeping=timekeeping)
    return None


@dataclass(frozen=True)
class Reply:
    """What the person sees next.

    Attributes:
        content: a message; nothing when a toast says it all.
        edit: for a pressed button, change the message it is under instead of sending another.
        toast: a short line over the chat, for a pressed button.
        to_message: quote the message being answered.
        refusal: a polite no: a box over the chat for a button when it is short, else a message.
    """

    content: Content | None = None
    edit: bool = False
    #: Another message of ours to change, above in the chat.
    message_id: int | None = None
    toast: Text | None = None
    to_message: bool = False
    refusal: Refusal | None = None
    #: The notification whose progress this message shows from now on.
    follows: int | None = None
    #: The language it is in, where that is not yet the person's own: while they register.
    locale: str = ""
    also: tuple["Reply", ...] = ()


def say(template: str, *, keyboard: Keyboard = (), **context: Any) -> Reply:
    """A new message."""
    return Reply(Content(template, context, keyboard))


def show(template: str, *, keyboard: Keyboard = (), toast: Text | None = None, **context: Any) -> Reply:
    """The message of the pressed button, changed; a new message where none was pressed."""
    return Reply(Content(template, context, keyboard), edit=True, toast=toast)
