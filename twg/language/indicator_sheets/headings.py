"""Which column of a table of indicators holds what: its headings, in English or Khmer, in one row or two."""

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.core.spelling import fold
from twg.language.periods import read_period
from twg.language.tables.cells import Line

#: Longest text that may be a heading.
_LONGEST = 70


class Column(enum.StrEnum):
    """What a column holds."""

    NUMBER = "number"
    STATEMENT = "statement"
    STATEMENT_KM = "statement_km"
    OUTCOME = "outcome"
    OUTPUT = "output"
    AREA = "area"
    UNIT = "unit"
    BASELINE = "baseline"
    BASELINE_PERIOD = "baseline_period"
    TARGET = "target"
    #: Of when the target to its left is.
    TARGET_PERIOD = "target_period"
    ACTIONS = "actions"
    RESPONSIBLE = "responsible"
    IMPLEMENTING = "implementing"
    TWG = "twg"
    TIME_FRAME = "time_frame"
    AMOUNT = "amount"
    MONEY_FROM = "money_from"
    FUNDING = "funding"
    SOURCE = "source"
    VALIDATOR = "validator"
    SPLITS = "splits"
    PROGRESS = "progress"
    CONSTRAINTS = "constraints"
    #: Known, and not taken: remarks, aid-effectiveness actions, how often.
    OTHER = "other"


def _words(pattern: str, *khmer: str) -> re.Pattern[str]:
    return re.compile("|".join([pattern, *(re.escape(fold(word)) for word in khmer)]))


#: In the order in which they are tried: "output indicator" is the statement, "JMI no." the number.
_HEADINGS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.STATEMENT_KM, re.compile(rf"(?:indicator|statement|name).*khmer|{fold('សូចនាករ')}.*{fold('ខ្មែរ')}")),
    (Column.OTHER, _words(r"aid.?effectiveness|remark|comment|^notes?$|frequency|how often", "កំណត់សម្គាល់", "ភាពញឹកញាប់")),
    (Column.TWG, _words(r"\btwgs?\b|working group", "ក្រុមការងារ")),
    (Column.TIME_FRAME, _words(r"time.?frame|timing|time.?line|deadline|due date", "កាលកំណត់", "ពេលវេលា")),
    (Column.TARGET_PERIOD, _words(r"target (?:year|date)\b(?!.*\d)|(?:year|date) of (?:the )?target", "ឆ្នាំគោលដៅ")),
    (Column.BASELINE_PERIOD, _words(r"base.?line (?:year|date|period)|(?:year|date) of (?:the )?base.?line", "ឆ្នាំគោល")),
    (Column.BASELINE, _words(r"base.?line|starting (?:point|value)", "ទិន្នន័យគោល", "មូលដ្ឋាន")),
    (Column.VALIDATOR, _words(r"validat|verified by", "បញ្ជាក់ដោយ")),
    (Column.SOURCE, _words(r"data source|sources? of (?:data|information)|means of verification", "ប្រភពទិន្នន័យ")),
    (Column.CONSTRAINTS, _words(r"constraint|challenge|reasons? for delay", "បញ្ហាប្រឈម", "ឧបសគ្គ")),
    (Column.PROGRESS, _words(r"progress|achievement|status|actual", "វឌ្ឍនភាព", "សមិទ្ធផល")),
    (Column.SPLITS, _words(r"split|disaggregat|breakdown", "បំបែក")),
    (Column.IMPLEMENTING, _words(r"implementing|supporting institution|partners?$", "អនុវត្ត")),
    (Column.NUMBER, _words(r"\bno\b|\bnr\b|number|\bcode|^#$|^n°|reference", "ល.រ", "លេខ", "កូដ")),
    (Column.RESPONSIBLE, _words(r"responsib|coordinating|lead|ministr|institution|agency|owner")),
    (Column.RESPONSIBLE, _words(fold("ទទួលខុសត្រូវ"), "សម្របសម្រួល", "ស្ថាប័ន")),
    (Column.STATEMENT, _words(r"indicator|^jmis?$|statement", "សូចនាករ")),
    (Column.ACTIONS, _words(r"action|activit|milestone|steps?\b", "សកម្មភាព", "ជំហាន")),
    (Column.AMOUNT, _words(r"amount|budget|\bcosts?\b", "ទឹកប្រាក់", "ថវិកា")),
    (Column.FUNDING, _words(r"resource|funding|financ", "ធនធាន", "មូលនិធិ")),
    (Column.OUTCOME, _words(r"outcome|results?\b|objective|goal", "លទ្ធផល", "គោលបំណង")),
    (Column.OUTPUT, _words(r"outputs?\b", "ធាតុចេញ")),
    (Column.TARGET, _words(r"targets?\b", "គោលដៅ")),
    (Column.UNIT, _words(r"\bunits?\b", "ឯកតា")),
    (Column.AREA, _words(r"strateg|\barea|sector|pillar|grouping|theme", "យុទ្ធសាស្ត្រ", "វិស័យ")),
    (Column.SOURCE, _words(r"^sources?$", "ប្រភព")),
)  # fmt: skip
_YEARS = re.compile(r"(?:19|20)\d\d(?: ?[/-] ?\d{2,4})?")


