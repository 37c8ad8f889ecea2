"""The quantities in a text: figures with their sign, magnitude and unit, and figures that are none: dates, pages."""

import re
from dataclasses import dataclass
from decimal import Decimal

from twg.language.figures import RUN, is_either, readings_of, split_run
from twg.language.plain import spelled
from twg.language.units import (
    CURRENCIES,
    FAMILY_OF,
    LETTERS,
    MAGNITUDES,
    MEASURES,
    PERCENT,
    THINGS,
    Unit,
    alternatives,
)

#: Stands for each character of a date, a page or a telephone number once it has been recognised.
MASK = "\x01"
#: Stands for its last one where the digits after it may be more of the figure ("page 1 200"), and for other counts.
OPEN_MASK = "\x02"

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may(?! be)|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_YEAR = r"(?:19[5-9]|20[0-4])\d"
#: A year that is named without a word such as "in" before it.
_RECENT = r"20[123]\d(?: ?[-/] ?(?:20\d\d|\d\d))?(?!\d)"
_SPAN = rf"{_YEAR}(?: ?[-/] ?(?:{_YEAR}|\d\d))?(?!\d)"
KHMER_MONTH = "មករា|កុម្ភៈ|មីនា|មេសា|ឧសភា|មិថុនា|កក្កដា|សីហា|កញ្ញា|តុលា|វិច្ឆិកា|ធ្នូ"
_REFERENCES = (
    "annex|annexes|appendix|page|pages|table|fig|figure|chapter|article|section|clause|version|round|phase|grade|class|"
    "group|zone|region|lot|part|step|level|aged|ages|age|under|quarter|semester|jmi|indicator|paragraph|row|line|sheet|slide|"
    "pp?|pgs?"
)
_KHMER_REFERENCES = "ឧបសម្ព័ន្ធ|ទំព័រ|តារាង|ជំពូក|មាត្រា|ថ្នាក់|ដំណាក់កាល|(?<!ប្រ)ជុំ|លើក|អាយុ|ត្រីមាស|ឆមាស|ថ្ងៃ|ខែ|(?<!តួ)លេខ"
_DAY_OF_MONTH = r"(?:0?[1-9]|[12]\d|3[01])"
#: A figure with its own unit is a quantity, whatever stands before it.
_NO_UNIT = r"(?![\d.,]*\d)(?! ?(?:%|percent|pct|ភាគរយ))"
#: Nor is there a plural after it: "in 2026 schools" counts schools.
_NO_COUNT = rf"{_NO_UNIT}(?! [a-z]*(?:s|people)(?![a-z]))"
#: Figures that are no quantities, the longer forms first.
_NO_QUANTITIES = re.compile(
    "|".join(
        spelled(form)
        for form in (
            r"(?:tel|phone|telephone|mobile|hp|ទូរស័ព្ទ|ទូរសព្ទ|លេខទូរស័ព្ទ)[.:]? ?:? ?\+?\d[\d -]{6,}",
            r"\+855[\d -]{8,}|(?<![\d.,])(?<!\d )0[1-9]\d[ -]?\d{3} ?\d{3,4}(?![\d.,]| \d)",
            rf"(?<![\d.,/-]){_DAY_OF_MONTH}([/.-])(?:0?[1-9]|1[0-2])\1(?:\d{{4}}|\d\d)(?![\d/-]|[.,]\d| ?%)",
            r"(?<![\d.,/-])(?:19|20)\d\d-\d\d-\d\d(?![\d/-]|[.,]\d| ?%)",
            rf"(?<![\d.,]){_DAY_OF_MONTH}(?:st|nd|rd|th)?(?: of)? {MONTH}(?:,? {_YEAR})?",
            rf"(?<![a-z]){MONTH} (?:{_DAY_OF_MONTH}(?!\d)(?:st|nd|rd|th)?(?![\d%])(?:,? {_YEAR})?|{_YEAR})(?! ?%)",
            rf"(?<![\d.,]){_DAY_OF_MONTH}(?: ?- ?| to | and ){_DAY_OF_MONTH} {MONTH}(?:,? {_YEAR})?",
            r"(?<=at )\d{1,2}:\d\d(?!\d)|(?<![a-z])no\. ?\d+(?! ?%)",
            r"\d[\d,.]* ?/ ?\d[\d,.]*(?= ?= ?\d)",
            rf"(?<!\d)\d{{1,2}} ?(?:{KHMER_MONTH})(?: ?(?:ឆ្នាំ)? ?{_YEAR})?",
            rf"(?:ខែ)? ?(?:{KHMER_MONTH}) ?(?:ឆ្នាំ)? ?{_YEAR}",
            rf"(?:ឆ្នាំ(?:សិក្សា)?|(?<![a-z])chh?nam) ?{_SPAN}",
            rf"(?<![a-z])(?:sy|fy|ay|school year|fiscal year|academic year|year) ?:? ?(?:{_SPAN}|\d\d/\d\d(?!\d))",
            rf"(?<![a-z])(?:in|since|for|during|of|end|mid|early|late|until|as of|as at) ?-?{_SPAN}{_NO_COUNT}",
            rf"(?<![\d.,]){_SPAN}(?= ?[:=](?!\d))",
            rf"(?<=[a-z%)] )(?<!usd )(?<!us )(?<!khr )(?<!eur )(?<!riel )(?<!riels ){_RECENT}{_NO_COUNT}",
            rf"(?<![a-z])(?:of|on|at|by|from|to|until|dated) {_DAY_OF_MONTH}/(?:0?[1-9]|1[0-2])(?![\d/]| ?%)",
            r"\(\d[\d,. ]*(?:/| of | out of )\d[\d,. ]*(?: [^()%\d$]*)?\)",
            r"(?<![a-z])n ?= ?\d[\d,]*",
            r"\(?9[059] ?% (?:ci|confidence interval)[^\d]{0,4}[\d.,]+%?[^\d]{1,4}[\d.,]+%?",
            rf"\({_SPAN}\)",
            rf"(?<![\w.,-]){_YEAR}[ /-]?(?:q[1-4]|[hs][12])(?![a-z0-9])",
            rf"(?<![a-z])(?:first|second|third|fourth|[1-4](?:st|nd|rd|th)) (?:quarter|half|semester)"
            rf"(?: (?:of )?{_YEAR})?(?= ?(?:[:=,(]|$))",
            rf"(?:ត្រីមាស|ឆមាស)(?:ទី)? ?[1-4] ?/ ?{_YEAR}",
            rf"(?<![a-z])q[1-4](?!\d)(?:[ /-]?{_YEAR})?",
            rf"(?<![\w.,])(?:[1-4]q|[hs][12])(?![a-z0-9])(?:[ /-]?{_YEAR}|(?= ?[:=]))",
            rf"(?<![a-z])(?:{_REFERENCES})\.? ?#?\d+(?:[-./]\d+)*{_NO_UNIT}(?![a-z])",
            rf"(?:{_KHMER_REFERENCES})(?:ទី)? ?\d+(?:-\d+)?{_NO_UNIT}",
            rf"ទី ?\d+{_NO_UNIT}",
            r"(?<!\d)\d+(?:st|nd|rd|th)(?![a-z])",
            r"(?<!\d)\d{1,2}(?::\d\d)? ?[ap]\.?m(?![a-z])\.?",
            r"(?<![a-z0-9])(?:covid|sdg|cmdg|dhs|cdhs|hmis|jmi|kpi)-?\d{1,2}(?![\d.,]*[\d%]| ?%)",
        )
    )
)
_SHORT_FIGURE = re.compile(r"(?<!\d)\d{1,3}\Z")


