"""Texts that are translated when they are rendered, and the catalogs of translations."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

LOCALES = ("en", "km")
_FOLDER = Path(__file__).parent.parent / "locales"
_PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w+)\}")
#: In a .po file: what a string is, and its lines in quotes; in these a backslash stands before a quote, itself and "n".
_ENTRY = re.compile(r'^(msgid_plural|msgid|msgstr)(?:\[\d+\])? ((?:".*"(?:\n(?="))?)+)', re.MULTILINE)
_ESCAPED = re.compile(r"\\(.)")
_TO_KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


@dataclass(frozen=True)
class Text:
    """An English sentence that is translated when rendered; `params` fill its {braces}."""

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def with_(self, **params: Any) -> "Text":
        return Text(self.msgid, {**self.params, **params})

    def render(self, locale: str) -> str:
        """The sentence in a locale of `LOCALES`, unescaped."""
        words = gettext(locale, self.msgid)
        values = {name: _render_param(value, locale) for name, value in self.params.items()}
        return words.format(**values) if values else words


@dataclass(frozen=True)
class Name(Text):
    """A name that people gave, with its Khmer form for readers of Khmer; it is in no catalog."""

    km: str = ""

    def render(self, locale: str) -> str:
        return self.km if locale == "km" and self.km else self.msgid


def _render_param(value: Any, locale: str) -> str:
    """A parameter in the reader's language; an integer in its digits."""
    if isinstance(value, Text):
        return value.render(locale)
    return localize_digits(value, locale=locale) if isinstance(value, int) else str(value)


def in_words(label: Text | str, locale: str) -> str:
    """A label in a locale; one that is a string, such as a title or a number, needs no translation."""
    return label.render(locale) if isinstance(label, Text) else label


def localize_digits(value: object, *, locale: str) -> str:
    """The value as a string in the digits of the locale: Khmer digits for "km"."""
    return str(value).translate(_TO_KHMER) if locale == "km" else str(value)


def counted(n: int, one: Text, many: Text) -> Text:
    """`one` where `n` is 1, else `many` with its {n} filled in."""
    return one if n == 1 else many.with_(n=n)


def together(sentences: Sequence[Text]) -> Text:
    """The sentences as one text, each on a line."""
    if len(sentences) == 1:
        return sentences[0]
    names = [f"s{place}" for place in range(len(sentences))]
    return Text("\n".join(f"{{{name}}}" for name in names)).with_(**dict(zip(names, sentences, strict=True)))


#: Marks a text for the catalogs; `messages.rendering.catalogs` extracts calls of this name.
_ = Text


def catalog_path(locale: str) -> Path:
    return _FOLDER / locale / "LC_MESSAGES" / "messages.po"


@cache
def translations(locale: str) -> dict[str, tuple[str, ...]]:
    """The translations of a locale by English msgid: one string, or one for each plural form.

    Read past Babel, which `messages.rendering.catalogs` writes the file with: its reader keeps places and comments too,
    and takes several times as long at each start. A text that is its own translation is kept once.
    """
    found: dict[str, tuple[str, ...]] = {}
    msgid = ""
    for entry in _ENTRY.finditer(catalog_path(locale).read_text(encoding="utf-8")):
        keyword, quoted = entry.groups()
        text = _ESCAPED.sub(_unescape, "".join(line[1:-1] for line in quoted.split("\n")))
        if keyword == "msgid":
            msgid = text
        elif msgid and keyword == "msgstr":
            found[msgid] = (*found.get(msgid, ()), msgid if text == msgid else text)
    return found


def _unescape(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] == "n" else escaped[1]


def gettext(locale: str, msgid: str) -> str:
    """The translation; the English text where there is none, which `make check` reports."""
    strings = translations(locale).get(msgid)
    return strings[0] if strings and strings[0] else msgid


def is_translated(locale: str, msgid: str) -> bool:
    """Whether the catalog of a locale has the text in all its plural forms, with no placeholder that the text lacks."""
    strings = translations(locale).get(msgid)
    return bool(strings) and all(string and placeholders(string) <= placeholders(msgid) for string in strings or ())


def placeholders(text: str) -> set[str]:
    """The names that are filled in: of "%(name)s" in a template, of "{name}" in a `Text`."""
    return {first or second for first, second in _PLACEHOLDER.findall(text)}


def ngettext(locale: str, singular: str, plural: str, number: int) -> str:
    """The translation in the plural form for `number`; the English text where there is none."""
    strings = translations(locale).get(singular)
    index = _plural_form(locale, number)
    if strings and index < len(strings) and strings[index]:
        return strings[index]
    return singular if number == 1 else plural


def _plural_form(locale: str, number: int) -> int:
    """Index of the plural form: English has two forms, Khmer has one."""
    return int(number != 1) if locale == "en" else 0
