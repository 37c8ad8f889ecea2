"""Sheets of the export: what a capability gives of its rows, and which files belong to them (R4)."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.files import StoredFile
from storage.engine.labels import N_
from twg.core.actors import Actor

#: Reads the rows of a sheet that an actor may see, in batches from the database: of each its id, which never changes,
#: and a value for each column.
Rows = Callable[..., AsyncIterator[tuple[Any, ...]]]
#: Headings of the columns that every sheet begins with, by key.
FIRST_COLUMNS = {"twg": N_("TWG"), "id": N_("ID")}
#: Ids of papers that are composed begin behind those of files that were made and kept.
_COMPOSED = 1_000_000_000


class Kept(Protocol):
    """A file whose bytes are, or will be, in the archive: one that people sent, or one that the assistant made."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def size_bytes(self) -> int: ...
    @property
    def sha256(self) -> str | None: ...


@dataclass(frozen=True)
class Composed:
    """A paper that is made when it is taken, the same bytes each time: what it says does not change any more.

    Attributes:
        id: by which it is told from the other papers that are made.
        locale: its language.
        read: given a session and an actor, what the paper says; which one it is made of is decided by its sheet
            (`messages/export/composing.py`).
        size_bytes: an estimate, for the sizes of zips.
        sha256: known only once the paper is made.
    """

    id: int
    name: str
    locale: str
    read: Callable[[AsyncSession, Actor], Awaitable[Any]]
    size_bytes: int = 50_000
    sha256: None = None


@dataclass(frozen=True)
class Filed:
    """A file that belongs to a row of a sheet.

    Attributes:
        row_id: of the row, as in its sheet.
        title: what it is about: of a document its title, of evidence the number of the indicator.
        dated: when it came, UTC.
        version: from 1, where the row has several; else 0.
    """

    row_id: int
    title: str
    dated: datetime
    file: Kept
    version: int = 0

    @property
    def id(self) -> int:
        """By which the file is told from all others: of one that the assistant made, below zero."""
        if isinstance(self.file, Composed):
            return -_COMPOSED - self.file.id
        return self.file.id if isinstance(self.file, StoredFile) else -self.file.id


#: Reads the files of the rows that an actor may see, in batches from the database.
Files = Callable[..., AsyncIterator[Filed]]


@dataclass(frozen=True)
class Sheet:
    """A sheet of the export.

    Attributes:
        key: its name in the code: "meetings".
        label: its title, in English.
        columns: the English heading of each column, by key, in their order.
        rows: reads the rows that the actor may see; a value is a plain one, an enumeration, an aware moment or a tuple
            of lines.
        order: position among the sheets of all capabilities.
        dated: whether its rows depend on when they are read: `rows` takes that moment, UTC, after session and actor.
        dated_by: keys of the columns by whose days a row belongs to a period, one of them being enough. Empty for what
            is given as it stands, whatever the period.
        files: reads the files of its rows, with every version that the actor may have; None where they have none.
        left_out: what the actor does not get of rows that they see, in English; empty where that is nothing.
    """

    key: str
    label: str
    columns: dict[str, str]
    rows: Rows
    order: int
    dated: bool = False
    dated_by: tuple[str, ...] = ()
    files: Files | None = None
    left_out: Callable[[Actor], str] = lambda _actor: ""

    @property
    def headings(self) -> dict[str, str]:
        """The English heading of each column by key, with those that every sheet begins with."""
        return {**FIRST_COLUMNS, **self.columns}
