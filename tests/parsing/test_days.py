"""Reading a day as people write it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.rendering.templating import format_day, localize_digits
from twg.core.refusals import FarDay, ImpossibleDay, PastDay, Refusal, UnreadableDay
from twg.language.days import FARTHEST_YEARS, day_of, parse_day
from twg.language.moments import read_moment

#: A Monday.
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-05",
        "2026/12/5",
        "5/12/2026",
        "05-12-2026",
        "5.12.2026",
        "5 12 2026",
        "5/12/26",
        "5/12",
        "5 December",
        "5 December 2026",
        "5th of December",
        "Dec 5, 2026",
        "5-Dec-26",
        "5-December-2026",
        "  5 december 2026 ",
        "៥/១២/២០២៦",
        "៥ ធ្នូ",
        "៥ ធ្នូ ២០២៦",
        "ថ្ងៃទី៥ ខែធ្នូ ឆ្នាំ២០២៦",
        "ថ្ងៃទី ៥ ខែ ១២ ឆ្នាំ ២០២៦",
    ],
)
def test_the_fifth_of_december_is_read_in_every_common_form(text: str) -> None:
    assert parse_day(text, today=TODAY) == date(2026, 12, 5)


@pytest.mark.parametrize(
    ("text", "days", "certain"),
    [
        ("Friday", [4], True),
        ("this Friday", [4], True),
        ("Friday this week", [4], True),
        ("Monday this week", [0], True),
        ("this Monday", [7], False),
        ("next Friday", [4, 11], False),
        ("next Monday", [7], True),
        ("Monday next week", [7], True),
        ("Sunday next week", [6, 13], False),
        ("Monday last week", [-7], True),
        ("last Monday", [0], True),
        ("last Wednesday", [-5], True),
        ("last Friday", [-3], True),
        ("សុក្រមុន", [-3], True),
        ("Wednesday", [2, 9], False),
        ("coming Wednesday", [9], True),
        ("yesterday", [1], True),
    ],
)
def test_a_day_of_the_week_is_one_or_may_be_several(text: str, days: list[int], certain: bool) -> None:
    """On Wednesday, 2 December; days are counted from the end of November."""
    moment = read_moment(text, today=date(2026, 12, 2))
    assert [(day - date(2026, 11, 30)).days for day in moment.days] == days
    assert moment.day_certain is certain


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 12, 2), (date(2027, 2, 15), date(2026, 12, 15), date(2027, 1, 15))),
        (date(2026, 11, 23), (date(2026, 12, 15), date(2026, 12, 14))),
    ],
    ids=["third", "fourth"],
)
def test_a_number_with_a_day_of_the_week_is_looked_for_in_three_months(today: date, days: tuple[date, ...]) -> None:
    """The 15th is a Monday in February 2027, and in none of the months before."""
    assert read_moment("Monday the 15th", today=today).days == days


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", TODAY),
        ("tomorrow", date(2026, 11, 24)),
        ("in 3 days", date(2026, 11, 26)),
        ("in 2 weeks", date(2026, 12, 7)),
        ("Tuesday", date(2026, 11, 24)),
        ("ថ្ងៃនេះ", TODAY),
        ("ស្អែក", date(2026, 11, 24)),
        ("29/02/2028", date(2028, 2, 29)),
        ("1 March", date(2027, 3, 1)),
    ],
)
def test_days_counted_from_today_are_read(text: str, day: date) -> None:
    assert parse_day(text, today=TODAY) == day


@pytest.mark.parametrize("text", ["next week", "this week", "next month", "next year", "soon", "Monday or so"])
def test_what_names_no_day_is_not_made_into_one(text: str) -> None:
    with pytest.raises(UnreadableDay):
        parse_day(text, today=TODAY)


MONTHS = ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"]


@pytest.mark.parametrize("month", range(1, 13))
def test_every_khmer_month_is_known(month: int) -> None:
    assert parse_day(f"១៥ {MONTHS[month - 1]} ២០២៧", today=TODAY) == date(2027, month, 15)


@pytest.mark.parametrize("text", ["31/11/2026", "31/11", "29/02/2027", "2026-13-01", "0/12/2026", "៣១/១១/២០២៦"])
def test_a_day_that_is_in_no_calendar_is_impossible(text: str) -> None:
    with pytest.raises(ImpossibleDay):
        parse_day(text, today=TODAY)


@pytest.mark.parametrize(
    ("text", "named"),
    [("31 February 9:00", "31 February"), ("31 Feb at 2 pm", "31 Feb"), ("៣១ កុម្ភៈ ម៉ោង ៩:០០", "៣១ កុម្ភៈ")],
)
def test_of_an_impossible_day_with_a_time_the_day_is_named(text: str, named: str) -> None:
    with pytest.raises(ImpossibleDay) as refused:
        day_of(read_moment(text, today=TODAY), text, today=TODAY)
    assert refused.value.data["text"] == named


@pytest.mark.parametrize("text", ["22/11/2026", "yesterday", "2006-12-05", "5/12/0001"])
def test_a_day_that_is_over_is_past(text: str) -> None:
    with pytest.raises(PastDay):
        parse_day(text, today=TODAY)


@pytest.mark.parametrize("text", ["5/12/2226", "5 December 2226", "៥ ធ្នូ ២៥៧០", "5/12/99", "9999-12-31"])
def test_a_day_too_far_ahead_is_a_typing_error(text: str) -> None:
    with pytest.raises(FarDay):
        parse_day(text, today=TODAY)


@pytest.mark.parametrize("text", ["", " ", "soon", "December", "12:00", "5", "5/12/202", "0", "9" * 70, "😀"])
def test_what_names_no_day_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableDay):
        parse_day(text, today=TODAY)


days = st.dates(min_value=TODAY, max_value=date(TODAY.year + FARTHEST_YEARS - 1, 12, 31))


@given(days, st.sampled_from(["en", "km"]))
def test_a_day_is_read_back_from_the_way_it_is_shown(day: date, locale: str) -> None:
    assert parse_day(format_day(day, locale=locale), today=TODAY) == day


@given(days, st.sampled_from(["{0:%Y-%m-%d}", "{0:%d/%m/%Y}", "{0:%d.%m.%y}", "{0.day} {0.month} {0.year}"]))
def test_a_day_in_figures_is_read_in_both_scripts(day: date, form: str) -> None:
    written = form.format(day)
    assert parse_day(written, today=TODAY) == day
    assert parse_day(localize_digits(written, locale="km"), today=TODAY) == day


pieces = st.lists(
    st.sampled_from(
        [
            "0",
            "5",
            "12",
            "31",
            "2026",
            "99999",
            "៥",
            "٥",
            "december",
            "ធ្នូ",
            "tomorrow",
            "in",
            "ago",
            "next",
            "days",
            "years",
            "pm",
            "utc",
            "+07:00",
            "/",
            ".",
            "-",
            ":",
        ]
    ),
    max_size=6,
)


@settings(max_examples=300)
@given(st.text(max_size=70) | pieces.map(" ".join) | pieces.map("".join))
def test_any_text_at_all_gives_a_day_ahead_or_a_refusal(text: str) -> None:
    try:
        day = parse_day(text, today=TODAY)
    except Refusal:
        return
    assert TODAY <= day <= date(TODAY.year + FARTHEST_YEARS, 12, 31)
