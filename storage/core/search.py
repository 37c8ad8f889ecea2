"""The index of full-text search: an FTS5 table on SQLite, a tsvector of the same tokens on PostgreSQL.

The index holds the words of an entry and the stems of English ones; of Khmer, which is written without spaces between
words, runs of one to three characters. Each is held together with its TWG, so that a search reads nothing of other
TWGs. What an entry has of files, which may be long, is indexed with it and kept by page (`storage.core.file_texts`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    or_,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.file_texts import find_readable, find_tokens
from storage.core.files import StoredFile
from storage.core.searching.further_files import SearchFile, further_of, list_texts, put_further_files
from storage.core.searching.pieces import (
    Sort,
    about_token,
    author_token,
    kind_token,
    pieces_of,
    spaced,
    tokens_of,
    year_token,
)
from storage.core.searching.words import add_words
from storage.core.shortening import shorten
from storage.engine.database import Base, on_postgresql

#: Bits of a place in SQLite's index that hold the id of the entry; those above hold its date in seconds.
ID_BITS = 30


class SearchEntry(Base):
    """The search entry of a subject."""

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id"),
        Index("ix_search_entry_newest", "twg_id", "dated", "id"),
        Index("ix_search_entry_type", "twg_id", "subject_type", "dated", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Name of the subject's table.
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    #: Who may find it: tokens of `storage.core.audiences`.
    audience: Mapped[str] = mapped_column(String(400))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Value of its kind among the subjects of its type, such as "report" of a document; empty where there are none.
    kind: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(300))
    #: What else is searched, as it was typed.
    body: Mapped[str] = mapped_column(Text, default="")
    #: The subject that it belongs to, by whose title it is found too, such as the meeting of a paper: name of its table
    #: and its id. Who may not see that subject does not find anything by it.
    about_type: Mapped[str] = mapped_column(String(40), default="", server_default="")
    about_id: Mapped[int | None]
    #: Title and body as queries are compared with them, see `spaced`.
    folded: Mapped[str] = mapped_column(Text)
    #: When it was created or takes place, UTC; results are sorted by it.
    dated: Mapped[datetime]
    #: The year of that, UTC.
    year: Mapped[int]
    #: The file whose text is searched too; the others of its album are in `SearchFile`.
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    #: SHA-256 of the file whose text is in the index of this entry; None while no text is.
    text_of: Mapped[str | None] = mapped_column(String(64))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a capability passes to `put_entry`: the fields of `SearchEntry` that it knows.

    Attributes:
        file_ids: of the files whose text is searched too.
    """

    subject_type: str
    subject_id: int
    twg_id: int
    audience: str
    author_id: int | None
    title: str
    body: str
    dated: datetime
    kind: str = ""
    file_ids: Sequence[int] = ()
    about: tuple[str, int] | None = None


async def put_entry(session: AsyncSession, entry: Entry) -> None:
    """Insert the search entry of a subject, or update the one it has."""
    row = await session.scalar(
        select(SearchEntry).where(
            SearchEntry.subject_type == entry.subject_type, SearchEntry.subject_id == entry.subject_id
        )
    )
    before = None if row is None else await _indexed(session, row)
    if row is None:
        row = SearchEntry(subject_type=entry.subject_type, subject_id=entry.subject_id, twg_id=entry.twg_id)
        session.add(row)
    row.audience = entry.audience
    row.author_id = entry.author_id
    row.kind = entry.kind
    row.title = shorten(entry.title, 300)
    row.body = entry.body
    row.about_type, row.about_id = entry.about or ("", None)
    row.folded = spaced(f"{entry.title} {entry.body}")
    row.dated = entry.dated
    row.year = entry.dated.astimezone(UTC).year
    row.file_id = entry.file_ids[0] if entry.file_ids else None
    row.text_of = await find_readable(session, row.file_id)
    await session.flush()
    await put_further_files(session, row.id, entry.file_ids[1:])
    await add_words(session, row.twg_id, words_of(row.folded))
    if before != (after := await _indexed(session, row)):
        await index_entries(session, [after], instead_of=before)


async def find_author(session: AsyncSession, subject_type: str, subject_id: int) -> int | None:
    """Who is the author of a subject, as its search entry has it; None also where there is no entry."""
    its = SearchEntry.subject_type == subject_type, SearchEntry.subject_id == subject_id
    return await session.scalar(select(SearchEntry.author_id).where(*its))


async def index_file(session: AsyncSession, sha256: str) -> None:
    """Let the entries of files with these bytes be found by their text, which has been read."""
    for row in list(await session.scalars(select(SearchEntry).where(_has_file(sha256)).order_by(SearchEntry.id))):
        before = await _indexed(session, row)
        for each in await _list_files(session, row, sha256):
            each.text_of = sha256
        await session.flush()
        if before != (after := await _indexed(session, row)):
            await index_entries(session, [after], instead_of=before)


async def _list_files(session: AsyncSession, entry: SearchEntry, sha256: str) -> list[SearchEntry | SearchFile]:
    """What of an entry stands for a file with these bytes: the entry itself, further files."""
    ids = set(await session.scalars(_files_with(sha256)))
    rows: list[SearchEntry | SearchFile] = [entry, *await session.scalars(further_of([entry.id]))]
    return [row for row in rows if row.file_id in ids]


