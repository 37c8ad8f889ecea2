"""Corrections of an agenda by number, in both languages (G12)."""

import tomllib
from pathlib import Path

import pytest

from twg.core.refusals import Refusal
from twg.language.agenda import AgendaLine
from twg.language.agenda_correcting import read_corrections
from twg.language.agenda_corrections import (
    MinutesOutOfRange,
    MovedPastEnd,
    NoSuchItem,
    NothingCorrected,
    UnclearCorrection,
    apply,
)
from twg.meetings.agenda_differences import compare

CASES: list[tuple[str, str]] = [
    tuple(case)
    for case in tomllib.loads((Path(__file__).parent / "corrections_e.toml").read_text(encoding="utf-8"))["cases"]
]
AGENDA = [AgendaLine(title, minutes=10) for title in "ABCDEFG"]


def corrected(text: str) -> list[AgendaLine]:
    corrections = read_corrections(text)
    assert corrections is not None, text
    return [each.line for each in apply(AGENDA, corrections)]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("move 5 after 2", "ABECDFG"),
        ("5 after 2", "ABECDFG"),
        ("Move item 5 before item 2", "AEBCDFG"),
        ("move 5 to 2", "AEBCDFG"),
        ("move 2 to 5", "ACDEBFG"),
        ("move 3 last", "ABDEFGC"),
        ("move 3 to the top", "CABDEFG"),
        ("3 up", "ACBDEFG"),
        ("3 down", "ABDCEFG"),
        ("swap 2 and 6", "AFCDEBG"),
        ("remove 4", "ABCEFG"),
        ("delete items 2, 4 and 6-7", "ACE"),
        ("4 remove", "ABCEFG"),
        ("លុប ៤", "ABCEFG"),
        ("លុប\u200b៤", "ABCEFG"),
        ("ដកចំណុចទី៤ចេញ", "ABCEFG"),
        ("ផ្លាស់ទី ៥ ក្រោយ ២", "ABECDFG"),
        ("ប្តូរ ៥ មុន ២", "AEBCDFG"),
        ("៣ ឡើងលើ", "ACBDEFG"),
        ("ដូរ ២ និង ៦", "AFCDEBG"),
        ("remove 4; move 5 after 2", "ABECFG"),
        ("remove 2\nremove 3", "ADEFG"),
        ("delete the last one", "ABCDEF"),
        ("move the last item to the top", "GABCDEF"),
        ("move 2 before the last one", "ACDEFBG"),
        ("5 goes after 2", "ABECDFG"),
        ("bring item 5 forward to 3", "ABECDFG"),
        ("switch 2 with 6", "AFCDEBG"),
        ("pls take out number 4", "ABCEFG"),
        ("remove item three", "ABDEFG"),
        ("move the fifth before the second", "AEBCDFG"),
        ("lob 4", "ABCEFG"),
        ("លុបចំណុចចុងក្រោយ", "ABCDEF"),
        ("can we put item 5 right after item 2?", "ABECDFG"),
        ("swap items 2 and 6 please", "AFCDEBG"),
        ("dak 5 mun 2", "AEBCDFG"),
        ("lob chomnoch 4", "ABCEFG"),
        ("item 5 to be moved to 2", "AEBCDFG"),
        ("move 5 before 2, swap 6 and 7 and delete 1", "EBCDGF"),
        ("លុប ៤ ហើយ លុប ៥", "ABCFG"),
        ("ផ្លាស់ទី ៥ មក ៣", "ABECDFG"),
        ("យកចំណុច ៤ ចេញ", "ABCEFG"),
        ("pdo 2 nung 6", "AFCDEBG"),
    ],
)
def test_items_are_moved_and_removed(text: str, order: str) -> None:
    assert "".join(line.title for line in corrected(text)) == order


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("3: 20 min", "minutes", 20),
        ("3: 20mn", "minutes", 20),
        ("3 - 20 min", None, None),
        ("3 20 min", "minutes", 20),
        ("3: 20", "minutes", 20),
        ("3 minutes 45", "minutes", 45),
        ("3 minutes none", "minutes", None),
        ("3: 1h30", "minutes", 90),
        ("3 is 40 minutes", "minutes", 40),
        ("item 3 takes 1h30", "minutes", 90),
        ("បង្កើនចំណុចទី៣ ១០នាទី", "minutes", 20),
        ("បន្ថយចំណុចទី៣ មកត្រឹម ៥នាទី", "minutes", 5),
        ("ចំណុចទី៣ ប្តូរជា សន្តិសុខស្បៀង", "title", "សន្តិសុខស្បៀង"),
        ("៣៖ ២០នាទី", "minutes", 20),
        ("៣ រយៈពេល ២០នាទី", "minutes", 20),
        ("3 presenter JICA", "presenter", "JICA"),
        ("3 by H.E. Sok Dara", "presenter", "H.E. Sok Dara"),
        ("៣ ដោយ ក្រសួងសុខាភិបាល", "presenter", "ក្រសួងសុខាភិបាល"),
        ("3 action required: endorse the plan", "action", "endorse the plan"),
        ("៣ សំណើ៖ ពិនិត្យ", "action", "ពិនិត្យ"),
        ("3 note see annex 2", "note", "see annex 2"),
        ("3 theme gender", "theme", "gender"),
        ("3 area dialogue", "area", "dialogue"),
        ("3 title Budget ២០២៧", "title", "Budget ២០២៧"),
        ("3: Budget 2027", "title", "Budget 2027"),
        ("change 3 to", None, None),
        ("make item 3 20 minutes", "minutes", 20),
        ("give the third item 20 mins", "minutes", 20),
        ("shorten 3 to 5 min", "minutes", 5),
        ("add 5 minutes to item 3", "minutes", 15),
        ("shorten 3 by 4 min", "minutes", 6),
        ("rename 3 to Budget 2027", "title", "Budget 2027"),
        ('change the title of 3 to "Budget 2027"', "title", "Budget 2027"),
        ("change presenter of 3 to Dr Mey", "presenter", "Dr Mey"),
        ("ប្តូរឈ្មោះចំណុចទី៣ ជា ថវិកា ២០២៧", "title", "ថវិកា ២០២៧"),
        ("ចំណុចទី៣ ឱ្យ ២០ នាទី", "minutes", 20),
        ("chomnoch 3 20 neati", "minutes", 20),
        ("Dr Mey presents item 3", "presenter", "Dr Mey"),
        ("ចំណុចទី៣ ធ្វើបទបង្ហាញដោយ WHO", "presenter", "WHO"),
    ],
)
def test_a_value_of_an_item_is_corrected(text: str, field: str | None, value: object) -> None:
    if field is None:
        assert read_corrections(text) is None
        return
    after = corrected(text)
    assert getattr(after[2], field) == value
    assert [line for place, line in enumerate(after) if place != 2] == [*AGENDA[:2], *AGENDA[3:]]


