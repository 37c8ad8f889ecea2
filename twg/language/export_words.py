"""Reading what stands behind /export: "2026", "csv Q3 2026", "files of all TWGs", «ឯកសារ ឆ្នាំ២០២៦» (R4)."""

import re
from dataclasses import dataclass
from datetime import date

from storage.core.spelling import fold
from twg.language.due_periods import Period
from twg.language.spans import UnreadableSpan, read_span

_WORKBOOK = re.compile(
    r"(?:ឯកសារ ?)?(?<!\w)(?:an? )?(?:(?:excel|xlsx)(?: (?:files?|workbook))?|workbook|spreadsheet|everything)(?!\w)"
)
_TABLES = re.compile(r"(?:ឯកសារ ?)?(?<!\w)csv(?: files?)?(?!\w)")
_FILES = re.compile(
    r"(?<!\w)(?:documents? (?:and|&) evidence|zip|files?|documents?|evidence)(?!\w)"
    r"|ឯកសារ(?:បញ្ជាក់)?(?: ?និងឯកសារបញ្ជាក់)?|ភស្តុតាង"
)
_EVERY_TWG = re.compile(r"(?<!\w)(?:of |for )?all(?: (?:of )?(?:my )?twgs)?(?!\w)|(?:គ្រប់ ?)?twg ?ទាំងអស់|ទាំងអស់")
_FILLERS = re.compile(r"^(?:(?:as|of|for|in|the|my)\s+)+|(?:\s+(?:as|of|for|in))+$")
#: With what a sentence ends besides the period: "export Q4 please".
_POLITE = re.compile(r"[\s,]*(?<!\w)(?:please|pls|plz|thanks|thank you)[\s.!]*$")
#: Most words that name a period at the end of a sentence.
_MOST_WORDS = 8


@dataclass(frozen=True)
class ExportWords:
    """What is asked for.

    Attributes:
        period: None for everything.
        tables, files: whether as CSV files, or the documents themselves; neither for a workbook.
        every_twg: whether of all TWGs of the person.
    """

    period: Period | None = None
    tables: bool = False
    files: bool = False
    every_twg: bool = False


def read_export_words(text: str, *, today: date) -> ExportWords:
    """What the words ask for; none ask for a workbook of everything. Raises: UnreadableSpan."""
    rest, found = _WORKBOOK.sub(" ", fold(text), count=1), []
    for pattern in (_TABLES, _FILES, _EVERY_TWG):
        rest, count = pattern.subn(" ", rest, count=1)
        found.append(count > 0)
    rest = _FILLERS.sub("", " ".join(rest.split())).strip(" ,;.")
    try:
        period = read_span(rest, today=today) if rest else None
    except UnreadableSpan:
        raise UnreadableSpan(text=text.strip()) from None
    tables, files, every_twg = found
    return ExportWords(period, tables and not files, files, every_twg)


def find_format(text: str) -> ExportWords:
    """As what a sentence asks for the store: "send me the evidence as a zip"."""
    rest, is_tables = _TABLES.subn(" ", _WORKBOOK.sub(" ", fold(text)))
    return ExportWords(tables=is_tables > 0, files=not is_tables and _FILES.search(rest) is not None)


def find_period(text: str, *, today: date) -> Period | None:
    """The period with which a sentence ends: "export everything for Q3 2026"; None without one."""
    rest = _TABLES.sub(" ", _WORKBOOK.sub(" ", fold(text)))  # "the actions of 2026 as CSV"
    rest = _POLITE.sub("", " ".join(rest.split()))
    words = _FILLERS.sub("", rest).split()
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        named = " ".join(words[-count:])
        if _FILLERS.search(named):
            continue
        try:
            return read_span(named, today=today)
        except UnreadableSpan:
            continue
    return None
