"""What a capability declares: the things it is about, its notices and its reminder rules."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import Base, table_name
from storage.members import Twg
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.notices import Notice
from twg.core.operations import Operation
from twg.core.rules import Rule
from twg.core.timekeeping import Timekeeping
from twg.core.undoing import Undo

#: More rows than a worksheet shows well; an archive that has more is exported by its operator.
MOST_ROWS = 50_000


@dataclass(frozen=True)
class Sheet:
    """A sheet of the export.

    Attributes:
        key: names it in code: "meetings".
        label: its title, in English.
        columns: the English heading of each column, by key, in their order.
        rows: reads the rows that the actor may see, a value for each column: plain values, enumerations, aware moments,
            tuples of lines.
        order: the sheets of all capabilities are sorted by it.
    """

    key: str
    label: str
    columns: dict[str, str]
    rows: Callable[[AsyncSession, Actor], Awaitable[list[tuple[Any, ...]]]]
    order: int


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A table whose rows something can be about: a button, a notice, a reminder, a search result, a sheet.

    Attributes:
        label: what people call such a row, in English.
        access: the row for an actor. Raises: NotFound, the same for a missing row and for one the actor may not see.
        title: how a row is called in a list.
        find: the row for the clock, with what its notices need; empty where there is none.
        still_calls: raises the refusal of a row that is over: closed, cancelled, past.
        ends_at: from when a reminder of the row is of no use; empty where it always is.
        reschedule: sets the reminders of every row ahead of one TWG anew.
        searched: `/search` finds it.
        found_by: which entries of the index this reader finds beside those of their audience.
        exported: it has sheets in the export.
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
    found_by: Callable[[Reader], ColumnElement[bool]] | None = None
    exported: bool = True
    sheets: tuple[Sheet, ...] = ()

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
    """What one capability declares on this floor."""

    operations: tuple[Operation, ...] = ()
    subjects: tuple[Subject, ...] = ()
    notices: tuple[Notice, ...] = ()
    rules: tuple[Rule, ...] = ()
    undos: tuple[Undo, ...] = ()


@dataclass(frozen=True)
class Domains:
    """What all capabilities declare, joined; operations that concern all of them are given it."""

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
    def sheets(self) -> list[Sheet]:
        """In their order."""
        sheets: Iterable[Sheet] = (sheet for subject in self.subjects.values() for sheet in subject.sheets)
        return sorted(sheets, key=lambda sheet: sheet.order)

    @cached_property
    def searched(self) -> list[Subject]:
        """Those that `/search` finds."""
        return [subject for subject in self.subjects.values() if subject.searched]
