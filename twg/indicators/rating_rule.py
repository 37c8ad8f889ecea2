"""How an indicator stands, computed from its values, the path to its targets and its steps (J5). See docs/rating.md."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from storage.indicators import Indicator, IndicatorState, IndicatorStep, Rating, Submission
from twg.indicators.defining import Standing
from twg.language.indicator_lines import last_day

#: Between two points of the path, a value may lag behind it by so much of the way between them.
SLACK = Decimal("0.1")
#: So long after the day of a target, the last value is held against it even where none came since.
RENEWED_WITHIN = timedelta(days=90)


class Why(enum.Enum):
    """What a rating follows from; those that name other attributes of `Computed` have them."""

    #: It was noted as met.
    MET = enum.auto()
    #: The last target (`expected`), or every step, is reached.
    REACHED = enum.auto()
    STEPS_REACHED = enum.auto()
    #: The path gives `expected` for `day`.
    PATH = enum.auto()
    #: The target of `period` was `expected`, and is not reached.
    MISSED = enum.auto()
    #: The value is that of the baseline, and no target is due.
    NOT_MOVED = enum.auto()
    NO_VALUE = enum.auto()
    NO_TARGET = enum.auto()
    NO_BASELINE = enum.auto()
    #: Step number `step`, or the milestone itself, was due by `period`.
    STEP_LATE = enum.auto()
    LATE = enum.auto()
    #: Something is reached or reported, and nothing is late.
    BEGUN = enum.auto()
    #: Nothing is reached or reported, and nothing is due yet.
    NOT_BEGUN = enum.auto()


@dataclass(frozen=True)
class PathPoint:
    """What is to be reached on a day, in the unit of the indicator; the first one may be the baseline."""

    day: date
    value: Decimal


@dataclass(frozen=True)
class Computed:
    """What follows from the values. `step` counts from 1; 0 where it is about none."""

    rating: Rating
    why: Why
    expected: Decimal | None = None
    day: date | None = None
    period: str = ""
    step: int = 0


def rate(indicator: Indicator, standing: Standing, *, today: date) -> Computed:
    """How an indicator stands by its accepted report.

    Args:
        indicator: with its targets and steps.
        today: the local day.
    """
    if indicator.state is IndicatorState.MET:
        return Computed(Rating.ACHIEVED, Why.MET)
    if indicator.milestone:
        return _rate_milestone(indicator, standing, today)
    accepted = standing.accepted
    if accepted is None or accepted.value is None:
        return Computed(Rating.NO_DATA, Why.NO_VALUE)
    return _rate_value(indicator, accepted.value, day_of(accepted), today)


def day_of(submission: Submission) -> date:
    """The day that the value of a report is of: the last one of its period, or where that is later the report's own."""
    reported, ended = submission.submitted_at.date(), last_day(submission.period or "")
    return reported if ended is None else min(ended, reported)


def path_of(indicator: Indicator) -> list[PathPoint]:
    """The way from the baseline over the target of each period that has a day, by day; empty without such a target."""
    targets = [
        PathPoint(target.due_on, target.value)
        for target in indicator.targets_in_force
        if target.due_on is not None and target.value is not None
    ]
    if not targets or indicator.baseline is None:
        return targets
    measured = last_day(indicator.baseline_period) or indicator.created_at.date()
    return [*([PathPoint(measured, indicator.baseline)] if measured < targets[0].day else []), *targets]


def falls(indicator: Indicator) -> bool:
    """Whether lower values are better: that was said, or its last target is below its baseline."""
    values = [target.value for target in indicator.targets_in_force if target.value is not None]
    below = bool(values) and indicator.baseline is not None and values[-1] < indicator.baseline
    return indicator.lower_is_better or below


def expected_on(path: Sequence[PathPoint], day: date) -> Decimal | None:
    """What the path gives for a day, on a straight line between two points; None before the first one."""
    before = [point for point in path if point.day <= day]
    if not before:
        return None
    after = path[len(before) : len(before) + 1]
    if not after:
        return before[-1].value
    passed = Decimal((day - before[-1].day).days) / (after[0].day - before[-1].day).days
    return before[-1].value + (after[0].value - before[-1].value) * passed


def _rate_value(indicator: Indicator, value: Decimal, of: date, today: date) -> Computed:
    """Args: `of`: the day that the value is of."""
    lower = falls(indicator)
    targets = [target for target in indicator.targets_in_force if target.value is not None]
    path = path_of(indicator)
    if not targets:
        return Computed(Rating.NO_DATA, Why.NO_TARGET)
    last = path[-1].value if path else targets[-1].value
    if last is not None and _reaches(value, last, lower):
        return Computed(Rating.ACHIEVED, Why.REACHED, last)
    if not path:
        return Computed(Rating.NO_DATA, Why.NO_TARGET)
    due = [(target.due_on, target) for target in targets if target.due_on is not None]
    day = max([of, *(last for last, _target in due if last + RENEWED_WITHIN <= today)])
    passed = [target for last, target in due if last <= day]
    if passed and passed[-1].value is not None and not _reaches(value, passed[-1].value, lower):
        return Computed(Rating.DELAYED, Why.MISSED, passed[-1].value, period=passed[-1].period)
    if value == indicator.baseline and not passed:
        return Computed(Rating.NOT_STARTED, Why.NOT_MOVED)
    expected = expected_on(path, day)
    if expected is None:
        return Computed(Rating.NO_DATA, Why.NO_BASELINE)
    allowed = _slack(path, day)
    is_on_track = _reaches(value, expected + allowed if lower else expected - allowed, lower)
    return Computed(Rating.ON_TRACK if is_on_track else Rating.DELAYED, Why.PATH, expected, day)


def _reaches(value: Decimal, wanted: Decimal, lower: bool) -> bool:
    return value <= wanted if lower else value >= wanted


def _slack(path: Sequence[PathPoint], day: date) -> Decimal:
    """By how much a value may lag behind the path on a day: nothing on the day of a target and after the last one."""
    after = next((place for place, point in enumerate(path) if point.day > day), None)
    if not after or path[after - 1].day == day:
        return Decimal(0)
    return abs(path[after].value - path[after - 1].value) * SLACK


def is_late(step: IndicatorStep, today: date) -> bool:
    """Whether a step was due before this local day and is not reached."""
    return step.reached_on is None and step.due_on is not None and step.due_on < today


def _rate_milestone(indicator: Indicator, standing: Standing, today: date) -> Computed:
    steps = sorted(indicator.steps, key=lambda step: step.position)
    if steps and all(step.reached_on is not None for step in steps):
        return Computed(Rating.ACHIEVED, Why.STEPS_REACHED)
    for step in steps:
        if is_late(step, today):
            return Computed(Rating.DELAYED, Why.STEP_LATE, period=step.period, step=step.position)
    due = [(target.due_on, target.period) for target in indicator.targets_in_force if target.due_on is not None]
    if due and due[-1][0] < today:
        return Computed(Rating.DELAYED, Why.LATE, period=due[-1][1])
    if standing.accepted is not None or any(step.reached_on is not None for step in steps):
        return Computed(Rating.ON_TRACK, Why.BEGUN)
    if not steps and not due:
        return Computed(Rating.NO_DATA, Why.NO_TARGET)
    return Computed(Rating.NOT_STARTED, Why.NOT_BEGUN)
