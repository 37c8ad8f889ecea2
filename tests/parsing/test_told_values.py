"""All that a text says of a value: its period, its parts; and of a milestone which step was reached (J3)."""

from datetime import date
from decimal import Decimal

import pytest

from twg.language.doubts import UnclearValue
from twg.language.periods import complete_period
from twg.language.periods_beside import find_past_day, take_period
from twg.language.told_parts import UnreadablePart, read_part
from twg.language.told_steps import find_told_step
from twg.language.told_values import read_told

TODAY = date(2026, 12, 1)
SEX = {"Sex": ("girls", "boys")}
STEPS = ["Concept note", "Draft report", "Consultation held", "Final report", "Report approved by the CoM"]


@pytest.mark.parametrize(
    ("text", "period", "rest"),
    [
        ("58% (Q3 2026)", "Q3 2026", "58%"),
        ("58% as of June", "June 2026", "58%"),
        ("58% as of 30 June 2025 in hospitals", "30 June 2025", "58% in hospitals"),
        ("Q2 2026: 58% hospitals", "Q2 2026", "58% hospitals"),
        ("៥៨% (ត្រីមាសទី៣ ឆ្នាំ២០២៦)", "ត្រីមាសទី៣ ឆ្នាំ២០២៦", "៥៨%"),
        ("៥៨% គិតត្រឹមថ្ងៃទី៣០ ខែមិថុនា", "ថ្ងៃទី៣០ ខែមិថុនា 2026", "៥៨%"),
        ("79.1 SY 2025/26", "SY 2025/26", "79.1"),
        ("៧៩,១% ឆ្នាំសិក្សា ២០២៥-២០២៦", "ឆ្នាំសិក្សា ២០២៥-២០២៦", "៧៩,១%"),
        ("146,051,269 m² in 2015", "2015", "146,051,269 m²"),
        ("58%, Q3", "Q3 2026", "58%"),
        ("58% by 2027", "", "58% by 2027"),
        ("we may reach 58%", "", "we may reach 58%"),
        ("2026", "", "2026"),
        ("58 in March 2026 and 60 in June 2026", "", "58 in March 2026 and 60 in June 2026"),
    ],
)
def test_the_period_of_a_value_stands_beside_it(text: str, period: str, rest: str) -> None:
    assert take_period(text, today=TODAY) == (period, rest)


def test_a_period_without_its_year_is_the_latest_that_has_begun() -> None:
    assert complete_period("Q4", today=TODAY) == "Q4 2026"
    assert complete_period("Q4", today=date(2026, 9, 30)) == "Q4 2025"
    assert complete_period("31 December", today=TODAY) == "31 December 2025"
    assert complete_period("2027", today=TODAY) == ""


@pytest.mark.parametrize(
    ("text", "value", "note"),
    [
        ("58% (f 61, m 55)", "58", ""),
        ("58% (61% girls and 55% boys)", "58", ""),
        ("៥៨% (ស្រី ៦១ ប្រុស ៥៥)", "58", ""),
        ("58%\ngirls: 61\nboys: 55", "58", ""),
        ("58%\tgirls 61\tboys 55", "58", ""),
        ("58% girls 61 boys 55 in two provinces", "58", "in two provinces"),
    ],
)
def test_the_parts_of_a_value_stand_beside_it(text: str, value: str, note: str) -> None:
    found = read_told(text, unit="%", splits=SEX, today=TODAY)
    assert (found.value, found.note) == (Decimal(value), note)
    assert [(part.part, part.value) for part in found.parts] == [("girls", 61), ("boys", 55)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("58% (DHS 2021)", "2021"),
        ("៥៨% ឆ្នាំ ២០១៩", "ឆ្នាំ ២០១៩"),
        ("2025: 52%, 2026: 58%", ""),
        ("58% in 2024", "2024"),
    ],
)
def test_a_period_of_another_time_is_told_with_the_value(text: str, period: str) -> None:
    found = read_told(text, unit="%", splits={}, today=TODAY)
    assert (found.value, found.period) == (58, period)


