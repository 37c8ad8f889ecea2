"""What a handler is given (`Request`) and what it returns (`Reply`)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.routing.incoming import Incoming
from handlers.routing.routes import Routes
from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard
from messages.rendering.texts import LOCALES, Text
from storage.core.archive import Archive
from storage.engine.database import Base
from storage.members import Account, Membership, MembershipState, Role, Twg
from twg.core.acting import Acting, Place
from twg.core.actors import Actor
from twg.core.refusals import NotFound, NotRegistered, Refusal
from twg.core.subjects import Domains
from twg.core.timekeeping import Timekeeping


@dataclass(frozen=True)
class Settings:
    """The part of the configuration that handlers use.

    Attributes:
        max_file_mb: largest file that the bot can fetch for the archive, in MB; Telegram's own servers allow 20.
        default_zone: time zone for people who belong to no TWG.
        timekeeping: the installation's reminder rules and working hours.
        question_lapses: how long after a question of a form a message is taken as its answer; zero for always.
        archive: where the files are that people sent.
        reports_before_gdcc_days: so many days before the GDCC reports on indicators are due, where one is set.
        feed_url: where programs reach the feed; empty where there is none.
    """

    bot_username: str
    max_file_mb: int = 20
    default_zone: str = "Asia/Phnom_Penh"
    timekeeping: Timekeeping = field(default_factory=Timekeeping)
    question_lapses: timedelta = timedelta(hours=2)
    archive: Archive = field(default_factory=lambda: Archive(Path("files")))
    reports_before_gdcc_days: int = 14
    feed_url: str = ""


@dataclass
class Request:
    """One update, with its transaction, its time (UTC), and the actor who sent it."""

    session: AsyncSession
    incoming: Incoming
    settings: Settings
    now: datetime
    #: The sender's account, with its person; `None` for a stranger.
    account: Account | None
    actor: Actor | None
    #: The declarations of all capabilities, for the handlers and for `twg`.
    routes: Routes
    domains: Domains
    #: Hands a request to the handler that its words are for: the dispatcher's `route`.
    route: "Callable[[Request], Awaitable[Reply]]"
    #: While a form is saved: id of the message whose button last opened the form.
    opened_from: int | None = None
    #: In whose place the sender acts; `None` where they act themselves.
    acting: Acting | None = None
    #: Whether the TWG follows from what the update is about, so that lists show no other.
    chosen: bool = False

    @property
    def member(self) -> Actor:
        """The actor in the TWG this request is about. Raises: NotRegistered."""
        if self.actor is None:
            raise NotRegistered
        return self.actor

    @property
    def twg_id(self) -> int | None:
        """Id of the TWG this request is about; `None` for a person who is not a member."""
        return None if self.actor is None else self.actor.twg.id

    @property
    def role(self) -> Role | None:
        """The actor's role; `None` for a person who is not a member."""
        return None if self.actor is None else self.actor.role

    @property
    def leads(self) -> bool:
        """Whether the actor chairs a sub-group or is its secretary."""
        return self.actor is not None and bool(self.actor.member.led)

    @property
    def acting_for(self) -> int | None:
        """Id of the person in whose place the sender acts; `None` where they act themselves."""
        return None if self.acting is None else self.acting.person.id

    def covers(self, capability: str) -> bool:
        """Whether who sent this may see what belongs to a capability; only an assistant may not see all."""
        return self.actor is None or self.actor.covers(capability)

    @property
    def locale(self) -> str:
        return locale_of(self.incoming, self.account)

    @property
    def zone(self) -> ZoneInfo:
        return self.actor.zone if self.actor is not None else ZoneInfo(self.settings.default_zone)

    @property
    def today(self) -> date:
        """The local date."""
        return self.now.astimezone(self.zone).date()

    def within(self, twg_id: int) -> "Request":
        """The same request in another of the person's TWGs. Raises: NotFound outside of them, NotRegistered."""
        if self.member.twg.id == twg_id:
            return replace(self, chosen=True)
        actor = find_actor(self.account, self.settings.timekeeping, twg_id, acting=self.acting)
        if actor is None:
            raise NotFound
        return replace(self, actor=actor, chosen=True)

    @property
    def twgs(self) -> list[Twg]:
        """The TWGs of the account's person, and of the person in whose place they act, each once."""
        people = [] if self.account is None else [self.account.person]
        people += [] if self.acting is None else [self.acting.person]
        memberships = (each for person in people for each in person.memberships)
        active = (each for each in memberships if each.state is MembershipState.ACTIVE)
        return list({each.twg_id: each.twg for each in active}.values())

    @property
    def other_memberships(self) -> list[Membership]:
        """The actor's active memberships of other TWGs than the one that this request is about."""
        active = (each for each in self.member.person.memberships if each.state is MembershipState.ACTIVE)
        return [each for each in active if each.twg_id != self.member.twg.id]

    def of_each_twg(self) -> list["Request"]:
        """The request in each TWG of the actor, the current one first; only in its own where that is chosen."""
        if self.chosen:
            return [self]
        ids = [self.member.twg.id, *(each.twg_id for each in self.other_memberships)]
        return [self.within(twg_id) for twg_id in ids]

    async def within_twg_of(self, table: type[Base], row_id: int) -> "Request":
        """The same request in the TWG of a row. Raises: NotFound without such a row and as `within`, NotRegistered."""
        row = await self.session.get(table, row_id)
        if row is None:
            raise NotFound
        twg_id: int = row.twg_id  # type: ignore[attr-defined]  # every table of a subject has this column
        request = self.within(twg_id)
        if self.acting is not None and self.acting.on_behalf.place is Place.ENTERING:
            await request._check_sees(table, row_id)
        return request

    async def _check_sees(self, table: type[Base], row_id: int) -> None:
        """Check that the person who enters an answer for somebody may see its subject themselves. Raises: NotFound."""
        own = find_actor(self.account, self.settings.timekeeping, self.member.twg.id)
        if own is None or table.__tablename__ not in self.domains.subjects:
            raise NotFound
        await self.domains.subjects[table.__tablename__].access(self.session, own, row_id)