@dataclass(frozen=True)
class Quantity:
    """A figure in a text, with what belongs to it.

    Attributes:
        start, end: its places in the plain text, with sign, magnitude and unit.
        readings: the numbers that it may stand for, without sign and with its magnitude; none for an impossible figure.
        figure: the digits with their separators.
        sign: "-", "+" or "".
        magnitude: 1 where none is written.
        letter: whether the magnitude is a single letter, which may stand for a unit as well.
        families: of the units written with it, before or after.
        glued: whether letters or digits are attached that are neither unit nor magnitude.
        named_after: whether a unit follows the figure.
        kind: which of the things that are counted, where a word says so: "primary" schools.
    """

    start: int
    end: int
    figure: str
    readings: tuple[Decimal, ...]
    sign: str = ""
    magnitude: Decimal = Decimal(1)
    letter: bool = False
    families: frozenset[str] = frozenset()
    glued: bool = False
    named_after: bool = False
    kind: str = ""

    @property
    def is_either(self) -> bool:
        return is_either(self.figure)


def _names(families: list[str]) -> str:
    """A regular expression of the names of these families, the longest first."""
    names = [name for name, family in FAMILY_OF.items() if family in families]
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_FAMILIES = alternatives(list(FAMILY_OF))
#: A unit, with a word that says which kind of it, not how many: "primary schools".
_UNIT = re.compile(
    rf" ?((?:pre-?|lower |upper )?(?:primary|secondary|public|private|rural|urban|high|community) )?({_FAMILIES})"
)
#: After a word for a period: it says when, and belongs to no figure before it: ឆ្នាំនេះ, ឆ្នាំ២០២៦.
NAMES_TIME = re.compile(rf"(?<=[\u1780-\u17d3])(?:{spelled('នេះ|មុន|ក្រោយ|ទៅ')}|(?<={spelled('ឆ្នាំ')}) ?20\d\d)")
_MAGNITUDE = re.compile(rf" ?({alternatives(list(MAGNITUDES))})")
_SMALLER = re.compile(r" ?(\d{1,3})(?![\d.,])", re.ASCII)
_LETTER = re.compile(rf" ?([{''.join(LETTERS)}])(?![a-z0-9^])")
_SIGN = re.compile(r"(?<![a-z0-9%\u1780-\u17d3\x01\x02])[-+]\Z")
#: A unit before its figure: a percent sign or a currency directly, any other with a link: "schools: 120", សាលាចំនួន១២០.
_DIRECT = re.compile(rf"(?:^|(?<![a-z0-9]))({_names([PERCENT, *CURRENCIES])}) ?\Z")
_LINKED = re.compile(
    rf"(?:^|(?<![a-z0-9]))({_names([*MEASURES, *THINGS, *CURRENCIES])})"
    rf"(?: ?(?::|=|{spelled('ចំនួន')}) ?|(?<=[\u1780-\u17d3]) ?)\Z"
)


