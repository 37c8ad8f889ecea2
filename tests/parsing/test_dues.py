"""Until when something agreed is to be done, as minutes write it, in English and Khmer (A1)."""

from datetime import date

import pytest

from storage.actions import Every
from twg.core.refusals import PastDay, UnreadableDay, WhichDay
from twg.language.dues import Due, LeftOpen, next_of, read_due
from twg.time.working_time import ALWAYS_OPEN

#: A Monday.
TODAY = date(2026, 11, 23)


def read(text: str) -> Due:
    return read_due(text, today=TODAY, hours=ALWAYS_OPEN)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("end Sept", date(2027, 9, 30)),
        ("by end of September 2027", date(2027, 9, 30)),
        ("end Jan", date(2027, 1, 31)),
        ("Jan 2027", date(2027, 1, 31)),
        ("mid-March", date(2027, 3, 15)),
        ("early February", date(2027, 2, 10)),
        ("end of Feb 2028", date(2028, 2, 29)),
        ("May", date(2027, 5, 31)),
        ("Q3 2027", date(2027, 9, 30)),
        ("Q3/2027", date(2027, 9, 30)),
        ("2027 Q3", date(2027, 9, 30)),
        ("end of Q1", date(2027, 3, 31)),
        ("third quarter of 2027", date(2027, 9, 30)),
        ("next quarter", date(2027, 3, 31)),
        ("first half of 2027", date(2027, 6, 30)),
        ("H2 2027", date(2027, 12, 31)),
        ("end of the year", date(2026, 12, 31)),
        ("2027", date(2027, 12, 31)),
        ("end of the month", date(2026, 11, 30)),
        ("end of next week", date(2026, 12, 4)),
        ("ចុងខែមករា", date(2027, 1, 31)),
        ("ត្រឹមចុងខែមករា ឆ្នាំ២០២៧", date(2027, 1, 31)),
        ("ដើមខែមីនា", date(2027, 3, 10)),
        ("ពាក់កណ្ដាលខែមីនា", date(2027, 3, 15)),
        ("ត្រីមាសទី៣", date(2027, 9, 30)),
        ("ត្រីមាសទី៣ ឆ្នាំ២០២៧", date(2027, 9, 30)),
        ("ត្រីមាសក្រោយ", date(2027, 3, 31)),
        ("ឆមាសទី១ ឆ្នាំ២០២៧", date(2027, 6, 30)),
        ("ចុងខែនេះ", date(2026, 11, 30)),
        ("ចុងឆ្នាំ២០២៧", date(2027, 12, 31)),
    ],
)
def test_a_period_means_its_last_day_and_keeps_its_words(text: str, day: date) -> None:
    due = read(text)
    assert due.day == day
    assert due.words
    assert due.words in text


@pytest.mark.parametrize("text", ["15 December", "15/12/2026", "ថ្ងៃទី១៥ ខែធ្នូ", "on 15 December 2026"])
def test_a_day_is_a_day(text: str) -> None:
    assert read(text) == Due(day=date(2026, 12, 15))


@pytest.mark.parametrize(
    ("text", "every", "first"),
    [
        ("every quarter", Every.QUARTER, date(2026, 12, 31)),
        ("Quarterly", Every.QUARTER, date(2026, 12, 31)),
        ("monthly", Every.MONTH, date(2026, 11, 30)),
        ("twice a year", Every.HALF_YEAR, date(2026, 12, 31)),
        ("annually", Every.YEAR, date(2026, 12, 31)),
        ("ប្រចាំត្រីមាស", Every.QUARTER, date(2026, 12, 31)),
        ("រៀងរាល់ខែ", Every.MONTH, date(2026, 11, 30)),
    ],
)
def test_again_and_again_is_due_at_the_end_of_each(text: str, every: Every, first: date) -> None:
    assert read(text) == Due(day=first, every=every)


def test_it_is_due_again_at_the_end_of_the_next() -> None:
    assert next_of(Every.QUARTER, date(2026, 12, 31)) == date(2027, 3, 31)
    assert next_of(Every.MONTH, date(2027, 1, 15)) == date(2027, 1, 31)
    assert next_of(Every.HALF_YEAR, date(2027, 6, 30)) == date(2027, 12, 31)


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("asap", [Due(day=date(2026, 12, 7)), Due(day=date(2026, 11, 30))]),
        ("As soon as possible.", [Due(day=date(2026, 12, 7)), Due(day=date(2026, 11, 30))]),
        ("ឱ្យបានឆាប់", [Due(day=date(2026, 12, 7)), Due(day=date(2026, 11, 30))]),
        (
            "on-going",
            [
                Due(day=date(2026, 11, 30), every=Every.MONTH),
                Due(day=date(2026, 12, 31), every=Every.QUARTER),
                Due(review_on=date(2027, 2, 23)),
            ],
        ),
        ("TBD", [Due(review_on=date(2026, 12, 23)), Due(review_on=date(2027, 2, 23))]),
        ("មិនទាន់កំណត់", [Due(review_on=date(2026, 12, 23)), Due(review_on=date(2027, 2, 23))]),
    ],
)
def test_what_leaves_it_open_is_asked_with_a_proposal(text: str, proposed: list[Due]) -> None:
    with pytest.raises(LeftOpen) as refused:
        read(text)
    assert list(refused.value.data["dues"]) == proposed


@pytest.mark.parametrize(
    ("text", "first"),
    [
        *(
            (text, Due(day=date(2026, 12, 7)))
            for text in ("asap please", "right away", "without delay", "ក្នុងពេលឆាប់ៗនេះ")
        ),
        *((text, Due(every=Every.PLENARY)) for text in ("ahead of every meeting", "មុនរាល់កិច្ចប្រជុំ")),
    ],
)
def test_other_words_that_leave_it_open_are_asked_alike(text: str, first: Due) -> None:
    with pytest.raises(LeftOpen) as refused:
        read(text)
    assert refused.value.data["dues"][0] == first


@pytest.mark.parametrize("text", ["before each plenary", "មុនកិច្ចប្រជុំពេញអង្គនីមួយៗ"])
def test_before_each_plenary_needs_no_day(text: str) -> None:
    assert read(text) == Due(every=Every.PLENARY)


def test_an_open_one_has_a_day_of_review() -> None:
    assert read("review in March") == Due(review_on=date(2027, 3, 31))
    assert read("review on 1 March 2027") == Due(review_on=date(2027, 3, 1))


@pytest.mark.parametrize("text", ["end Sept 2011", "Q2 2025", "1 November 2026"])
def test_a_period_that_is_over_is_refused_like_a_day(text: str) -> None:
    with pytest.raises(PastDay):
        read(text)


@pytest.mark.parametrize("text", ["not before March", "Q1 or Q2", "the budget", "Q5 2027"])
def test_what_may_mean_something_else_is_not_read(text: str) -> None:
    with pytest.raises((UnreadableDay, WhichDay)):
        read(text)
