"""What a table of indicators says, as it was read."""

from dataclasses import dataclass, field
from decimal import Decimal

from twg.language.indicator_lines import SplitLine, StepLine, TargetLine
from twg.language.indicator_sheets.refusals import SheetRemark


@dataclass
class SheetIndicator:
    """An indicator of a table; what the table does not say is empty.

    Attributes:
        place: "7", or "JMI 2010!7" where the workbook has several sheets.
    """

    place: str
    number: str
    statement: str
    statement_km: str = ""
    outcome: str = ""
    output: str = ""
    grouping: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    baseline_period: str = ""
    baseline_note: str = ""
    source: str = ""
    validator: str = ""
    funding: str = ""
    lower_is_better: bool = False
    targets: list[TargetLine] = field(default_factory=list)
    steps: list[StepLine] = field(default_factory=list)
    splits: list[SplitLine] = field(default_factory=list)
    responsible: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Remark:
    """A remark on a row; `place` is empty for one on the whole file."""

    place: str
    what: SheetRemark


@dataclass
class IndicatorSheet:
    """A table of indicators as it was read."""

    indicators: list[SheetIndicator] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def errors(self) -> list[Remark]:
        """Remarks on rows that are left out."""
        return [remark for remark in self.remarks if remark.what.error]
