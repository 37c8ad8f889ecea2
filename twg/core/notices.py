"""Notices: what people are told, declared once. `notify` writes them, the scheduler words them when they are sent."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import Base
from storage.members import Membership, Role, list_members
from twg.core.permissions import Permission


@dataclass(frozen=True)
class Cause:
    """Why a notice is about to be written.

    Attributes:
        subject: the row it is about.
        now: UTC, timezone-aware.
        by_id: the person who caused it; empty for the clock and the operator.
        rule: the reminder rule that fired; empty for anything else.
        data: what the notice keeps besides the subject.
    """

    session: AsyncSession
    subject: Any
    now: datetime
    by_id: int | None = None
    rule: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


#: Gives the recipients as of now. A reminder whose subject calls for it no longer has none at all: that is `None`.
Recipients = Callable[[Cause], Awaitable[list[Membership] | None]]


async def secretariat(cause: Cause) -> list[Membership]:
    """The secretariat of the subject's TWG."""
    return await list_members(cause.session, cause.subject.twg_id, Membership.role == Role.SECRETARIAT)


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One kind of notification.

    Attributes:
        name: stored with each notification: "meeting_announced".
        subject: the table of the rows it is about.
        permission: what a reader must still be allowed when it is sent; audiences are the wording's own concern.
        urgent: neither night nor holiday holds it back.
        grouped: it may share a message with others that are due for the same person.
        parts: messages that each recipient gets: the text, and each file that follows it.
    """

    name: str
    subject: type[Base]
    recipients: Recipients
    permission: Permission = Permission.SEE
    urgent: bool = False
    grouped: bool = False
    parts: int = 1