def locale_of(incoming: Incoming, account: Account | None) -> str:
    """The language chosen for the account; before that the one of the sender's Telegram, or English if unsupported."""
    if account is not None:
        return account.language
    code = incoming.sender.language_code.partition("-")[0]
    return code if code in LOCALES else LOCALES[0]


def find_actor(
    account: Account | None, timekeeping: Timekeeping, twg_id: int | None = None, *, acting: Acting | None = None
) -> Actor | None:
    """The account's person, or the one in whose place they act, in a TWG: the one given, the current, or the first.

    `None` without a membership.

    Args:
        account: with its person, memberships and their TWGs loaded.
        acting: in whose place they act.
    """
    if account is None:
        return None
    person, on_behalf = (account.person, None) if acting is None else (acting.person, acting.on_behalf)
    active = [membership for membership in person.memberships if membership.state is MembershipState.ACTIVE]
    wanted = twg_id if twg_id is not None else account.current_twg_id
    first = active[:1] if twg_id is None else []
    for membership in [*(membership for membership in active if membership.twg_id == wanted), *first]:
        return Actor(membership.twg, membership, account, timekeeping=timekeeping, on_behalf=on_behalf)
    return None


@dataclass(frozen=True)
class Reply:
    """What the person is shown after an update.

    Attributes:
        content: a message; `None` where a toast or refusal is enough.
        edit: for a pressed button, edit the button's message instead of sending a new one.
        toast: for a pressed button, a short line over the chat.
        to_message: send it as a Telegram reply to the incoming message.
        refusal: shown before the content: for a pressed button in a box over the chat if short, else as a message.
        also: replies sent after this one.
        shows: the row whose file the message shows; the message is kept with it, and changed when the row is recalled.
        live: the row as which the message stands, in the place of `shows`; it is changed whenever that is so otherwise.
        while_made: given for a file that takes long to make: what the chat is answered meanwhile does not wait for it,
            and to ask for it again, before it was sent, shows this instead.
        announced: `while_made` is said at once, and its message becomes the content when the files are made.
    """

    content: Content | None = None
    edit: bool = False
    #: Id of another message of the bot in this chat, edited instead of sending a new one.
    message_id: int | None = None
    toast: Text | None = None
    to_message: bool = False
    #: Id of the message to which `to_message` replies, where that is not the incoming one.
    reply_to: int | None = None
    refusal: Refusal | None = None
    #: Id of the notification whose progress this message shows from now on.
    follows: int | None = None
    #: It offers what the message can be, and files that come next join that: id of the first message of the act. The
    #: reply takes the place of an earlier one about the same act.
    gathers: int | None = None
    #: Locale, where it differs from the stored one: during registration.
    locale: str = ""
    also: tuple["Reply", ...] = ()
    while_made: Content | None = None
    announced: bool = False
    shows: Base | None = None
    live: Base | None = None


async def handle_earlier(request: Request) -> Reply:
    """For a pressed button: handle the message that the button's message replied to, in the request as it is now."""
    incoming = request.incoming
    reply: Reply = await request.route(replace(request, incoming=incoming.as_replied_to()))
    return replace(reply, edit=False, toast=None, reply_to=incoming.replied_to if reply.to_message else None)


def say(template: str, *, keyboard: Keyboard = (), **context: Any) -> Reply:
    """A reply that sends a new message."""
    return Reply(Content(template, context, keyboard))


def show(template: str, *, keyboard: Keyboard = (), toast: Text | None = None, **context: Any) -> Reply:
    """A reply that edits the message of the pressed button; without a pressed button, one that sends a new message."""
    return Reply(Content(template, context, keyboard), edit=True, toast=toast)
