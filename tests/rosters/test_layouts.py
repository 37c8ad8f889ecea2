"""Layouts of lists that were met later: lists side by side, columns to mark, constituencies written once (M5)."""

import pytest

from tests.rosters.files import fields, read, text, told, workbook


def test_two_lists_side_by_side_are_two() -> None:
    roster = read(
        workbook(
            [
                ["MEMBERS OF THE TWG"],
                ["GOVERNMENT", None, None, "DEVELOPMENT PARTNERS", None, None],
                ["Name", "Ministry", "Phone", "Name", "Agency", "Phone"],
                ["H.E. Sok Sokha", "MoH", "012 345 678", "Ms Maria Lopez", "WHO", "012 999 888"],
                ["Mr Chan Dara", "MoH", "016 222 333", "TBC", "JICA", None],
                ["Mr Nhem Bora", "MEF", None, None, None, None],
            ],
            merged=["A2:C2", "D2:F2"],
        )
    )
    assert fields(roster, "place", "role", "name", "institution", "phones") == [
        ("A4", "government", "Sok Sokha", "MoH", "+85512345678"),
        ("A5", "government", "Chan Dara", "MoH", "+85516222333"),
        ("A6", "government", "Nhem Bora", "MEF", ""),
        ("D4", "development_partner", "Maria Lopez", "WHO", "+85512999888"),
        ("D5", "development_partner", "", "JICA", ""),
    ]
    assert told(roster) == []


def test_the_same_people_in_two_scripts_are_one_list() -> None:
    roster = read(
        workbook(
            [
                ["ឈ្មោះ", "តួនាទី", "Name", "Position", "Institution"],
                ["សុខ សុខា", "រដ្ឋលេខាធិការ", "SOK Sokha", "Secretary of State", "MoH"],
                ["ចាន់ ដារ៉ា", "ប្រធាន", "CHAN Dara", "Director", "MEF"],
            ]
        )
    )
    assert [(person.place, person.name, person.name_km) for person in roster.people] == [
        ("2", "SOK Sokha", "សុខ សុខា"),
        ("3", "CHAN Dara", "ចាន់ ដារ៉ា"),
    ]


def test_the_sex_is_marked_in_one_of_two_columns() -> None:
    roster = read(
        workbook(
            [
                ["No", "Name", "Sex", None, "Institution", "Constituency"],
                [None, None, "M", "F", None, None],
                [1, "Sok Sokha", "✓", None, "MoH", "Government"],
                [2, "Maria Lopez", "-", "x", "WHO", "DP"],
                [3, "Keo Dany", "x", "x", "MEF", "Government"],
            ],
            merged=["C1:D1"],
        )
    )
    assert fields(roster, "name", "sex") == [("Sok Sokha", "male"), ("Maria Lopez", "female"), ("Keo Dany", "")]
    assert told(roster) == [("5", "unreadable_sex")]


def test_names_below_words_for_the_script() -> None:
    roster = read(
        workbook(
            [
                ["ល.រ", "ឈ្មោះ", None, "ភេទ", "ទំនាក់ទំនង", None, None],
                [None, "ខ្មែរ", "ឡាតាំង", None, "ទូរស័ព្ទ", "អ៊ីមែល", "ស្ថាប័ន"],
                ["I. ភាគីរដ្ឋាភិបាល"],
                [1, "សុខ សុខា", "SOK SOKHA", "ប", 12345678, "sokha@moh.gov.kh", "MoH"],
                ["II. ភាគីដៃគូអភិវឌ្ឍន៍"],
                [2, None, "MARIA LOPEZ", "ស", None, None, "WHO"],
                [3, "ជ្រើសរើសនៅពេលក្រោយ", None, None, None, None, "UNICEF"],
            ],
            merged=["B1:C1", "E1:F1"],
        )
    )
    assert fields(roster, "role", "name", "name_km", "sex", "phones", "institution") == [
        ("government", "SOK SOKHA", "សុខ សុខា", "male", "+85512345678", "MoH"),
        ("development_partner", "MARIA LOPEZ", "", "female", "", "WHO"),
        ("development_partner", "", "", "", "", "UNICEF"),
    ]


