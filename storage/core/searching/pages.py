"""The pages of files that have what was searched for."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Subquery, case, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.file_texts import FilePage
from storage.core.search import SearchEntry
from storage.core.searching.further_files import SearchFile
from storage.core.searching.lists import Texts, contains_any, contains_both, is_one_of, texts_of
from storage.core.searching.statements import Rows, constant
from storage.core.searching.terms import Term
from storage.engine.database import connection_of, on_postgresql

#: Most pages that are compared, of all files together.
_MOST = 2_000


async def find_pages(session: AsyncSession, entry_ids: Sequence[int], terms: Sequence[Term]) -> dict[int, FilePage]:
    """By the id of each entry the page with the most terms, the first of several, of its first file that has any.

    None for an entry without such a file.
    """
    if not entry_ids or not terms:
        return {}
    sought = [term.stretches() for term in terms]
    given: dict[str, Any] = {"entries": list(entry_ids)}
    if on_postgresql(session):
        statement = _pages_on_postgresql(len(terms))
        given |= {_name(number): texts for number, texts in enumerate(sought)}
    else:
        statement = _pages(sought, on_server=False)
    return {row.entry_id: row.FilePage for row in await session.execute(statement, given)}


@cache
def _pages_on_postgresql(terms: int) -> Rows:
    return _pages([texts_of(_name(number)) for number in range(terms)], on_server=True)


def _name(number: int) -> str:
    return f"sought_{number}"


def _pages(sought: Sequence[Texts], *, on_server: bool) -> Rows:
    """Each entry with its page. Args: `sought`, for each term texts of which a page has one."""
    files, has = _files(on_server=on_server), [contains_any(FilePage.compared, texts) for texts in sought]
    count = sum((case((clause, 1), else_=0) for clause in has), start=literal(0)).label("terms")
    pages = select(files.c.entry_id, files.c.file, FilePage.sha256, FilePage.position, count)
    order = files.c.entry_id, files.c.file, FilePage.position
    with_terms = pages.join(FilePage, FilePage.sha256 == files.c.sha256).where(or_(*has))
    found = with_terms.order_by(*order).limit(constant(_MOST)).subquery("found")
    best = found.c.file, found.c.terms.desc(), found.c.position
    rank = func.row_number().over(partition_by=found.c.entry_id, order_by=best).label("rank")
    ranked = select(found.c.entry_id, found.c.sha256, found.c.position, rank).subquery("ranked")
    its = (FilePage.sha256 == ranked.c.sha256) & (FilePage.position == ranked.c.position)
    return select(ranked.c.entry_id, FilePage).join(ranked, its).where(ranked.c.rank == 1)


def _files(*, on_server: bool) -> Subquery:
    """The hashes of the files by whose text entries are found, each with its place among those of the entry."""
    first = select(SearchEntry.id.label("entry_id"), SearchEntry.text_of.label("sha256"), literal(0).label("file"))
    further = select(SearchFile.entry_id, SearchFile.text_of, SearchFile.file_id)
    firsts = is_one_of(SearchEntry.id, "entries", on_server=on_server), SearchEntry.text_of.is_not(None)
    others = is_one_of(SearchFile.entry_id, "entries", on_server=on_server), SearchFile.text_of.is_not(None)
    return union_all(first.where(*firsts), further.where(*others)).subquery("files")


async def list_pages(session: AsyncSession, files: Sequence[str], sides: Sequence[tuple[str, str]]) -> list[str]:
    """Pages of the files that have both texts of one of these pairs, as they are compared."""
    ones, others = map(list, zip(*sides, strict=True))
    given: dict[str, Any] = {"files": list(files)}
    if on_postgresql(session):
        statement = _pages_with_both(texts_of("ones"), texts_of("others"), on_server=True)
        given |= {"ones": ones, "others": others}
    else:
        statement = _pages_with_both(ones, others, on_server=False)
    return list(await connection_of(session).scalars(statement, given))


def _pages_with_both(ones: Texts, others: Texts, *, on_server: bool) -> Rows:
    its = is_one_of(FilePage.sha256, "files", on_server=on_server)
    return select(FilePage.compared).where(its, contains_both(FilePage.compared, ones, others))
