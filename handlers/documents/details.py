"""Reading details of documents that are typed: "source: ADB; item: 2", and the values that are stored of them (D2)."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.routing.request import Request
from storage.documents import Document
from storage.meetings import AgendaItem
from twg.core.refusals import BadInput, ImpossibleDay, PastDay, TooLong, WhichDay
from twg.documents import describing, library
from twg.documents.circulating import LIMITS
from twg.documents.seeing import find_item
from twg.language.days import parse_day
from twg.language.document_facts import Detail, read_item_number, read_language

_YEAR = re.compile(r"\d{4}|[០-៩]{4}")


class NoDetail(BadInput):
    """A line says nothing about a document."""

    key = "documents#no_detail"


class UnknownLanguage(BadInput):
    """Documents are in Khmer or in English. data: `text`."""

    key = "documents#unknown_language"


class NoSuchItem(BadInput):
    """The agenda has no such item. data: `text`; `most`, the highest number, 0 where there is no agenda."""

    key = "documents#no_such_item"


def read_values(details: Mapping[Detail, str], agenda: Sequence[AgendaItem], today: date) -> dict[str, Any]:
    """The values to store for details that somebody typed, by the names of the details.

    Returns: `item` as the id of the agenda item, `dated_on` as an ISO date, the others as text. A detail that was typed
        without a value is removed: its text is "", its item None.
    Raises: UnknownLanguage, NoSuchItem, TooLong; UnreadableDay and the like.
    """
    return {detail.value: _read(detail, text, agenda, today) for detail, text in details.items()}


async def describe(request: Request, document: Document, details: Mapping[Detail, str]) -> Document:
    """Correct the details of a document as they were typed. Raises: as `read_values`; NotAllowed, NotFound."""
    meeting = (await library.read_card(request.session, request.member, document.id)).meeting
    values = read_values(details, () if meeting is None else meeting.agenda, request.today)
    if values.get("dated_on") == "":
        values["dated_on"] = None
    args = describing.Details(**values)
    return await describing.describe(request.session, request.member, document.id, args, now=request.now)


def _read(detail: Detail, text: str, agenda: Sequence[AgendaItem], today: date) -> Any:
    if not text:
        return None if detail is Detail.ITEM else ""
    match detail:
        case Detail.LANGUAGE:
            return _language(text)
        case Detail.ITEM:
            return _item(text, agenda).id
        case Detail.DATED_ON:
            return _day(text, today).isoformat()
        case Detail.SOURCE | Detail.THEME:
            if len(text) > LIMITS["title"]:
                raise TooLong(limit=LIMITS["title"], length=len(text))
            return text


def _language(text: str) -> str:
    language = read_language(text)
    if language is None:
        raise UnknownLanguage(text=text)
    return language


def _item(text: str, agenda: Sequence[AgendaItem]) -> AgendaItem:
    number = read_item_number(text)
    by_number = next((item for item in agenda if item.position == number), None)
    found = by_number if number is not None else find_item(agenda, text)
    if found is None:
        raise NoSuchItem(text=text, most=len(agenda))
    return found


def _day(text: str, today: date) -> date:
    """The day that a document bears: it may be over, and without a year it is one of the last twelve months."""
    try:
        day = parse_day(text, today=today)
    except PastDay as over:
        return date.fromisoformat(str(over.data["day"]))
    except WhichDay as doubt:
        if len(doubt.data["days"]) != 1:
            raise
        [day] = doubt.data["days"]
    if _YEAR.search(text) or day <= today:
        return day
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        raise ImpossibleDay(text=text) from None
