"""What a capability declares in `twg`: its subjects, its notices and its reminder rules."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import Base, table_name
from storage.engine.labels import Labelled
from storage.members import Membership, Twg
from twg.core import handing
from twg.core.actors import Actor
from twg.core.agenda_sources import AgendaSource
from twg.core.audiences import Reader
from twg.core.endings import Endings
from twg.core.forgetting import Contacts, Forget
from twg.core.handing import Handed, Handing, LeftOpen
from twg.core.notices import Notice
from twg.core.operations import Operation
from twg.core.rules import Rule
from twg.core.sheets import Sheet
from twg.core.timekeeping import Timekeeping
from twg.core.undoing import Undo
from twg.core.uniting import Pair, Uniting


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A table whose rows buttons, notices, reminders, search results and sheets of the export can be about.

    Attributes:
        label: the word for such a row, in English: "Meeting".
        access: returns the row for an actor. Raises: NotFound for a missing row and for one the actor may not see.
        title: returns the title of a row for lists.
        find: returns the row without an actor, loaded with what its notices need; `None` where there is none.
        still_calls: raises a refusal where nobody is to be reminded of the row any more: closed, cancelled, past.
        ends_at: returns the moment after which a reminder of the row is useless; `None` where there is no such moment.
        reschedule: computes the reminders of all current and future rows of one TWG again.
        searched: whether `/search` finds it.
        gathers: whether what belongs to its rows (`Entry.about`) is found by their titles too.
        also_called: what people call such a row besides, as words of a search: "JMI".
        kinds: among its rows, by which a search can be narrowed down; `None` where there are none.
        found_by: a clause for entries of the index that a reader finds although they are not in the audience.
        exported: whether it has sheets in the export.
        parts: ids of the rows, by table, whose audit belongs to what has happened to a row: a list, or a SELECT.
    """

    table: type[Base]
    label: str
    access: Callable[[AsyncSession, Actor, int], Awaitable[Any]]
    title: Callable[[Any], str]
    find: Callable[[AsyncSession, int], Awaitable[Any | None]] | None = None
    still_calls: Callable[[Any, datetime], None] | None = None
    ends_at: Callable[[Any], datetime | None] | None = None
    reschedule: Callable[[AsyncSession, Twg, Timekeeping, datetime], Awaitable[None]] | None = None
    searched: bool = False
    gathers: bool = False
    also_called: tuple[str, ...] = ()
    kinds: type[Labelled] | None = None
    found_by: Callable[[Reader], ColumnElement[bool]] | None = None
    exported: bool = True
    sheets: tuple[Sheet, ...] = ()
    parts: Callable[[Any], Mapping[str, list[int] | Select[int]]] | None = None

    @property
    def name(self) -> str:
        """The table's name, under which other rows refer to it."""
        return table_name(self.table)

    def check_calls(self, row: Any, *, now: datetime) -> None:
        """Raises: the refusal of a row that is over; nothing for a subject of which nobody is reminded."""
        if self.still_calls is not None:
            self.still_calls(row, now)


@dataclass(frozen=True, kw_only=True)
class Domain:
    """What one capability declares in `twg`.

    Attributes:
        sheets: of the export, that are about no one subject.
        agenda_sources: what of it may be proposed for the agenda of a meeting.
    """

    operations: tuple[Operation, ...] = ()
    subjects: tuple[Subject, ...] = ()
    notices: tuple[Notice, ...] = ()
    rules: tuple[Rule, ...] = ()
    undos: tuple[Undo, ...] = ()
    endings: Endings | None = None
    sheets: tuple[Sheet, ...] = ()
    handings: tuple[Handing, ...] = ()
    unitings: tuple[Uniting, ...] = ()
    pairs: tuple[Pair, ...] = ()
    forgets: Forget | None = None
    agenda_sources: tuple[AgendaSource, ...] = ()

    @property
    def all_sheets(self) -> tuple[Sheet, ...]:
        """Those of its subjects too."""
        return (*(sheet for subject in self.subjects for sheet in subject.sheets), *self.sheets)


