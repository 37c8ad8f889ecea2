"""Finding entries by the index, with one interface for both databases."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.search import SearchEntry
from storage.core.searching.asking import Asking, Dates
from storage.core.searching.further_files import list_texts
from storage.core.searching.lists import is_one_of, texts_of
from storage.core.searching.pages import list_pages
from storage.core.searching.runs import find_near, gaps_of, likeliest
from storage.core.searching.statements import ORDER, Rows, all_on_sqlite, having_on_sqlite, holds
from storage.core.searching.terms import Named, Term, Way, as_fts5, as_tsquery, read_query
from storage.core.searching.visible import Columns, Visible
from storage.core.searching.words import MOST_NEAR
from storage.engine.database import connection_of, on_postgresql

#: Of entries that may have a phrase, or a long run of Khmer, so many of the newest are read to see whether they do.
MOST_READ = 300
#: Most files whose pages are compared with a misspelt run, the newest.
_MOST_FILES = 40
#: Of entries that may have a phrase, so many more are read first than are wanted: nearly all have it.
_READ_MORE = 20
#: So many times as many are read as are likely to be needed, by how many of the newest have it: to ask again takes
#: longer. Where more than at first are needed they are so many, or `MOST_READ`.
_MARGIN, _SOME_READ = 1.5, 100

#: The columns of a `Line`; what is compared with a run of Khmer.
_LINE = SearchEntry.id, SearchEntry.subject_type, SearchEntry.kind, SearchEntry.year
_TEXTS = SearchEntry.id, SearchEntry.folded, SearchEntry.text_of
_ID = (SearchEntry.id,)


class Line(NamedTuple):
    """An entry that was found: its id, and what it is."""

    entry_id: int
    subject_type: str
    kind: str
    year: int


async def load_entries(session: AsyncSession, lines: Sequence[Line]) -> list[SearchEntry]:
    """The entries of these lines, in their order."""
    ids = [line.entry_id for line in lines]
    found = {row.id: row for row in await session.scalars(_entries(on_postgresql(session)), {"ids": ids})}
    return [found[entry_id] for entry_id in ids]


@cache
def _entries(on_server: bool) -> Select[SearchEntry]:
    return select(SearchEntry).where(is_one_of(SearchEntry.id, "ids", on_server=on_server))


async def find_entries(
    session: AsyncSession,
    twg_id: int,
    query: str,
    *criteria: ColumnElement[bool],
    limit: int = 10,
) -> list[SearchEntry]:
    """Entries of a TWG that have every term of a query as it was typed and meet the criteria, the newest first."""
    lines = await Finding(session, Visible(twg_id, criteria), read_query(query)).lines(limit=limit)
    return await load_entries(session, lines)


@dataclass
class Finding:
    """The visible entries that have every term, the newest first.

    Attributes:
        tokens: that the index has of each of them beside the terms: of a kind, of a year.
        dates: of the TWG; one for all Findings of a search, which differ in their terms.
    """

    session: AsyncSession
    visible: Visible
    terms: Sequence[Term]
    tokens: Sequence[str] = ()
    dates: Dates = field(default_factory=Dates)
    #: What `_are_few` found; None until it was asked.
    _few: bool | None = None
    #: What `_candidates` found, and for how many it was asked.
    _read: list[tuple[bool, Line]] = field(default_factory=list)
    _asked: int = 0
    #: How many of the newest entries may have the terms; None where that is not known, or they are enough.
    _new: int | None = None

    async def lines(self, *, limit: int, offset: int = 0) -> list[Line]:
        """Not more than `limit`, after the first `offset`."""
        if not self.terms and not self.tokens:
            return []
        find = self._on_postgresql if on_postgresql(self.session) else self._on_sqlite
        return (await find(offset + limit))[offset:]

    async def is_bounded(self) -> bool:
        """Whether only the newest of the visible entries that may have the terms were read."""
        if not self._held:
            return False
        if on_postgresql(self.session):
            return len(await self._candidates(MOST_READ)) == MOST_READ
        return not await self._are_few() and len(await self._newest(_ways(self.terms), MOST_READ, _ID)) == MOST_READ

    async def near_runs(self, run: str) -> list[str]:
        """What texts have in place of a run of Khmer, with one letter otherwise; the terms are not asked for.

        Of the entries that may have such a thing the newest `MOST_READ` are read, and the newest `_MOST_FILES` files.
        """
        gaps = gaps_of(run)
        if not gaps:
            return []
        ways = [[[token] for token in gap.tokens()] for gap in gaps]
        entries = await self._newest([ways], MOST_READ, _TEXTS)
        texts = await list_texts(self.session, {entry_id: text_of for entry_id, _folded, text_of in entries})
        newest = (entry_id for entry_id, _folded, _text_of in entries)
        files = list(dict.fromkeys(sha256 for entry_id in newest for sha256 in texts.get(entry_id, ())))[:_MOST_FILES]
        pages = await list_pages(self.session, files, [(gap.before, gap.behind) for gap in gaps]) if files else []
        near = find_near("".join([*(folded for _id, folded, _text_of in entries), *pages]), run)
        return likeliest(run, near)[:MOST_NEAR]

    async def _on_sqlite(self, wanted: int) -> list[Line]:
        """The index returns the newest first: the search ends with the last one that is wanted."""
        held = [holds(term.needles(), term.named) for term in self._held]
        selecting = all_on_sqlite(as_fts5(self.visible.twg_id, _ways(self.terms), self.tokens))
        if not held or await self._are_few():  # what does not have the terms need not be seen by anybody
            return await self._lines(selecting(*_LINE).where(*held, *self.visible.clauses), wanted)
        found = list[Line]()
        for most in (wanted + _READ_MORE, MOST_READ):
            read = selecting(SearchEntry.id).where(*self.visible.clauses).limit(most).subquery("read")
            rows = select(*_LINE).join(read, read.c.id == SearchEntry.id).where(*held).order_by(*ORDER)
            found = await self._lines(rows, wanted)
            if len(found) == wanted:
                break
        return found

    async def _lines(self, rows: Rows, wanted: int) -> list[Line]:
        return [Line(*row) for row in await self._rows(rows.limit(wanted))]

    async def _are_few(self) -> bool:
        """Whether all that may have the terms can be read, also what may not be seen: then nothing is cut off."""
        if self._few is None:
            having = having_on_sqlite(as_fts5(self.visible.twg_id, _ways(self.terms), self.tokens))
            self._few = await self.session.scalar(having.limit(1).offset(MOST_READ - 1)) is None
        return self._few

    async def _on_postgresql(self, wanted: int) -> list[Line]:
        if not self._held:
            return [Line(*row) for row in await self._newest(_ways(self.terms), wanted, _LINE)]
        found = list[Line]()
        for most in (wanted + _READ_MORE, MOST_READ):  # the pages of the others are not read
            read = await self._candidates(most, wanted)
            found = [line for has, line in read if has]
            if len(found) >= wanted or len(read) < most:
                break
        return found[:wanted]

    async def _candidates(self, most: int, wanted: int = 0) -> list[tuple[bool, Line]]:
        """On PostgreSQL, the newest visible entries that may have the terms, each with whether it has them.

        Not fewer than `most`, where there are so many.

        Args:
            wanted: how many are to have the terms; where few of the newest entries do, more are read at once.
        """
        if self._asked < most:
            if self._new is not None:
                rows = await self._asking.among_all(most, self._new)
            else:
                rows, new = await self._asking.among_newest(most)
                self._new = new if new < most else None
                if 0 < new < most:
                    have = sum(has for *_line, has in rows)
                    likely = int(_MARGIN * wanted * new / have) if have else MOST_READ
                    # One of three, since a statement is prepared for each number.
                    most = min(next((size for size in (most, _SOME_READ) if size >= likely), MOST_READ), MOST_READ)
                    rows = await self._asking.among_all(most, new)
            self._read = [(has, Line(*columns)) for *columns, has in rows]
            self._asked = most if len(rows) == most else MOST_READ  # fewer are all there are
        return self._read

    @cached_property
    def _asking(self) -> Asking:
        """Asks for the columns of `_candidates`."""
        given = {_needles(at): term.needles() for at, term in enumerate(self._held)}
        visible, has = self.visible, _have(len(self._held))
        if any(term.named != Named() for term in self._held):
            visible = visible.narrowed()  # a statement for this search alone
            has = and_(*(holds(texts_of(_needles(at)), term.named) for at, term in enumerate(self._held))).label("has")
        query = as_tsquery(visible.twg_id, _ways(self.terms), self.tokens)
        return Asking(self.session, visible, self.dates, query, (*_LINE, has), given)

    async def _newest(self, sought: Sequence[Sequence[Way]], most: int, columns: Columns) -> Sequence[Sequence[Any]]:
        """Columns of the newest visible entries that the index has for the ways of each term."""
        if not on_postgresql(self.session):
            selecting = all_on_sqlite(as_fts5(self.visible.twg_id, sought, self.tokens))
            return await self._rows(selecting(*columns).where(*self.visible.clauses).limit(most))
        query = as_tsquery(self.visible.twg_id, sought, self.tokens)
        return await Asking(self.session, self.visible, self.dates, query, columns).newest(most)

    async def _rows(self, rows: Rows) -> Sequence[Row[*tuple[Any, ...]]]:
        return (await connection_of(self.session).execute(rows)).all()

    @cached_property
    def _held(self) -> list[Term]:
        """Those of the terms whose tokens a text may have without them."""
        return [term for term in self.terms if term.needles()]


def _ways(terms: Sequence[Term]) -> list[list[Way]]:
    return [term.ways() for term in terms]


def _needles(at: int) -> str:
    return f"needles_{at}"


@cache
def _have(terms: int) -> ColumnElement[bool]:
    """Whether an entry has so many terms, none of which names anything."""
    return and_(*(holds(texts_of(_needles(at)), Named()) for at in range(terms))).label("has")
