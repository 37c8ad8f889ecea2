"""What each kind of notification says to one recipient, read at the moment of sending."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from messages.content import Content
from messages.rendering import render
from storage.members import Membership
from storage.notifications import Notification
from storage.reminders import ReminderState, list_reminders_of

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

    def render(self, template: str, locale: str, zone: ZoneInfo, context: Mapping[str, Any]) -> str:
        """A text, worded once for all who read the same; what cannot be compared is taken for different."""
        try:
            key = template, locale, zone, frozenset(context.items())
        except TypeError:
            return render(template, locale, zone, context)
        if key not in self.shared:
            self.shared[key] = render(template, locale, zone, context)
        return self.shared[key]  # type: ignore[no-any-return]

    async def still_calls(self) -> bool:
        """Whether the reminder that made this has not been set anew since: its subject moved before this was sent."""
        about = self.notification
        reminders = await list_reminders_of(self.session, about.subject_type, about.subject_id)
        reminder = reminders.get(about.data["rule"])
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


def notice(kind: str, *, grouped: bool = False) -> Callable[[Notice], Notice]:
    """Register what a kind of notification says.

    Args:
        grouped: it may share a message with others that are due for the same person; its contents say how (`grouped`).
    """

    def decorate(function: Notice) -> Notice:
        NOTICES[kind] = function
        if grouped:
            GROUPED.add(kind)
        return function

    return decorate
