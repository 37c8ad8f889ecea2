"""Statements with which SQLite's index is asked, and clauses for entries that have a term."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    column,
    exists,
    literal,
    literal_column,
    or_,
    select,
    table,
    text,
    true,
)

from storage.core.file_texts import FilePage
from storage.core.search import ID_BITS, SearchEntry
from storage.core.searching.further_files import SearchFile
from storage.core.searching.lists import Texts, contains_any
from storage.core.searching.terms import Named

Rows = Select[*tuple[Any, ...]]
#: Given columns of an entry, selects them of entries that the index has for a query, the newest first.
Selecting = Callable[..., Rows]
#: The newest first.
ORDER = SearchEntry.dated.desc(), SearchEntry.id.desc()


def constant(number: int) -> ColumnElement[int]:
    """A number in the statement: with a parameter as its limit PostgreSQL plans it anew each time, for one ms."""
    return literal_column(str(number), Integer)


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


def holds(needles: Texts, names: Named) -> ColumnElement[bool]:
    """Whether the texts of an entry contain one of the needles of a term; or it is what the term names."""
    has = contains_any(FilePage.compared, needles)
    in_page = exists().where(FilePage.sha256 == SearchEntry.text_of, has)
    further = SearchFile.entry_id == SearchEntry.id, FilePage.sha256 == SearchFile.text_of
    in_further_page = exists().where(*further, has).correlate(SearchEntry)
    named: list[ColumnElement[bool]] = []
    if names.authors:
        named.append(SearchEntry.author_id.in_(names.authors))
    for subject_type, kind in names.kinds:
        named.append(and_(SearchEntry.subject_type == subject_type, SearchEntry.kind == kind if kind else true()))
    for subject_type, subject_id in names.about:
        named.append(and_(SearchEntry.about_type == subject_type, SearchEntry.about_id == subject_id))
    return or_(contains_any(SearchEntry.folded, needles), in_page, in_further_page, *named)
