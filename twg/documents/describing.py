"""Correcting the details of a document: source, theme, language, agenda item, the day that it bears (D2)."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.documents import Document
from storage.meetings import AgendaItem, Meeting, find_meeting
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAChoice
from twg.documents.access import access_run, make_findable
from twg.documents.circulating import LIMITS
from twg.meetings.access import visible_meetings

#: The columns that are corrected; the agenda item is recorded by its title.
DETAILS = ("source", "theme", "language", "dated_on")


class Details(BaseModel):
    """What is changed: only the fields that are set. `item` is the id of an agenda item of the document's meeting."""

    source: str = Field(default="", max_length=LIMITS["title"])
    theme: str = Field(default="", max_length=LIMITS["title"])
    language: str = ""
    dated_on: date | None = None
    item: int | None = None


async def _list_agenda(session: AsyncSession, actor: Actor, document: Document) -> list[AgendaItem]:
    """The agenda of the meeting whose paper a document is, where the actor may see that; else nothing."""
    meeting_id = document.circulation.meeting_id
    if meeting_id is None or not actor.covers("meetings"):
        return []
    seen = Meeting.twg_id == actor.twg.id, visible_meetings(Reader.of(actor))
    meeting = await find_meeting(session, meeting_id, *seen)
    return [] if meeting is None else meeting.agenda


@operation(Permission.DOCUMENT_CIRCULATE)
async def describe(session: AsyncSession, actor: Actor, document_id: int, args: Details, *, now: datetime) -> Document:
    """Correct the details of a document. Nobody is told: the file is the same, and nothing is asked of anybody.

    Raises: NotFound, NotAllowed; NotAChoice (an item of another agenda).
    """
    document = await access_run(session, actor, document_id)
    agenda = await _list_agenda(session, actor, document)
    before = _facts(document, agenda)
    changes: dict[str, Any] = args.model_dump(include=set(DETAILS) & args.model_fields_set)
    for name, value in changes.items():
        setattr(document, name, value)
    if "item" in args.model_fields_set:
        if args.item is not None and all(item.id != args.item for item in agenda):
            raise NotAChoice(field="item")
        document.agenda_item_id = args.item
    after = _facts(document, agenda)
    await record(session, actor, "documents.describe", document, now=now, before=before, after=after)
    await make_findable(session, document)
    return document


def _facts(document: Document, agenda: list[AgendaItem]) -> dict[str, Any]:
    item = next((each.title for each in agenda if each.id == document.agenda_item_id), "")
    return {**values_of(document, *DETAILS), "item": item}
