"""Full-text search with one interface: an FTS5 table on SQLite, a tsvector of the same tokens on PostgreSQL.

The index holds the words of an entry and the stems of English ones; of Khmer, which is written without spaces between
words, runs of one to three characters. Each is held together with its TWG, so that a search reads nothing of other
TWGs. What an entry has of a file, which may be long, is indexed with it and kept by page (`storage.core.file_texts`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Select,
    String,
    Text,
    UniqueConstraint,
    and_,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.file_texts import FilePage, find_readable, find_tokens
from storage.core.files import StoredFile
from storage.core.searching.pieces import (
    Sort,
    author_token,
    kind_token,
    pieces_of,
    spaced,
    tokens_of,
    year_token,
)
from storage.core.searching.terms import Term, as_fts5, as_tsquery, read_query
from storage.core.searching.words import add_words
from storage.core.shortening import shorten
from storage.engine.database import Base, on_postgresql

#: So many of a TWG's newest entries are searched first on PostgreSQL: what every twentieth has is found there.
NEWEST = 200
#: Bits of a place in SQLite's index that hold the id of the entry; those above hold its date in seconds.
_ID_BITS = 30


class SearchEntry(Base):
    """The search entry of a subject."""

    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id"),
        Index("ix_search_entry_newest", "twg_id", "dated", "id"),
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
    #: Title and body as queries are compared with them, see `spaced`.
    folded: Mapped[str] = mapped_column(Text)
    #: When it was created or takes place, UTC; results are sorted by it.
    dated: Mapped[datetime]
    #: The year of that, UTC.
    year: Mapped[int]
    #: The file whose text is searched too.
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    #: SHA-256 of the file whose text is in the index of this entry; None while no text is.
    text_of: Mapped[str | None] = mapped_column(String(64))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a capability passes to `put_entry`: the fields of `SearchEntry` that it knows."""

    subject_type: str
    subject_id: int
    twg_id: int
    audience: str
    author_id: int | None
    title: str
    body: str
    dated: datetime
    kind: str = ""
    file_id: int | None = None


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
    row.folded = spaced(f"{entry.title} {entry.body}")
    row.dated = entry.dated
    row.year = entry.dated.astimezone(UTC).year
    row.file_id = entry.file_id
    row.text_of = await find_readable(session, entry.file_id)
    await session.flush()
    await add_words(session, row.twg_id, words_of(row.folded))
    if before != (after := await _indexed(session, row)):
        await index_entries(session, [after], instead_of=before)


async def index_file(session: AsyncSession, entry_id: int, sha256: str) -> None:
    """Let an entry be found by the text of its file too, which has been read; its words are kept already."""
    row = await session.get_one(SearchEntry, entry_id)
    before = await _indexed(session, row)
    row.text_of = sha256
    await session.flush()
    await index_entries(session, [await _indexed(session, row)], instead_of=before)


async def list_with_file(session: AsyncSession, sha256: str) -> list[tuple[int, int]]:
    """Ids of the entries of files with these bytes, in whose index their text is not yet, with their TWGs."""
    lack = SearchEntry.text_of.is_(None) | (SearchEntry.text_of != sha256)
    query = select(SearchEntry.id, SearchEntry.twg_id).join(StoredFile, StoredFile.id == SearchEntry.file_id)
    rows = await session.execute(query.where(StoredFile.sha256 == sha256, lack).order_by(SearchEntry.id))
    return [(entry_id, twg_id) for entry_id, twg_id in rows]


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
        return max(int(self.dated.timestamp()), 0) << _ID_BITS | self.entry_id

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
    id: int,  # noqa: A002 - named as the column is
    twg_id: int,
    subject_type: str,
    kind: str,
    author_id: int | None,
    folded: str,
    dated: datetime,
    year: int,
    file_tokens: Iterable[str] = (),
) -> Indexed:
    """What the index holds of an entry with these columns.

    Args:
        file_tokens: those of the text of its file.
    """
    kinds = {kind_token(subject_type), kind_token(subject_type, kind)}
    authors = set() if author_id is None else {author_token(author_id)}
    tokens = {*tokens_of([folded]), *kinds, *authors, year_token(year), *file_tokens}
    return Indexed(id, dated, " ".join(f"{twg_id}{token}" for token in sorted(tokens)))


