"""Finding entries by the index, with one interface for both databases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.file_texts import FilePage
from storage.core.search import SearchEntry
from storage.core.searching.further_files import list_texts
from storage.core.searching.runs import find_near, gaps_of, likeliest
from storage.core.searching.statements import (
    BY_ANY_INDEX,
    BY_TWO_INDEXES,
    ORDER,
    Rows,
    Selecting,
    all_on_postgresql,
    all_on_sqlite,
    having_on_sqlite,
    holds,
    newest_on_postgresql,
)
from storage.core.searching.terms import Term, Way, as_fts5, as_tsquery, read_query
from storage.core.searching.words import MOST_NEAR
from storage.engine.database import on_postgresql

#: Of entries that may have a phrase, or a long run of Khmer, so many of the newest are read to see whether they do.
MOST_READ = 300
#: So many of a TWG's newest entries are compared first on PostgreSQL, for a page of results.
NEWEST = (200, 1_000)
#: So many of them are compared first on PostgreSQL, to find the entries to read: they tell how many have the terms.
NEWEST_READ = 200
#: By the dates of so many of the newest it is told since when how many are dated.
_DATED = 1_000
#: PostgreSQL's index is asked for so many times as many of the newest entries as are likely to have what is wanted, and
#: for all where those would be more than this.
_MARGIN, _MOST_SINCE = 1.5, 20_000
_LONGEST_SPAN = timedelta(days=36_500)
#: Most files whose pages are compared with a misspelt run, the newest.
_MOST_FILES = 40
#: Of entries that may have a phrase, so many more are read first than are wanted: nearly all have it.
_READ_MORE = 20

#: The columns of a `Line`.
_LINE = SearchEntry.id, SearchEntry.subject_type, SearchEntry.kind, SearchEntry.year


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
class Dates:
    """How close the newest entries of one TWG are, read once for all queries of a search."""

    #: Of the newest `_DATED`: when the first and the last of them are dated, and how many there are.
    _span: tuple[datetime | None, datetime | None, int] | None = None

    async def since(self, session: AsyncSession, twg_id: int, count: int) -> datetime | None:
        """Since when about so many entries of the TWG are dated; None where there are too few to tell."""
        if self._span is None:
            own = select(SearchEntry.dated).where(SearchEntry.twg_id == twg_id)
            newest = own.order_by(*ORDER).limit(_DATED).subquery()
            [row] = await session.execute(select(func.min(newest.c.dated), func.max(newest.c.dated), func.count()))
            first, last, of = row
            self._span = first, last, of
        first, last, of = self._span
        if first is None or last is None or of < _DATED:  # all of them are soon compared
            return None
        span: timedelta = (last - first) * count / of
        return last - span if span < _LONGEST_SPAN else None


@dataclass
class Finding:
    """The entries of a TWG that have every term and meet the criteria, the newest first.

    Attributes:
        tokens: that the index has of each of them beside the terms: of a kind, of a year.
        dates: of the TWG; one for all Findings of a search, which differ in their terms.
    """

    session: AsyncSession
    twg_id: int
    terms: Sequence[Term]
    criteria: Sequence[ColumnElement[bool]] = ()
    tokens: Sequence[str] = ()
    dates: Dates = field(default_factory=Dates)
    #: What `_are_few` found; None until it was asked.
    _few: bool | None = None
    #: What `_candidates` found, and for how many it was asked.
    _ids: list[int] = field(default_factory=list)
    _asked: int = 0

    async def lines(self, *, limit: int, offset: int = 0) -> list[Line]:
        """Not more than `limit`, after the first `offset`."""
        if not self.terms and not self.tokens:
            return []
        find = self._on_postgresql if on_postgresql(self.session) else self._on_sqlite
        return (await find(offset + limit))[offset:]

    async def is_bounded(self) -> bool:
        """Whether only the newest of the entries that meet the criteria and may have the terms were read."""
        if not self._held() or (not on_postgresql(self.session) and await self._are_few()):
            return False
        return len(await self._candidates(MOST_READ)) == MOST_READ

    async def near_runs(self, run: str) -> list[str]:
        """What texts have in place of a run of Khmer, with one letter otherwise; the terms are not asked for.

        Of the entries that may have such a thing the newest `MOST_READ` are read, and the newest `_MOST_FILES` files.
        """
        gaps = gaps_of(run)
        if not gaps:
            return []
        ways = [[[token] for token in gap.tokens()] for gap in gaps]
        entries = await self._newest([ways], MOST_READ, SearchEntry.id, SearchEntry.folded, SearchEntry.text_of)
        texts = await list_texts(self.session, {entry_id: text_of for entry_id, _folded, text_of in entries})
        newest = (entry_id for entry_id, _folded, _text_of in entries)
        files = list(dict.fromkeys(sha256 for entry_id in newest for sha256 in texts.get(entry_id, ())))
        sides = [tuple(filter(None, (gap.before, gap.behind))) for gap in gaps]
        pages = await self._pages(files[:_MOST_FILES], sides) if files else []
        near = find_near("".join([*(folded for _id, folded, _text_of in entries), *pages]), run)
        return likeliest(run, near)[:MOST_NEAR]

    async def _pages(self, files: Sequence[str], sides: Sequence[Sequence[str]]) -> list[str]:
        """Pages of the files that have all of one of these groups of texts."""
        found = func.strpos if on_postgresql(self.session) else func.instr
        has = or_(*(and_(*(found(FilePage.compared, side) > 0 for side in group)) for group in sides))
        return list(await self.session.scalars(select(FilePage.compared).where(FilePage.sha256.in_(files), has)))

    @property
    def _seen(self) -> tuple[ColumnElement[bool], ...]:
        return (SearchEntry.twg_id == self.twg_id, *self.criteria)

    async def _on_sqlite(self, wanted: int) -> list[Line]:
        """The index returns the newest first: the search ends with the last one that is wanted."""
        held, selecting = self._held(), self._selecting()
        if not held:
            return await self._run(selecting(*_LINE).where(*self._seen), wanted)
        if await self._are_few():  # what does not have the terms need not be seen by anybody
            return await self._run(selecting(*_LINE).where(*held, *self._seen), wanted)
        found = list[Line]()
        for most in (wanted + _READ_MORE, MOST_READ):
            read = selecting(SearchEntry.id).where(*self._seen).limit(most).subquery("read")
            rows = select(*_LINE).join(read, read.c.id == SearchEntry.id).where(*held).order_by(*ORDER)
            found = await self._run(rows, wanted)
            if len(found) == wanted:
                break
        return found

    async def _are_few(self) -> bool:
        """Whether all that may have the terms can be read, also what may not be seen: then nothing is cut off."""
        if self._few is None:
            having = having_on_sqlite(as_fts5(self.twg_id, _ways(self.terms), self.tokens))
            self._few = await self.session.scalar(having.limit(1).offset(MOST_READ - 1)) is None
        return self._few

    async def _on_postgresql(self, wanted: int) -> list[Line]:
        """The index knows no order: of a common word the newest entries are compared first, without it."""
        if held := self._held():
            return await self._of_candidates(held, wanted)
        query = as_tsquery(self.twg_id, _ways(self.terms), self.tokens)
        found, newest = list[Line](), 0
        for newest in NEWEST:
            selecting = newest_on_postgresql(self.twg_id, query, newest)
            found = await self._run(selecting(*_LINE).where(*self._seen), wanted)
            if len(found) == wanted:
                return found
            if len(found) * NEWEST[-1] < wanted * newest:  # among more of the newest there would be too few too
                break
        rows = self._selecting()(*_LINE).where(*self._seen)
        return [Line(*row) for row in await self._by_index(rows, wanted, _times(wanted, len(found), newest))]

    async def _of_candidates(self, held: Sequence[ColumnElement[bool]], wanted: int) -> list[Line]:
        """Those that have the terms, of the newest that may have them: the pages of the others are not read."""
        found, read = list[Line](), 0
        for most in (wanted + _READ_MORE, MOST_READ):
            if some := (await self._candidates(most))[read:most]:
                rows = select(*_LINE).where(SearchEntry.id.in_(some), *held).order_by(*ORDER)
                found += await self._run(rows, wanted - len(found))
            if len(found) == wanted or len(some) < most - read:
                break
            read = most
        return found

    async def _by_index(self, rows: Rows, wanted: int, likely: int) -> Sequence[Row[*tuple[Any, ...]]]:
        """Not more than so many rows that PostgreSQL's index finds, at first among the newest entries.

        Each row that the index has for a query is read before the newest of them are known, and a common word has
        thousands. Two indexes together find those that are new and have it, without reading the others.

        Args:
            likely: so many of the newest entries are likely to have what is wanted; 0 where all have to be looked at.
        """
        if likely and (since := await self.dates.since(self.session, self.twg_id, likely)):
            await self.session.execute(BY_TWO_INDEXES)
            found = (await self.session.execute(rows.where(SearchEntry.dated >= since).limit(wanted))).all()
            await self.session.execute(BY_ANY_INDEX)
            if len(found) == wanted:
                return found
        return (await self.session.execute(rows.limit(wanted))).all()

    async def _candidates(self, most: int) -> list[int]:
        """Ids of the newest that meet the criteria and may have the terms: these at least, where there are so many."""
        if self._asked < most:
            rows = await self._newest(_ways(self.terms), most, SearchEntry.id)
            self._ids = [entry_id for [entry_id] in rows]
            self._asked = most if len(rows) == most else MOST_READ  # fewer are all there are
        return self._ids

    async def _newest(
        self, sought: Sequence[Sequence[Way]], most: int, *columns: Any
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Columns of the newest that meet the criteria and that the index has for the ways of each term."""
        if on_postgresql(self.session):  # whose index would first find and sort all that a common piece is in
            newest = newest_on_postgresql(self.twg_id, as_tsquery(self.twg_id, sought, self.tokens), NEWEST_READ)
            found = await self._read(newest(*columns), most)
            if len(found) == most:
                return found
            rows = self._selecting(sought)(*columns).where(*self._seen)
            return await self._by_index(rows, most, _times(most, len(found), NEWEST_READ))
        return await self._read(self._selecting(sought)(*columns), most)

    async def _read(self, rows: Rows, most: int) -> Sequence[Row[*tuple[Any, ...]]]:
        return (await self.session.execute(rows.where(*self._seen).limit(most))).all()

    async def _run(self, rows: Rows, wanted: int) -> list[Line]:
        return [Line(*row) for row in await self.session.execute(rows.limit(wanted))]

    def _held(self) -> list[ColumnElement[bool]]:
        """Clauses for entries with the terms, of those terms whose tokens a text may have without them."""
        return [holds(term, on_server=on_postgresql(self.session)) for term in self.terms if term.needles()]

    def _selecting(self, sought: Sequence[Sequence[Way]] | None = None) -> Selecting:
        """Selects columns of all that the index has.

        Args:
            sought: the ways of each term; None for those of the terms.
        """
        sought = _ways(self.terms) if sought is None else sought
        if on_postgresql(self.session):
            return all_on_postgresql(as_tsquery(self.twg_id, sought, self.tokens))
        return all_on_sqlite(as_fts5(self.twg_id, sought, self.tokens))


def _times(wanted: int, found: int, among: int) -> int:
    """Of how many entries as many as are wanted are likely to be found; 0 where that is too many to tell."""
    likely = int(_MARGIN * wanted * among / found) if found else 0
    return likely if likely <= _MOST_SINCE else 0


def _ways(terms: Sequence[Term]) -> list[list[Way]]:
    return [term.ways() for term in terms]
