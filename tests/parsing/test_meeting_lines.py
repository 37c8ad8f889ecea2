"""A meeting in one line: what is said behind the time is the place where it can be nothing else (G1)."""

from datetime import date

import pytest

from twg.language.meeting_lines import read_meeting_line

TODAY = date(2026, 11, 23)
TITLE = "Budget review"


@pytest.mark.parametrize(
    ("behind", "place"),
    [
        (", room 3", "room 3"),
        (" MoH room A", "MoH room A"),
        (", MoH room A", "MoH room A"),
        (", MoH", "MoH"),
        (", Sunway", "Sunway"),
        (" Phnom Penh Hotel", "Phnom Penh Hotel"),
        (", UNFPA, New Building", "UNFPA, New Building"),
        (", CDC, 3rd floor", "CDC, 3rd floor"),
        (", Dr Chan's office", "Dr Chan's office"),
        (" for 2 hours at CJCC", "CJCC"),
    ],
)
def test_a_bare_place_behind_the_time_is_the_place(behind: str, place: str) -> None:
    line = read_meeting_line(f"{TITLE}, 15 Dec 9:00{behind}", today=TODAY)
    assert (line.title, line.place, line.day, line.at) == (TITLE, place, date(2026, 12, 15), "09:00")


@pytest.mark.parametrize(
    "behind",
    [
        ", chaired by HE Sok",
        ", agenda attached",
        ", bring the annex",
        ", with all donors",
        ", Dr Chan",
        " on the annex",
    ],
)
def test_what_may_be_something_else_stays_in_the_title_and_the_place_is_asked(behind: str) -> None:
    line = read_meeting_line(f"{TITLE}, 15 Dec 9:00{behind}", today=TODAY)
    assert (line.title, line.place, line.at) == (f"{TITLE}, {behind.strip(', ')}", "", "09:00")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ពិនិត្យថវិកា ថ្ងៃទី១៥ ខែធ្នូ ម៉ោង ៩ បន្ទប់ ៣", "បន្ទប់ ៣"),
        ("ពិនិត្យថវិកា, ១៥ ធ្នូ ម៉ោង៩, សណ្ឋាគារសាន់វ៉េ", "សណ្ឋាគារសាន់វ៉េ"),
        ("ពិនិត្យថវិកា ថ្ងៃទី១៥ ធ្នូ ម៉ោង៩:០០ ក្រសួងសុខាភិបាល", "ក្រសួងសុខាភិបាល"),
        ("ពិនិត្យថវិកា ១៥ ធ្នូ ម៉ោង៩ MoH", "MoH"),
    ],
)
def test_a_place_in_khmer_too(text: str, place: str) -> None:
    line = read_meeting_line(text, today=TODAY)
    assert (line.title, line.place, line.at) == ("ពិនិត្យថវិកា", place, "09:00")


def test_before_the_title_a_name_behind_it_is_no_place() -> None:
    line = read_meeting_line("15 Dec 9:00, Budget review, Annual Plan", today=TODAY)
    assert (line.title, line.place) == ("Budget review, Annual Plan", "")
