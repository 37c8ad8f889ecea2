"""Reports on indicators in a message: which indicators it names, and what it says of each.

A message may report on one indicator in a line, on several in a line or in several lines, or hold rows pasted from a
spreadsheet, with tabs between number, statement, value and note.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from storage.core.spelling import fold, normalize, split_typed, to_digits
from twg.core.refusals import Refusal
from twg.language.doubts import Doubt, UnclearValue
from twg.language.plain import Plain, plain, spelled
from twg.language.values import read_value


@dataclass(frozen=True)
class Known:
    """An indicator that a message may name: its number as stored, its statement and its unit ("" for a milestone)."""

    number: str
    statement: str
    unit: str


@dataclass(frozen=True)
class Said:
    """What a message says of one indicator.

    Attributes:
        number: as stored; as typed, where no known indicator has it.
        text: the value with what stands beside it, as typed.
        note: cells of a row beside the value.
        known: whether an indicator has this number.
    """

    number: str
    text: str
    note: str = ""
    known: bool = True


@dataclass(frozen=True)
class Message:
    """A message taken apart.

    Attributes:
        said: in its order; an indicator that it names twice stands there once, with both texts.
        left: lines that belong to no indicator, as typed.
    """

    said: tuple[Said, ...] = ()
    left: tuple[str, ...] = ()


def parse_indicator_number(text: str) -> str:
    """The number of an indicator as it is stored: "2008-4" for "២០០៨-៤", "JMI-4" for "JMI 4".

    Spaces become hyphens, because a space ends the number in `/jmi 2008-4 58%`.
    """
    return re.sub(" ?- ?| ", "-", normalize(text))


def first_word(text: str) -> str:
    """The word with which a report begins where it names no known indicator: its number, as typed."""
    return next(iter(text.split(maxsplit=1)), "").rstrip(":;,=")


def split_message(text: str, indicators: Iterable[Known]) -> Message:
    """Find the indicators that a message names, and what it says of each."""
    known = {indicator.number: indicator for indicator in indicators}
    parts = _Parts()
    rows = _rows_of(text)
    for place, row in enumerate(rows):
        if len(row) > 1:
            _take_row(parts, row, known, is_first=place == 0)
        elif row[0].strip():
            _take_line(parts, row[0], known)
    return Message(tuple(_merged(parts.said)), tuple(parts.left))


class _Parts:
    """What has been found so far: see `Message`."""

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.left: list[str] = []


def _rows_of(text: str) -> list[list[str]]:
    """The lines of a message, each split at its tabs; a spreadsheet puts a cell with several lines into quotes."""
    if "\t" in text and text.count('"') % 2 == 0:
        return [row or [""] for row in csv.reader(text.splitlines(keepends=True), delimiter="\t")]
    return [line.split("\t") for line in text.splitlines()]


def _take_row(parts: _Parts, row: list[str], known: Mapping[str, Known], *, is_first: bool) -> None:
    """A row of cells: its number, then value and note, with the statement and the unit left out."""
    cells = [cell.strip() for cell in row if cell.strip()]
    by_key = {fold(number): number for number in known}
    place = next((place for place, cell in enumerate(cells) if _number_in(cell, by_key)), None)
    if place is None:
        unknown = next((cell for cell in cells if _LIKE_NUMBER.fullmatch(spelled(cell))), "")
        if unknown:
            parts.said.append(Said(unknown, "; ".join(cell for cell in cells if cell != unknown), known=False))
        elif cells and not (is_first and not re.search(r"\d", to_digits("".join(cells)))):  # but for a heading
            parts.left.append(" ".join(cells))
        return
    indicator = known[by_key[_number_in(cells[place], by_key)]]
    unsaid = {fold(indicator.statement), fold(indicator.unit), ""}
    rest = [cell for other, cell in enumerate(cells) if other != place and fold(cell) not in unsaid]
    values = [cell for cell in rest if indicator.unit and _is_value(cell, indicator.unit)]
    if len(values) == 1:
        note = " · ".join(cell for cell in rest if cell != values[0])
        parts.said.append(Said(indicator.number, values[0], note))
    else:
        parts.said.append(Said(indicator.number, "; ".join(rest)))


def _number_in(cell: str, by_key: Mapping[str, str]) -> str:
    """The key of the number that a cell holds, perhaps after "JMI"; "" for another cell."""
    bare = _LEAD.sub("", spelled(cell)).strip(" :.#")
    return next((key for key in (fold(cell), fold(parse_indicator_number(bare))) if key in by_key), "")


def _is_value(cell: str, unit: str) -> bool:
    """Whether a cell holds a figure and no words."""
    try:
        return not read_value(cell, unit=unit).note
    except UnclearValue as refusal:
        return refusal.data["why"] in (Doubt.SHARE, Doubt.THOUSANDS)
    except Refusal:
        return False


def _take_line(parts: _Parts, line: str, known: Mapping[str, Known]) -> None:
    """A line without cells: what stands after each number that it names, or before each."""
    spelt = plain(line)
    named = list(_find_numbers(spelt.text, known))
    if not named:
        _take_unnamed(parts, line, spelt)
        return
    edges = [0, *(edge for start, end, _number in named for edge in (start, end)), len(spelt.text)]
    between = [spelt.as_typed(edges[place], edges[place + 1]) for place in range(0, len(edges), 2)]
    if all(map(_LEADING_TO_NUMBER.search, between[:-1])) and not _has_figure(between[-1]):
        texts = [*between[:-2], f"{between[-2]} {between[-1]}"]
    else:
        texts = [_joined(between[0], between[1], known[named[0][2]].statement), *between[2:]]
    for text, (_start, _end, number) in zip(texts, named, strict=True):
        parts.said.append(Said(number, _without_statement(_trimmed(text), known[number].statement)))


def _joined(before: str, after: str, statement: str) -> str:
    """What stands before and after a number, without words before it that say nothing: "For", its own statement."""
    lead = _trimmed(before)
    if _FILLER.fullmatch(spelled(before)) or fold(lead) in fold(statement):
        return after
    return f"{lead}{': ' if _LABELLING.match(after) else ' '}{_trimmed(after)}"


def _take_unnamed(parts: _Parts, line: str, spelt: Plain) -> None:
    """A line that names no known indicator: one with an unknown number, more of the report before, or neither."""
    if match := _UNKNOWN.match(spelt.text):
        typed = spelt.as_typed(*match.span(1))
        parts.said.append(Said(typed, _trimmed(spelt.as_typed(match.end(1), len(spelt.text))), known=False))
    elif parts.said:
        last = parts.said.pop()
        parts.said.append(replace(last, text=f"{last.text}\n{line}".strip()))
    else:
        parts.left.append(line.strip())


def _find_numbers(text: str, known: Mapping[str, Known]) -> Iterator[tuple[int, int, str]]:
    """Where a line names known indicators. One called "4" or "1.2" is named only as in "4: 58%"."""
    by_spelling = {spelled(number): number for number in known}
    for match in _pattern(tuple(by_spelling)).finditer(text):
        spelling = next(name for name in by_spelling if _fits(name, match["number"]))
        is_distinct = re.search("[^0-9.]", spelling) is not None
        is_label = not text[: match.start()].strip(" -•*") and re.match(" ?[:=]", text[match.end() :])
        if is_distinct or is_label:
            yield match.start(), match.end(), by_spelling[spelling]


def _pattern(spellings: tuple[str, ...]) -> re.Pattern[str]:
    numbers = "|".join(_spaced(name) for name in sorted(spellings, key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?<![a-z0-9.,/-]){_LEAD.pattern}(?P<number>{numbers})(?![a-z0-9]|[.,/]\d)")


def _spaced(spelling: str) -> str:
    """A regular expression of a number: people write spaces beside a hyphen, or one instead of it after letters."""
    return re.sub(r"(?<=[a-z])\\-(?=\d)", "[- ]?", re.escape(spelling)).replace(r"\-", " ?- ?")


def _fits(spelling: str, found: str) -> bool:
    return re.fullmatch(_spaced(spelling), found) is not None


def _without_statement(text: str, statement: str) -> str:
    """The text without the indicator's own words before the value."""
    if statement and fold(text).startswith(fold(statement)):
        return _trimmed(split_typed(text, len(normalize(statement)))[1])
    return text


