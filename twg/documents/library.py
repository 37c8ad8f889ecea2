"""The library: browsing documents, and a document's card (D2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.addressees import NO_ADDRESSEES, Addressee, list_addressees
from storage.core.bound_messages import count_bound
from storage.core.file_texts import TextState, find_unfound
from storage.documents import Document, DocumentKind, DocumentVersion, Receipt, find_receipt
from storage.documents.library import (
    MOST_LISTED,
    Narrowing,
    count_each,
    count_receipts,
    find_first_moment,
    find_version,
    list_meetings_with,
    list_page,
    list_sources,
)
from storage.engine.labels import N_, Labelled
from storage.meetings import Meeting, find_meeting
from storage.members import find_name
from twg.core.actors import Actor
from twg.core.addressing import may_run
from twg.core.audiences import Reader, list_audience
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.documents.access import access_document, visible_documents
from twg.meetings.access import visible_meetings
from twg.meetings.lead_time import lead_days

#: Documents on a page.
PAGE = 10


class Side(Labelled):
    """By what documents are browsed."""

    KIND = "kind", N_("Kind")
    MEETING = "meeting", N_("Meeting")
    YEAR = "year", N_("Year")
    LANGUAGE = "language", N_("Language")
    SOURCE = "source", N_("Source")


#: Languages in which documents are entered.
LANGUAGES = ("km", "en")


@dataclass(frozen=True)
class Browsed:
    """What somebody has chosen to see of the library; None, and empty, for all.

    Attributes:
        year: in which they were circulated, in the TWG's time.
        source: id of a document, whose source it is.
    """

    kind: DocumentKind | None = None
    meeting: int | None = None
    year: int | None = None
    language: str = ""
    source: int | None = None

    def by(self, side: Side, value: Any) -> "Browsed":
        """The same with another value of one side."""
        chosen: dict[str, Any] = {side.value: value}
        return replace(self, **chosen)

    def without(self, side: Side) -> "Browsed":
        """The same without the value of one side."""
        return self.by(side, "" if side is Side.LANGUAGE else None)


@dataclass(frozen=True)
class LibraryPage:
    """A page of the library.

    Attributes:
        meeting: that was chosen.
        source: that was chosen, as the document has it.
        more: whether there is a next page.
    """

    browsed: Browsed
    documents: list[Document]
    page: int
    more: bool
    meeting: Meeting | None = None
    source: str = ""


@dataclass(frozen=True)
class Choice:
    """A value to browse by, and how many documents there are of it that the reader may see, up to `MOST_COUNTED`."""

    browsed: Browsed
    value: DocumentKind | Meeting | int | str
    count: int


async def _narrow(session: AsyncSession, actor: Actor, browsed: Browsed) -> tuple[Narrowing, Meeting | None, str]:
    """What was chosen for the database, with the meeting and the source. Raises: NotFound for what is not visible."""
    meeting, source, source_key = None, "", ""
    if browsed.meeting is not None:
        seen = Meeting.twg_id == actor.twg.id, visible_meetings(Reader.of(actor))
        meeting = await find_meeting(session, browsed.meeting, *seen)
        if meeting is None:
            raise NotFound
    if browsed.source is not None:
        document = await access_document(session, actor, browsed.source)
        source, source_key = document.source, document.source_key
    between = None if browsed.year is None else _year(actor, browsed.year)
    narrowing = Narrowing(browsed.kind, browsed.meeting, between, browsed.language, source_key)
    return narrowing, meeting, source


def _year(actor: Actor, year: int) -> tuple[datetime, datetime]:
    """When a year begins and ends in the actor's TWG. Raises: NotFound for one that no calendar has."""
    if not 1970 <= year <= 9000:
        raise NotFound
    first, end = (datetime.combine(date(each, 1, 1), time(), actor.zone) for each in (year, year + 1))
    return first, end


@operation(Permission.SEE)
async def browse(session: AsyncSession, actor: Actor, browsed: Browsed, page: int = 1) -> LibraryPage:
    """A page of the documents that the actor may see, the newest first.

    Raises: NotFound for a meeting, or a source, that the actor may not see.
    """
    actor.check_covers("documents")
    narrowing, meeting, source = await _narrow(session, actor, browsed)
    criteria = visible_documents(actor), *narrowing.criteria
    offset = (page - 1) * PAGE
    found = await list_page(session, actor.twg.id, *criteria, offset=offset, limit=PAGE + 1)
    return LibraryPage(browsed, found[:PAGE], page, len(found) > PAGE, meeting, source)


