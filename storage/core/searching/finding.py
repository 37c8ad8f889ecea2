"""Finding entries by the index, with one interface for both databases."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

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
from storage.core.searching.runs import find_near, gaps_of, likeliest
from storage.core.searching.terms import Term, Way, as_fts5, as_tsquery, read_query
from storage.core.searching.words import MOST_NEAR
from storage.engine.database import on_postgresql

#: Of entries that may have a phrase, or a long run of Khmer, so many of the newest are read to see whether they do.
MOST_READ = 500
#: So many of a TWG's newest entries are searched first on PostgreSQL: what every twentieth has is found there.
NEWEST = 200
#: Most pages that are compared with a misspelt run.
_MOST_PAGES = 200
#: Of entries that may have a phrase, so many more are read first than are wanted: nearly all have it.
_READ_MORE = 20

#: Given columns of an entry, selects them of entries that the index has for a query, the newest first.
_Selecting = Callable[..., Select[Any]]
#: The newest first.
_ORDER = SearchEntry.dated.desc(), SearchEntry.id.desc()


class Line(NamedTuple):
    """An entry that was found: its id, and what it is."""

    entry_id: int
    subject_type: str
    kind: str
    year: int


async def load_entries(session: AsyncSession, lines: Sequence[Line]) -> list[SearchEntry]:
    """The entries of these lines, in their order."""
    ids = [line.entry_id for line in lines]
    found = {row.id: row for row in await session.scalars(select(SearchEntry).where(SearchEntry.id.in_(ids)))}
    return [found[entry_id] for entry_id in ids]


async def find_entries(
    session: AsyncSession,
    twg_id: int,
    query: str,
    *criteria: ColumnElement[bool],
    limit: int = 10,
) -> list[SearchEntry]:
    """Entries of a TWG that have every term of a query as it was typed and meet the criteria, the newest first."""
    lines = await Finding(session, twg_id, read_query(query), criteria).lines(limit=limit)
    return await load_entries(session, lines)


@dataclass
class Finding:
    """The entries of a TWG that have every term and meet the criteria, the newest first.

    Attributes:
        tokens: that the index has of each of them beside the terms: of a kind, of a year.
    """

    session: AsyncSession
    twg_id: int
    terms: Sequence[Term]
    criteria: Sequence[ColumnElement[bool]] = ()
    tokens: Sequence[str] = ()
    #: Whether all that may have the terms can be read; None until that was looked up.
    _few: bool | None = None

    async def lines(self, *, limit: int, offset: int = 0) -> list[Line]:
        """Not more than `limit`, after the first `offset`."""
        columns = SearchEntry.id, SearchEntry.subject_type, SearchEntry.kind, SearchEntry.year
        found: list[Line] = []
        async for rows in self._statements(columns, offset + limit):
            found = [Line(*row) for row in await self.session.execute(rows.limit(limit).offset(offset))]
            if len(found) == limit:
                break
        return found

    async def is_bounded(self) -> bool:
        """Whether only the newest of the entries that meet the criteria and may have the terms were read."""
        if not self._held() or await self._are_few():
            return False
        read = self._selecting()[-1](SearchEntry.id).where(*self._seen).limit(MOST_READ)
        return await self.session.scalar(select(func.count()).select_from(read.subquery())) == MOST_READ

    async def near_runs(self, run: str) -> list[str]:
        """What texts have in place of a run of Khmer, with one letter otherwise; the terms are not asked for.

        Of the entries that may have such a thing the newest `MOST_READ` are read, and `_MOST_PAGES` pages of files.
        """
        gaps = gaps_of(run)
        if not gaps:
            return []
        ways = [[[token] for token in gap.tokens()] for gap in gaps]
        selecting = self._selecting([ways])[-1](SearchEntry.folded, SearchEntry.text_of)
        near, files = dict[str, None](), dict[str, None]()
        for folded, text_of in await self.session.execute(selecting.where(*self._seen).limit(MOST_READ)):
            near |= dict.fromkeys(sorted(find_near(folded, run)))
            files |= {text_of: None} if text_of else {}
        sides = [tuple(filter(None, (gap.before, gap.behind))) for gap in gaps]
        for compared in await self._pages(files, sides) if files else ():
            near |= dict.fromkeys(sorted(find_near(compared, run)))
        return likeliest(run, near)[:MOST_NEAR]

    async def _pages(self, files: Sequence[str] | dict[str, None], sides: Sequence[Sequence[str]]) -> list[str]:
        """Pages of the files that have all of one of these groups of texts."""
        found = func.strpos if on_postgresql(self.session) else func.instr
        has = or_(*(and_(*(found(FilePage.compared, side) > 0 for side in group)) for group in sides))
        pages = select(FilePage.compared).where(FilePage.sha256.in_(list(files)), has)
        return list(await self.session.scalars(pages.limit(_MOST_PAGES)))

    @property
    def _seen(self) -> tuple[ColumnElement[bool], ...]:
        return (SearchEntry.twg_id == self.twg_id, *self.criteria)

    async def _statements(self, columns: Sequence[Any], wanted: int) -> AsyncIterator[Select[Any]]:
        """Select columns of the entries that are found: in one statement, or in several of which each costs more.

        Each finds those of the one before too.

        Args:
            wanted: how many are enough.
        """
        if not self.terms and not self.tokens:
            return
        selecting, held = self._selecting(), self._held()
        if not held:
            for each in selecting:
                yield each(*columns).where(*self._seen)
            return
        if await self._are_few():  # what does not have the terms need not be seen by anybody
            yield selecting[-1](*columns).where(*held, *self._seen)
        else:
            yield self._read(wanted + _READ_MORE, columns, held)
            yield self._read(MOST_READ, columns, held)

    def _read(self, most: int, columns: Sequence[Any], held: Sequence[ColumnElement[bool]]) -> Select[Any]:
        """Select columns of those that have the terms, of so many of the newest that may have them."""
        read = self._selecting()[-1](SearchEntry.id).where(*self._seen).limit(most).subquery("read")
        return select(*columns).join(read, read.c.id == SearchEntry.id).where(*held).order_by(*_ORDER)

    async def _are_few(self) -> bool:
        """Whether all that may have the terms can be read, also what may not be seen: then nothing is cut off."""
        if self._few is None:
            if on_postgresql(self.session):
                having = self._selecting()[-1](SearchEntry.id).order_by(None)
            else:
                having = _having_on_sqlite(as_fts5(self.twg_id, _ways(self.terms), self.tokens))
            self._few = await self.session.scalar(having.limit(1).offset(MOST_READ - 1)) is None
        return self._few

    def _held(self) -> list[ColumnElement[bool]]:
        """Clauses for entries with the terms, of those terms whose tokens a text may have without them."""
        return [_holds(term, on_server=on_postgresql(self.session)) for term in self.terms if term.needle()]

    def _selecting(self, sought: Sequence[Sequence[Way]] | None = None) -> list[_Selecting]:
        """Statements as `_statements` returns them, for what the index has.

        Args:
            sought: the ways of each term; None for those of the terms.
        """
        sought = _ways(self.terms) if sought is None else sought
        if not on_postgresql(self.session):
            return [_on_sqlite(as_fts5(self.twg_id, sought, self.tokens))]
        query = as_tsquery(self.twg_id, sought, self.tokens)
        return [_newest_on_postgresql(self.twg_id, query), _all_on_postgresql(query)]


def _ways(terms: Sequence[Term]) -> list[list[Way]]:
    return [term.ways() for term in terms]


#: SQLite's index.
_INDEX = table("search_index", column("rowid", Integer))


def _having_on_sqlite(query: str) -> Select[Any]:
    """The places of what the index has for a query, in any order."""
    return select(_INDEX.c.rowid).where(text("search_index MATCH :query").bindparams(query=query))


def _on_sqlite(query: str) -> _Selecting:
    matches = text("search_index MATCH :query").bindparams(query=query)
    entry_id = _INDEX.c.rowid.bitwise_and(literal((1 << ID_BITS) - 1))

    def selecting(*columns: Any) -> Select[Any]:
        rows = select(*columns).select_from(_INDEX).join(SearchEntry, SearchEntry.id == entry_id)
        return rows.where(matches).order_by(_INDEX.c.rowid.desc())

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


def _holds(term: Term, *, on_server: bool) -> ColumnElement[bool]:
    found, needle = func.strpos if on_server else func.instr, term.needle()
    in_page = exists().where(FilePage.sha256 == SearchEntry.text_of, found(FilePage.compared, needle) > 0)
    named: list[ColumnElement[bool]] = []
    if term.named.authors:
        named.append(SearchEntry.author_id.in_(term.named.authors))
    for subject_type, kind in term.named.kinds:
        named.append(and_(SearchEntry.subject_type == subject_type, SearchEntry.kind == kind if kind else true()))
    instead = [_holds(each, on_server=on_server) for each in term.instead]
    return or_(found(SearchEntry.folded, needle) > 0, in_page, *named, *instead)
