"""Finding entries by the index, with one interface for both databases."""

from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
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

from storage.core.file_texts import FilePage
from storage.core.search import ID_BITS, SearchEntry
from storage.core.searching.terms import Term, as_fts5, as_tsquery, read_query
from storage.engine.database import on_postgresql

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
    if not terms and not tokens:
        return []
    on_server = on_postgresql(session)
    held = (_holds(term, on_server) for term in terms)
    criteria = (SearchEntry.twg_id == twg_id, *(clause for clause in held if clause is not None), *criteria)
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
    entry_id = index.c.rowid.bitwise_and(literal((1 << ID_BITS) - 1))
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