async def index_archived(session: AsyncSession, sha256: str) -> None:
    """Let a file be found by its text whose bytes are now known to be those of one that was read before."""
    if not (tokens := await find_tokens(session, sha256)):
        return
    for twg_id in await list_twgs_with(session, sha256):
        await add_words(session, twg_id, (token[1:] for token in tokens if token.startswith("w")))
    await index_file(session, sha256)


async def list_twgs_with(session: AsyncSession, sha256: str) -> list[int]:
    """Ids of the TWGs that have entries of files with these bytes."""
    return sorted(await session.scalars(select(SearchEntry.twg_id).where(_has_file(sha256)).distinct()))


def _has_file(sha256: str) -> ColumnElement[bool]:
    """The clause for entries of files with these bytes."""
    further = select(SearchFile.entry_id).where(SearchFile.file_id.in_(_files_with(sha256)))
    return or_(SearchEntry.file_id.in_(_files_with(sha256)), SearchEntry.id.in_(further))


def _files_with(sha256: str) -> Select[int]:
    return select(StoredFile.id).where(StoredFile.sha256 == sha256)


def words_of(compared: str) -> set[str]:
    """The distinct words of a text that `spaced` returned."""
    return {piece.text for piece in pieces_of(compared) if piece.sort is Sort.WORD}


@dataclass(frozen=True)
class Indexed:
    """What the index holds of an entry."""

    entry_id: int
    dated: datetime
    tokens: str

    @property
    def place(self) -> int:
        """Rowid in SQLite's index, which returns what it finds by rowid: by date, then by id."""
        return max(int(self.dated.timestamp()), 0) << ID_BITS | self.entry_id

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of the statements below."""
        return {"entry_id": self.entry_id, "place": self.place, "tokens": self.tokens}


#: Statements that write the index, executed with `Indexed.values`. SQLite's index keeps no texts, so that it has to be
#: told what it held of an entry before that is replaced.
INDEX_ON_SQLITE = "INSERT INTO search_index (rowid, tokens) VALUES (:place, :tokens)"
UNINDEX_ON_SQLITE = "INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', :place, :tokens)"
INDEX_ON_POSTGRESQL = (
    "UPDATE search_entry SET tokens = array_to_tsvector(string_to_array(CAST(:tokens AS text), ' '))"
    " WHERE id = :entry_id"
)


def indexed(
    *,
    id: int,
    twg_id: int,
    subject_type: str,
    kind: str,
    author_id: int | None,
    folded: str,
    dated: datetime,
    year: int,
    about: tuple[str, int] | None = None,
    file_tokens: Iterable[str] = (),
) -> Indexed:
    """What the index holds of an entry with these columns.

    Args:
        about: the subject that it belongs to: name of its table and its id.
        file_tokens: those of the texts of its files.
    """
    kinds = {kind_token(subject_type), kind_token(subject_type, kind)}
    authors = set() if author_id is None else {author_token(author_id)}
    belongs = set() if about is None else {about_token(*about)}
    tokens = {*tokens_of([folded]), *kinds, *authors, *belongs, year_token(year), *file_tokens}
    return Indexed(id, dated, " ".join(f"{twg_id}{token}" for token in sorted(tokens)))


#: The columns that `indexed` takes as they are.
INDEXED_COLUMNS = ("id", "twg_id", "subject_type", "kind", "author_id", "folded", "dated", "year")


async def index_by_author(session: AsyncSession, keys: Iterable[Iterable[int]], *, was: int, author_id: int) -> None:
    """Index entries under the author that they have now, after the rows were changed.

    Args:
        keys: of the rows; one that has another author than `author_id` stays.
        was: id of the author under whom they are in the index.
    """
    ids = [entry_id for key in keys for entry_id in key]
    mine = select(SearchEntry).where(SearchEntry.id.in_(ids), SearchEntry.author_id == author_id)
    rows = await session.scalars(mine.order_by(SearchEntry.id).execution_options(populate_existing=True))
    for row in list(rows):
        before = await _indexed(session, row, author_id=was)
        await index_entries(session, [await _indexed(session, row)], instead_of=before)


async def _indexed(session: AsyncSession, row: SearchEntry, **otherwise: Any) -> Indexed:
    """What the index holds of an entry. Args: `otherwise`: values of columns in place of those of the row."""
    texts = await list_texts(session, {row.id: row.text_of})
    file_tokens = [token for sha256 in texts.get(row.id, ()) for token in await find_tokens(session, sha256)]
    columns = {name: getattr(row, name) for name in INDEXED_COLUMNS} | otherwise
    about = None if row.about_id is None else (row.about_type, row.about_id)
    return indexed(**columns, about=about, file_tokens=file_tokens)


async def index_entries(session: AsyncSession, entries: list[Indexed], *, instead_of: Indexed | None = None) -> None:
    """Add entries to the index.

    Args:
        instead_of: what the index held before of the entry that is added.
    """
    if on_postgresql(session):
        await session.execute(text(INDEX_ON_POSTGRESQL), [entry.values for entry in entries])
        return
    if instead_of is not None:
        await session.execute(text(UNINDEX_ON_SQLITE), instead_of.values)
    await session.execute(text(INDEX_ON_SQLITE), [entry.values for entry in entries])
