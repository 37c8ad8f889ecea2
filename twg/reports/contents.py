"""What a JMI report says, as data: the same for every reader, and told apart by its hash (J6).

Source: Guideline 2016, Part Two (6)(ii), Part Three (d)(v).
"""

import hashlib
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from storage.indicators import Rating


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Body(_Frozen):
    """An institution by its names; `name_km` may be empty."""

    name: str
    name_km: str = ""


class Figure(_Frozen):
    """What was reported on an indicator.

    Attributes:
        submission_id: of the report.
        value: in the unit of the indicator; None of a milestone.
        period: of when it is; empty where that was not said.
        parts: the value of each part, by the name of the split: {"Sex": {"girls": "61"}}.
        step: the step of a milestone that was reached, in the words of the indicator.
        by: who reported it: their institution, or the person where they have none.
        reported_on: local day.
    """

    submission_id: int
    value: Decimal | None = None
    period: str = ""
    parts: dict[str, dict[str, str]] = {}
    step: str = ""
    reached_on: date | None = None
    note: str = ""
    constraints: str = ""
    next_steps: str = ""
    by: Body
    reported_on: date

    @property
    def part_values(self) -> dict[str, dict[str, Decimal]]:
        """The value of each part, by the name of the split."""
        return {split: {part: Decimal(value) for part, value in parts.items()} for split, parts in self.parts.items()}


class Dated(_Frozen):
    """A value of a day, for the chart."""

    day: date
    value: Decimal


class Line(_Frozen):
    """An indicator in a report.

    Attributes:
        baseline_period: when the baseline was measured; `baseline_note`: that of a milestone, in words.
        target: the one that is to be reached next, seen from the last day of the round; `target_before`: the one that
            it replaced.
        figure: the newest accepted report of the round; None without one.
        earlier: the newest accepted one from before the round.
        rating: computed, or set by hand with `rating_reason`.
        steps: the steps of a milestone, each with whether it is reached.
        path, history: the way to the targets, and accepted values by day, for the chart.
    """

    indicator_id: int
    number: str
    statement: str
    statement_km: str = ""
    unit: str = ""
    milestone: bool = False
    baseline: Decimal | None = None
    baseline_period: str = ""
    baseline_note: str = ""
    target: Decimal | None = None
    target_period: str = ""
    target_before: Decimal | None = None
    source: str = ""
    responsible: tuple[Body, ...] = ()
    figure: Figure | None = None
    earlier: Figure | None = None
    rating: Rating = Rating.NO_DATA
    rating_reason: str = ""
    steps: tuple[tuple[str, bool], ...] = ()
    path: tuple[Dated, ...] = ()
    history: tuple[Dated, ...] = ()


class Contents(_Frozen):
    """The accepted reports of a round of one TWG.

    Attributes:
        as_of: local day on which the ratings are computed.
        due_on: last day of the round, local.
    """

    twg_id: int
    code: str
    twg: Body
    round_id: int
    title: str
    period: str = ""
    due_on: date
    as_of: date
    lines: tuple[Line, ...] = ()

    @property
    def signed_bytes(self) -> bytes:
        """Everything that it says, as JSON in UTF-8: what the Chair signs."""
        return self.model_dump_json().encode()

    @property
    def sha256(self) -> str:
        """Of everything that it says, hexadecimal."""
        return hashlib.sha256(self.signed_bytes).hexdigest()

    @property
    def reported(self) -> list[Line]:
        """The lines with an accepted report of the round."""
        return [line for line in self.lines if line.figure is not None]

    @property
    def missing(self) -> list[Line]:
        """The lines without one."""
        return [line for line in self.lines if line.figure is None]

    @property
    def unrated(self) -> list[Line]:
        """The lines with a value that lack a target or baseline by which it could be rated."""
        told = [line for line in self.lines if line.rating is Rating.NO_DATA]
        return [line for line in told if any(one and one.value is not None for one in (line.figure, line.earlier))]

    @property
    def behind(self) -> list[Line]:
        """The lines that are rated as delayed: what is to be discussed."""
        return [line for line in self.lines if line.rating is Rating.DELAYED]

    @property
    def counts(self) -> dict[Rating, int]:
        """How many lines have each rating; ratings that none has are left out."""
        found = {rating: sum(line.rating is rating for line in self.lines) for rating in Rating}
        return {rating: count for rating, count in found.items() if count}


def plain(value: Decimal) -> Decimal:
    """A value without trailing zeros, so that it is the same text whatever database it comes from."""
    return Decimal(f"{value.normalize():f}")
