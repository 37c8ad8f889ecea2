"""Texts that wait for their reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

LOCALES = ("en", "km")
_FOLDER = Path(__file__).parent.parent / "locales"
_TO_KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


@dataclass(frozen=True)
class Text:
    """A sentence in English, shown in the reader's language; `params` fill its {braces}."""

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def with_(self, **params: Any) -> "Text":
        return Text(self.msgid, {**self.params, **params})

    def render(self, locale: str) -> str:
        """The sentence in a language of `LOCALES`, unescaped."""
        words = gettext(locale, self.msgid)
        values = {name: _spoken(value, locale) for name, value in self.params.items()}
        return words.format(**values) if values else words


def _spoken(value: Any, locale: str) -> str:
    """A parameter in the reader's language; a count in its digits."""
    if isinstance(value, Text):
        return value.render(locale)
    return localize_digits(value, locale=locale) if isinstance(value, int) else str(value)


def localize_digits(value: object, *, locale: str) -> str:
    """Digits as this language writes them."""
    return str(value).translate(_TO_KHMER) if locale == "km" else str(value)


def counted(n: int, one: Text, many: Text) -> Text:
    """The text for one, or for `n`."""
    return one if n == 1 else many.with_(n=n)


#: Marks a text for the catalogs; `messages.catalogs` looks for this name.
_ = Text


def catalog_path(locale: str) -> Path:
    return _FOLDER / locale / "LC_MESSAGES" / "messages.po"


@cache
def catalog(locale: str) -> Catalog:
    """The catalog of a language, read straight from its .po file."""
    with catalog_path(locale).open("rb") as file:
        return read_po(file, locale=locale)


@cache
def translations(locale: str) -> dict[str, tuple[str, ...]]:
    """Every text of a language by its English, in the forms for one and for many."""
    found: dict[str, tuple[str, ...]] = {}
    for message in catalog(locale):
        if not message.id:
            continue
        singular = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        found[singular] = tuple(str(string) for string in strings)
    return found


def gettext(locale: str, msgid: str) -> str:
    """The translation; the English text where there is none, which `make check` does not let pass."""
    strings = translations(locale).get(msgid)
    return strings[0] if strings and strings[0] else msgid


def is_translated(locale: str, msgid: str) -> bool:
    """Whether the catalog of a language has the text."""
    strings = translations(locale).get(msgid)
    return strings is not None and all(strings)


def ngettext(locale: str, singular: str, plural: str, number: int) -> str:
    """The translation in the form that this number takes."""
    strings = translations(locale).get(singular)
    index = _plural_form(locale, number)
    if strings and index < len(strings) and strings[index]:
        return strings[index]
    return singular if number == 1 else plural


def _plural_form(locale: str, number: int) -> int:
    """English has one and many; Khmer has one form for all."""
    return int(number != 1) if locale == "en" else 0
