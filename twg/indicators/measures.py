"""How the values of an indicator are measured: in which unit, within which limits, and against what is known (J3).

BadInput
├── AboveHighest            a value above the limit of its indicator
└── BelowLowest             a value below it
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from storage.indicators import Indicator, list_values
from twg.core.refusals import BadInput
from twg.indicators.plausibility import Experience, check_plausible
from twg.language.told_parts import Splits

#: Earlier values against which a new one is held.
_MOST_VALUES = 6
#: Of each indicator the values that stand, each with its period, the newest first.
Values = Mapping[int, Sequence[tuple[Decimal, str]]]


class AboveHighest(BadInput):
    """A value above the limit of its indicator. data: `highest`, `unit`."""

    key = "indicators#above_highest"


class BelowLowest(BadInput):
    """A value below the limit of its indicator. data: `lowest`, `unit`."""

    key = "indicators#below_lowest"


@dataclass(frozen=True)
class Measure:
    """How a value is measured: its unit, its limits (None without one), its parts, and what is known of its values.

    `experience` is None for what is no report: a baseline, a target.
    """

    unit: str = ""
    lowest: Decimal | None = None
    highest: Decimal | None = None
    splits: Splits = field(default_factory=dict)
    experience: Experience | None = None

    def check(self, value: Decimal) -> None:
        """Raises: BelowLowest, AboveHighest."""
        if self.lowest is not None and value < self.lowest:
            raise BelowLowest(lowest=self.lowest, unit=self.unit)
        if self.highest is not None and value > self.highest:
            raise AboveHighest(highest=self.highest, unit=self.unit)

    def check_plausible(self, value: Decimal) -> None:
        """Raises: Implausible."""
        if self.experience is not None:
            check_plausible(value, self.unit, self.experience)


def measure_of(
    indicator: Indicator | None, values: Sequence[tuple[Decimal, str]] = (), *, today: date | None = None
) -> Measure:
    """How values of an indicator are measured; of one that is not chosen yet, nothing.

    Args:
        values: those that stand, each with its period, the newest first.
        today: local date, for the target that is to be reached next.
    """
    if indicator is None:
        return Measure()
    target = None if today is None else indicator.target_for(today)
    experience = Experience(
        values=[value for value, _period in values],
        period=values[0][1] if values else "",
        baseline=indicator.baseline,
        target=None if target is None else target.value,
        lower_is_better=indicator.lower_is_better,
        highest=indicator.highest,
    )
    return Measure(indicator.unit, indicator.lowest, indicator.highest, indicator.splits, experience)


async def read_values(session: AsyncSession, twg_id: int) -> Values:
    """Of each indicator of a TWG the newest values that stand, against which new ones are held."""
    return await list_values(session, twg_id, most=_MOST_VALUES)
