"""Browsing documents: pages of a list by kind, meeting, year, language and source, and how many there are of each (D2).

Every statement reads a page, or so many rows as it counts to, by an index; the rest of a long store is not read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.core.files import StoredFile
from storage.documents.circulations import Circulation, Document, DocumentKind, DocumentVersion
from storage.documents.receipts import Receipt
from storage.meetings import Meeting

#: So many documents are counted of each value; more are "99+".
MOST_COUNTED = 100
#: Sources are listed of so many of the newest documents.
SOURCES_WITHIN = 1000
#: So many values are listed to choose from.
MOST_LISTED = 20


@dataclass(frozen=True)
class Narrowing:
    """Which documents are browsed; None, and empty, for all.

    Attributes:
        between: when they were circulated, UTC: from the first moment until before the second.
        source_key: of the source, as it is compared.
    """

    kind: DocumentKind | None = None
    meeting_id: int | None = None
    between: tuple[datetime, datetime] | None = None
    language: str = ""
    source_key: str = ""

    @property
    def criteria(self) -> list[ColumnElement[bool]]:
        """The clauses for these documents."""
        found: list[ColumnElement[bool]] = []
        if self.kind is not None:
            found.append(Document.kind == self.kind)
        if self.language:
            found.append(Document.language == self.language)
        if self.source_key:
            found.append(Document.source_key == self.source_key)
        if self.meeting_id is not None:
            of_it = select(Circulation.id).where(Circulation.meeting_id == self.meeting_id)
            found.append(Document.circulation_id.in_(of_it))
        if self.between is not None:
            first, end = self.between
            then = Circulation.circulated_at >= first, Circulation.circulated_at < end
            found.append(
                Document.circulation_id.in_(select(Circulation.id).where(Circulation.twg_id == Document.twg_id, *then))
            )
        return found


#: Circulations are numbered as they are made, so that the order by number is that by time, and has an index.
_NEWEST = Document.circulation_id.desc(), Document.position


async def list_page(
    session: AsyncSession, twg_id: int, *criteria: ColumnElement[bool], offset: int, limit: int
) -> list[Document]:
    """Documents of a TWG with circulation, meeting, versions and files, the newest first."""
    ids = select(Document.id).where(Document.twg_id == twg_id, *criteria).order_by(*_NEWEST)
    query = select(Document).where(Document.id.in_(ids.offset(offset).limit(limit))).order_by(*_NEWEST)
    with_all = (
        joinedload(Document.versions).joinedload(DocumentVersion.file),
        joinedload(Document.circulation).joinedload(Circulation.meeting),
    )
    return list((await session.scalars(query.options(*with_all))).unique())


async def count_each(
    session: AsyncSession, twg_id: int, ways: Sequence[Narrowing], *criteria: ColumnElement[bool]
) -> list[int]:
    """How many documents of a TWG there are of each narrowing, counted up to `MOST_COUNTED`, in one statement."""
    if not ways:
        return []
    counts = []
    for way in ways:
        some = select(Document.id).where(Document.twg_id == twg_id, *criteria, *way.criteria).limit(MOST_COUNTED)
        counts.append(select(func.count()).select_from(some.subquery()).scalar_subquery())
    return [int(count) for count in (await session.execute(select(*counts))).one()]


async def list_sources(session: AsyncSession, twg_id: int, *criteria: ColumnElement[bool]) -> Mapping[int, str]:
    """The sources of the newest documents of a TWG as one of them has it, by that document's id; in their order."""
    named = Document.twg_id == twg_id, Document.source_key != "", *criteria
    newest = select(Document.id, Document.source_key).where(*named).order_by(*_NEWEST).limit(SOURCES_WITHIN).subquery()
    one_of_each = select(func.max(newest.c.id)).group_by(newest.c.source_key)
    query = select(Document.id, Document.source).where(Document.id.in_(one_of_each)).order_by(Document.source_key)
    return {row.id: row.source for row in await session.execute(query.limit(MOST_LISTED))}


async def list_meetings_with(
    session: AsyncSession, twg_id: int, of_meetings: ColumnElement[bool], *criteria: ColumnElement[bool]
) -> list[Meeting]:
    """The latest meetings of a TWG with documents that meet the criteria.

    Args:
        of_meetings: a clause for the meetings.
    """
    papers = select(Document.id).join(Document.circulation).where(Circulation.meeting_id == Meeting.id, *criteria)
    query = select(Meeting).where(Meeting.twg_id == twg_id, of_meetings, papers.exists())
    return list(await session.scalars(query.order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(MOST_LISTED)))


async def find_first_moment(session: AsyncSession, twg_id: int) -> datetime | None:
    """When the first document of a TWG was circulated, UTC; None without one."""
    return await session.scalar(select(func.min(Circulation.circulated_at)).where(Circulation.twg_id == twg_id))


class DocumentNames(NamedTuple):
    """What a document is called: its title, and the files of its versions; `meeting_at` is that of its meeting, UTC."""

    document_id: int
    title: str
    audience: str
    meeting_at: datetime | None
    files: tuple[str, ...]


async def list_names(
    session: AsyncSession, twg_id: int, *criteria: ColumnElement[bool], limit: int
) -> list[DocumentNames]:
    """The names of the newest documents of a TWG that meet the criteria."""
    newest = select(Document.id).where(Document.twg_id == twg_id, *criteria).order_by(*_NEWEST).limit(limit)
    columns = Document.id, Document.title, Document.audience, Meeting.starts_at, StoredFile.name
    query = select(*columns).join(Document.circulation).outerjoin(Circulation.meeting)
    query = query.join(Document.versions).join(DocumentVersion.file).where(Document.id.in_(newest))
    found: dict[int, DocumentNames] = {}
    for document_id, title, audience, meeting_at, name in await session.execute(query.order_by(Document.id)):
        known = found.get(document_id, DocumentNames(document_id, title, audience, meeting_at, ()))
        found[document_id] = known._replace(files=(*known.files, name))
    return list(found.values())


async def list_document_receipts(session: AsyncSession, document_id: int) -> list[Receipt]:
    """The receipts of one document, locked until the transaction ends."""
    query = select(Receipt).where(Receipt.document_id == document_id).order_by(Receipt.id)
    return list(await session.scalars(query.with_for_update(key_share=True)))


async def count_receipts(session: AsyncSession, document_id: int, person_ids: Sequence[int]) -> tuple[int, int]:
    """How many have acknowledged a document, and how many more of these people have not, who were asked.

    Args:
        person_ids: the current audience.
    """
    rows = await session.execute(
        select(Receipt.person_id, Receipt.acknowledged_at.is_not(None)).where(Receipt.document_id == document_id)
    )
    receipts = {person_id: bool(acknowledged) for person_id, acknowledged in rows}
    waiting = sum(receipts.get(person_id) is False for person_id in person_ids)
    return sum(receipts.values()), waiting


async def list_who_has_not(session: AsyncSession, document_id: int) -> set[int]:
    """Ids of the people who were asked to acknowledge one document and have not."""
    waiting = Receipt.document_id == document_id, Receipt.acknowledged_at.is_(None)
    return set(await session.scalars(select(Receipt.person_id).where(*waiting)))


async def find_version(session: AsyncSession, version_id: int) -> DocumentVersion | None:
    """A version with its file; None if there is none."""
    query = select(DocumentVersion).where(DocumentVersion.id == version_id).options(joinedload(DocumentVersion.file))
    found: Any = await session.scalar(query)
    return found if isinstance(found, DocumentVersion) else None
