"""Wording of notices: loaders that read, at the moment of sending, what a notice says to one recipient."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from messages.rendering.acting import for_principal
from messages.rendering.content import Content, Part, to_parts
from messages.rendering.several_twgs import in_twg
from messages.rendering.templating import render
from storage.core.bound_messages import BoundMessage
from storage.core.notifications import Notification
from storage.engine.database import Base, table_name
from storage.groups import LinkedGroup
from storage.members import Membership, Twg
from storage.reminders import Reminder, ReminderState, list_reminders_of
from twg.core.acting import may_use
from twg.core.actors import Actor
from twg.core.audiences import reaches_all_of
from twg.core.notices import Notice
from twg.core.subjects import Domains

T = TypeVar("T")


@dataclass(frozen=True)
class Occasion:
    """The sending of a notification to one member.

    Attributes:
        member: the recipient, with their role as of now.
        now: UTC, aware.
        locale: language of the account to which it goes.
        shared: cache of what was read and rendered in the same batch of deliveries, by key.
    """

    session: AsyncSession
    notification: Notification
    member: Membership
    now: datetime
    domains: Domains
    locale: str
    shared: dict[object, Any] = field(default_factory=dict)
    #: What the assistant of the member was chosen for to whom it goes; None where it goes to the member.
    matters: frozenset[str] | None = None
    #: Whether the account to which it goes is written to from other TWGs too.
    of_several_twgs: bool = False

    @property
    def to_assistant(self) -> bool:
        """Whether it goes to an assistant of the member."""
        return self.matters is not None

    @property
    def actor(self) -> Actor:
        """The recipient as an actor, for permission checks and operations that read."""
        return Actor(self.member.twg, self.member)

    def keep(self, key: object, make: Callable[[], T]) -> T:
        """The result of `make`, cached by key for the whole batch."""
        if key not in self.shared:
            self.shared[key] = make()
        kept: T = self.shared[key]
        return kept

    def render(self, template: str, locale: str, zone: ZoneInfo, context: Mapping[str, Any]) -> str:
        """Render a template, cached for the batch by all arguments; not cached if the context has unhashable values."""
        try:
            key = template, locale, zone, frozenset(context.items())
        except TypeError:
            return render(template, locale, zone, context)
        return self.keep(key, lambda: render(template, locale, zone, context))

    def alike(self, make: Callable[[], Content], *facts: object) -> Content:
        """The result of `make`, cached for all recipients of this notification for whom `facts` are equal."""
        return self.keep(("alike", self.notification.id, *facts), make)

    def in_twg(self, content: Content) -> Content:
        """The content for a reader of several TWGs, cached for all recipients who get the same content object."""
        key = "in twg", id(content)  # the cached value holds the content, so that its id is not reused
        return self.keep(key, lambda: (content, in_twg(content, self.member.twg)))[1]

    def parts(self, content: Content, locale: str, zone: ZoneInfo) -> list[Part]:
        """The messages that make up a content, cached for all recipients who get the same content object."""
        key = "parts", id(content), locale, zone  # the cached value holds the content, so that its id is not reused
        return self.keep(key, lambda: (content, to_parts(content, locale, zone, self.render)))[1]

    async def still_calls(self) -> bool:
        """Whether the reminder that caused this notification is still fired.

        It is not if its subject has moved since, which sets the reminder anew, or is over, which makes it void.
        """
        about = self.notification
        key = "reminders", about.subject_type, about.subject_id
        if key not in self.shared:
            self.shared[key] = await list_reminders_of(self.session, about.subject_type, about.subject_id)
        reminder: Reminder | None = self.shared[key].get(about.data["rule"])
        return reminder is not None and reminder.state is ReminderState.FIRED

    async def once(self, find: Callable[[AsyncSession, int], Awaitable[T]], row_id: int) -> T:
        """The result of `find` for a row, read once per batch."""
        key = find, row_id
        if key not in self.shared:
            self.shared[key] = await find(self.session, row_id)
        found: T = self.shared[key]
        return found


@dataclass(frozen=True)
class GroupOccasion:
    """The posting of a notification in a linked group. `now` is UTC, aware; the group is loaded with its TWG."""

    session: AsyncSession
    notification: Notification
    group: LinkedGroup
    now: datetime

    def reaches(self, audience: str) -> bool:
        """Whether everybody in the group is in the stored audience."""
        return reaches_all_of(audience, self.group.audience)


#: Returns the content for a group, without files, or None if the notice is not to be posted there any more.
GroupLoader = Callable[[GroupOccasion], Awaitable[Content | None]]


@dataclass(frozen=True)
class Posted:
    """How a notice is worded for a group. `holds`: under which condition it is still posted, in words."""

    notice: Notice
    load: GroupLoader
    templates: tuple[str, ...]
    holds: str


#: Returns the content for a recipient, or None if the notice is not to be sent to them any more.
Loader = Callable[[Occasion], Awaitable[Content | None]]


@dataclass(frozen=True)
class Worded:
    """How a notice is worded.

    Attributes:
        load: reads the content for a recipient.
        templates: names of the templates that the contents may use.
        holds: under which condition it is still said to a recipient, in words: `load` returns None where it no longer
            holds, and the delivery is made void with these words.
    """

    notice: Notice
    load: Loader
    templates: tuple[str, ...]
    holds: str


#: Makes one content for several notices of one kind that wait for one person in one TWG. It gets their contents, oldest
#: first, and numbers them in that order from 1.
Merge = Callable[[Sequence[Content], Twg], Content]


#: Returns what a message that is bound to a row shows as the row is now; None to leave it. The context has `twg`.
BoundLoader = Callable[[AsyncSession, BoundMessage], Awaitable[Content | None]]


@dataclass(frozen=True)
class Merged:
    """How several notices of a kind that wait for one person are said in one message.

    Attributes:
        template: name of the template that the merged content uses.
        fewest: from this number on, notices that wait together are merged; fewer are sent one by one.
        most: so many at most are merged into one message, and the next ones into another.
    """

    notice: Notice
    merge: Merge
    template: str
    fewest: int = 3
    most: int | None = None


class Wording:
    """The loaders of one capability's notices, and how notices are merged."""

    def __init__(self) -> None:
        self.worded: list[Worded] = []
        self.merged: list[Merged] = []
        self.posted: list[Posted] = []
        self.bound: dict[str, BoundLoader] = {}

    def binds(self, table: type[Base]) -> Callable[[BoundLoader], BoundLoader]:
        """Decorate the loader of what messages that are bound to a row of this table show once they are changed."""

        def decorate(load: BoundLoader) -> BoundLoader:
            self.bound[table_name(table)] = load
            return load

        return decorate

    def posts(self, notice: Notice, *templates: str, holds: str) -> Callable[[GroupLoader], GroupLoader]:
        """Decorate the loader of a notice for linked groups. Args: as for `of`."""

        def decorate(load: GroupLoader) -> GroupLoader:
            self.posted.append(Posted(notice, load, templates, holds))
            return load

        return decorate

    def merges(
        self, notice: Notice, template: str, merge: Merge, *, fewest: int = Merged.fewest, most: int | None = None
    ) -> None:
        """Declare how several notices of a kind are merged; its contents must have no files. Args: as `Merged`."""
        self.merged.append(Merged(notice, merge, template, fewest, most))

    def of(self, notice: Notice, *templates: str, holds: str) -> Callable[[Loader], Loader]:
        """Decorate the loader of a notice.

        Args:
            templates: names of the templates that the loader's contents use.
            holds: when it is still said, as `Worded.holds`: "it is open and the recipient's own".
        """

        def decorate(load: Loader) -> Loader:
            self.worded.append(Worded(notice, load, templates, holds))
            return load

        return decorate


