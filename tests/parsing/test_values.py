"""Reading a reported value: the whole text is understood, or refused (J3)."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from messages.rendering.templating import format_amount
from twg.core.refusals import BadInput, OutOfRange, UnreadableNumber
from twg.language.doubts import Doubt, OtherUnit, UnclearValue
from twg.language.values import HIGHEST, parse_value, read_value

UNITS = st.sampled_from(["%", "m²", "USD", "riel", "km", "schools", ""])


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
        ("0", "0"),
        ("-0", "0"),
        ("100", "100"),
        ("158%", "158"),
        ("−3", "-3"),
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
        ("12,000", "12000"),
        ("0,123", "0.123"),
        ("58,5 M²", "58.5"),
        ("៤៣.៥០០.៩៧៤", "43500974"),
        ("១,២៣៤,៥៦៧", "1234567"),
        ("៥៨.៥ ម២", "58.5"),
        ("43 500 974m2", "43500974"),
        ("43.5 million", "43500000"),
        ("៤៣,៥ លានម៉ែត្រការ៉េ", "43500000"),
        ("1'200'000", "1200000"),
        ("999,999,999,999", "999999999999"),
    ],
)
def test_a_large_figure_is_read_however_its_thousands_are_set_apart(text: str, value: str) -> None:
    assert parse_value(text, unit="m²") == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("last year 79, now 83", "83"),
        ("58, up from 52", "58"),
        ("rose from 52% to 58%", "58"),
        ("58% (target 65%)", "58"),
        ("58, sorry 56", "56"),
        ("ឆ្នាំមុន ៥២ ឆ្នាំនេះ ៥៨", "58"),
        ("កើនពី ៥២ ដល់ ៥៨", "58"),
        ("from 52 to 58", None),
        ("52 last year 58", None),
        ("target 65", None),
        ("58 vs 52", None),
        ("it is not 58", None),
        ("91% half-year campaign included", "91"),
        ("91% by a half yearly survey, third-party data", "91"),
        ("91% of half the provinces", None),
    ],
)
def test_a_figure_that_the_words_set_apart_is_not_the_value(text: str, value: str | None) -> None:
    if value is None:
        with pytest.raises(BadInput):
            read_value(text, unit="%")
    else:
        found = read_value(text, unit="%")
        assert found.value == Decimal(value)
        assert found.note == text or found.note in text


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("fifty-eight", "%", "58"),
        ("fifty eight point five percent", "%", "58.5"),
        ("58 and a half percent", "%", "58.5"),
        ("minus 3", "%", "-3"),
        ("minus three percent", "%", "-3"),
        ("zero", "%", "0"),
        ("forty-three million", "m2", "43000000"),
        ("twelve hundred km", "km", "1200"),
        ("ហាសិបប្រាំបី", "%", "58"),
        ("ហា\u200bសិប\u200bប្រាំ\u200bបីភាគរយ", "%", "58"),
        ("មួយពាន់ពីររយ", "km", "1200"),
        ("ដក ៣", "%", "-3"),
        ("hasep prambey pheakroy", "%", "58"),
        ("no one", "%", None),
        ("one moment", "%", None),
        ("one two", "%", None),
        ("five to ten", "%", None),
        ("three of five provinces", "%", None),
        ("មួយភ្លែត", "%", None),
    ],
)
def test_a_number_in_words_is_a_figure(text: str, unit: str, value: str | None) -> None:
    if value is None:
        with pytest.raises(BadInput):
            read_value(text, unit=unit)
    else:
        assert parse_value(text, unit=unit) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("USD 30 m", "30000000"),
        ("$2.5m", "2500000"),
        ("450k", "450000"),
        ("2.5 hundred thousand", "250000"),
        ("៣០ម៉ឺនដុល្លារ", "300000"),
        ("១លាន២សែនដុល្លារ", "1200000"),
        ("១,២ ពាន់លានដុល្លារ", "1200000000"),
        ("2 million 500 thousand USD", "2500000"),
    ],
)
def test_a_magnitude_and_a_currency_belong_to_the_value(text: str, value: str) -> None:
    assert parse_value(text, unit="USD") == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"), [("1.2", "1.2"), ("1.2 million", "1.2"), ("USD 1,200,000", "1.2"), ("USD 0.5 bn", "500")]
)
def test_a_value_is_given_in_the_unit_of_the_indicator(text: str, value: str) -> None:
    assert parse_value(text, unit="million USD") == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "%", "1e9", "58-60", "58–60 %", "NaN", "Infinity", "٥", "½", "58²", "58 5", "1,2.3", "12,34,56", ".58"],
)
@pytest.mark.parametrize("unit", ["%", "m²"])
def test_what_is_no_single_number_is_not_read(text: str, unit: str) -> None:
    with pytest.raises(BadInput):
        parse_value(text, unit=unit)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("58%", "m²"),
        ("60 USD", "%"),
        ("60 ដុល្លារ", "%"),
        ("1.2 million", "%"),
        ("4 million riel", "USD"),
        ("30 m", "km"),
    ],
)
def test_a_figure_in_another_unit_is_not_taken_for_the_value(text: str, unit: str) -> None:
    with pytest.raises(OtherUnit):
        read_value(text, unit=unit)


@pytest.mark.parametrize(
    ("text", "unit", "why", "readings"),
    [
        ("0.58", "%", Doubt.SHARE, ["58", "0.58"]),
        ("1.234", "km", Doubt.THOUSANDS, ["1234", "1.234"]),
        ("43.5", "m2", Doubt.WORDS, ["43.5", "43500000"]),
        ("1.5", "USD", Doubt.WORDS, ["1.5", "1500000"]),
        ("50 to 55%", "%", Doubt.SEVERAL, ["55", "50"]),
        ("79 and 83", "%", Doubt.SEVERAL, ["83", "79"]),
        ("1,234 out of 1,500", "schools", Doubt.SEVERAL, ["1500", "1234"]),
        ("58% of target", "%", Doubt.WORDS, ["58"]),
        ("58 districts", "%", None, []),
        ("1,200,000", "million USD", Doubt.THOUSANDS, ["1200000", "1.2"]),
    ],
)
def test_an_unclear_value_says_why_and_what_it_may_mean(
    text: str, unit: str, why: Doubt | None, readings: list[str]
) -> None:
    with pytest.raises(UnclearValue if why else OtherUnit) as refused:
        read_value(text, unit=unit)
    if why:
        assert refused.value.data["why"] is why
        assert refused.value.data["readings"] == [Decimal(value) for value in readings]


@pytest.mark.parametrize("text", ["1 000 000 000 000", "9" * 40, "0.00001", "999 999 999 999.9999"])
def test_an_amount_with_more_digits_than_are_kept_is_out_of_range(text: str) -> None:
    with pytest.raises(OutOfRange):
        parse_value(text, unit="riel")


def test_words_beside_a_value_are_refused_where_there_is_no_note() -> None:
    with pytest.raises(UnclearValue):
        parse_value("58% in hospitals", unit="%")


amounts = st.decimals(min_value=0, max_value=10**11 - 1, places=4, allow_nan=False) | st.integers(
    min_value=0, max_value=10**12 - 1
).map(Decimal)
percentages = st.decimals(min_value=0, max_value=100, places=4, allow_nan=False)


@given(amounts, st.sampled_from(["en", "km"]), st.sampled_from(["", " m²", "m²"]))
def test_an_amount_is_read_back_from_the_way_it_is_shown(value: Decimal, locale: str, ending: str) -> None:
    assert value in either(format_amount(value, locale=locale) + ending, unit="m²")


@given(percentages, st.sampled_from(["en", "km"]), st.sampled_from(["", "%", " %"]))
def test_a_percentage_is_read_back_from_the_way_it_is_shown(value: Decimal, locale: str, ending: str) -> None:
    assert value in either(format_amount(value, locale=locale) + ending, unit="%")


def either(text: str, *, unit: str) -> list[Decimal]:
    """The value, or what it is said that it may be: "1.234" is asked about."""
    try:
        return [parse_value(text, unit=unit)]
    except UnclearValue as refusal:
        readings: list[Decimal] = refusal.data["readings"]
        return readings
    except UnreadableNumber:
        assert "," in text
        return [Decimal(text.translate(KHMER).replace(",", ".").strip("% m²"))]


KHMER = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
figures = st.text("0123456789០៥៨٥.,-+−– \u00a0\u200b%eEm²", max_size=40)


@given(st.text(max_size=60) | figures, UNITS)
@example("1" + "0" * 28, "schools")
def test_any_text_at_all_gives_a_value_that_can_be_kept_or_a_refusal(text: str, unit: str) -> None:
    try:
        value = read_value(text, unit=unit).value
    except BadInput:
        return
    assert abs(value) <= HIGHEST
    assert value == round(value, 4)
    assert value or not value.is_signed()


@pytest.mark.parametrize(
    ("line", "figure", "note"),
    [
        ("58% district hospitals", "58%", "district hospitals"),
        ("58,5 % district hospitals", "58,5 %", "district hospitals"),
        ("58 percent of hospitals", "58 percent", "of hospitals"),
        ("58%, as of June", "58%", "as of June"),
        ("58% – as of June", "58%", "as of June"),
        ("58%\nof hospitals\nand centres", "58%", "of hospitals\nand centres"),
        ("៥៨%មន្ទីរពេទ្យ", "៥៨%", "មន្ទីរពេទ្យ"),
        ("៥៨%\u200bមន្ទីរ\u200bពេទ្យ", "៥៨%", "មន្ទីរ\u200bពេទ្យ"),
        ("158% of them", "158%", "of them"),
        ("-3% here", "-3%", "here"),
        ("district hospitals: 58%", "58%", "district hospitals"),
        ("about 58%", "58%", "about 58%"),
        ("Dear all, it is 58% now", "58%", "Dear all, it is 58% now"),
        ("58% (provisional)", "58%", "provisional"),
        ("58% (24 of 25 provinces reported)", "58%", "24 of 25 provinces reported"),
        ("SY 2026/27: 84.2%", "84.2%", "SY 2026/27"),
    ],
)
def test_a_line_is_taken_apart_into_figure_and_note(line: str, figure: str, note: str) -> None:
    found = read_value(line, unit="%")
    assert (found.figure, found.note) == (figure, note)


def test_a_word_that_counts_something_else_is_not_a_note() -> None:
    with pytest.raises(UnclearValue):
        read_value("60 hamlets reached", unit="%")


#: Texts in a round of 2026, whose period was not said, with the period that makes each one to be asked about.
OTHER_PERIODS = [
    ("58% in 2030", "2030"),
    ("ឆ្នាំ២០៣០ ៥៨%", "ឆ្នាំ២០៣០"),
    ("2027: 58%", "2027"),
    ("58% (2027)", "2027"),
    ("58% in 2024", "2024"),
    ("58% (2019)", "2019"),
    ("2025: 58%", "2025"),
    ("៥៨% ឆ្នាំ ២០១៩", "ឆ្នាំ ២០១៩"),
    ("58% pi chnam 2024", "2024"),
    ("58% for Q1 2025", "Q1 2025"),
    ("2025 Q4: 58%", "2025 Q4"),
    ("58% for the first quarter of 2025", "first quarter of 2025"),
    ("ត្រីមាសទី១ ឆ្នាំ២០២៥៖ ៥៨%", "ត្រីមាសទី១ ឆ្នាំ២០២៥"),
    ("H1 2025: 58%", "H1 2025"),
    ("SY 2024/25: 58%", "SY 2024/25"),
    ("58% (SY 24/25)", "SY 24/25"),
    ("FY2025: 58%", "FY2025"),
    ("ឆ្នាំសិក្សា ២០២៤-២០២៥៖ ៥៨%", "ឆ្នាំសិក្សា ២០២៤-២០២៥"),
    ("58% (DHS 2021)", "2021"),
    ("58% as of 31 December 2025", "31 December 2025"),
    ("58% as of 31/12/2025", "31/12/2025"),
    ("៥៨% ខែធ្នូ ២០២៤", "ខែធ្នូ ២០២៤"),
    ("58% 2024 figures", "2024"),
    ("58% in 2024 and 2026", "2024"),
]


@pytest.mark.parametrize(("text", "period"), OTHER_PERIODS)
def test_a_value_of_another_period_is_asked_about(text: str, period: str) -> None:
    with pytest.raises(UnclearValue) as refused:
        read_value(text, unit="%", year=2026)
    assert (refused.value.data["why"], refused.value.data["period"]) == (Doubt.PERIOD, period)
    assert Decimal(58) in refused.value.data["readings"]


@pytest.mark.parametrize(
    "text",
    [
        "58% in 2026",
        "SY 2026/27: 58%",
        "SY 2025/26: 58%",
        "ឆ្នាំសិក្សា ២០២៦-២០២៧៖ ៥៨%",
        "58% for Q3 2026",
        "Q3: 58%",
        "58% as of 30 November 2026",
        "58% (NSDP 2024-2028)",
        "58% since 2020",
        "58% of 2019 schools",
        "58% up from 52% in 2024",
        "2025: 52%, 2026: 58%",
    ],
)
def test_a_value_of_this_year_is_read(text: str) -> None:
    assert read_value(text, unit="%", year=2026).value == 58
