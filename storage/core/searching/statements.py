"""Statements with which the index is asked, for each database."""

from collections.abc import Callable
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
from sqlalchemy.orm import InstrumentedAttribute

from storage.core.file_texts import FilePage
from storage.core.search import ID_BITS, SearchEntry
from storage.core.searching.further_files import SearchFile
from storage.core.searching.terms import Term

Rows = Select[*tuple[Any, ...]]
#: Given columns of an entry, selects them of entries that the index has for a query, the newest first.
Selecting = Callable[..., Rows]
#: The newest first.
ORDER = SearchEntry.dated.desc(), SearchEntry.id.desc()

#: SQLite's index.
_INDEX = table("search_index", column("rowid", Integer))


def having_on_sqlite(query: str) -> Rows:
    """The places of what the index has for a query, in any order."""
    return select(_INDEX.c.rowid).where(text("search_index MATCH :query").bindparams(query=query))


def all_on_sqlite(query: str) -> Selecting:
    matches = text("search_index MATCH :query").bindparams(query=query)
    entry_id = _INDEX.c.rowid.bitwise_and(literal((1 << ID_BITS) - 1))

    def selecting(*columns: Any) -> Rows:
        rows = select(*columns).select_from(_INDEX).join(SearchEntry, SearchEntry.id == entry_id)
        return rows.where(matches).order_by(_INDEX.c.rowid.desc())

    return selecting


#: PostgreSQL does not know that to unpack and compare the tokens of all new entries takes longer than to look up both
#: in their indexes.
BY_TWO_INDEXES, BY_ANY_INDEX = (text(f"SET LOCAL enable_indexscan = {value}") for value in ("off", "on"))


def newest_on_postgresql(twg_id: int, query: str, most: int) -> Selecting:
    """Of so many of the newest entries."""
    # The limit keeps the index out of it.
    newest = select(SearchEntry.id, column("tokens", Text)).where(SearchEntry.twg_id == twg_id).order_by(*ORDER)
    of_newest = newest.limit(most).subquery("newest")
    matches = text("newest.tokens @@ CAST(:query AS tsquery)").bindparams(query=query)

    def selecting(*columns: Any) -> Rows:
        rows = select(*columns).join(of_newest, of_newest.c.id == SearchEntry.id)
        return rows.where(matches).order_by(*ORDER)

    return selecting


def all_on_postgresql(query: str) -> Selecting:
    """By the index of tokens, which is faster for however many: each row that is compared has to be unpacked first."""
    # Sorted by an expression, so that the planner does not walk over the entries by their index until it has enough.
    newest = (SearchEntry.dated + text("interval '0'")).desc(), SearchEntry.id.desc()
    # As a query of its own: the planner takes tokens of one word, which come together, for independent ones, expects a
    # row or none of those it could see, and then reads them all without the index of dates.
    matches = text("search_entry.tokens @@ (SELECT CAST(:query AS tsquery))").bindparams(query=query)
    return lambda *columns: select(*columns).where(matches).order_by(*newest)


def holds(term: Term, *, on_server: bool) -> ColumnElement[bool]:
    """Whether the texts of an entry contain the term, or what texts have in its place; or it is what the term names."""
    found = func.strpos if on_server else func.instr
    needles = term.needles()

    def in_text(compared: InstrumentedAttribute[str]) -> ColumnElement[bool]:
        return or_(*(found(compared, needle) > 0 for needle in needles))

    has = in_text(FilePage.compared)
    in_page = exists().where(FilePage.sha256 == SearchEntry.text_of, has)
    further = SearchFile.entry_id == SearchEntry.id, FilePage.sha256 == SearchFile.text_of
    in_further_page = exists().where(*further, has).correlate(SearchEntry)
    named: list[ColumnElement[bool]] = []
    if term.named.authors:
        named.append(SearchEntry.author_id.in_(term.named.authors))
    for subject_type, kind in term.named.kinds:
        named.append(and_(SearchEntry.subject_type == subject_type, SearchEntry.kind == kind if kind else true()))
    for subject_type, subject_id in term.named.about:
        named.append(and_(SearchEntry.about_type == subject_type, SearchEntry.about_id == subject_id))
    return or_(in_text(SearchEntry.folded), in_page, in_further_page, *named)