def shown(line: AgendaLine) -> str:
    """The item as the corpus writes it: "C20@MoH"."""
    minutes = "" if line.minutes in {10, None} else str(line.minutes)
    return f"{line.title}{minutes}" + (f"@{line.presenter}" if line.presenter else "")


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_corrections_are_read_as_officials_write_them(text: str, expected: str) -> None:
    assert " / ".join(map(shown, corrected(text))) == expected


def test_items_are_inserted_with_all_that_they_say() -> None:
    after = corrected("insert after 3: Budget 2027 (MoH, 30 min)\n  Action required: endorse\n  see annex 1")
    assert after[3] == AgendaLine("Budget 2027", "MoH", 30, note="see annex 1", action="endorse")
    assert corrected("បញ្ចូលមុន ១៖ មតិបើក ៥នាទី")[0] == AgendaLine("មតិបើក", minutes=5)
    assert corrected("insert 2: Budget 2027, 15 min")[1] == AgendaLine("Budget 2027", minutes=15)
    assert corrected("បន្ថែម ២៖ ថវិកា")[1] == AgendaLine("ថវិកា")
    assert corrected("add: Closing")[-1] == AgendaLine("Closing")
    assert corrected('insert "Floods" after 2, 15 min')[2] == AgendaLine("Floods", minutes=15)
    assert corrected("add Floods (NCDM, 10 min) before 3")[2] == AgendaLine("Floods", "NCDM", 10)
    assert corrected("add an item on floods after 2")[2] == AgendaLine("floods")
    assert corrected("add floods as item 3 (NCDM, 10 min)")[2] == AgendaLine("floods", "NCDM", 10)
    assert corrected("insert between 2 and 3: Floods")[2] == AgendaLine("Floods")
    assert corrected("បន្ថែម ទឹកជំនន់ ជាចំណុចទី៣")[2] == AgendaLine("ទឹកជំនន់")
    assert corrected("3: 25 mins, presenter MEF")[2] == AgendaLine("C", "MEF", 25)
    assert corrected("after 4: Coffee break 15 min")[4] == AgendaLine("Coffee break", minutes=15)
    assert corrected("បញ្ចូល ទឹកជំនន់ (១០នាទី) បន្ទាប់ពី ២")[2] == AgendaLine("ទឹកជំនន់", minutes=10)
    assert corrected("បន្ថែមចំណុច ថវិកា ១៥ នាទី បន្ទាប់ពីទី ២")[2] == AgendaLine("ថវិកា", minutes=15)
    assert corrected("replace item 3 with Food security (WFP, 20 min)")[2] == AgendaLine("Food security", "WFP", 20)
    assert corrected("បន្ថែម «ផ្សេងៗ» នៅចុង")[-1] == AgendaLine("ផ្សេងៗ")
    assert [each.title for each in corrected("add AOB\nadd Floods")][-2:] == ["Floods", "AOB"]
    assert "".join(each.title for each in corrected("insert after 3: X\ninsert after 3: Y")) == "ABCXYDEFG"


