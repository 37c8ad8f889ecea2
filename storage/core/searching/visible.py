"""What a reader may see of a TWG's entries, with the statements that PostgreSQL is asked for it by.

PostgreSQL answers most of them in a millisecond. To build one, and to see that one like it was compiled before, takes
as long. So they are built once for a reader, with a parameter: `query`, a tsquery.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Text,
    bindparam,
    column,
    false,
    func,
    or_,
    select,
    text,
    true,
    union_all,
)

from storage.core.search import SearchEntry
from storage.core.searching.statements import ORDER, Rows, constant

#: Columns of an entry; the same objects for each statement with them.
Columns = tuple[Any, ...]


class Visible:
    """The entries of a TWG that meet some criteria.

    Attributes:
        twg_id: of the TWG.
        clauses: that an entry has to meet, the TWG among them.
    """

    def __init__(self, twg_id: int, criteria: Sequence[ColumnElement[bool]] = ()) -> None:
        self.twg_id = twg_id
        self.clauses: tuple[ColumnElement[bool], ...] = (SearchEntry.twg_id == twg_id, *criteria)
        self._built: dict[tuple[Any, ...], Rows] = {}

    def narrowed(self, criteria: Sequence[ColumnElement[bool]] = ()) -> "Visible":
        """Those of them that meet more criteria; statements for them are built anew."""
        return Visible(self.twg_id, (*self.clauses[1:], *criteria))

    def once(self, build: Callable[..., Rows], *given: Any) -> Rows:
        """What a function of a module makes of these entries and what else is given, made when it is first needed."""
        if (build, *given) not in self._built:
            self._built[build, *given] = build(self, *given)
        return self._built[build, *given]


def newest_or_all(visible: Visible, columns: Columns, most: int, among: int) -> Rows:
    """Of so many of the newest entries those that the query finds; where it finds none of these, those of all entries.

    Behind the columns comes whether an entry is among the newest ones.
    """
    own = select(SearchEntry.id, column("tokens", Text)).where(SearchEntry.twg_id == visible.twg_id)
    newest = own.order_by(*ORDER).limit(constant(among)).subquery("newest")  # keeps the index out
    found = select(SearchEntry.id, true().label("is_new")).join(newest, newest.c.id == SearchEntry.id)
    matches = text("newest.tokens @@ CAST(:query AS tsquery)")
    hits = found.where(matches, *visible.clauses).order_by(*ORDER).limit(constant(most)).cte("hits")
    none_is_new = select(func.count()).select_from(hits).scalar_subquery() == 0
    older = by_index(visible, (SearchEntry.id, false().label("is_new")), most).where(none_is_new).subquery("older")
    either = union_all(select(hits), select(older)).subquery("either")
    return select(*columns, either.c.is_new).join(either, either.c.id == SearchEntry.id).order_by(*ORDER)


def by_index(visible: Visible, columns: Columns, most: int) -> Rows:
    """By the index of tokens, which is faster for however many: each row that is compared has to be unpacked first."""
    # Sorted by an expression, so that the planner does not walk over the entries by their index until it has enough.
    newest = (SearchEntry.dated + text("interval '0'")).desc(), SearchEntry.id.desc()
    # As a query of its own: the planner takes tokens of one word, which come together, for independent ones, expects a
    # row or none of those it could see, and then reads them all without the index of dates.
    matches = text("search_entry.tokens @@ (SELECT CAST(:query AS tsquery))")
    return select(*columns).where(matches, *visible.clauses).order_by(*newest).limit(constant(most))


def by_two_indexes(visible: Visible, columns: Columns, most: int) -> Rows:
    """As `by_index`, of those dated since the parameter `since`, by the index of dates too.

    PostgreSQL does not know that to unpack and compare the tokens of all new entries takes longer. With an alternative
    that no entry meets, it cannot walk over them by the index of dates alone.
    """
    never = text("CAST('infinity' AS timestamptz)")
    since = SearchEntry.dated >= bindparam("since", type_=SearchEntry.dated.type)
    return by_index(visible, columns, most).where(or_(since, SearchEntry.dated == never))
