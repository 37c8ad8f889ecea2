"""Cells of a table of indicators: numbers, institutions, targets with their periods."""

import re
from collections.abc import Iterable
from datetime import date

from storage.core.spelling import fold, is_visible, normalize, split_typed
from twg.language.indicator_lines import TargetLine, last_day
from twg.language.indicator_sheets.figures import value_of, without_marks
from twg.language.periods_beside import split_period
from twg.language.reports import parse_indicator_number

#: What stands in a cell that says nothing.
_NOTHING = re.compile(
    r"[-?.…_ ]*|n[/. ]?a|nil|none|tb[cd]|(?:to be|not yet) (?:determined|defined|confirmed|decided|set|agreed|fixed)"
    r"|(?:not|none|no data|data not) (?:yet )?(?:available|applicable|set|measured)|no data|pending|unknown|"
    + "|".join(map(fold, ("គ្មាន", "មិនមាន", "ពុំមាន", "គ្មានទិន្នន័យ", "មិនទាន់មាន", "មិនទាន់កំណត់")))
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERED = re.compile(
    r"(?:jmi ?)?((?:19|20)\d\d ?- ?\d{1,3}(?:[a-z](?![a-z]))?)(?!\d)[ .:)]*(?:- )?(.*)", re.IGNORECASE | re.DOTALL
)
_SERIAL = re.compile(r"(?:jmi ?)?(\d{1,3} ?[a-z]?)[.)]*", re.IGNORECASE)
#: The serial number with which a statement begins: "2. Anti-corruption law".
_LISTED = re.compile(r"\(?(\d{1,2}[a-z]?)[.)]\s+(\S.*)", re.DOTALL)
_BODIES = r"[A-Z]{2,}\b|Mo[A-Z]|Ministry\b|Council\b|National\b|General\b|Royal\b"
_KHMER_BODIES = "ក្រសួង|ទីស្តីការ|ទីស្ដីការ|អាជ្ញាធរ|គណៈ|អគ្គ|ធនាគារ|ក្រុមប្រឹក្សា|វិទ្យាស្ថាន"
_BETWEEN = re.compile(
    rf"\s*[;/\n•]\s*|\s*,\s*(?:and\s+)?|\s+(?:with|ជាមួយ)\s+|\s+(?:and|&)\s+(?={_BODIES})|\s*និង\s*(?={_KHMER_BODIES})"
)
#: What goes on with the name of a ministry: "Ministry of Agriculture, Forestry and Fisheries".
_GOES_ON = re.compile(rf"(?!{_BODIES}|.*\()[A-Z][a-z]")


def is_nothing(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, "n/a"."""
    return not is_visible(text) or _NOTHING.fullmatch(fold(without_marks(text)).strip(" .()")) is not None


def find_year(texts: Iterable[str]) -> str:
    """The first year that stands in texts; empty for none."""
    found = (_YEAR.search(fold(text)) for text in texts)
    return next((one[0] for one in found if one is not None), "")


def split_numbered(text: str) -> tuple[str, str]:
    """The number with which a statement begins, and the statement: "2008-3a: Incomplete schools"."""
    found = _NUMBERED.fullmatch(normalize(text))
    if found is None or not is_visible(found[2]):
        return "", text.strip()
    _number, statement = split_typed(text.strip(), found.start(2))
    return parse_indicator_number(found[1].replace(" ", "")), statement.strip(" .:-–")


def split_listed(text: str, year: str) -> tuple[str, str]:
    """The number that follows from a serial one with which a statement begins, and the statement: "2. Law"."""
    found = _LISTED.fullmatch(text.strip())
    if found is None or not year:
        return "", text
    return f"{year}-{found[1]}", found[2]


def number_of(text: str, year: str) -> str:
    """The number of an indicator from its cell: "2008-3a", or a serial number after the year; "" without either."""
    text = " ".join(without_marks(text).split())
    found = _NUMBERED.fullmatch(normalize(text))
    if found is not None:
        return parse_indicator_number(found[1].replace(" ", ""))
    serial = _SERIAL.fullmatch(fold(text))
    if serial is not None:
        return f"{year}-{serial[1].replace(' ', '')}" if year else ""
    return parse_indicator_number(text)


def institutions_in(text: str) -> list[str]:
    """The institutions of a cell, the first one leading: "MoP with MEF, CDC"; a comma within a name divides nothing."""
    names: list[str] = []
    for name in _BETWEEN.split(without_marks(text)):
        if names and names[-1].startswith("Ministry of") and _GOES_ON.match(name):
            names[-1] = f"{names[-1]}, {name.strip(' .')}"
        elif not is_nothing(name):
            names.append(name.strip(" ."))
    return names


def target_of(text: str, unit: str, period: str) -> TargetLine:
    """The target of a cell, of its own period or of that of its heading. Raises: UnreadableCell."""
    if not unit:
        _rest, own = split_period(text)
        named = own or period or text
        return TargetLine(None, named[:40], _last_of(named))
    rest, own = split_period(text)
    named = own or period
    return TargetLine(value_of(rest or text, unit), named[:40], last_day(named))


def _last_of(text: str) -> date | None:
    """The last day of a period, of several the latest: "June 2006 and Oct 2006"; None where no day is named."""
    days = [last_day(part) for part in (text, *re.split(r"\s*[,;/]\s*|\s+(?:and|then|និង)\s+", text))]
    return max(filter(None, days), default=None)
