"""What follows from the values of an indicator, on the indicators of real documents (J5)."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from storage.indicators import Indicator, IndicatorState, IndicatorStep, Rating, Submission, TargetRevision
from twg.indicators.defining import Standing
from twg.indicators.rating_rule import Why, rate
from twg.language.indicator_lines import last_day

TODAY = date(2009, 1, 20)


def indicator(*targets: tuple[str, str | None], steps: tuple[tuple[str, str], ...] = (), **facts: Any) -> Indicator:
    """An indicator as it is loaded. Args: `targets`: period and value of each; `steps`: period and day reached."""
    given = {"unit": "%", "milestone": False, "lower_is_better": False, "baseline_period": "", **facts}
    given.setdefault("state", IndicatorState.ENDORSED)
    made = Indicator(id=1, number="2008-4", created_at=datetime(2007, 1, 1, tzinfo=UTC), **given)
    made.targets = [
        TargetRevision(id=place, period=period, value=value and Decimal(value), due_on=last_day(period), dropped=False)
        for place, (period, value) in enumerate(targets, 1)
    ]
    made.steps = [
        IndicatorStep(
            position=place,
            text="Draft",
            period=period,
            due_on=last_day(period),
            reached_on=date.fromisoformat(reached) if reached else None,
        )
        for place, (period, reached) in enumerate(steps, 1)
    ]
    return made


def accepted(value: str | None, day: str = "2008-12-31") -> Standing:
    moment = datetime.fromisoformat(f"{day}T05:00+00:00")
    return Standing(Submission(id=1, value=value and Decimal(value), submitted_at=moment), None)


DELIVERIES = {"baseline": Decimal(38), "baseline_period": "Dec 2006"}
OF_DELIVERIES = (("Dec 2007", "45"), ("Dec 2009", "65"))


@pytest.mark.parametrize(
    ("value", "day", "today", "rating", "why", "expected"),
    [
        ("58", "2008-12-31", TODAY, Rating.ON_TRACK, Why.PATH, 55),
        ("53.1", "2008-12-31", TODAY, Rating.ON_TRACK, Why.PATH, 55),  # a tenth of 20 points behind
        ("52.9", "2008-12-31", TODAY, Rating.DELAYED, Why.PATH, 55),
        ("65", "2008-12-31", TODAY, Rating.ACHIEVED, Why.REACHED, 65),
        ("44", "2008-03-01", TODAY, Rating.DELAYED, Why.MISSED, 45),
        ("45", "2007-12-31", date(2008, 1, 5), Rating.ON_TRACK, Why.PATH, 45),  # on the day of a target, no slack
        ("44.9", "2007-12-31", date(2008, 1, 5), Rating.DELAYED, Why.MISSED, 45),
        ("38", "2007-06-30", date(2007, 7, 1), Rating.NOT_STARTED, Why.NOT_MOVED, None),
        ("58", "2008-12-31", date(2010, 3, 30), Rating.ON_TRACK, Why.PATH, 55),  # the next report may still come
        ("58", "2008-12-31", date(2010, 3, 31), Rating.DELAYED, Why.MISSED, 65),
    ],
)
def test_a_value_is_held_against_the_way_to_its_targets(
    value: str, day: str, today: date, rating: Rating, why: Why, expected: int | None
) -> None:
    """2008-4, whose target was raised on the way."""
    found = rate(indicator(*OF_DELIVERIES, **DELIVERIES), accepted(value, day), today=today)
    assert (found.rating, found.why) == (rating, why)
    assert (None if found.expected is None else round(found.expected)) == expected


@pytest.mark.parametrize(
    ("value", "rating"),
    [("19.5", Rating.ON_TRACK), ("21", Rating.NOT_STARTED), ("18", Rating.ACHIEVED), ("22", Rating.DELAYED)],
)
@pytest.mark.parametrize("said", [True, False])
def test_lower_values_may_be_better(value: str, rating: Rating, said: bool) -> None:
    """2008-3a, incomplete schools: that lower is better is said, or follows from the target."""
    facts = {"baseline": Decimal(21), "baseline_period": "SY 2007/08", "lower_is_better": said}
    found = rate(indicator(("SY 2008/09", "18"), **facts), accepted(value, "2009-02-28"), today=date(2009, 3, 1))
    assert found.rating is rating


@pytest.mark.parametrize(
    ("targets", "standing", "facts", "rating", "why"),
    [
        ([("2009", "95")], Standing(), {}, Rating.NO_DATA, Why.NO_VALUE),
        ([("2009", "95")], Standing(None, Submission(value=Decimal(99))), {}, Rating.NO_DATA, Why.NO_VALUE),
        ([], accepted("90"), {}, Rating.NO_DATA, Why.NO_TARGET),
        ([("soon", "95")], accepted("90"), {}, Rating.NO_DATA, Why.NO_TARGET),
        ([("soon", "95")], accepted("95"), {}, Rating.ACHIEVED, Why.REACHED),
        ([("2009", "95")], accepted("90"), {}, Rating.NO_DATA, Why.NO_BASELINE),  # 2008-3b
        ([("2014", "42648014"), ("2015", "43500974")], accepted("146051269"), {}, Rating.ACHIEVED, Why.REACHED),
        ([("2009", "95")], accepted("1"), {"state": IndicatorState.MET}, Rating.ACHIEVED, Why.MET),
    ],
)
def test_what_cannot_be_held_against_a_way_has_no_data(
    targets: list[tuple[str, str]], standing: Standing, facts: dict[str, Any], rating: Rating, why: Why
) -> None:
    found = rate(indicator(*targets, **facts), standing, today=TODAY)
    assert (found.rating, found.why) == (rating, why)


FIVE = ("Sept 2010", "Nov 2010", "Feb 2011", "May 2011", "Sept 2011")


@pytest.mark.parametrize(
    ("reached", "reports", "today", "rating", "why"),
    [
        ([], False, date(2010, 8, 1), Rating.NOT_STARTED, Why.NOT_BEGUN),
        ([], True, date(2010, 8, 1), Rating.ON_TRACK, Why.BEGUN),
        (["2010-09-20"], False, date(2010, 10, 1), Rating.ON_TRACK, Why.BEGUN),
        (["2010-09-20"], True, date(2010, 12, 1), Rating.DELAYED, Why.STEP_LATE),
        (["2010-09-20"] * 5, False, date(2012, 1, 1), Rating.ACHIEVED, Why.STEPS_REACHED),
    ],
)
def test_a_milestone_is_held_against_its_steps(
    reached: list[str], reports: bool, today: date, rating: Rating, why: Why
) -> None:
    """2010-1, the mid-term review in five dated steps."""
    steps = tuple(zip(FIVE, [*reached, *[""] * (5 - len(reached))], strict=True))
    milestone = indicator(("Sept 2011", None), steps=steps, unit="", milestone=True)
    found = rate(milestone, accepted(None) if reports else Standing(), today=today)
    assert (found.rating, found.why) == (rating, why)
    assert (found.step, found.period) == ((2, "Nov 2010") if rating is Rating.DELAYED else (0, ""))


def test_a_milestone_without_steps_is_held_against_its_day() -> None:
    """2006-1, by end June 2006."""
    milestone = indicator(("end June 2006", None), unit="", milestone=True)
    assert rate(milestone, Standing(), today=date(2006, 6, 30)).rating is Rating.NOT_STARTED
    late = rate(milestone, accepted(None, "2006-06-01"), today=date(2006, 7, 1))
    assert (late.rating, late.why, late.period) == (Rating.DELAYED, Why.LATE, "end June 2006")
    assert rate(indicator(unit="", milestone=True), Standing(), today=TODAY).rating is Rating.NO_DATA