def test_a_constituency_that_is_written_once() -> None:
    roster = read(
        text(
            [
                ["Constituency", "Org.", "Focal person", "Cell phone"],
                ["RGC", "MoH", "SOK, Sokha (Mr.)", "+855(0)12 345 678"],
                ["", "Kampong Speu", "Mr Chea Sophal", "012-345679/ 016 222333"],
                ["DP", "WHO", "Ms Maria Lopez (co-chair)", "(855) 23 216 610"],
                ["", "Enabel", "Ms Els De Smet", ""],
                ["NGO", "HACC", "to be chosen by its members", ""],
            ],
            "utf-16",
            "\t",
        ),
        "contacts.csv",
    )
    assert fields(roster, "role", "name", "institution", "phones") == [
        ("government", "SOK, Sokha", "MoH", "+85512345678"),
        ("government", "Chea Sophal", "Kampong Speu", "+85512345679 +85516222333"),
        ("lead_facilitator", "Maria Lopez", "WHO", "+85523216610"),
        ("development_partner", "Els De Smet", "Enabel", ""),
        ("civil_society", "", "HACC", ""),
    ]
    assert told(roster) == [("3", "role_from_above"), ("5", "role_from_above")]


@pytest.mark.parametrize("heading", ["តួនាទីក្នុងក្រុម", "តួនាទីក្នុងក្រុមការងារ", "Role in TWG"])
def test_a_co_chair_of_the_partners_is_the_lead_facilitator(heading: str) -> None:
    roster = read(
        workbook(
            [
                ["ល.រ", "គោត្តនាម-នាម", "មុខតំណែង", "អង្គភាព", heading],
                ["ក. តំណាងរាជរដ្ឋាភិបាល"],
                ["១", "ឯកឧត្តម ឈាង រ៉ា", "រដ្ឋលេខាធិការ", "ក្រសួងសុខាភិបាល", "ប្រធាន"],
                ["២", "លោកជំទាវ ម៉ែន សំអន", "អនុរដ្ឋលេខាធិការ", "ក្រសួងសុខាភិបាល", "អនុប្រធាន"],
                ["ខ. ដៃគូអភិវឌ្ឍន៍"],
                ["៣", "លោកស្រី Maria Lopez", "Team Leader", "អង្គការសុខភាពពិភពលោក (WHO)", "សហប្រធាន"],
                ["៤", "លោក Kenji SATO", "Officer", "JICA", "សមាជិក"],
            ]
        )
    )
    roles = ["chair", "government", "lead_facilitator", "development_partner"]
    assert [person.role.value for person in roster.people] == roles


def test_a_heading_over_the_headings_tells_the_constituency() -> None:
    roster = read(
        workbook(
            [
                ["List of members"],
                ["II. Civil society organisations"],
                ["Name", "Organisation"],
                ["Tep Channary", "RACHA"],
                ["Var Chivorn", "RHAC"],
            ]
        )
    )
    assert {person.role.value for person in roster.people} == {"civil_society"}


def test_a_row_without_a_name_is_a_seat_only_where_nobody_is_reached_by_it() -> None:
    roster = read(
        workbook(
            [
                ["Name", "Sex", "Institution", "Phone", "Category"],
                [None, None, "MEF", None, "Government"],
                ["TBC", None, "MoP", "023 722 933", "Government"],
                [None, None, "MoH", "012 345 678", "Government"],
                [None, "F", "MRD", None, "Government"],
            ]
        )
    )
    assert fields(roster, "name", "institution") == [("", "MEF"), ("", "MoP")]
    assert told(roster) == [("4", "no_name"), ("5", "no_name")]
