"""The parts of a value, by sex or by province, as a text gives them beside the whole: "58% (f 61, m 55)" (J3)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from storage.core.spelling import fold
from twg.core.refusals import BadInput, Refusal
from twg.language.doubts import shortened
from twg.language.plain import plain, spelled
from twg.language.values import parse_value

#: The parts of each split, by its name.
Splits = Mapping[str, Sequence[str]]
_SEXES = (
    "f|female|females|women|woman|girls|girl|srey|srei|sray|ស្រី|ស្ត្រី|នារី|សិស្សស្រី|កុមារី",
    "m|male|males|men|man|boys|boy|pros|bros|brus|ប្រុស|បុរស|សិស្សប្រុស|កុមារា",
)
_FIGURE = r"-?\d[\d.,]*(?:\d|(?<=\d))"
_SIGN = r"(?: ?%)?"
#: What is left of a text beside the whole once its parts are taken: "58%, of which", "total 58%".
_LEADS = re.compile(
    r"(?:[,;(]\s*)?(?:(?:of|among|amongst|out of) (?:which|whom|them|these)|including|incl\.?|by sex|split by sex"
    r"|ក្នុងនោះ(?:មាន)?|knong nu[hs]?)[\s:,;(]*$",
    re.IGNORECASE | re.MULTILINE,
)
_WHOLE = re.compile(
    r"(?:(?<=^)|(?<=[,;\n]))[ \t]*(?:the )?(?:grand total|total|overall|in all|all|whole|both sexes|both|sum|average"
    r"|mean|សរុបរួម|សរុប|ទាំងអស់|រួម|ជាមធ្យម|sarob|sorob|saroub)\b[ \t]*(?:is|=|:|៖)?[ \t]*(?=-?[\d០-៩])",
    re.IGNORECASE,
)


class UnreadablePart(BadInput):
    """data: `text`, as typed; `known`, the names of the parts."""

    key = "indicators#unreadable_part"


@dataclass(frozen=True)
class PartLine:
    """The value of one part of a split, in the indicator's unit."""

    split: str
    part: str
    value: Decimal


def read_part(line: str, *, splits: Splits, unit: str) -> PartLine:
    """ "girls: 61 %", "Takeo 55". Raises: UnreadablePart; the refusals of `parse_value`."""
    rest, found = take_parts(line, splits=splits, unit=unit)
    if len(found) != 1 or rest.strip(" .,;:"):
        raise UnreadablePart(text=shortened(line), known=[part for parts in splits.values() for part in parts])
    return found[0]


def take_parts(text: str, *, splits: Splits, unit: str) -> tuple[str, list[PartLine]]:
    """The rest of a text on a value, as typed, and the parts that it gives.

    A part is named before its figure, or all of them after theirs: "girls 61, boys 55", "61% girls and 55% boys".
    """
    spelt = plain(text)
    for pattern_of in (_named_first, _figure_first):
        spans: list[tuple[int, int]] = []
        found: list[PartLine] = []
        for split, part in _each(splits):
            match = pattern_of(part).search(spelt.text)
            if match is None:
                continue
            try:
                value = parse_value(spelt.as_typed(*match.span("value")), unit=unit)
            except Refusal:
                continue
            found.append(PartLine(split, part, value))
            spans.append(match.span())
        if found:
            return _without(text, [(spelt.places[start], spelt.places[end]) for start, end in spans]), found
    return text, []


def _each(splits: Splits) -> Iterator[tuple[str, str]]:
    return ((split, part) for split, parts in splits.items() for part in parts)


def _names(part: str, *, letters: bool) -> str:
    """A pattern of what a part is called: of a sex any word for it, and its letter before a figure."""
    own = fold(part)
    words = next((names for names in _SEXES if own in map(fold, names.split("|"))), part).split("|")
    names = {spelled(word) for word in (*words, part) if letters or len(word) > 1}
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def names_part(text: str, part: str) -> bool:
    """Whether a text has a word for a part."""
    return re.search(rf"(?<![a-z])(?:{_names(part, letters=False)})(?![a-z])", plain(text).text) is not None


def _named_first(part: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{_names(part, letters=True)})\s*[:=៖]?\s*(?P<value>{_FIGURE}{_SIGN})(?![a-z0-9])")


def _figure_first(part: str) -> re.Pattern[str]:
    names = _names(part, letters=False)
    return re.compile(rf"(?<![\d.,])(?P<value>{_FIGURE}{_SIGN}) ?(?:of |for |in |នៃ)?(?:the )?(?:{names})(?![a-z])")


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without these parts of it, and without brackets and marks that are left empty."""
    kept, last = [], 0
    for start, end in sorted(spans):
        kept.append(text[last:start])
        last = end
    left = "".join([*kept, text[last:]])
    left = re.sub(r"[(\[][\s,;:/&]*(?:and|និង)?[\s,;:/&]*[)\]]", " ", left)
    left = re.sub(
        r"(?:[ \t]*[,;/&](?=\s*(?:[,;/&]|$)))+|(?:,|;)?\s*(?:\band|និង)\s*(?=$|[,;.)])", "", left, flags=re.MULTILINE
    )
    left = re.sub(r"\n\s*\n+", "\n", re.sub(r"[ \t]+", " ", left)).strip(" ,;\n")
    return _WHOLE.sub("", _LEADS.sub("", left)).strip(" ,;\n")