#: The columns that `indexed` takes.
INDEXED_COLUMNS = ("id", "twg_id", "subject_type", "kind", "author_id", "folded", "dated", "year")


async def _indexed(session: AsyncSession, row: SearchEntry) -> Indexed:
    file_tokens = [] if row.text_of is None else await find_tokens(session, row.text_of)
    return indexed(**{name: getattr(row, name) for name in INDEXED_COLUMNS}, file_tokens=file_tokens)


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


async def find_entries(
    session: AsyncSession,
    twg_id: int,
    query: str | Sequence[Term],
    *criteria: ColumnElement[bool],
    tokens: Sequence[str] = (),
    limit: int = 10,
    offset: int = 0,
) -> list[SearchEntry]:
    """Entries of a TWG that have every term of the query and meet the criteria, the newest first.

    Args:
        query: its terms, or as it was typed.
        tokens: that the index has of each of them beside the terms: of a kind, of a year.
        limit: how many are returned at most, after the first `offset`.
    """
    terms = read_query(query) if isinstance(query, str) else query
    if not terms and not tokens:
        return []
    on_server = on_postgresql(session)
    criteria = (SearchEntry.twg_id == twg_id, *filter(None, (_holds(term, on_server) for term in terms)), *criteria)
    statements = (
        _statements_on_postgresql(twg_id, as_tsquery(twg_id, terms, tokens))
        if on_server
        else [_matching_on_sqlite(as_fts5(twg_id, terms, tokens))]
    )
    entries: list[SearchEntry] = []
    for rows in statements:
        entries = list(await session.scalars(rows.where(*criteria).limit(limit).offset(offset)))
        if len(entries) == limit:
            break
    return entries


def _holds(term: Term, on_server: bool) -> ColumnElement[bool] | None:
    """The clause for entries with the term: texts may have all its tokens without it. None where none may."""
    needle = term.needle()
    if not needle:
        return None
    found = func.strpos if on_server else func.instr
    in_page = exists().where(FilePage.sha256 == SearchEntry.text_of, found(FilePage.compared, needle) > 0)
    named = [
        *([SearchEntry.author_id.in_(term.named.authors)] if term.named.authors else []),
        *(
            and_(SearchEntry.subject_type == subject_type, *([SearchEntry.kind == kind] if kind else []))
            for subject_type, kind in term.named.kinds
        ),
    ]
    return or_(found(SearchEntry.folded, needle) > 0, in_page, *named)


def _matching_on_sqlite(query: str) -> Select[SearchEntry]:
    index = table("search_index", column("rowid", Integer))
    matches = text("search_index MATCH :query").bindparams(query=query)
    entry_id = index.c.rowid.bitwise_and(literal((1 << _ID_BITS) - 1))
    rows = select(SearchEntry).select_from(index).join(SearchEntry, SearchEntry.id == entry_id)
    return rows.where(matches).order_by(index.c.rowid.desc())


def _statements_on_postgresql(twg_id: int, query: str) -> list[Select[SearchEntry]]:
    """One for the `NEWEST` entries, and one for all: the index knows no order, and all matches would be sorted."""
    order = SearchEntry.dated.desc(), SearchEntry.id.desc()
    # The limit keeps the index out of it.
    newest = select(SearchEntry.id, column("tokens")).where(SearchEntry.twg_id == twg_id).order_by(*order).limit(NEWEST)
    of_newest = newest.subquery("newest")
    in_newest = text("newest.tokens @@ CAST(:query AS tsquery)").bindparams(query=query)
    in_all = text("search_entry.tokens @@ CAST(:query AS tsquery)").bindparams(query=query)
    return [
        select(SearchEntry).join(of_newest, of_newest.c.id == SearchEntry.id).where(in_newest).order_by(*order),
        select(SearchEntry).where(in_all).order_by(*order),
    ]
