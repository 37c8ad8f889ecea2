"""The pages of files that have what was searched for."""

from collections.abc import Collection, Sequence

from sqlalchemy import and_, case, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.file_texts import FilePage
from storage.core.searching.terms import Term
from storage.engine.database import on_postgresql

#: Most pages that are compared, of all files together.
_MOST = 2_000


async def find_pages(session: AsyncSession, files: Collection[str], terms: Sequence[Term]) -> dict[str, FilePage]:
    """By the hash of each file the page with the most terms, the first of several; none for a file without."""
    if not files or not terms:
        return {}
    found = func.strpos if on_postgresql(session) else func.instr
    has = [or_(*(found(FilePage.compared, stretch) > 0 for stretch in term.stretches())) for term in terms]
    count = sum((case((clause, 1), else_=0) for clause in has), start=literal(0))
    query = select(FilePage.sha256, FilePage.position, count).where(FilePage.sha256.in_(files), or_(*has))
    rows = await session.execute(query.order_by(FilePage.sha256, FilePage.position).limit(_MOST))
    best: dict[str, tuple[int, int]] = {}
    for sha256, position, terms_found in rows:
        if sha256 not in best or terms_found > best[sha256][1]:
            best[sha256] = position, terms_found
    if not best:
        return {}
    # Not as a list of pairs, with which SQLite uses no index.
    keys = [and_(FilePage.sha256 == sha256, FilePage.position == at) for sha256, (at, _count) in best.items()]
    pages = await session.scalars(select(FilePage).where(or_(*keys)))
    return {page.sha256: page for page in pages}
