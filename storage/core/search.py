"""Full-text search by grams, with one interface: an FTS5 table on SQLite, a tsvector of the same grams on PostgreSQL.

Grams are runs of one, two or three characters. They are indexed instead of words, because Khmer is written without
spaces between words, and each together with its TWG, so that a search reads nothing of other TWGs.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
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
    column,
    func,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.shortening import shorten
from storage.core.spelling import fold, normalize
from storage.engine.database import Base, on_postgresql

#: U+200B, which Khmer keyboards give for the space bar. Texts may have it between any words, and between syllables.
_KHMER_SPACE = "\u200b"
_BETWEEN_KHMER = re.compile("(?<=[\u1780-\u17d3\u17d7\u17dc\u17dd]) (?=[\u1780-\u17d3\u17d7\u17dc\u17dd])")
#: Longest gram, in characters.
_LONGEST = 3
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
    title: Mapped[str] = mapped_column(String(300))
    #: Title and body in the form that queries are matched against, see `fold_entry`.
    folded: Mapped[str] = mapped_column(Text)
    #: When it was created or takes place, UTC; results are sorted by it.
    dated: Mapped[datetime]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What a capability passes to `put_entry`: the fields of `SearchEntry`, and the `body` that is searched too."""

    subject_type: str
    subject_id: int
    twg_id: int
    audience: str
    author_id: int | None
    title: str
    body: str
    dated: datetime


async def put_entry(session: AsyncSession, entry: Entry) -> None:
    """Insert the search entry of a subject, or update the one it has."""
    row = await session.scalar(
        select(SearchEntry).where(
            SearchEntry.subject_type == entry.subject_type, SearchEntry.subject_id == entry.subject_id
        )
    )
    before = None if row is None else _indexed(row)
    if row is None:
        row = SearchEntry(subject_type=entry.subject_type, subject_id=entry.subject_id, twg_id=entry.twg_id)
        session.add(row)
    row.audience = entry.audience
    row.author_id = entry.author_id
    row.title = shorten(entry.title, 300)
    row.folded = fold_entry(f"{entry.title} {entry.body}")
    row.dated = entry.dated
    await session.flush()
    if before != (after := _indexed(row)):
        await index_entries(session, [after], instead_of=before)


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
INDEX_ON_SQLITE = "INSERT INTO search_grams (rowid, tokens) VALUES (:place, :tokens)"
UNINDEX_ON_SQLITE = "INSERT INTO search_grams (search_grams, rowid, tokens) VALUES ('delete', :place, :tokens)"
INDEX_ON_POSTGRESQL = (
    "UPDATE search_entry SET grams = array_to_tsvector(string_to_array(CAST(:tokens AS text), ' '))"
    " WHERE id = :entry_id"
)


def indexed(entry_id: int, twg_id: int, folded: str, dated: datetime) -> Indexed:
    """What the index holds of an entry with these columns."""
    return Indexed(entry_id, dated, " ".join(tokens_of(twg_id, folded)))


def _indexed(row: SearchEntry) -> Indexed:
    return indexed(row.id, row.twg_id, row.folded, row.dated)


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
    session: AsyncSession, twg_id: int, query: str, *criteria: ColumnElement[bool], limit: int = 10
) -> list[SearchEntry]:
    """Entries of a TWG that contain every word of the query and meet the criteria, the newest first."""
    words = fold(query.replace(_KHMER_SPACE, " ")).split()
    if not words:
        return []
    tokens = sorted({_token(twg_id, gram) for word in words for gram in _covering(word)})
    statements = (
        [_newest_on_postgresql(twg_id), _matching_on_postgresql(tokens)]
        if on_postgresql(session)
        else [_matching_on_sqlite(tokens)]
    )
    found = func.strpos if on_postgresql(session) else func.instr
    # A text may have every gram of a word without containing it.
    contained = [found(SearchEntry.folded, word) > 0 for word in words]
    entries: list[SearchEntry] = []
    for rows in statements:
        rows = rows.where(SearchEntry.twg_id == twg_id, *contained, *criteria).limit(limit)
        entries = list(await session.scalars(rows))
        if len(entries) == limit:
            break
    return entries


def _matching_on_sqlite(tokens: list[str]) -> Select[SearchEntry]:
    index = table("search_grams", column("rowid", Integer))
    matches = text("search_grams MATCH :tokens").bindparams(tokens=" ".join(f'"{token}"' for token in tokens))
    entry_id = index.c.rowid.bitwise_and(literal((1 << _ID_BITS) - 1))
    rows = select(SearchEntry).select_from(index).join(SearchEntry, SearchEntry.id == entry_id)
    return rows.where(matches).order_by(index.c.rowid.desc())


def _newest_on_postgresql(twg_id: int) -> Select[SearchEntry]:
    """The `NEWEST` entries of a TWG. PostgreSQL's index of grams knows no order, and all matches would be sorted."""
    oldest = select(SearchEntry.dated).where(SearchEntry.twg_id == twg_id)
    oldest = oldest.order_by(SearchEntry.dated.desc(), SearchEntry.id.desc()).offset(NEWEST - 1).limit(1)
    since = func.coalesce(oldest.scalar_subquery(), literal(datetime.min.replace(tzinfo=UTC), SearchEntry.dated.type))
    rows = select(SearchEntry).where(SearchEntry.dated >= since)
    return rows.order_by(SearchEntry.dated.desc(), SearchEntry.id.desc())


def _matching_on_postgresql(tokens: list[str]) -> Select[SearchEntry]:
    matches = text("search_entry.grams @@ CAST(:tokens AS tsquery)").bindparams(tokens=" & ".join(tokens))
    return select(SearchEntry).where(matches).order_by(SearchEntry.dated.desc(), SearchEntry.id.desc())


def fold_entry(text: str) -> str:
    """The text as it is searched: folded, and without spaces between Khmer letters, where Khmer may have them or not.

    A word of a query has no spaces, so that nothing is missed for it.
    """
    return normalize(_BETWEEN_KHMER.sub("", fold(text.replace(_KHMER_SPACE, ""))))


def tokens_of(twg_id: int, folded: str) -> list[str]:
    """What the index holds for the text of an entry of this TWG: every distinct gram with the TWG, sorted."""
    spelled = [_spell(character) for character in folded]
    runs = (zip(*(spelled[i:] for i in range(length)), strict=False) for length in range(1, _LONGEST + 1))
    grams = {"".join(gram) for run in runs for gram in run}
    return [f"{twg_id}{gram}" for gram in sorted(grams)]


def _covering(word: str) -> list[str]:
    """Grams that every text with this word has and that cover it: the word itself if it is short.

    No more than needed: for each, the database reads all places of the TWG's texts that have it.
    """
    last = max(len(word) - _LONGEST, 0)
    return [word[i : i + _LONGEST] for i in [*range(0, last, _LONGEST), last]]


def _token(twg_id: int, gram: str) -> str:
    """A gram of a TWG's texts as letters and digits, which both databases take for one word: "12x61x62"."""
    return f"{twg_id}{''.join(map(_spell, gram))}"


@cache
def _spell(character: str) -> str:
    return f"x{ord(character):x}"
