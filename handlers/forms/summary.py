"""The answers of a form in words, a line each; those about an item stand below its heading."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from handlers.forms.fields import Field
from handlers.forms.sections import AnotherField
from handlers.forms.surroundings import Surroundings
from messages.rendering.content import utf16_length
from messages.rendering.keyboards import shorten
from messages.rendering.texts import Text, localize_digits

#: Characters of a summary that shares its message with notes and refusals only.
LONGEST = 3000
#: Characters of a line besides its label and its value: a mark, a number, tags.
_BESIDES = 16
#: Pairs of the longest value about an item and the deepest level of items shown; the first pair that fits is used.
_WAYS = ((300, 9), (100, 9), (60, 1), (60, 0), (30, 0))


@dataclass(frozen=True)
class Line:
    """An answer, or the heading of an item with the first answer about it.

    Attributes:
        name: of the question.
        depth: number of items that the question is within.
        number: for a heading, the number of its item; 0 for any other answer.
    """

    label: Text
    value: str
    name: str
    depth: int = 0
    number: int = 0


def summarize(
    fields: Iterable[Field], values: Mapping[str, Any], surroundings: Surroundings, *, longest: int = LONGEST
) -> list[Line]:
    """The answers in the order of their questions; those about items shortened to about `longest` characters."""
    asked = list(fields)
    titles = titles_of_items(asked, values, surroundings)
    in_headings = {title.name for title in titles.values()}
    lines, headed = [], set()
    for question in asked:
        for depth, item in enumerate(question.within):
            if item.path not in headed:
                headed.add(item.path)
                title = titles.get(item.path, Line(item.label, "–", item.path))
                lines.append(replace(title, label=item.label, depth=depth, number=item.number))
        if question.name not in in_headings and _is_shown(question, values):
            shown = question.display(values[question.name], surroundings)
            lines.append(Line(question.label, shown, question.name, len(question.within)))
    return _fitted(lines, longest, surroundings.locale)


def titles_of_items(fields: Iterable[Field], values: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Line]:
    """The first answer about each item, by the item's path."""
    titles: dict[str, Line] = {}
    for question in fields:
        if question.within and question.within[-1].path not in titles and _is_shown(question, values):
            shown = question.display(values[question.name], surroundings)
            titles[question.within[-1].path] = Line(question.label, shown, question.name)
    return titles


def _is_shown(question: Field, values: Mapping[str, Any]) -> bool:
    return question.shown and values.get(question.name) is not None and not isinstance(question, AnotherField)


def _fitted(lines: list[Line], longest: int, locale: str) -> list[Line]:
    """The lines with shorter answers about items and without the innermost ones, as far as is needed.

    Where not even the headings fit, the items are only counted.
    """
    for limit, deepest in _WAYS:
        fitting = [_cut(line, limit) for line in lines if line.depth <= deepest]
        if sum(_length(line, locale) for line in fitting) <= longest:
            return fitting
    counts = Counter(line.label for line in fitting if line.number)
    last = {line.label: line.number for line in fitting}
    return [
        replace(line, value=localize_digits(counts[line.label], locale=locale), number=0) if line.number else line
        for line in fitting
        if not line.number or line.number == last[line.label]
    ]


def _length(line: Line, locale: str) -> int:
    return utf16_length(line.label.render(locale)) + utf16_length(line.value) + _BESIDES


def _cut(line: Line, limit: int) -> Line:
    is_about_item = line.number > 0 or line.depth > 0
    return replace(line, value=shorten(line.value, limit)) if is_about_item else line