def mask(text: str) -> str:
    """The text with the figures of dates, years, pages and telephone numbers blotted out, at the same length."""

    def blot(match: re.Match[str]) -> str:
        goes_on = _SHORT_FIGURE.search(match[0]) and re.match(r" \d{3}(?!\d)", text[match.end() :])
        return MASK * (len(match[0]) - 1) + (OPEN_MASK if goes_on else MASK)

    return _NO_QUANTITIES.sub(blot, text)


def find_quantities(text: str, unit: Unit) -> list[Quantity]:
    """All quantities in a masked text, in their order.

    Args:
        unit: that of the indicator, whose own names are recognised besides the vocabulary.
    """
    found: list[Quantity] = []
    for run in RUN.finditer(text):
        start = run.start()
        for figure in split_run(run[0]):
            if not found or start >= found[-1].end:  # not part of a compound such as 1 million 2 hundred thousand
                floor = found[-1].end if found else 0
                found.append(_quantity(text, start, figure, unit, floor))
            start += len(figure) + 1
    return found


def _quantity(text: str, start: int, figure: str, unit: Unit, floor: int) -> Quantity:
    """The figure at this place with what stands around it, after the end of the quantity before (`floor`)."""
    magnitude, letter, after = _read_magnitude(text, start + len(figure))
    more = Decimal(0)
    if magnitude != 1 and not letter:
        more, after = _read_compound(text, after, magnitude)
    if magnitude != 1 and text.startswith(" of ", after):  # 1.2 million of US dollars
        follows, kind, end = _read_unit(text, after + len(" of"), unit)
        end = end if follows is not None else after
    else:
        follows, kind, end = _read_unit(text, after, unit)
    begin, sign = _sign_before(text, floor, start)
    begin, precedes = _unit_before(text, floor, begin, unit)
    if not sign and precedes is not None:
        begin, sign = _sign_before(text, floor, begin)
    attached = re.match(r"[a-z0-9½¼¾^²³¹⁰-⁹]", text[end : end + 1])
    leading = re.search(r"[.,'½^a-z]\Z|\x02 \Z" if precedes is None else r"[.,']\Z", text[floor:start])
    return Quantity(
        start=begin,
        end=end,
        figure=figure,
        readings=tuple(value * magnitude + more for value in readings_of(figure)),
        sign=sign,
        magnitude=magnitude,
        letter=letter,
        families=frozenset(family for family in (precedes, follows) if family is not None),
        glued=attached is not None or leading is not None,
        named_after=follows is not None,
        kind=kind,
    )


