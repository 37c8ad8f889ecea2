"""Titles of subjects that other entries belong to, such as the meeting of a paper: by them those are found too."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.search import SearchEntry

#: Most titles that a search is compared with, the newest.
_MOST = 500


async def list_titles(
    session: AsyncSession, twg_id: int, subject_types: Collection[str], *criteria: ColumnElement[bool]
) -> dict[tuple[str, int], str]:
    """The titles of a TWG's entries of these types that meet the criteria, by type and id; the newest first."""
    if not subject_types:
        return {}
    columns = SearchEntry.subject_type, SearchEntry.subject_id, SearchEntry.title
    query = select(*columns).where(SearchEntry.twg_id == twg_id, SearchEntry.subject_type.in_(subject_types), *criteria)
    rows = await session.execute(query.order_by(SearchEntry.dated.desc(), SearchEntry.id.desc()).limit(_MOST))
    return {(subject_type, subject_id): title for subject_type, subject_id, title in rows}