@operation(Permission.SEE)
async def list_choices(
    session: AsyncSession, actor: Actor, browsed: Browsed, side: Side, *, now: datetime
) -> list[Choice]:
    """The values of one side that documents have which the actor may see, among those chosen by the other sides."""
    actor.check_covers("documents")
    others = browsed.without(side)
    narrowing, _meeting, _source = await _narrow(session, actor, others)
    criteria = visible_documents(actor), *narrowing.criteria
    values = await _list_values(session, actor, side, *criteria, now=now)
    ways = [(await _narrow(session, actor, Browsed().by(side, key)))[0] for key, _value in values]
    counts = await count_each(session, actor.twg.id, ways, *criteria)
    return [
        Choice(others.by(side, key), value, count) for (key, value), count in zip(values, counts, strict=True) if count
    ]


async def _list_values(
    session: AsyncSession, actor: Actor, side: Side, *criteria: ColumnElement[bool], now: datetime
) -> Sequence[tuple[object, DocumentKind | Meeting | int | str]]:
    """What can be chosen on a side, each with its key in `Browsed`."""
    match side:
        case Side.KIND:
            return [(kind, kind) for kind in DocumentKind]
        case Side.LANGUAGE:
            return [(language, language) for language in LANGUAGES]
        case Side.YEAR:
            first = await find_first_moment(session, actor.twg.id)
            if first is None:
                return []
            years = range(now.astimezone(actor.zone).year, first.astimezone(actor.zone).year - 1, -1)
            return [(year, year) for year in years[:MOST_LISTED]]
        case Side.MEETING:
            seen = visible_meetings(Reader.of(actor))
            found = await list_meetings_with(session, actor.twg.id, seen, *criteria)
            return [(meeting.id, meeting) for meeting in found]
        case Side.SOURCE:
            return list((await list_sources(session, actor.twg.id, *criteria)).items())


@dataclass(frozen=True)
class Card:
    """A document as its reader sees it.

    Attributes:
        receipt: the reader's own; None if they were not asked.
        runs: whether the reader runs documents for its audience; only then the four below are given.
        acknowledged, waiting: how many have acknowledged it, and how many were asked and have not.
        recalled_by: name of who recalled it.
        sent_by: name of who circulated it.
        meeting: for which it is a paper, where the reader may see it.
        lead: days before that meeting on which it was circulated; None where the meeting had begun.
        unchanged: of a recalled document, how many messages could not be changed.
        addressees: whom its audience names one by one.
        unfound: why its text, or some of it, is not found; None where it is, or will be.
    """

    document: Document
    receipt: Receipt | None
    runs: bool
    sent_by: str
    acknowledged: int = 0
    waiting: int = 0
    recalled_by: str = ""
    meeting: Meeting | None = None
    lead: int | None = None
    unchanged: int = 0
    addressees: tuple[Addressee, ...] = NO_ADDRESSEES
    unfound: TextState | None = None


@operation(Permission.SEE)
async def read_card(session: AsyncSession, actor: Actor, document_id: int) -> Card:
    """A document with where it was used, and for those who run it with its receipts. Raises: NotFound, WasRecalled."""
    document = await access_document(session, actor, document_id)
    circulation = document.circulation
    meeting = None
    if circulation.meeting_id is not None and actor.covers("meetings"):
        seen = Meeting.twg_id == actor.twg.id, visible_meetings(Reader.of(actor))
        meeting = await find_meeting(session, circulation.meeting_id, *seen)
    card = Card(
        document,
        await find_receipt(session, document.id, actor.person.id),
        may_run(actor, Permission.DOCUMENT_CIRCULATE, document.audience),
        await find_name(session, circulation.created_by_id),
        meeting=meeting,
        lead=None if meeting is None else lead_days(circulation.circulated_at, meeting.starts_at, actor.zone),
        addressees=await list_addressees(session, actor.twg.id, document.audience),
        unfound=await find_unfound(session, document.file.sha256),
    )
    if not card.runs:
        return card
    audience = await list_audience(session, document.twg_id, document.audience)
    acknowledged, waiting = await count_receipts(session, document.id, [member.person_id for member in audience])
    recalled_by = "" if document.recalled_by_id is None else await find_name(session, document.recalled_by_id)
    _bound, unchanged = await count_bound(session, Document.__tablename__, document.id)
    return replace(card, acknowledged=acknowledged, waiting=waiting, recalled_by=recalled_by, unchanged=unchanged)


async def access_version(session: AsyncSession, actor: Actor, version_id: int) -> tuple[Document, DocumentVersion]:
    """A version with its document, if the actor may see that. Raises: NotFound, WasRecalled."""
    version = await find_version(session, version_id)
    if version is None:
        raise NotFound
    return await access_document(session, actor, version.document_id), version
