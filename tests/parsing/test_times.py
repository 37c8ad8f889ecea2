"""Reading times, durations and agenda lines."""

import contextlib
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.rendering.templating import format_clock, format_duration
from messages.rendering.texts import LOCALES
from twg.core.refusals import TooLong, UnclearItem, UnreadableDuration, UnreadableMinutes, UnreadableTime, UntitledItem
from twg.language.agenda import AgendaLine, parse_agenda_line
from twg.language.times import parse_duration_min, parse_time


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("9:00", time(9)),
        ("09.30", time(9, 30)),
        ("9h30", time(9, 30)),
        ("9", time(9)),
        ("at 9", time(9)),
        ("9 am", time(9)),
        ("2 pm", time(14)),
        ("2:30 P.M.", time(14, 30)),
        ("12 am", time(0)),
        ("12 pm", time(12)),
        ("noon", time(12)),
        ("12 noon", time(12)),
        ("ម៉ោង ១២ ថ្ងៃត្រង់", time(12)),
        ("14.30", time(14, 30)),
        ("23:59", time(23, 59)),
        ("៩:៣០", time(9, 30)),
        ("ម៉ោង ៩:៣០ ព្រឹក", time(9, 30)),
        ("ម៉ោង២ រសៀល", time(14)),
        ("afternoon at 3 pm", time(15)),  # the half of the day said twice
        ("evening 7 pm", time(19)),
        ("night 10 pm", time(22)),
        ("morning 9 am", time(9)),
        ("រសៀល ម៉ោង 3 pm", time(15)),
        ("ល្ងាច ម៉ោង 6 pm", time(18)),
        ("យប់ ម៉ោង 10 pm", time(22)),
    ],
)
def test_a_time_is_read_as_people_write_it(text: str, moment: time) -> None:
    assert parse_time(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24:00",
        "9:60",
        "13 am",
        "afternoon at 3 am",
        "0 am",
        "noonish",
        "9:5",
        "930",
        "-9",
        "9:00:00",
        "99",
        "The ministry opened a hospital",
    ],
)
def test_what_no_clock_shows_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableTime):
        parse_time(text)


@given(st.times(timezones=st.none()), st.sampled_from(["en", "km"]))
def test_a_time_is_read_back_from_the_way_it_is_shown(moment: time, locale: str) -> None:
    assert parse_time(format_clock(moment, locale=locale)) == moment.replace(second=0, microsecond=0)


@given(st.text(max_size=60) | st.text("0123456789០៩:.h apm", max_size=10))
def test_any_text_gives_a_time_or_a_refusal(text: str) -> None:
    with contextlib.suppress(UnreadableTime):
        assert parse_time(text).second == 0


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2 hours", 120),
        ("2h", 120),
        ("1h30", 90),
        ("1 hour and 30 minutes", 90),
        ("1.5 h", 90),
        ("1,5 h", 90),
        ("90", 90),
        ("90 min", 90),
        ("២ ម៉ោង", 120),
        ("៣០ នាទី", 30),
        ("5 min", 5),
        ("3", 180),
        ("១០", 600),
        ("11", 11),
        ("10h", 600),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, minutes: int) -> None:
    assert parse_duration_min(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "long", "4 min", "0", "601", "11h", "-90", "h", "9" * 400 + "h", "9" * 5000, "1e3 h"]
)
def test_a_duration_that_no_meeting_has_is_unreadable(text: str) -> None:
    with pytest.raises(UnreadableDuration):
        parse_duration_min(text)


@pytest.mark.parametrize("locale", LOCALES)
@given(minutes=st.integers(min_value=5, max_value=600))
def test_a_duration_is_read_back_from_the_way_it_is_shown(minutes: int, locale: str) -> None:
    assert parse_duration_min(format_duration(minutes, locale=locale)) == minutes


@given(st.text(max_size=60) | st.text("0123456789០៩.,h min and", max_size=20))
def test_any_text_gives_a_duration_or_a_refusal(text: str) -> None:
    with contextlib.suppress(UnreadableDuration):
        assert 5 <= parse_duration_min(text) <= 600


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Budget 2027", AgendaLine("Budget 2027")),
        ("Budget 2027 | MoH | 30", AgendaLine("Budget 2027", "MoH", 30)),
        ("Budget 2027; MoH; 30 min", AgendaLine("Budget 2027", "MoH", 30)),
        ("Budget 2027 | 30 minutes", AgendaLine("Budget 2027", "", 30)),
        ("Budget 2027 | MoH | WHO", AgendaLine("Budget 2027", "MoH, WHO")),
        ("Budget 2027 | MoH | 1h30", AgendaLine("Budget 2027", "MoH", 90)),
        ("Budget 2027 | |", AgendaLine("Budget 2027")),
        ("Budget 2027 | | 30", AgendaLine("Budget 2027", "", 30)),
        ("Budget 2027 | MoH | 30 |", AgendaLine("Budget 2027", "MoH", 30)),
        ("Budget 2027 | 3 ministries", AgendaLine("Budget 2027", "3 ministries")),
        ("1. Budget 2027 | MoH", AgendaLine("Budget 2027", "MoH")),
        ("១. ថវិកា ២០២៧ | ក្រសួងសុខាភិបាល | ៣០ នាទី", AgendaLine("ថវិកា ២០២៧", "ក្រសួងសុខាភិបាល", 30)),
        ("២០២៧ ថវិកា", AgendaLine("២០២៧ ថវិកា")),
        ("1.5 million for midwives", AgendaLine("1.5 million for midwives")),
    ],
)
def test_an_agenda_line_holds_title_presenter_and_minutes(text: str, line: AgendaLine) -> None:
    assert parse_agenda_line(text) == line


@pytest.mark.parametrize("text", ["", " ", "|", "; MoH; 30", "| | |"])
def test_an_agenda_line_needs_a_title(text: str) -> None:
    with pytest.raises(UntitledItem):
        parse_agenda_line(text)


@pytest.mark.parametrize("minutes", ["0", "9999", "601 min", "11h", "9" * 80])
def test_an_item_takes_from_a_minute_to_ten_hours(minutes: str) -> None:
    with pytest.raises(UnreadableMinutes):
        parse_agenda_line(f"Budget 2027 | MoH | {minutes}")


@given(st.text(max_size=400) | st.text("1២|;. abមន្ទីរmin", max_size=30))
def test_any_text_gives_an_agenda_line_or_a_refusal(text: str) -> None:
    try:
        line = parse_agenda_line(text)
    except (UntitledItem, UnclearItem, UnreadableMinutes, TooLong):
        return
    assert line.title
    assert len(line.title) <= 300
    assert len(line.presenter) <= 120
