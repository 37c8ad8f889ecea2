"""Values of a sheet as people read them: labels, names and lines in their language, moments on the clock of the TWG."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from messages.meetings.agenda import show_item
from messages.rendering.labels import audience_labels, label, local_name
from messages.rendering.texts import in_words, localize_digits
from storage.engine.labels import Labelled
from storage.members import Institution
from storage.members.names import BodyNames
from twg.core.addressing import Addressed


def read_value(value: Any, locale: str, zone: ZoneInfo) -> Any:
    """A value as a cell holds it: a text, a number, a day, a moment without its zone, yes or no, or nothing."""
    match value:
        case Labelled():
            return label(value).render(locale)
        case datetime():
            return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
        case Addressed(tokens, addressees):
            return ", ".join(in_words(each, locale) for each in audience_labels(tokens, addressees))
        case Institution() | BodyNames():  # which is a tuple too
            return local_name(value).render(locale)
        case tuple():
            places = (localize_digits(place, locale=locale) for place in range(1, len(value) + 1))
            lines = (show_item(line, locale=locale) for line in value)
            return "\n".join(f"{place}. {line}" for place, line in zip(places, lines, strict=True))
        case list():
            return ", ".join(local_name(body).render(locale) for body in value)
        case _:
            return value


#: With these a spreadsheet takes a text for a formula; some take the wide ones of East Asian keyboards for the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def to_csv(value: Any) -> str:
    """A value of `read_value` as a field of a CSV file; a "'" marks a text that begins like a formula."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(" ")
        case Decimal():
            return format(value.normalize(), "f")
        case str() if value.startswith(_FORMULA):
            return f"'{value}"
        case _:
            return str(value)