def without_own_words(text: str, statement: str) -> str:
    """The text without words at its beginning that all stand in the indicator's statement: "essential medicines 58"."""
    lead = _LEAD_WORDS.match(text)
    if lead is None:
        return text
    words = set(_WORD.findall(fold(lead[0]))) - {"is", "are", "now", "at", "of", "the"}
    is_own = bool(words) and all(_stands_in(word, fold(statement)) for word in words)
    return text[lead.end() :].strip() if is_own else text


def _stands_in(word: str, statement: str) -> bool:
    """Whether a word is one of the statement's; Khmer has no spaces between its words."""
    return word in statement if "\u1780" <= word[0] <= "\u17ff" else word in _WORD.findall(statement)


def _trimmed(text: str) -> str:
    """A text without what sets it apart from the number before it and the report after it.

    A dash directly before a figure is a minus where a space or a colon stands before it.
    """
    while (shorter := _AFTERWARDS.sub("", text)) != text:
        text = shorter
    text = _JOINING.sub("", text)
    apart = _BEFOREHAND.match(text)
    if apart is None:
        return text
    is_minus = apart["dash"] and apart["signs"] and not apart["gap"]
    return text[apart.end("signs") :] if is_minus else text[apart.end() :]


def _has_figure(text: str) -> bool:
    return re.search(r"\d", to_digits(text)) is not None


