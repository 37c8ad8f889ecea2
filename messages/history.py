"""What has happened: entries of the audit in words (T5)."""

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from messages.rendering.content import Content
from messages.rendering.file_names import names_of
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.labels import LANGUAGES, audience_labels, label, local_name
from messages.rendering.templating import (
    format_amount,
    format_clock,
    format_day,
    format_duration,
    format_moment,
)
from messages.rendering.texts import Text, _, in_words
from storage.core.audiences import unpack
from storage.core.audit import AuditRow
from storage.core.files import StoredFile
from storage.engine.database import Base, identity
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.core.rules import Rule
from twg.core.subjects import Domains
from twg.history.kinds import AuditField, Kind
from twg.history.operations import OPERATIONS
from twg.history.reading import Entry, History

#: Characters of a value, and values of an entry, that are shown.
LONGEST_VALUE, MOST_VALUES = 160, 14
_YES, _NO = _("yes"), _("no")
_EVERYTHING = _("Everything")


def history_keyboard(reader: Actor, row: Base) -> Keyboard:
    """The button that shows what has happened to a row; empty for those who may not read the audit."""
    if not (reader.may(Permission.AUDIT_SEE) and reader.covers("history")):
        return ()
    return ((button(_("What has happened"), "history:show", row.__tablename__, identity(row)),),)


def listing(history: History, keyboard: Keyboard, reader: Actor, domains: Domains) -> Content:
    """A page of what has happened. `keyboard`: the buttons to the other pages."""

    def show(field: AuditField, value: Any, locale: str, zone: ZoneInfo) -> str:
        return shorten(_shown(field, value, domains, locale, zone).replace("\n", " "), LONGEST_VALUE)

    context = {
        "history": history,
        "twg": reader.twg,
        "who": _who,
        "what": what_of,
        "label": lambda field: Text(field.label),
        "show": show,
        "most": MOST_VALUES,
    }
    return Content("history/list", context, keyboard)


def what_of(row: AuditRow) -> Text | str:
    """What was done, in words."""
    return Text(OPERATIONS[row.action]) if row.action in OPERATIONS else row.action


def _who(entry: Entry) -> Text | str:
    """Who has done it, for whom, and whether at the command line."""
    if entry.by:
        return _("{by} for {name}").with_(by=entry.by, name=entry.who)
    if entry.who:
        return entry.who
    match entry.row.source:
        case "command line":
            return _("The operator, from the command line")
        case "telegram":
            return _("Telegram")
        case "time":
            return _("By itself, on its day")
        case _:
            return _("Somebody who is no member")


def _shown(field: AuditField, value: Any, domains: Domains, locale: str, zone: ZoneInfo) -> str:
    """A recorded value in words; "–" for none."""
    if value is None or value == "" or value == []:
        return "–"
    if field.kind is Kind.FILE:
        files = [file for file in (value if isinstance(value, list) else [value]) if isinstance(file, StoredFile)]
        return ", ".join(in_words(name, locale) for name in names_of(files)) or "–"
    if isinstance(value, list) and field.kind is not Kind.AGENDA:
        return ", ".join(_shown(field, each, domains, locale, zone) for each in value)
    try:
        return _in_words(field, value, domains.rules, locale, zone)
    except (ValueError, TypeError, KeyError, AttributeError):  # recorded by another version, in another shape
        return str(value)


def _in_words(field: AuditField, value: Any, rules: dict[str, Rule], locale: str, zone: ZoneInfo) -> str:
    """Raises: ValueError, TypeError, KeyError, AttributeError for a value of another shape."""
    match field.kind:
        case Kind.DAY:
            return format_day(date.fromisoformat(value), locale=locale)
        case Kind.MOMENT:
            return format_moment(datetime.fromisoformat(value).astimezone(zone), locale=locale, short=True)
        case Kind.CLOCK:
            return format_clock(time.fromisoformat(value), locale=locale)
        case Kind.YES_NO:
            return (_YES if value else _NO).render(locale)
        case Kind.MINUTES:
            return format_duration(abs(value), locale=locale)
        case Kind.AUDIENCE:
            return ", ".join(in_words(each, locale) for each in audience_labels(value.tokens, value.addressees))
        case Kind.AGENDA:
            return "; ".join(each["title"] for each in value) or "–"
        case Kind.LANGUAGE:
            return LANGUAGES[value]
        case Kind.INSTITUTION:
            return local_name(value).render(locale)
        case Kind.RULE:
            return Text(rules[value].label).render(locale)
        case _ if field.of is not None:
            return _member(field, value, locale)
    return _figure(value, locale)


def _member(field: AuditField, value: str, locale: str) -> str:
    """The label of a member of an enumeration, or of several packed into one text. Raises: ValueError."""
    assert field.of is not None  # noqa: S101 - the caller has looked
    if not value.startswith("|"):
        return label(field.of(value)).render(locale)
    tokens = unpack(value)
    named = [label(member).render(locale) for member in field.of if member.value in tokens]
    return ", ".join(named) or _EVERYTHING.render(locale)


def _figure(value: Any, locale: str) -> str:
    """A number as figures are shown; any other value as it is."""
    return format_amount(Decimal(value), locale=locale) if isinstance(value, int) else str(value)


def pages(history: History, action: str, *args: object) -> Keyboard:
    """Buttons to the newer and the older page."""
    turns: list[Button] = []
    if history.page > 1:
        turns.append(button(_("Newer"), action, *args, history.page - 1))
    if history.more:
        turns.append(button(_("Older"), action, *args, history.page + 1))
    return (tuple(turns),) if turns else ()


def choices(found: Sequence[tuple[str, str, int]]) -> Content:
    """Several things whose history may be meant: the title, table and id of each."""
    buttons = [button(shorten(title), "history:show", table, row_id) for title, table, row_id in found]
    return Content("history/which", {"found": len(found)}, rows(buttons))


def back(opener: str, row_id: int) -> Button:
    """The button to the card of what it is about."""
    return button(_("Back"), opener, row_id)
