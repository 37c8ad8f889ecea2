"""Declarations of notices. `notify` writes a notification of one; the scheduler words it when it is sent."""

import enum
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import Base
from storage.members import Membership, Role, Twg, list_members
from twg.core.permissions import Permission


@dataclass(frozen=True)
class Cause:
    """Why a notice is about to be written.

    Attributes:
        subject: the row it is about.
        now: UTC, timezone-aware.
        by_id: the person who caused it; None for a reminder and for the operator.
        rule: name of the reminder rule that fired; empty if none did.
        data: the `data` of the notification.
    """

    session: AsyncSession
    subject: Any
    now: datetime
    by_id: int | None = None
    rule: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


#: Finds the recipients as of now; None if the reminder is not needed any more, so that it is made void.
Recipients = Callable[[Cause], Awaitable[list[Membership] | None]]


async def secretariat(cause: Cause) -> list[Membership]:
    """The secretariat of the subject's TWG."""
    return await list_members(cause.session, cause.subject.twg_id, Membership.role == Role.SECRETARIAT)


def end_of(day: date | None, cause: Cause, twg: Twg) -> datetime | None:
    """The end of a local day that is not over, UTC; None for no day and for one that is over: then late is no worse."""
    if day is None:
        return None
    last = datetime.combine(day, time(23, 59), ZoneInfo(twg.zone))
    return last if last > cause.now else None


def notices_in(module: ModuleType) -> Iterator["Notice"]:
    """The notices that a module can send: those that it names, itself or in another module of its package."""
    package = module.__name__.rpartition(".")[0]
    for value in vars(module).values():
        if isinstance(value, Notice):
            yield value
        elif isinstance(value, ModuleType) and value.__name__.rpartition(".")[0] == package:
            yield from (each for each in vars(value).values() if isinstance(each, Notice))


class InGroups(enum.Enum):
    """Whether a notice is posted in the Telegram groups that are linked to its TWG.

    It is where everybody in the group may see its subject, which has a column `audience`.
    """

    NEVER = "never"
    ALWAYS = "always"
    #: Where that was chosen when the group was linked.
    WHERE_CHOSEN = "where chosen"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One kind of notification.

    Attributes:
        name: stored with each notification: "meeting_announced".
        subject: the table of the rows it is about.
        permission: a recipient must have it when the message is sent; the wording checks the audience.
        urgent: sent at night and on days off too.
        useful_until: until when holding it for the morning does no harm, UTC; it is sent at once where quiet hours or
            days off last longer. None: it is of use whenever it arrives.
        grouped: it may share a message with others that are due for the same person.
        parts: messages that each recipient gets: the text, and each file that follows it.
        in_groups: whether it is posted in linked groups too; the scheduler words it for them.
        to_former: it is sent to those who are no longer members too, such as the notice that somebody was removed.
        silent: it arrives without a sound, unless it shares a message with one that does not.
        to_outsiders: it is sent to people who have never been members too: what becomes of their request to join.
        happens: what comes about by itself when a reminder of it is due, also late, before its recipients are found:
            minutes to which nobody objects are adopted. An operation, whatever its message does.
    """

    name: str
    subject: type[Base]
    recipients: Recipients
    permission: Permission = Permission.SEE
    urgent: bool = False
    grouped: bool = False
    parts: int = 1
    to_former: bool = False
    silent: bool = False
    in_groups: InGroups = InGroups.NEVER
    to_outsiders: bool = False
    useful_until: Callable[[Cause], Awaitable[datetime | None]] | None = None
    happens: Callable[[Cause], Awaitable[None]] | None = None
