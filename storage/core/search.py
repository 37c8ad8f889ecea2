"""Full-text search by trigrams, with one interface: FTS5 on SQLite, a tsvector of the same trigrams on PostgreSQL.

Trigrams are indexed instead of words, because Khmer is written without spaces between words. Words shorter than three
characters have no trigram; for them the entries are scanned.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    TextClause,
    UniqueConstraint,
    column,
    select,
    table,
    text,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.core.shortening import shorten
from storage.core.spelling import fold, normalize
from storage.engine.database import Base, on_postgresql

#: U+200B, which Khmer keyboards give for the space bar. Texts may have it between any words, and between syllables.
_KHMER_SPACE = "\u200b"
_BETWEEN_KHMER = re.compile("(?<=[\u1780-\u17d3\u17d7\u17dc\u17dd]) (?=[\u1780-\u17d3\u17d7\u17dc\u17dd])")
#: How many of the newest entries are scanned before the index is used.
NEWEST = 2_000


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
    if row is None:
        row = SearchEntry(subject_type=entry.subject_type, subject_id=entry.subject_id, twg_id=entry.twg_id)
        session.add(row)
    row.audience = entry.audience
    row.author_id = entry.author_id
    row.title = shorten(entry.title, 300)
    row.folded = fold_entry(f"{entry.title} {entry.body}")
    row.dated = entry.dated
    await session.flush()
    if on_postgresql(session):
        await session.execute(
            text("UPDATE search_entry SET trigrams = array_to_tsvector(CAST(:grams AS text[])) WHERE id = :id"),
            {"grams": trigrams(row.folded), "id": row.id},
        )


async def find_entries(
    session: AsyncSession, query: str, *criteria: ColumnElement[bool], limit: int = 10
) -> list[SearchEntry]:
    """Entries that contain every word of the query and meet the criteria, the newest first."""
    words = fold(query.replace(_KHMER_SPACE, " ")).split()
    if not words:
        return []
    found = await _find_among_newest(session, words, *criteria, limit=limit)
    if len(found) == limit:
        return found
    rows = select(SearchEntry).where(*criteria, *(_contains(SearchEntry, word) for word in words))
    long = [word for word in words if len(word) >= 3]
    if long:
        rows = rows.where(_matching(session, long))
    return list(await session.scalars(rows.order_by(SearchEntry.dated.desc(), SearchEntry.id.desc()).limit(limit)))


async def _find_among_newest(
    session: AsyncSession, words: list[str], *criteria: ColumnElement[bool], limit: int
) -> list[SearchEntry]:
    """Entries found by scanning the `NEWEST` newest ones.

    For common words this is faster than the index, which returns every match, and all of them have to be sorted.
    """
    newest = select(SearchEntry).where(*criteria).order_by(SearchEntry.dated.desc(), SearchEntry.id.desc())
    near = aliased(SearchEntry, newest.limit(NEWEST).subquery())
    rows = select(near).where(*(_contains(near, word) for word in words))
    return list(await session.scalars(rows.order_by(near.dated.desc(), near.id.desc()).limit(limit)))


def fold_entry(text: str) -> str:
    """The text as it is searched: folded, and without spaces between Khmer letters, where Khmer may have them or not.

    A word of a query has no spaces, so that nothing is missed for it.
    """
    return normalize(_BETWEEN_KHMER.sub("", fold(text.replace(_KHMER_SPACE, ""))))


def trigrams(folded: str) -> list[str]:
    """Every distinct run of three characters, sorted."""
    return sorted({folded[i : i + 3] for i in range(len(folded) - 2)})


def _contains(entry: type[SearchEntry], word: str) -> ColumnElement[bool]:
    """A clause that the entry contains a word; a text may have all trigrams of a word without containing it."""
    return entry.folded.contains(word, autoescape=True)


def _matching(session: AsyncSession, words: list[str]) -> ColumnElement[bool] | TextClause:
    if on_postgresql(session):
        grams: set[str] = set().union(*(trigrams(word) for word in words))
        lexemes = " & ".join(_lexeme(gram) for gram in sorted(grams))
        return text("search_entry.trigrams @@ CAST(:lexemes AS tsquery)").bindparams(lexemes=lexemes)
    phrase = " ".join('"' + word.replace('"', '""') + '"' for word in words)
    matches = text("search_trigrams MATCH :phrase").bindparams(phrase=phrase)
    return SearchEntry.id.in_(select(column("rowid")).select_from(table("search_trigrams")).where(matches))


def _lexeme(gram: str) -> str:
    """A trigram quoted for a tsquery."""
    return "'" + gram.replace("\\", "\\\\").replace("'", "''") + "'"