@dataclass(frozen=True)
class Domains:
    """What all capabilities declare, joined; passed to operations that concern all of them, such as the export."""

    domains: tuple[Domain, ...] = field(repr=False)

    @cached_property
    def operations(self) -> dict[str, Operation]:
        """By name."""
        return {operation.name: operation for domain in self.domains for operation in domain.operations}

    @cached_property
    def subjects(self) -> dict[str, Subject]:
        """By table name."""
        return {subject.name: subject for domain in self.domains for subject in domain.subjects}

    @cached_property
    def notices(self) -> dict[str, Notice]:
        """By name."""
        return {notice.name: notice for domain in self.domains for notice in domain.notices}

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """By name, in the order of the capabilities."""
        return {rule.name: rule for domain in self.domains for rule in domain.rules}

    @cached_property
    def undos(self) -> dict[str, Undo]:
        """How changes are taken back, by the name of their audit rows."""
        return {undo.change: undo for domain in self.domains for undo in domain.undos}

    @cached_property
    def agenda_sources(self) -> tuple[AgendaSource, ...]:
        """What may be proposed for an agenda, in the order of the capabilities."""
        return tuple(source for domain in self.domains for source in domain.agenda_sources)

    @cached_property
    def sheets(self) -> list[Sheet]:
        """In their order."""
        sheets: Iterable[Sheet] = (sheet for domain in self.domains for sheet in domain.all_sheets)
        return sorted(sheets, key=lambda sheet: sheet.order)

    async def end_about(
        self,
        session: AsyncSession,
        actor: Actor,
        subject_type: str,
        subject_ids: Collection[int],
        *,
        now: datetime,
        not_before: datetime | None = None,
        untold: Collection[int] = (),
    ) -> list[int]:
        """End what is about these rows, which are over, and tell those who wait for it.

        Args:
            not_before: when to tell, UTC; None for now.
            untold: ids of people who learn of it in another message.
        Returns:
            Ids of the notifications.
        """
        told = []
        for endings in self._endings:
            about = session, actor, subject_type, subject_ids
            told += await endings.end(*about, now=now, not_before=not_before, untold=untold)
        return told

    async def undo_end_about(
        self,
        session: AsyncSession,
        actor: Actor,
        subject_type: str,
        subject_id: int,
        ended_at: datetime,
        *,
        now: datetime,
    ) -> None:
        """Undo `end_about` for a row that was over at `ended_at` (UTC) and is open again."""
        for endings in self._endings:
            await endings.undo_end(session, actor, subject_type, subject_id, ended_at, now=now)

    async def end_agreed_about(
        self, session: AsyncSession, actor: Actor, subject_type: str, subject_id: int, *, now: datetime
    ) -> bool:
        """End what was agreed about a row: that its person has no data, or that it is somebody else's.

        Returns: whether anything was agreed.
        """
        ended = [
            await endings.end_agreed(session, actor, subject_type, subject_id, now=now) for endings in self._endings
        ]
        return any(ended)

    @property
    def _endings(self) -> list[Endings]:
        return [domain.endings for domain in self.domains if domain.endings is not None]

    async def forget(self, session: AsyncSession, contacts: Contacts) -> None:
        """Erase contacts wherever a capability keeps them."""
        for domain in self.domains:
            if domain.forgets is not None:
                await domain.forgets(session, contacts)

    @cached_property
    def handings(self) -> dict[str, Handing]:
        """By kind."""
        return {handing.kind: handing for domain in self.domains for handing in domain.handings}

    async def find_left_open(self, session: AsyncSession, twg_id: int, person_id: int, *, now: datetime) -> LeftOpen:
        """What is open in the name of a person in a TWG."""
        ids = {kind: await each.list_open(session, twg_id, person_id, now) for kind, each in self.handings.items()}
        return LeftOpen(ids, handing.count(self.handings, ids))

    async def hand_over(
        self, session: AsyncSession, actor: Actor, from_id: int, to: Membership, *, now: datetime
    ) -> Handed:
        """As `twg.core.handing.hand_over`, of all capabilities."""
        return await handing.hand_over(session, actor, [*self.handings.values()], from_id, to, now=now)

    async def hand_back(
        self, session: AsyncSession, actor: Actor, handed: Handed, to: Membership, *, from_id: int, now: datetime
    ) -> None:
        """As `twg.core.handing.hand_back`, of all capabilities."""
        await handing.hand_back(session, actor, [*self.handings.values()], handed, to, from_id=from_id, now=now)

    @cached_property
    def unitings(self) -> tuple[Uniting, ...]:
        """Those that delete a row come first: what is about that row may be united too."""
        return tuple(
            sorted(
                (each for domain in self.domains for each in domain.unitings), key=lambda each: each.ends is not None
            )
        )

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Of all capabilities."""
        return tuple(pair for domain in self.domains for pair in domain.pairs)

    @cached_property
    def gathering(self) -> list[str]:
        """Names of those by whose titles `/search` finds what belongs to their rows."""
        return [subject.name for subject in self.searched if subject.gathers]

    @cached_property
    def searched(self) -> list[Subject]:
        """Those that `/search` finds."""
        return [subject for subject in self.subjects.values() if subject.searched]