@dataclass(frozen=True)
class Headings:
    """What the columns hold.

    Attributes:
        columns: by index.
        periods: of columns of targets and baselines, the period that the heading names: {5: "2014"}.
    """

    columns: Mapping[int, Column]
    periods: Mapping[int, str] = field(default_factory=dict)

    def of(self, *wanted: Column) -> list[int]:
        """The indices of these columns, from the left."""
        return [index for index in sorted(self.columns) if self.columns[index] in wanted]

    @property
    def stated_in(self) -> int:
        """The column that states the indicators: that of indicators, or in the older layouts that of targets.

        Raises: IndexError where there is neither.
        """
        targets = [index for index in self.of(Column.TARGET) if index not in self.periods]
        return [*self.of(Column.STATEMENT), *targets][0]


def read_heading(text: str) -> Column | None:
    """What a heading announces; None for a text that is none."""
    folded = fold(text).strip(" .:*")
    if not folded or len(folded) > _LONGEST:
        return None
    return next((column for column, words in _HEADINGS if words.search(folded)), None)


def read_headings(line: Line, below: Line | None) -> tuple[Headings, int] | None:
    """The columns that a row of headings announces, and how many rows they take; None for another row."""
    known = {index: read_heading(cell.text) for index, cell in line.cells.items()}
    own = line.own()
    found = [cell for cell in own if known[cell.column] is not None]
    if len(found) < 2 or len(found) < len(own) / 2 or any(cell.number and not _is_year(cell.text) for cell in own):
        return None
    both = below if below is not None and _belongs(line, below) else None
    columns, periods = dict[int, Column](), dict[int, str]()
    for index in sorted({*line.cells, *(both.cells if both is not None else ())}):
        above = line.cells[index].text if index in line.cells else ""
        under = both.cells[index].text if both is not None and index in both.cells else ""
        column = _combine(above, "" if under == above else under)
        if column is None:
            continue
        columns[index] = column
        period = _period_in(under) or _period_in(above)
        if column in (Column.TARGET, Column.BASELINE) and period:
            periods[index] = period
    if Column.TARGET not in columns.values() and Column.BASELINE in columns.values():
        bare = {index: cell.text.strip() for index, cell in line.cells.items() if index not in columns}
        periods |= {index: text for index, text in bare.items() if read_period(text) is not None}
        columns |= dict.fromkeys(periods.keys() & bare.keys(), Column.TARGET)
    for index in [index for index in columns if columns[index] is Column.SOURCE and _is_source(line, both, index)]:
        if columns.get(index - 1) in (Column.AMOUNT, Column.FUNDING):
            columns[index] = Column.MONEY_FROM
    headings = Headings(columns, periods)
    if not headings.of(Column.STATEMENT) and not [i for i in headings.of(Column.TARGET) if i not in periods]:
        return None
    return headings, 1 if both is None else 2


def _is_source(line: Line, below: Line | None, index: int) -> bool:
    """Whether a heading says "source" and no more: beside an amount it is that of the money."""
    texts = [one.cells[index].text for one in (line, below) if one is not None and index in one.cells]
    return any(fold(text).strip(" .:") in ("source", "sources", fold("ប្រភព")) for text in texts)


def _belongs(line: Line, below: Line) -> bool:
    """Whether the row below has headings too: each of its own texts is one, or a year below a wider heading."""
    own = below.own()
    if below.number > line.number + 1 or not own:
        return False
    wide = {index for index, cell in line.cells.items() if cell.spread or _begins_wide(line, index)}
    return all(
        read_heading(cell.text) is not None or (bool(_period_in(cell.text)) and cell.column in wide) for cell in own
    ) and any(cell.column in wide or cell.column not in line.cells for cell in own)


def _begins_wide(line: Line, index: int) -> bool:
    """Whether a heading goes on in the column to its right: it is merged, or nothing stands there."""
    return index + 1 not in line.cells or line.cells[index + 1].spread


def _combine(above: str, under: str) -> Column | None:
    upper, lower = read_heading(above), read_heading(under)
    if upper is Column.FUNDING and fold(under).startswith(("source", fold("ប្រភព"))):
        return Column.MONEY_FROM
    if upper is Column.TARGET and _period_in(under):
        return Column.TARGET
    if upper is Column.OUTCOME and lower is Column.OUTPUT:
        return Column.OUTPUT
    return lower or upper


def _period_in(text: str) -> str:
    """The period that a heading names, as typed: "2014", "SY 2008/09"; "" without one."""
    if read_period(text) is not None:
        return text.strip()
    found = _YEARS.search(fold(text))
    return found[0] if found is not None and read_period(found[0]) is not None else ""


def _is_year(text: str) -> bool:
    return _YEARS.fullmatch(text.strip()) is not None
