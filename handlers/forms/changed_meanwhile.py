"""Somebody else changed what a form is about while it was open: the person sees what, when and by whom, and confirms.

The audit trail knows it: a form keeps the id of the last change that its person has seen.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Boolean, Date, Enum, inspect
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.forms.opened import SEEN, OpenedForm
from handlers.routing.request import Request
from messages.rendering.labels import audience_labels
from messages.rendering.templating import format_clock, format_day, format_duration, format_moment
from messages.rendering.texts import Text, _, in_words
from storage.core.addressees import TOKEN_COLUMNS, list_addressees
from storage.core.audit import AuditRow, find_last_change, list_changes_since
from storage.engine.database import Base, UTCDateTime, hold, identity
from storage.engine.labels import Labelled
from storage.members import Person
from twg.core.audiences import parse_audience
from twg.core.refusals import Refusal
from twg.history.fields import FIELDS

#: Columns of a TWG that are called as in its history.
_OF_A_TWG = (
    "name",
    "name_km",
    "host",
    "email",
    "zone",
    "opens_at",
    "closes_at",
    "extra_days_off",
    "extra_working_days",
)
#: What a changed column is called; others are not shown.
_LABELS = {
    "title": _("Title"),
    "kind": _("Kind"),
    "starts_at": _("Begins"),
    "duration_min": _("Lasts"),
    "place": _("Place"),
    "audience": _("For"),
    "agenda": _("Agenda"),
    "agenda_items": _("Agenda"),
    "state": _("State"),
    "due_on": _("Due"),
    "owner_id": _("Owner"),
    "co_owners": _("Together with"),
    "enabled": _("Reminder"),
    "offset_min": _("How long before or after"),
    "at": _("At"),
    "review_comment": _("Comment"),
    "answer": _("Answer"),
    "until": _("Until"),
} | {name: Text(FIELDS[name].label) for name in _OF_A_TWG}
_CLOCKS = {"at", "opens_at", "closes_at"}
_MINUTES = {"duration_min", "offset_min"}
_PEOPLE = {"owner_id"}
_SWITCHED = {True: _("on"), False: _("off")}


class ChangedMeanwhile(Refusal):
    """data: `changes`, a `Change` for each, the oldest first."""

    key = "forms#changed_meanwhile"


@dataclass(frozen=True)
class Fact:
    """A column that was changed; a value that cannot be shown in a line is None."""

    label: Text
    before: Text | str | None
    after: Text | str | None


@dataclass(frozen=True)
class Change:
    name: str
    at: datetime
    facts: tuple[Fact, ...]
    reason: str


async def note_seen(opened: OpenedForm) -> None:
    """Keep with a form that is opened the last change of what it is about; a form that is resumed keeps its own."""
    if SEEN not in opened.row.context:
        seen = await last_change_id(opened.request.session, await _row_changed(opened))
        opened.row.context = {**opened.row.context, SEEN: seen}


async def check_unchanged(opened: OpenedForm) -> Refusal | None:
    """Before saving: why the row cannot be changed any more, or what others have changed since the person saw it last.

    The latter is told once; who saves again has confirmed.
    """
    row, request, definition = await _row_changed(opened), opened.request, opened.definition
    if row is None or SEEN not in opened.row.context:
        return None
    await hold(request.session, row)
    changed = await find_changes(request, row, seen=opened.row.context[SEEN])
    if changed is None:
        return None
    opened.row.context = {**opened.row.context, SEEN: await last_change_id(request.session, row)}
    try:
        if definition.check is not None:
            definition.check(request, opened.about)
    except Refusal as refusal:
        return refusal
    return changed


async def _row_changed(opened: OpenedForm) -> Base | None:
    """The row that saving a form changes; None where it changes none, or only adds to it."""
    definition = opened.definition
    if definition.about is None or definition.adds:
        return None
    row: Base | None = await definition.about.changed_row(opened.request, opened.about)
    return row


async def last_change_id(session: AsyncSession, row: Base | None) -> int:
    """The id of the newest audit row about a row; 0 where there is none."""
    if row is None:
        return 0
    last = await find_last_change(session, row.__tablename__, identity(row))
    return 0 if last is None else last.id


async def find_changes(request: Request, row: Base | None, *, seen: int) -> ChangedMeanwhile | None:
    """What others have changed of a row since the change with id `seen`; None where they changed nothing."""
    if row is None or request.actor is None:
        return None
    since = await list_changes_since(request.session, row.__tablename__, identity(row), seen)
    others = [change for change in since if change.actor_id not in {None, request.member.person.id}]
    changes = [await _read(request, row, change) for change in others]
    return ChangedMeanwhile(changes=changes) if changes else None


async def _read(request: Request, row: Base, change: AuditRow) -> Change:
    person = await request.session.get(Person, change.actor_id)
    before, after = change.data.get("before", {}), change.data["after"]
    facts = [
        Fact(label, await _show(request, row, name, before.get(name)), await _show(request, row, name, after[name]))
        for name, label in _LABELS.items()
        if name in after and before.get(name) != after[name]
    ]
    name = "" if person is None else person.name
    return Change(name, change.at, tuple(facts), change.data.get("reason", ""))


async def _show(request: Request, row: Base, name: str, value: Any) -> Text | str | None:
    """A value of the audit trail in words; None for none, and for what has no words in a line."""
    if value is None or value == "" or isinstance(value, list | dict):
        return None
    locale = request.locale
    if name in _PEOPLE:
        person = await request.session.get(Person, value)
        return None if person is None else person.name
    if name in _MINUTES:
        return format_duration(abs(value), locale=locale)
    if name in TOKEN_COLUMNS:
        named = await list_addressees(request.session, request.member.twg.id, value)
        labels = audience_labels(parse_audience(value), named)
        return ", ".join(in_words(each, locale) for each in labels)
    columns = inspect(row).mapper.columns
    match columns[name].type if name in columns else None:
        case UTCDateTime():
            return format_moment(datetime.fromisoformat(value).astimezone(request.zone), locale=locale)
        case Date():
            return format_day(date.fromisoformat(value), locale=locale)
        case Boolean():
            return _SWITCHED[value]
        case Enum(enum_class=kind) if kind is not None and issubclass(kind, Labelled):
            return Text(kind(value).label)
    return format_clock(time.fromisoformat(value), locale=locale) if name in _CLOCKS else str(value)