def _read_magnitude(text: str, end: int) -> tuple[Decimal, bool, int]:
    """The magnitude after a figure, whether it is a single letter, and where it ends."""
    if match := _MAGNITUDE.match(text, end):
        further = _MAGNITUDE.match(text, match.end())
        if further is not None and further[1] not in ("", match[1]):
            return MAGNITUDES[match[1]] * MAGNITUDES[further[1]], False, further.end()
        return MAGNITUDES[match[1]], False, match.end()
    if match := _LETTER.match(text, end):
        return LETTERS[match[1]], True, match.end()
    return Decimal(1), False, end


def _read_compound(text: str, end: int, magnitude: Decimal) -> tuple[Decimal, int]:
    """What a smaller magnitude adds: the 2 hundred thousand of ១លាន២សែន. Returns it and where it ends."""
    total = Decimal(0)
    while match := _SMALLER.match(text, end):
        smaller, letter, after = _read_magnitude(text, match.end())
        part = Decimal(match[1]) * smaller
        if smaller == 1 or letter or part >= magnitude:
            break
        total, end, magnitude = total + part, after, smaller
    return total, end


def _read_unit(text: str, end: int, unit: Unit) -> tuple[str | None, str, int]:
    """The family of the unit that follows, the kind that is counted, and where the unit ends."""
    if unit.own:
        match = re.compile(rf" ?(?:{alternatives(list(unit.own))})").match(text, end)
        if match is not None:
            return unit.family, "", match.end()
    match = _UNIT.match(text, end)
    if match is None or NAMES_TIME.match(text, match.end()):
        return None, "", end
    return FAMILY_OF[match[2]], match[1] or "", match.end()


def _sign_before(text: str, floor: int, end: int) -> tuple[int, str]:
    """Where a sign directly before this place begins, and the sign; the place itself and "" without one."""
    match = _SIGN.search(text, max(end - 1, floor), end)
    return (end - 1, match[0]) if match is not None else (end, "")


def _unit_before(text: str, floor: int, end: int, unit: Unit) -> tuple[int, str | None]:
    """Where a unit before this place begins, and its family; the place itself and `None` without one."""
    match = _DIRECT.search(text[floor:end])
    if match is None:
        match = _LINKED.search(text[floor:end])
        if match is None or not unit.is_called(FAMILY_OF[match[1]]):
            return end, None
    return floor + match.start(1), FAMILY_OF[match[1]]
