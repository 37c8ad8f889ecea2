"""What the questions of reports depend on: the indicators, their values so far, and the period of the round (J3)."""

from dataclasses import dataclass
from datetime import date

from handlers.routing.request import Request
from storage.indicators import Indicator, find_open_round, list_indicators
from twg.indicators.measures import Measure, Values, measure_of, read_values


@dataclass(frozen=True)
class Known:
    """What is known of the indicators of a TWG.

    Attributes:
        values: of each indicator those that stand, each with its period, the newest first.
        period: of the open round, "" where that was not said; None while no round is open.
    """

    indicators: list[Indicator]
    values: Values
    period: str | None

    def measure_of(self, indicator: Indicator | None, today: date) -> Measure:
        """How values of an indicator are measured, and what a new one is held against."""
        values = () if indicator is None else self.values.get(indicator.id, ())
        return measure_of(indicator, values, today=today)


async def load_known(request: Request) -> Known:
    """What is known of the indicators of the TWG of the request."""
    twg_id = request.member.twg.id
    current = await find_open_round(request.session, twg_id)
    return Known(
        await list_indicators(request.session, twg_id),
        await read_values(request.session, twg_id),
        None if current is None else current.period,
    )