#: What is asked about, in which unit, and the figures that are offered: none that is no value.
_CANDIDATES = [
    ("girls 89 boys 97", "%", ["97", "89"]),
    ("ស្រី ៨៩ ប្រុស ៩៧", "%", ["97", "89"]),
    ("male 61 female 55", "%", ["55", "61"]),
    ("f 61 m 55", "%", ["55", "61"]),
    ("rural 45, urban 71", "%", ["71", "45"]),
    ("girls 89 boys 97", "people", ["97", "89"]),
    ("2026 58%", "%", ["58"]),
    ("58 2026", "%", ["58"]),
    ("58 2026", "people", ["58", "2026"]),
    ("58% year 2", "%", ["58", "2"]),
    ("1058%", "%", ["1058"]),
    ("58 see page 12", "%", ["58"]),
]


@pytest.mark.parametrize(("text", "unit", "offered"), _CANDIDATES)
def test_of_several_figures_those_are_offered_that_may_be_the_value(text: str, unit: str, offered: list[str]) -> None:
    """With the unit first, what looks like a year last, and no percentage that is many times the whole (J3)."""
    with pytest.raises(UnclearValue) as refused:
        read_told(text, unit=unit, splits={}, today=TODAY)
    assert [f"{value:f}" for value in refused.value.data["readings"]] == offered


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("58% Q5 2026", "Q5 2026"),
        ("58% (Q5 2026)", "Q5 2026"),
        ("Q5 2026: 58%", "Q5 2026"),
        ("58 in quarter 5 of 2026", "quarter 5 of 2026"),
        ("58% H3 2026", "H3 2026"),
        ("58% 13/2026", "13/2026"),
        ("58% 31/13/2026", "31/13/2026"),
        ("58% as of 31 Nov 2026", "31 Nov 2026"),
        ("៥៨% ត្រីមាសទី៥ ឆ្នាំ២០២៦", "ត្រីមាសទី៥ ឆ្នាំ២០២៦"),
        ("58% 2026 Q3", "2026 Q3"),
        ("58% p. 12", ""),
        ("58% pg 12", ""),
    ],
)
def test_a_period_that_does_not_exist_is_told_as_typed(text: str, period: str) -> None:
    """Of which period the value is, is asked; its figures are none of the value (J3)."""
    found = read_told(text, unit="%", splits={}, today=TODAY)
    assert (found.value, found.period) == (58, period)


@pytest.mark.parametrize("text", ["58% of girls", "girls: 58%", "women 58%", "ស្រី ៥៨%"])
def test_the_figure_of_one_part_is_not_taken_as_the_whole(text: str) -> None:
    with pytest.raises(UnclearValue) as refused:
        read_told(text, unit="%", splits=SEX, today=TODAY)
    assert refused.value.data["readings"] == [58]


def test_a_whole_of_its_parts_is_no_part() -> None:
    found = read_told("58% of girls and boys", unit="%", splits=SEX, today=TODAY)
    assert (found.value, found.parts) == (58, ())
    assert read_part("boys 55 %", splits=SEX, unit="%").value == 55
    for line in ("55", "teachers 55", "boys", "boys 55 or so, girls 61"):
        with pytest.raises(UnreadablePart):
            read_part(line, splits=SEX, unit="%")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("step 2 done on 28 Sept", 1),
        ("ជំហានទី២ រួចរាល់", 1),
        ("the consultation was held on 12 October", 2),
        ("final report completed", 3),
        ("report approved by the CoM", 4),
        ("step 2 is not done", None),
        ("step 9 done", None),
        ("steps 1 and 2", None),
        ("report", None),
        ("draft report and final report completed", None),
        ("the final report will be completed in May", None),
    ],
)
def test_a_step_is_named_by_its_number_or_its_words(text: str, place: int | None) -> None:
    assert find_told_step(text, STEPS) == place


def test_the_day_on_which_a_step_was_reached() -> None:
    assert find_past_day("step 2 done on 28 Sept", today=TODAY) == date(2026, 9, 28)
    assert find_past_day("done in October", today=TODAY) == date(2026, 10, 31)
    assert find_past_day("done", today=TODAY) is None
