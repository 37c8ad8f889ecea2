"""What is read in a file with minutes: action points of tables and lists, in English and Khmer (G6, A1)."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from scheduler.reading.minutes_child import read
from tests.minutes.files import ENGLISH, KHMER, PAGE, minutes_of, of_pages, saved, with_macros
from tests.reading.files import pdf
from twg.language.handed_minutes.days import other_day
from twg.language.handed_minutes.model import FileState, Handed


def read_bytes(folder: Path, data: bytes) -> Handed:
    path = folder / "minutes"
    path.write_bytes(data)
    return read(path)


def points(handed: Handed) -> list[tuple[str, str, str, str]]:
    return [(each.agenda, each.text, each.responsible, each.due) for each in handed.points]


def test_a_table_is_read_by_its_headings_and_merged_cells(tmp_path: Path) -> None:
    handed = read_bytes(tmp_path, minutes_of(ENGLISH))
    assert points(handed) == [
        ("Progress on JMI 2008-4", "Send the figures by district", "UNFPA / JICA", "15 January 2027"),
        ("Progress on JMI 2008-4", "Comment on the plan", "Sokha", "end Feb 2027"),
        ("Progress on JMI 2008-4", "Print the report", "Sokha", "end Feb 2027"),
        ("Health budget 2027", "Confirm the ceiling", "MEF", ""),
    ]
    assert handed.done == 1
    assert handed.paragraphs[-2:] == ("58% are staffed.", "The meeting closed at 11:30.")
    assert points(read_bytes(tmp_path, minutes_of(KHMER))) == [
        ("Progress on JMI 2008-4", "ផ្ញើតួលេខតាមស្រុក", "UNFPA និង JICA", "១៥ មករា ២០២៧"),
        ("Health budget 2027", "បញ្ជាក់ពិដាន", "MEF", ""),
    ]


TWO_HEADS = (
    ("Summary of action points",) * 5,
    ("No", "Action point", "Responsible", "Responsible", "Deadline"),
    ("No", "Action point", "Lead", "Support", "Deadline"),
    ("1", "Revise the annex", "MoP", "ADB", "Q1"),
    ("2", "Print the report", "All DPs", "", "asap"),
)


def test_headings_in_two_rows_are_read_with_all_who_stand_below_them(tmp_path: Path) -> None:
    merged = [((0, 0), (0, 4)), ((1, 2), (1, 3)), *(((1, place), (2, place)) for place in (0, 1, 4))]
    assert points(read_bytes(tmp_path, minutes_of(TWO_HEADS, merged=merged, before=()))) == [
        ("", "Revise the annex", "MoP, ADB", "Q1"),
        ("", "Print the report", "All DPs", "asap"),
    ]


def test_a_table_below_the_heading_of_an_item_is_of_that_item(tmp_path: Path) -> None:
    rows = (("When", "Who", "What"), ("Q1", "MoP", "Revise the annex"), ("-", "TBC", "Print it"))
    below = points(read_bytes(tmp_path, minutes_of(rows, before=("2. Budget",))))
    assert below == [("Budget", "Revise the annex", "MoP", "Q1"), ("Budget", "Print it", "", "")]
    of_all = points(read_bytes(tmp_path, minutes_of(rows, before=("2. Budget", "3. Action points"))))
    assert [agenda for agenda, *_rest in of_all] == ["", ""]


def test_a_row_without_owner_and_day_is_no_heading_unless_it_goes_across(tmp_path: Path) -> None:
    rows = (("Action point", "Responsible", "Due"), ("Budget",) * 3, ("Revise it", "", ""), ("Print it", "MoP", ""))
    found = points(read_bytes(tmp_path, minutes_of(rows, merged=[((1, 0), (1, 2))])))
    assert found == [("Budget", "Revise it", "", ""), ("Budget", "Print it", "MoP", "")]


def test_a_table_of_a_pdf_is_read_by_the_places_of_its_words(tmp_path: Path) -> None:
    handed = read_bytes(tmp_path, pdf([PAGE], font="Courier"))
    assert points(handed) == [
        ("Progress on JMI 2008-4", "Send the figures", "UNFPA / JICA", "15 January 2027"),
        ("Health budget 2027", "Confirm the ceiling with the ministry", "MEF", "asap"),
        ("The costs of the reform of the hospitals", "Print the report", "all DPs", "Q1"),
    ]
    assert handed.paragraphs[-2:] == ("58% are staffed.", "The meeting closed at 11:30 and all went home.")


def test_what_was_discussed_beside_the_actions_is_kept(tmp_path: Path) -> None:
    rows = (("Item", "Discussion", "Action"), ("Budget", "The ceiling is low.", "MEF to confirm it by end Jan"))
    handed = read_bytes(tmp_path, minutes_of(rows, before=(), after=()))
    assert [(each.text, each.in_columns) for each in handed.points] == [("MEF to confirm it by end Jan", False)]
    assert handed.paragraphs == ("Budget", "The ceiling is low.")


#: What stands in the minutes, and the action points of it.
LINES: dict[str, list[str]] = {
    "Action points: 1. MoP to draft the plan by end March; 2. All DPs to comment": [
        "MoP to draft the plan by end March",
        "All DPs to comment",
    ],
    "Agreed actions\n1. MoP to draft the plan\n2) ADB: comment": ["MoP to draft the plan", "ADB: comment"],
    "ចំណុចសកម្មភាព៖\n១. MoP ព្រាងផែនការ\n២. ADB ផ្ដល់យោបល់": ["MoP ព្រាងផែនការ", "ADB ផ្ដល់យោបល់"],
    "action: MEF; confirm the ceiling; 29 January 2027": ["MEF; confirm the ceiling; 29 January 2027"],
    "The Chair thanked all for their actions: 2026 was a good year.": [],
    "1. Opening\n2. Budget": [],
}


@pytest.mark.parametrize("text", LINES)
def test_lists_are_read_below_their_heading(tmp_path: Path, text: str) -> None:
    handed = read_bytes(tmp_path, minutes_of((), before=text.splitlines()))
    assert [each.text for each in handed.points] == LINES[text]


def test_headings_that_a_page_repeats_are_no_point(tmp_path: Path) -> None:
    assert len(points(read_bytes(tmp_path, minutes_of((*ENGLISH, ENGLISH[0], ENGLISH[1]))))) == 4


def test_matters_arising_and_other_tables_are_no_new_actions(tmp_path: Path) -> None:
    people = (("Name", "Organisation", "Role"), ("Sokha", "UNFPA", "Member"))
    assert points(read_bytes(tmp_path, minutes_of(people))) == []
    budget = (("Line", "Amount"), ("Staff", "30 m"))
    assert "Staff · 30 m" in read_bytes(tmp_path, minutes_of(budget)).paragraphs
    arising = read_bytes(tmp_path, minutes_of(ENGLISH, before=("Matters arising",)))
    assert (len(arising.points), arising.arising) == (0, 4)


#: What stands in the minutes, and the decisions of it.
DECISIONS: dict[str, list[str]] = {
    "Decisions 1. Adopt the plan. 2. Endorse the budget": ["Adopt the plan", "Endorse the budget"],
    "Decisions:\n1. Adopt the plan\n2. Endorse the budget\nThe meeting closed.": [
        "Adopt the plan",
        "Endorse the budget",
    ],
    "4. Decisions taken 1) Adopt the plan\n2) Endorse the budget": ["Adopt the plan", "Endorse the budget"],
    "Key decisions\n• Adopt the plan\n- Endorse the budget": ["Adopt the plan", "Endorse the budget"],
    "សេចក្ដីសម្រេច\n១. អនុម័តផែនការ\n២. ឯកភាពលើថវិកា": ["អនុម័តផែនការ", "ឯកភាពលើថវិកា"],
    "សេចក្ដីសម្រេច៖ ១. អនុម័តផែនការ ២. ឯកភាពលើថវិកា": ["អនុម័តផែនការ", "ឯកភាពលើថវិកា"],
    "Decisions of 2026 were read out.": [],
}


def test_decisions_are_read_below_their_heading_or_in_its_line(tmp_path: Path) -> None:
    read = {text: read_bytes(tmp_path, minutes_of((), before=text.splitlines())) for text in DECISIONS}
    found = {text: [handed.paragraphs[place] for place in handed.decisions] for text, handed in read.items()}
    assert found == DECISIONS
    actions = read_bytes(
        tmp_path, minutes_of((), before=("Decisions", "1. Adopt it", "Action points 1. MoP to print it"))
    )
    assert ([each.text for each in actions.points], actions.decisions) == (["MoP to print it"], (0,))


def test_who_and_when_in_one_column_are_told_apart(tmp_path: Path) -> None:
    rows = (
        ("Action point", "Responsible / Deadline"),
        ("Revise the annex", "MoP / 15 January 2027"),
        ("Print the report", "WHO, UNICEF by end March"),
        ("Book the hall", "Secretariat"),
        ("Confirm it", "asap"),
    )
    assert points(read_bytes(tmp_path, minutes_of(rows, before=()))) == [
        ("", "Revise the annex", "MoP", "15 January 2027"),
        ("", "Print the report", "WHO, UNICEF", "end March"),
        ("", "Book the hall", "Secretariat", ""),
        ("", "Confirm it", "", "asap"),
    ]
    khmer = (("កិច្ចការ", "អ្នកទទួលខុសត្រូវ និងកាលកំណត់"), ("កែឧបសម្ព័ន្ធ", "MoP ត្រឹមថ្ងៃទី១៥ ខែមករា"))
    assert points(read_bytes(tmp_path, minutes_of(khmer, before=()))) == [("", "កែឧបសម្ព័ន្ធ", "MoP", "ត្រឹមថ្ងៃទី១៥ ខែមករា")]


def test_a_table_within_a_table_is_read_as_one_by_itself(tmp_path: Path) -> None:
    document = Document()
    frame = document.add_table(rows=2, cols=1)
    frame.cell(0, 0).text = "2. Budget"
    frame.cell(1, 0).text = "The ceiling is low."
    inner = frame.cell(1, 0).add_table(rows=2, cols=3)
    for row, texts in enumerate((("Action", "Who", "When"), ("Revise the annex", "MoP", "Q1"))):
        for cell, text in zip(inner.rows[row].cells, texts, strict=True):
            cell.text = text
    handed = read_bytes(tmp_path, saved(document))
    assert points(handed) == [("Budget", "Revise the annex", "MoP", "Q1")]
    assert handed.paragraphs == ("2. Budget", "The ceiling is low.")


def test_more_than_two_hundred_points_are_all_read(tmp_path: Path) -> None:
    rows = (("Action", "Who", "When"), *((f"Print part {number}", "MoP", "Q1") for number in range(230)))
    assert len(points(read_bytes(tmp_path, minutes_of(rows)))) == 230


HELD = date(2026, 12, 15)
#: The top of a file, and the day that it names instead of the day of the meeting.
TOPS: dict[tuple[str, ...], date | None] = {
    ("Minutes of the second plenary", "Date: 14 December 2026"): date(2026, 12, 14),
    ("Minutes of the plenary of 15 December 2026", "next meeting on 3 March 2027"): None,
    ("Minutes of the meeting held on 15 December",): None,
    ("Minutes of the meeting held on 15 December 2025",): date(2025, 12, 15),
    ("កំណត់ហេតុកិច្ចប្រជុំ", "ថ្ងៃទី១៤ ខែធ្នូ ឆ្នាំ២០២៦"): date(2026, 12, 14),
    ("Minutes", "The report is due by 14 December 2026"): None,
}


def test_another_day_than_that_of_the_meeting_is_found_at_the_top() -> None:
    assert {top: other_day(top, HELD) for top in TOPS} == TOPS


FILES = {
    FileState.MACROS: lambda: with_macros(minutes_of()),
    FileState.TOO_LONG: lambda: of_pages(200),
    FileState.WITHOUT_TEXT: lambda: minutes_of((), before=(), after=()),
    FileState.ENCRYPTED: lambda: pdf([PAGE], password="secret"),
    FileState.UNREADABLE: lambda: b"\x00\x01\x02 nothing",
}


@pytest.mark.parametrize("state", FILES)
def test_what_cannot_be_taken_apart_says_why(tmp_path: Path, state: FileState) -> None:
    assert read_bytes(tmp_path, FILES[state]()).state is state
