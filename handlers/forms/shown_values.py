"""How the values of answers are shown, where a field does not say how."""

from datetime import date, time
from decimal import Decimal
from typing import Any

from messages.rendering.file_names import name_of
from messages.rendering.labels import label
from messages.rendering.templating import format_amount, format_clock, format_day
from messages.rendering.texts import in_words, localize_digits
from storage.engine.labels import Labelled
from twg.core.files import SentFile


def show_value(value: Any, locale: str) -> str:
    """The value in the reader's language, unescaped."""
    match value:
        case None | "":
            return "–"
        case Labelled():
            return label(value).render(locale)
        case date():
            return format_day(value, locale=locale)
        case time():
            return format_clock(value, locale=locale)
        case Decimal():
            return format_amount(value, locale=locale)
        case SentFile():
            return in_words(name_of(value), locale)
        case int() if not isinstance(value, bool):
            return localize_digits(value, locale=locale)
        case _:
            return str(value)
