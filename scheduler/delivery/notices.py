"""What each kind of notification says to one recipient, read at the moment of sending."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from messages.rendering.content import Content, Part, to_parts
from messages.rendering.templating import render
from storage.core.notifications import Notification
from storage.members import Membership
from storage.reminders import Reminder, ReminderState, list_reminders_of
from twg.core.actors import Actor
from twg.core.permissions import Permission

T = TypeVar("T")


@dataclass(frozen=True)
class Occasion:
    """A notification on its way to one member, whose role is what it is now."""

    session: AsyncSession
    notification: Notification
    member: Membership
    now: datetime
    #: What was read and worded for others who are written to in the same round.
    shared: dict[object, Any] = field(default_factory=dict)

    def keep(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, made once for everybody who is written to in the same round."""
        if key not in self.shared:
            self.shared[key] = make()
        kept: T = self.shared[key]
        return kept

    def render(self, template: str, locale: str, zone: ZoneInfo, context: Mapping[str, Any]) -> str:
        """A text, worded once for all who read the same; what cannot be compared is taken for different."""
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

    async def once(self, find: "Callable[[AsyncSession, int], Awaitable[T]]", row_id: int) -> T:
        """What `find` gives, read once for everybody who is written to in the same round."""
        key = find, row_id
        if key not in self.shared:
            self.shared[key] = await find(self.session, row_id)
        return self.shared[key]  # type: ignore[no-any-return]


#: Gives the content, or nothing when the subject no longer calls for it.
Notice = Callable[[Occasion], Awaitable[Content | None]]

NOTICES: dict[str, Notice] = {}
#: Kinds of which everything due for one person at a time is one message.
GROUPED: set[str] = set()


def notice(kind: str, permission: Permission, *, grouped: bool = False) -> Callable[[Notice], Notice]:
    """Register what a kind of notification says.

    Args:
        permission: what its reader must still be allowed when it is sent: roles change meanwhile (T6). Audiences are
            the notice's own concern.
        grouped: it may share a message with others that are due for the same person; its contents say how (`grouped`).
    """

    def decorate(function: Notice) -> Notice:
        async def checked(occasion: Occasion) -> Content | None:
            may = Actor(occasion.member.twg, occasion.member).may(permission)
            return await function(occasion) if may else None

        NOTICES[kind] = checked
        if grouped:
            GROUPED.add(kind)
        return checked

    return decorate