@dataclass(frozen=True)
class Wordings:
    """The loaders of all capabilities, joined."""

    wordings: tuple[Wording, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Worded]:
        """The loaders by name of the notice."""
        return {worded.notice.name: worded for wording in self.wordings for worded in wording.worded}

    @cached_property
    def posted(self) -> dict[str, Posted]:
        """The loaders for linked groups, by name of the notice."""
        return {posted.notice.name: posted for wording in self.wordings for posted in wording.posted}

    @cached_property
    def bound(self) -> dict[str, BoundLoader]:
        """The loaders of what bound messages show, by table."""
        return {table: load for wording in self.wordings for table, load in wording.bound.items()}

    @cached_property
    def merges(self) -> dict[str, Merged]:
        """How notices are merged, by name of the notice."""
        return {merged.notice.name: merged for wording in self.wordings for merged in wording.merged}

    async def content(self, occasion: Occasion) -> Content | None:
        """The content for the recipient; None if the loader returns none or their role no longer allows it (T6)."""
        worded = self.by_name[occasion.notification.kind]
        content = await worded.load(occasion) if occasion.actor.may(worded.notice.permission) else None
        return None if content is None else self.addressed(occasion, content)

    def addressed(self, occasion: Occasion, content: Content) -> Content:
        """The content as the account gets it: it says for whom it is to an assistant, and names one of several TWGs."""
        if (matters := occasion.matters) is not None:
            content = for_principal(
                content, occasion.member.person, lambda data: may_use(matters, data.partition(":")[0])
            )
        return occasion.in_twg(content) if occasion.of_several_twgs else content

    def why_not(self, occasion: Occasion) -> str:
        """Why there is no content for the recipient, as kept with the delivery."""
        worded = self.by_name[occasion.notification.kind]
        if not occasion.actor.may(worded.notice.permission):
            return "the role no longer allows it"
        return f"said only while {worded.holds}"

    def is_grouped(self, kind: str) -> bool:
        """Whether the notice of this name may share a message with others."""
        return self.by_name[kind].notice.grouped