@pytest.mark.parametrize(
    ("text", "refusal", "data"),
    [
        ("remove 9", NoSuchItem, {"number": 9, "last": 7}),
        ("8: 20 min", NoSuchItem, {"number": 8, "last": 7}),
        ("insert 12: X", NoSuchItem, {"number": 11, "last": 7}),
        ("insert after 9: X", NoSuchItem, {"number": 9, "last": 7}),
        ("remove 3\n3: 20 min", NoSuchItem, {"number": 3, "last": 7}),
        ("move 2 to 12", MovedPastEnd, {"number": 12, "last": 7}),
        ("move 2 after 8", MovedPastEnd, {"number": 8, "last": 7}),
        ("7 down", MovedPastEnd, {"number": 8, "last": 7}),
        ("3: 700 min", MinutesOutOfRange, {"number": 3, "highest": 600}),
        ("3 minutes soon", UnclearCorrection, {"text": "3 minutes soon"}),
        ("3: 20 min\nthe rest stays", UnclearCorrection, {"text": "the rest stays"}),
        ("3: 10 min", NothingCorrected, {}),
        ("delete the coffee break", UnclearCorrection, {"text": "delete the coffee break"}),
        ("move the coffee break to 4", UnclearCorrection, {}),
        ("remove the last two items", UnclearCorrection, {}),
        *(
            (text, UnclearCorrection, {"text": text})
            for text in (
                *(
                    "3 is too long",
                    "3 -> 2",
                    "put the AOB last",
                    "move Nutrition before Updates",
                    "2 and 3: 15 min each",
                ),
                *("change Nutrition to 40 minutes", "postpone item 3 to the next meeting"),
            )
        ),
        ("combine 3 and 4", UnclearCorrection, {"text": "combine 3 and 4"}),
        ("shorten 3 by 10 min", MinutesOutOfRange, {"number": 3, "highest": 600}),
    ],
)
def test_what_is_not_possible_is_refused_as_a_whole(text: str, refusal: type[Refusal], data: dict[str, object]) -> None:
    with pytest.raises(refusal) as refused:
        corrected(text)
    assert {name: refused.value.data[name] for name in data} == data


@pytest.mark.parametrize(
    "text",
    [
        "1. Opening",
        "Budget 2027",
        "3 months of work",
        "hello",
        "2026 results",
        "5-year plan",
        "Bring 2 copies of the plan",
        "The first 1,000 days",
        "Dr Mey presents 3 options",
        "Extend 4 contracts",
    ],
)
def test_other_words_are_no_corrections(text: str) -> None:
    assert read_corrections(text) is None


def snapshots(*items: tuple[int, str]) -> list[dict[str, object]]:
    blank = {"presenter": "", "minutes": None, "note": "", "action": "", "theme": "", "area": ""}
    return [{"token": str(key), "title": title, **blank} for key, title in items]


def test_the_fewest_moves_tell_the_difference() -> None:
    before = snapshots((1, "A"), (2, "B"), (3, "C"), (4, "D"), (5, "E"))
    now = snapshots((1, "A"), (5, "E"), (2, "B"), (3, "Z"), (6, "F"))
    assert [(change.what, change.number, change.title) for change in compare(before, now)] == [
        ("moved", 2, "E"),
        ("changed", 4, "Z"),
        ("added", 5, "F"),
        ("removed", 4, "D"),
    ]
