"""A meeting in one line, its number, its link and its guests, as people write them (G1, G13)."""

import tomllib
from datetime import date, time
from pathlib import Path

import pytest

from storage.meetings import MeetingKind
from twg.language.guests import Guest, GuestWithoutName, parse_guest
from twg.language.links import NoLink, parse_link, split_link
from twg.language.meeting_lines import MeetingLine, read_meeting_line
from twg.language.series_numbers import UnreadableNumber, parse_number

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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Preparation of the plenary, 3 Dec 10:00", MeetingKind.PREPARATORY),
        ("Meeting to prepare the plenary, 3 Dec 10:00", MeetingKind.PREPARATORY),
        ("Preparatory meeting for the GDCC, 3 Dec 10:00", MeetingKind.PREPARATORY),
        ("ប្រជុំត្រៀមកិច្ចប្រជុំពេញអង្គ ៣ ធ្នូ ម៉ោង ១០", MeetingKind.PREPARATORY),
        ("Follow-up of the second plenary, 3 Dec 10:00", MeetingKind.FOLLOW_UP),
        ("Core group before the plenary, 3 Dec 10:00", MeetingKind.CORE_GROUP),
        ("ប្រជុំក្រុមស្នូលមុនកិច្ចប្រជុំពេញអង្គ ៣ ធ្នូ ម៉ោង ១០", MeetingKind.CORE_GROUP),
        ("Visit after the plenary, 3 Dec 10:00", None),
        ("Plenary after the holidays, 3 Dec 10:00", MeetingKind.PLENARY),
        ("កិច្ចប្រជុំពេញអង្គ ៣ ធ្នូ ម៉ោង ១០", MeetingKind.PLENARY),
    ],
)
def test_a_meeting_beside_another_one_is_not_of_its_kind(text: str, kind: MeetingKind | None) -> None:
    assert read_meeting_line(text, today=TODAY).kind is kind


CORPUS = tomllib.loads((Path(__file__).parent / "meeting_lines.toml").read_text(encoding="utf-8"))["line"]


def _said(line: MeetingLine) -> dict[str, object]:
    """What a line says, under the keys of the corpus; what it does not say is left out."""
    said = {
        "kind": None if line.kind is None else line.kind.value,
        "title": "" if line.only_kind else line.title,
        "number": line.number,
        "subgroup": line.group,
        "day": line.day,
        "at": time.fromisoformat(line.at) if line.at else None,
        "minutes": line.duration_min,
        "place": line.place,
        "link": line.link,
        "left": line.left,
        "asks": [name for name, asked in (("day", line.asks_day), ("at", line.asks_time)) if asked],
    }
    return {name: value for name, value in said.items() if value}


@pytest.mark.parametrize("line", CORPUS, ids=[line["text"] for line in CORPUS])
def test_a_line_is_understood_as_far_as_it_goes(line: dict[str, object]) -> None:
    expected = {name: value for name, value in line.items() if name != "text"}
    assert _said(read_meeting_line(str(line["text"]), today=date(2026, 12, 1), groups=("Nutrition", "GBV"))) == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("12th", 12), ("no. 12", 12), ("#12", 12), ("លើកទី១២", 12), ("ទី១២", 12), ("third", 3)],
)
def test_a_number_in_a_series_is_read(text: str, number: int) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize("text", ["", "0", "1000", "twelve or so", "12 and 13", "2026-12"])
def test_what_is_no_number_in_a_series_is_refused(text: str) -> None:
    with pytest.raises(UnreadableNumber):
        parse_number(text)


@pytest.mark.parametrize(
    ("text", "place", "link"),
    [
        ("MoH room A", "MoH room A", ""),
        ("MoH room A and online https://zoom.us/j/5?pwd=Ab1.2", "MoH room A", "https://zoom.us/j/5?pwd=Ab1.2"),
        ("Zoom link: https://zoom.us/j/5.", "", "https://zoom.us/j/5"),
        ("zoom.us/j/123", "", "https://zoom.us/j/123"),
        ("room A (https://meet.google.com/a-b), floor 2", "room A floor 2", "https://meet.google.com/a-b"),
        ("នៅបន្ទប់ A និងតាម Zoom https://zoom.us/j/8", "នៅបន្ទប់ A", "https://zoom.us/j/8"),
    ],
)
def test_a_link_in_the_place_is_told_apart(text: str, place: str, link: str) -> None:
    assert split_link(text) == (place, link)


@pytest.mark.parametrize(
    "text", ["zoom", "http://", "javascript:alert(1)", "ftp://a.b/c", "https://x", "zoom us j 123"]
)
def test_a_link_that_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(NoLink):
        parse_link(text)


@pytest.mark.parametrize(
    ("text", "guest"),
    [
        ("Dr Chan Sophea", Guest("Dr Chan Sophea")),
        ("Dr Chan Sophea, WHO", Guest("Dr Chan Sophea", "WHO")),
        ("Dr Chan Sophea, WHO, 012 345 678", Guest("Dr Chan Sophea", "WHO", "012 345 678")),
        ("Jane Roe – World Bank – jane@example.org", Guest("Jane Roe", "World Bank", "jane@example.org")),
        ("012345678, ឯកឧត្តម សុខ ដារា, ក្រសួងផែនការ", Guest("ឯកឧត្តម សុខ ដារា", "ក្រសួងផែនការ", "012345678")),
    ],
)
def test_a_guest_in_one_line(text: str, guest: Guest) -> None:
    assert parse_guest(text) == guest


@pytest.mark.parametrize("text", ["012 345 678", "jane@example.org", ", 012 345 678", "-"])
def test_a_guest_without_a_name_is_refused(text: str) -> None:
    with pytest.raises(GuestWithoutName):
        parse_guest(text)
