"""Reading a reported value, and taking a one-line report apart (J3)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.rendering.templating import format_amount
from twg.core.refusals import OutOfRange, UnreadableNumber
from twg.language.values import parse_indicator_number, parse_value, split_report, split_value

UNITS = st.sampled_from(["%", "m²", "USD", "riel", ""])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("58", "58"),
        ("58%", "58"),
        ("58 %", "58"),
        ("58.", "58"),
        ("58 percent", "58"),
        ("58,5 %", "58.5"),
        ("58.5", "58.5"),
        ("1,234", "1.234"),
        ("0", "0"),
        ("-0", "0"),
        ("100", "100"),
        ("៥៨%", "58"),
        ("៨២,៥ %", "82.5"),
        ("៥៨ ភាគរយ", "58"),
        ("៥៨\u200b%", "58"),
    ],
)
def test_a_percentage_is_read_as_people_write_it(text: str, value: str) -> None:
    assert parse_value(text, unit="%") == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("43,500,974", "43500974"),
        ("43 500 974", "43500974"),
        ("43\u00a0500\u202f974 m²", "43500974"),
        ("1.234.567", "1234567"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
        ("0,123", "0.123"),
        ("58,5 M²", "58.5"),
        ("៤៣.៥០០.៩៧៤", "43500974"),
        ("១.២៣៤", "1234"),
        ("១,២៣៤,៥៦៧", "1234567"),
        ("៥៨.៥", "58.5"),
        ("999,999,999,999", "999999999999"),
    ],
)
def test_a_large_figure_is_read_however_its_thousands_are_set_apart(text: str, value: str) -> None:
    assert parse_value(text, unit="m²") == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "%",
        "1e9",
        "58-60",
        "58–60 %",
        "NaN",
        "Infinity",
        "٥",
        "½",
        "58 5",
        "1,2.3",
        "12,34,56",
        "5 of 9",
        "58%%",
    ],
)
@pytest.mark.parametrize("unit", ["%", "m²"])
def test_what_is_no_single_number_is_unreadable(text: str, unit: str) -> None:
    with pytest.raises(UnreadableNumber):
        parse_value(text, unit=unit)


def test_a_percentage_of_something_counted_in_another_unit_is_not_taken_for_its_value() -> None:
    with pytest.raises(UnreadableNumber):
        parse_value("58%", unit="m²")


@pytest.mark.parametrize("text", ["-3", "−3", "158%", "100.01", "43 500 974", "58.12345", "9" * 40, f"0.{'1' * 40}"])
def test_an_impossible_percentage_is_out_of_range(text: str) -> None:
    with pytest.raises(OutOfRange) as refused:
        parse_value(text, unit="%")
    assert refused.value.data["highest"] == 100


@pytest.mark.parametrize("text", ["-3", "1 000 000 000 000", "9" * 40, "0.00001", "999 999 999 999.9999"])
def test_an_impossible_amount_is_out_of_range(text: str) -> None:
    with pytest.raises(OutOfRange):
        parse_value(text, unit="riel")


amounts = st.decimals(min_value=0, max_value=10**11 - 1, places=4, allow_nan=False) | st.integers(
    min_value=0, max_value=10**12 - 1
).map(Decimal)
percentages = st.decimals(min_value=0, max_value=100, places=4, allow_nan=False)


@given(amounts, st.sampled_from(["en", "km"]), st.sampled_from(["", " m²", "m²"]))
def test_an_amount_is_read_back_from_the_way_it_is_shown(value: Decimal, locale: str, ending: str) -> None:
    assert parse_value(format_amount(value, locale=locale) + ending, unit="m²") == value


@given(percentages, st.sampled_from(["en", "km"]), st.sampled_from(["", "%", " %"]))
def test_a_percentage_is_read_back_from_the_way_it_is_shown(value: Decimal, locale: str, ending: str) -> None:
    assert parse_value(format_amount(value, locale=locale) + ending, unit="%") == value


figures = st.text("0123456789០៥៨٥.,-+−– \u00a0\u200b%eEm²", max_size=40)


@given(st.text(max_size=60) | figures, UNITS)
def test_any_text_at_all_gives_a_value_in_range_or_a_refusal(text: str, unit: str) -> None:
    try:
        value = parse_value(text, unit=unit)
    except (UnreadableNumber, OutOfRange):
        return
    assert 0 <= value <= (100 if unit == "%" else 10**12 - 1)
    assert value == round(value, 4)
    assert not value.is_signed()


@pytest.mark.parametrize(
    ("line", "value", "note"),
    [
        ("58% district hospitals", "58%", "district hospitals"),
        ("58,5 % district hospitals", "58,5 %", "district hospitals"),
        ("58 percent of hospitals", "58 percent", "of hospitals"),
        ("58%, as of June", "58%", "as of June"),
        ("58% – as of June", "58%", "as of June"),
        ("58%\nof hospitals\nand centres", "58%", "of hospitals\nand centres"),
        ("58 2008 figures", "58", "2008 figures"),
        ("៥៨%មន្ទីរពេទ្យ", "៥៨%", "មន្ទីរពេទ្យ"),
        ("៥៨\u200bមន្ទីរ\u200bពេទ្យ", "៥៨", "មន្ទីរ\u200bពេទ្យ"),
        ("158% of them", "158%", "of them"),
        ("1e9 of them", "1e9", "of them"),
        ("58-60 of them", "58-60", "of them"),
        ("58–60% of them", "58–60%", "of them"),
        ("-3 of them", "-3", "of them"),
        ("about half", "", "about half"),
        ("58districts", "", "58districts"),
        ("", "", ""),
    ],
)
def test_a_line_is_taken_apart_into_value_and_note(line: str, value: str, note: str) -> None:
    assert split_value(line, unit="%") == (value, note)


def test_the_unit_after_a_value_is_not_part_of_the_note() -> None:
    assert split_value("43 500 974 m² released", unit="m²") == ("43 500 974 m²", "released")
    assert split_value("58 mothers", unit="m") == ("58", "mothers")


@pytest.mark.parametrize("unit", ["USD", "$", "riels", "m²", "km2", "៛", "tonnes", "ដុល្លារ"])
def test_another_unit_stays_with_the_value_which_is_then_refused(unit: str) -> None:
    value, note = split_value(f"60 {unit} disbursed", unit="%")
    assert (value, note) == (f"60 {unit}", "disbursed")
    with pytest.raises(UnreadableNumber):
        parse_value(value, unit="%")


def test_a_word_that_begins_like_a_unit_is_part_of_the_note() -> None:
    assert split_value("60 hamlets reached", unit="%") == ("60", "hamlets reached")


@pytest.mark.parametrize(
    ("line", "number", "rest"),
    [
        ("2008-4 58% hospitals", "2008-4", "58% hospitals"),
        ("២០០៨-៤ ៥៨%", "2008-4", "៥៨%"),
        ("2008-4\n58%", "2008-4", "58%"),
        ("  2008-4  ", "2008-4", ""),
        ("", "", ""),
    ],
)
def test_a_report_begins_with_the_number_of_its_indicator(line: str, number: str, rest: str) -> None:
    assert split_report(line) == (number, rest)


def test_an_indicators_number_is_kept_without_spaces_and_in_one_kind_of_digits() -> None:
    assert parse_indicator_number(" JMI ៤ ") == "JMI-4"
    assert parse_indicator_number("២០០៨-៤") == "2008-4"


@given(st.text(max_size=80), UNITS)
def test_taking_a_line_apart_loses_no_letter_and_no_digit(line: str, unit: str) -> None:
    value, note = split_value(line, unit=unit)
    kept = [character for character in f"{value}{note}" if character.isalnum()]
    assert kept == [character for character in line if character.isalnum()]