def _merged(said: Iterable[Said]) -> Iterator[Said]:
    """An indicator that is named twice, once: its texts together are asked about."""
    together: dict[str, Said] = {}
    for one in said:
        before = together.get(one.number)
        merged = one if before is None else replace(before, text=f"{before.text}\n{one.text}")
        together[one.number] = merged
    yield from together.values()


_WORD = re.compile("[\u1780-\u17d3]+|[^\\W\\d_\u1780-\u17d3]+")
#: Words before the first figure of a line, without a minus directly before it.
_LEAD_WORDS = re.compile(r"[^\d០-៩\n]*?(?=-?[\d០-៩])(?<![-\d])")
#: What sets a report apart from the number before it: a colon, a dash.
_BEFOREHAND = re.compile(r"(?P<signs>(?:[\s\u200b:=៖;)\]]|[.,](?![\d០-៩]))*)(?P<dash>[-–—−]?)(?P<gap>[\s\u200b]*)")
#: What sets it apart from the report before it or after it.
_JOINING = re.compile(r"^[\s\u200b,;]*(?:and|និង|&)(?=[\s\u200b])", re.IGNORECASE)
_AFTERWARDS = re.compile(r"[\s\u200b,;:=(\[៖]+$|(?<=[\s\u200b,;])(?:and|for|on|&|និង|សម្រាប់)$", re.IGNORECASE)
#: What people write before a number: "JMI 2008-4", "indicator no. 2008-4", "#2008-4".
_LEAD = re.compile(rf"(?:(?:jmi|indicator|{spelled('សូចនាករ')})s?[ :.]*)?(?:(?:no|number|nr|{spelled('លេខ')})[ :.]*|#)?")
#: What looks like the number of an indicator; a school year (2026-27) does not.
_LIKE_NUMBER = re.compile(r"(?:19|20)\d\d-(?!2\d(?!\d)|20\d\d)\w{1,6}")
_UNKNOWN = re.compile(rf"[ •*]*{_LEAD.pattern}({_LIKE_NUMBER.pattern})(?![\d.,/])")
#: Words before a number that say nothing of it.
_FILLER = re.compile(
    r"[ \t•*(\[-]*(?:\d{1,2}[.)] ?)?(?:(?:for|on|re|about|regarding|dear all|hi|hello|here"
    r"|(?:(?:here|this) is )?(?:(?:my|our|the) )?reports?)"
    r"[ ,:]*)*[(\[]?|[ •*(-]*(?:សម្រាប់|អំពី|ចំពោះ)? ?"
)
#: Values before their numbers: "58 for 2008-4 and 43,500,974 for 2008-3".
_LEADING_TO_NUMBER = re.compile(r"[\d០-៩].*?(?:(?<![a-z])(?:for|on|of|in|re)|សម្រាប់|នៃ|\()[\s\u200b]*$", re.IGNORECASE)
_LABELLING = re.compile(r"^[)\] ]*[:=៖]")
