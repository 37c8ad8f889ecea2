"""Finding entries by the index, with one interface for both databases."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    table,
    text,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.file_texts import FilePage
from storage.core.search import ID_BITS, SearchEntry
from storage.core.searching.terms import Term, as_fts5, as_tsquery, read_query
from storage.engine.database import on_postgresql

#: Of entries that may have a phrase, or a long run of Khmer, so many of the newest are read to see whether they do.
MOST_READ = 500
#: So many of a TWG's newest entries are searched first on PostgreSQL: what every twentieth has is found there.
NEWEST = 200


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
    entries: list[SearchEntry] = []
    for rows in _statements(session, twg_id, terms, criteria, tokens, SearchEntry):
        entries = list(await session.scalars(rows.limit(limit).offset(offset)))
        if len(entries) == limit:
            break
    return entries


async def describe_entries(
    session: AsyncSession,
    twg_id: int,
    terms: Sequence[Term],
    *criteria: ColumnElement[bool],
    tokens: Sequence[str] = (),
    limit: int,
) -> list[tuple[str, str, int]]:
    """Subject type, kind and year of the newest that `find_entries` would return."""
    columns = SearchEntry.subject_type, SearchEntry.kind, SearchEntry.year
    found: list[tuple[str, str, int]] = []
    for rows in _statements(session, twg_id, terms, criteria, tokens, *columns):
        found = [(subject_type, kind, year) for subject_type, kind, year in await session.execute(rows.limit(limit))]
        if len(found) == limit:
            break
    return found


async def is_bounded(
    session: AsyncSession,
    twg_id: int,
    terms: Sequence[Term],
    *criteria: ColumnElement[bool],
    tokens: Sequence[str] = (),
) -> bool:
    """Whether only the newest of the entries that meet the criteria and may have the terms were read."""
    if not _held(session, terms):
        return False
    read = _indexed(session, twg_id, terms, tokens)[-1](SearchEntry.id).where(SearchEntry.twg_id == twg_id, *criteria)
    return await session.scalar(select(func.count()).select_from(read.limit(MOST_READ).subquery())) == MOST_READ


#: The newest first.
_ORDER = SearchEntry.dated.desc(), SearchEntry.id.desc()

#: Given columns of an entry, selects them of entries that the index has for a query, the newest first.
_Selecting = Callable[..., Select[Any]]


def _statements(
    session: AsyncSession,
    twg_id: int,
    terms: Sequence[Term],
    criteria: Sequence[ColumnElement[bool]],
    tokens: Sequence[str],
    *columns: Any,
) -> list[Select[Any]]:
    """Select columns of the entries that are found: in one statement, or in two of which the first costs less.

    The second one finds those of the first too.
    """
    if not terms and not tokens:
        return []
    criteria, held = (SearchEntry.twg_id == twg_id, *criteria), _held(session, terms)
    selecting = _indexed(session, twg_id, terms, tokens)
    if not held:
        return [each(*columns).where(*criteria) for each in selecting]
    read = [each(SearchEntry.id).where(*criteria).limit(MOST_READ).subquery("read") for each in selecting]
    return [select(*columns).join(each, each.c.id == SearchEntry.id).where(*held).order_by(*_ORDER) for each in read]


def _indexed(session: AsyncSession, twg_id: int, terms: Sequence[Term], tokens: Sequence[str]) -> list[_Selecting]:
    """Statements as `_statements` returns them, for what the index has."""
    if not on_postgresql(session):
        return [_on_sqlite(as_fts5(twg_id, terms, tokens))]
    query = as_tsquery(twg_id, terms, tokens)
    return [_newest_on_postgresql(twg_id, query), _all_on_postgresql(query)]


def _on_sqlite(query: str) -> _Selecting:
    index = table("search_index", column("rowid", Integer))
    matches = text("search_index MATCH :query").bindparams(query=query)
    entry_id = index.c.rowid.bitwise_and(literal((1 << ID_BITS) - 1))

    def selecting(*columns: Any) -> Select[Any]:
        rows = select(*columns).select_from(index).join(SearchEntry, SearchEntry.id == entry_id)
        return rows.where(matches).order_by(index.c.rowid.desc())

    return selecting


def _newest_on_postgresql(twg_id: int, query: str) -> _Selecting:
    """Of the `NEWEST` entries: the index knows no order, and all matches would be sorted."""
    # The limit keeps the index out of it.
    newest = select(SearchEntry.id, column("tokens", Text)).where(SearchEntry.twg_id == twg_id).order_by(*_ORDER)
    of_newest = newest.limit(NEWEST).subquery("newest")
    matches = text("newest.tokens @@ CAST(:query AS tsquery)").bindparams(query=query)

    def selecting(*columns: Any) -> Select[Any]:
        rows = select(*columns).join(of_newest, of_newest.c.id == SearchEntry.id)
        return rows.where(matches).order_by(*_ORDER)

    return selecting


def _all_on_postgresql(query: str) -> _Selecting:
    matches = text("search_entry.tokens @@ CAST(:query AS tsquery)").bindparams(query=query)
    return lambda *columns: select(*columns).where(matches).order_by(*_ORDER)


def _held(session: AsyncSession, terms: Sequence[Term]) -> list[ColumnElement[bool]]:
    """Clauses for entries with the terms, of those terms whose tokens a text may have without them."""
    return [_holds(term, on_server=on_postgresql(session)) for term in terms if term.needle()]


def _holds(term: Term, *, on_server: bool) -> ColumnElement[bool]:
    found, needle = func.strpos if on_server else func.instr, term.needle()
    in_page = exists().where(FilePage.sha256 == SearchEntry.text_of, found(FilePage.compared, needle) > 0)
    named: list[ColumnElement[bool]] = []
    if term.named.authors:
        named.append(SearchEntry.author_id.in_(term.named.authors))
    for subject_type, kind in term.named.kinds:
        named.append(and_(SearchEntry.subject_type == subject_type, SearchEntry.kind == kind if kind else true()))
    return or_(found(SearchEntry.folded, needle) > 0, in_page, *named)
