"""Titles of subjects that other entries belong to, such as the meeting of a paper: by them those are found too."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.search import SearchEntry
from storage.core.searching.statements import ORDER, Rows, constant
from storage.core.searching.visible import Visible
from storage.engine.database import connection_of

#: Most titles that a search is compared with, the newest.
_MOST = 500


async def list_titles(
    session: AsyncSession, visible: Visible, subject_types: tuple[str, ...]
) -> dict[tuple[str, int], str]:
    """The titles of visible entries of these types, by type and id; the newest first."""
    if not subject_types:
        return {}
    rows = await connection_of(session).execute(visible.once(_titles, subject_types))
    return {(subject_type, subject_id): title for subject_type, subject_id, title in rows}


def _titles(visible: Visible, subject_types: tuple[str, ...]) -> Rows:
    columns = SearchEntry.subject_type, SearchEntry.subject_id, SearchEntry.title
    its = select(*columns).where(SearchEntry.subject_type.in_(subject_types), *visible.clauses)
    return its.order_by(*ORDER).limit(constant(_MOST))
