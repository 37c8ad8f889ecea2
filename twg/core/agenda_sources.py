"""What capabilities propose for the agenda of a meeting (G7): a capability registers its sources in its `Domain`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import MeetingKind
from twg.core.actors import Actor
from twg.core.permissions import Permission

#: Proposals of one kind at most; a further one counts the rest.
MOST_PROPOSED = 5


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """An item that may be taken into an agenda.

    Attributes:
        key: tells it from others: "action-12"; at most 30 characters of `a-z0-9-`.
        title: in English, with the names of `data` in braces; it is worded in the language of who plans the meeting.
        presenter: the name of the person or institution that is responsible; empty where nobody is.
        kinds: of the meetings to whose agenda it belongs; None for any.
    """

    key: str
    title: str
    data: Mapping[str, Any] = field(default_factory=dict)
    presenter: str = ""
    kinds: frozenset[MeetingKind] | None = None


@dataclass(frozen=True, kw_only=True)
class AgendaSource:
    """One kind of proposal.

    Attributes:
        permission: who lacks it is proposed nothing.
        propose: reads, as the actor may see it, what is open at `now` (UTC).
    """

    permission: Permission
    propose: Callable[[AsyncSession, Actor, datetime], Awaitable[list[Proposal]]]
