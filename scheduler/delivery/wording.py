"""What each notice says to one recipient, read at the moment of sending."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from messages.rendering.content import Content, Part, to_parts
from messages.rendering.templating import render
from storage.core.notifications import Notification
from storage.members import Membership
from storage.reminders import Reminder, ReminderState, list_reminders_of
from twg.core.actors import Actor
from twg.core.notices import Notice
from twg.core.subjects import Domains

T = TypeVar("T")


@dataclass(frozen=True)
class Occasion:
    """A notification on its way to one member, whose role is what it is now.

    Attributes:
        shared: what was read and worded for others who are written to in the same round.
    """

    session: AsyncSession
    notification: Notification
    member: Membership
    now: datetime
    domains: Domains
    shared: dict[object, Any] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        """The reader, for what depends on what they may do."""
        return Actor(self.member.twg, self.member)

    def keep(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, made once for everybody who is written to in the same round."""
        if key not in self.shared:
            self.shared[key] = make()
        kept: T = self.shared[key]
        return kept

    def render(self, template: str, locale: str, zone: ZoneInfo, context: Mapping[str, Any]) -> str:
        """A text, worded once for all who read the same; contexts that cannot be compared are taken for different."""
        try:
            key = template, locale, zone, frozenset(context.items())
        except TypeError:
            return render(template, locale, zone, context)
        return self.keep(key, lambda: render(template, locale, zone, context))

    def alike(self, make: Callable[[], Content], *facts: object) -> Content:
        """What `make` gives, made once for everybody for whom these facts about the notification are the same."""
        return self.keep(("alike", self.notification.id, *facts), make)

    def parts(self, content: Content, locale: str, zone: ZoneInfo) -> list[Part]:
        """The messages that make up a content, put together once for all who get the very same."""
        key = "parts", id(content), locale, zone  # the content is kept, so that its id stays its own
        return self.keep(key, lambda: (content, to_parts(content, locale, zone, self.render)))[1]

    async def still_calls(self) -> bool:
        """Whether the reminder that made this has not been set anew since: its subject moved before this was sent."""
        about = self.notification
        key = "reminders", about.subject_type, about.subject_id
        if key not in self.shared:
            self.shared[key] = await list_reminders_of(self.session, about.subject_type, about.subject_id)
        reminder: Reminder | None = self.shared[key].get(about.data["rule"])
        return reminder is not None and reminder.state is ReminderState.FIRED

    async def once(self, find: Callable[[AsyncSession, int], Awaitable[T]], row_id: int) -> T:
        """What `find` gives, read once for everybody who is written to in the same round."""
        key = find, row_id
        if key not in self.shared:
            self.shared[key] = await find(self.session, row_id)
        return self.shared[key]  # type: ignore[no-any-return]


#: Gives the content, or nothing when the subject no longer calls for it.
Loader = Callable[[Occasion], Awaitable[Content | None]]


@dataclass(frozen=True)
class Worded:
    """How a notice is worded: `load` reads what it says, and `template` is what it is written in."""

    notice: Notice
    load: Loader
    templates: tuple[str, ...]


class Wording:
    """How one capability words its notices."""

    def __init__(self) -> None:
        self.worded: list[Worded] = []

    def of(self, notice: Notice, *templates: str) -> Callable[[Loader], Loader]:
        """Word a notice by a loader.

        Args:
            templates: those that the loader's contents name.
        """

        def decorate(load: Loader) -> Loader:
            self.worded.append(Worded(notice, load, templates))
            return load

        return decorate


@dataclass(frozen=True)
class Wordings:
    """How all capabilities word their notices, joined."""

    wordings: tuple[Wording, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Worded]:
        """By the name of the notice."""
        return {worded.notice.name: worded for wording in self.wordings for worded in wording.worded}

    async def content(self, occasion: Occasion) -> Content | None:
        """What the reader of this occasion is told; nothing when they may not know it any more (T6)."""
        worded = self.by_name[occasion.notification.kind]
        return await worded.load(occasion) if occasion.actor.may(worded.notice.permission) else None

    def is_grouped(self, kind: str) -> bool:
        """Whether a notice of this name may share a message with others."""
        return self.by_name[kind].notice.grouped
