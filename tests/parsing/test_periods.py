"""Periods as officials write them, in English and Khmer, and the lines in which an indicator is described (J1)."""

from datetime import date
from decimal import Decimal

import pytest

from twg.core.refusals import BadInput
from twg.language.indicator_lines import UnreadableTarget, read_split, read_step, read_target
from twg.language.periods import is_same_period, read_period
from twg.language.periods_beside import split_period

PERIODS = {
    "2026": ("2026-01-01", "2026-12-31"),
    "ឆ្នាំ ២០២៧": ("2027-01-01", "2027-12-31"),
    "SY 2008/09": ("2008-10-01", "2009-08-31"),
    "2025-26": ("2025-10-01", "2026-08-31"),
    "ឆ្នាំសិក្សា ២០២៥-២០២៦": ("2025-10-01", "2026-08-31"),
    "Q3 2026": ("2026-07-01", "2026-09-30"),
    "2026 Q3": ("2026-07-01", "2026-09-30"),
    "ត្រីមាសទី៣ ឆ្នាំ២០២៦": ("2026-07-01", "2026-09-30"),
    "H1 2026": ("2026-01-01", "2026-06-30"),
    "Jan-Jun 2026": ("2026-01-01", "2026-06-30"),
    "Oct to Sept 2026": ("2025-10-01", "2026-09-30"),
    "SY25/26": ("2025-10-01", "2026-08-31"),
    "Q3'26": ("2026-07-01", "2026-09-30"),
    "៦ខែដើម ឆ្នាំ២០២៦": ("2026-01-01", "2026-06-30"),
    "1 Jan to 30 June 2026": ("2026-01-01", "2026-06-30"),
    "second half of 2011": ("2011-07-01", "2011-12-31"),
    "Dec. 2009": ("2009-12-01", "2009-12-31"),
    "end Sept 2011": ("2011-09-01", "2011-09-30"),
    "ខែធ្នូ ឆ្នាំ២០២៦": ("2026-12-01", "2026-12-31"),
    "2026-12": ("2026-12-01", "2026-12-31"),
    "12/2026": ("2026-12-01", "2026-12-31"),
    "30 June 2006": ("2006-06-30", "2006-06-30"),
    "ថ្ងៃទី៣០ ខែមិថុនា ឆ្នាំ២០០៦": ("2006-06-30", "2006-06-30"),
}


@pytest.mark.parametrize("text", PERIODS)
def test_a_period_is_read_with_its_first_and_last_day(text: str) -> None:
    period = read_period(text)
    assert period is not None
    assert (period.first.isoformat(), period.last.isoformat()) == PERIODS[text]


@pytest.mark.parametrize("text", ["soon", "31 June 2026", "2008-4", "2008/10", "3026", "58", "", "2026 and 2027"])
def test_other_words_are_no_period(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize(
    ("text", "rest", "period"),
    [
        ("65 % (Dec 2009)", "65 %", "Dec 2009"),
        ("2026: 70", "70", "2026"),
        ("ឆ្នាំ២០២៧៖ ៧០ %", "៧០ %", "ឆ្នាំ២០២៧"),
        ("65 % by 2027", "65 %", "2027"),
        ("១៨ % ត្រឹម ឆ្នាំ ២០២៧", "១៨ %", "ឆ្នាំ ២០២៧"),
        ("Draft report, with annex, end Sept 2010", "Draft report, with annex", "end Sept 2010"),
        ("end June 2006", "", "end June 2006"),
        ("2014", "2014", ""),  # may be a value
        ("65 % (1 January 2026 to the 30th September 2026)", "65 % (1 January 2026 to the 30th September 2026)", ""),
        ("65 % (from 1 January 2026 until 30 September 2026)", "65 %", "01/01/2026 - 30/09/2026"),
        ("8 (SY 2008/09), lower", "8 (SY 2008/09), lower", ""),
    ],
)
def test_a_period_beside_other_words(text: str, rest: str, period: str) -> None:
    assert split_period(text) == (rest, period)


def test_the_same_period_in_other_words() -> None:
    assert is_same_period("Dec 2009", "December 2009")
    assert is_same_period("2027", "ឆ្នាំ២០២៧")
    assert not is_same_period("Dec 2009", "2009")


def test_lines_that_describe_an_indicator() -> None:
    target = read_target("42,648,014 m2 (2014)", unit="m²")
    assert (target.value, target.period, target.due_on) == (Decimal(42648014), "2014", date(2014, 12, 31))
    assert read_target("end Sept 2011", unit="").due_on == date(2011, 9, 30)
    assert (read_step("Draft: Q1 2011").text, read_step("Draft: Q1 2011").due_on) == ("Draft", date(2011, 3, 31))
    assert read_split("ភេទ៖ ស្រី, ប្រុស").parts == ("ស្រី", "ប្រុស")
    for line in ("70 %", "soon: 70 %"):
        with pytest.raises(UnreadableTarget):
            read_target(line, unit="%")
    for line in ("girls", "Sex: girls", "Sex: girls, Girls"):
        with pytest.raises(BadInput):
            read_split(line)
