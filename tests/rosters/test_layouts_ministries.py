"""Twelve lists that were made before the reader was looked at, read right or refused row by row (M5)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.rosters import samples_ministries as samples
from tests.rosters.files import fields, read, told
from tests.rosters.samples import Sent
from twg.language.rosters.refusals import NoHeadings

NAMES = ("place", "role", "title", "name", "institution", "phones")
HEALTH = "Ministry of Health"

EXPECTED: dict[Callable[[], Sent], tuple[list[tuple[Any, ...]], list[tuple[str, str]]]] = {
    samples.cover_sheet_first: (
        [
            ("8", "government", "H.E. Dr.", "YOUK Sambath", HEALTH, "+85512700001"),
            ("10", "government", "Dr.", "PO Samnang", HEALTH, "+85512700002"),
            ("12", "development_partner", "Ms.", "Kiyoko Abe", "WHO", "+85592700003"),
        ],
        [],
    ),
    samples.institutions_as_rows: (
        [
            ("6", "government", "M.", "KY Sovann", "Ministère de la Santé", "+85512710001"),
            ("7", "government", "Mme", "SIV Éline", "Ministère de la Santé", "+85512710002"),
            ("10", "development_partner", "Mme", "Hélène Dupré", "Agence française de développement", "+33612345678"),
            ("12", "development_partner", "M.", "Loïc Béranger", "Expertise France", ""),
        ],
        [("9", "taken_as_institution"), ("11", "taken_as_institution")],
    ),
    samples.unicode_text: (
        [
            ("3", "government", "ឯកឧត្តម", "YOUK Sambath", "ក្រសួងសុខាភិបាល", "+85512720001"),
            ("4", "government", "លោកជំទាវ", "KEO Mom", "ក្រសួងផែនការ", "+855977200022"),
            ("5", "government", "លោក", "SENG Huy", "ក្រសួងមហាផ្ទៃ", "+85511720003"),
        ],
        [(row, "role_from_institution") for row in "345"],
    ),
    samples.side_by_side: (
        [
            ("A3", "government", "H.E.", "LONG Dimanche", HEALTH, "+85512730001"),
            ("A4", "government", "Mr.", "HAK Sarom", "Ministry of Planning", "+85512730002"),
            ("A5", "government", "Mrs.", "CHOU Lida", "MEF", "+85512730003"),
            ("E3", "development_partner", "Ms.", "Sara Lind", "Sida", "+85512730011"),
            ("E4", "development_partner", "Mr.", "Bo Berg", "EU", "+85512730012"),
        ],
        [],
    ),
    samples.address_in_a_column: (
        [
            ("2", "government", "H.E.", "PEN Rithipol", "NCDD-S", "+85512740001 +85523740002"),
            ("3", "civil_society", "Ms", "Sørensen Ida Marie", "Danish Red Cross", "+85512740003 +85570740004"),
            ("4", "government", "Mr", "KOY Veth", "NCDD-S", ""),
            ("5", "development_partner", "Dr.", "OUM Sophannarith", "ADB", "+85512740005"),
        ],
        [("4", "unreadable_phone"), ("4", "unreadable_email")],
    ),
    samples.two_rows_for_each: (
        [
            ("2", "government", "H.E.", "THONG Khon", "ក្រសួងទេសចរណ៍", "+85512750001"),
            ("4", "government", "Ms.", "PEN Mony", "ក្រសួងទេសចរណ៍", "+85512750002"),
        ],
        [("2", "role_from_institution"), ("4", "role_from_institution")],
    ),
    samples.ticked_roles: (
        [
            ("2", "chair", "H.E.", "IENG Moly", HEALTH, "+85512770001"),
            ("3", "secretariat", "Ms.", "TAN Phalla", HEALTH, "+85512770002"),
            ("4", "government", "Mr.", "EK Sonn Chan", "Ministry of Planning", "+85512770003"),
            ("5", "focal_point", "Ms.", "HOU Nirmita", "Ministry of Women's Affairs", "+85512770004"),
        ],
        [("4", "role_from_institution")],
    ),
    samples.stars_and_footers: (
        [
            ("3", "government", "H.E.", "NGETH Vuthy", HEALTH, "+85512780001"),
            ("4", "government", "Mr.", "POK Than", "Ministry of Education", "+85512780002"),
            ("7", "development_partner", "Ms.", "Greta Olsen", "Embassy of Sweden", "+85512780003"),
            ("8", "development_partner", "", "", "World Bank", ""),
        ],
        [],
    ),
    samples.odd_cells: (
        [
            ("3", "government", "Ms.", "NOP\u00a0Sreymom", "Ministry\u00a0of Health", "+85512790002"),
            ("4", "development_partner", "Mr.", "Tom 🙂 Hill", "USAID", "+85512790003"),
        ],
        [("2", "not_calculated"), ("4", "role_from_institution"), ("5", "not_calculated"), ("", "column_not_read")],
    ),
    samples.institution_with_short_name: (
        [
            ("3", "government", "H.E. Dr.", "LY Sovann", "Ministry of Health (MoH)", "+85512810001 +85512810002"),
            ("3", "government", "Dr.", "SENG Nara", "Ministry of Health (MoH)", ""),
            ("4", "government", "Dr.", "KRANG Sun", "Ministry of Health (MoH)", "+85512810003"),
            ("4", "government", "", "", "Ministry of Health (MoH)", ""),
            ("5", "government", "Mr.", "VONG Sandap", "Ministry of Economy and Finance (MEF)", "+85512810004"),
            ("7", "development_partner", "Dr.", "Li Ailan", "World Health Organization (WHO)", "+85512810005"),
            ("7", "development_partner", "Ms.", "Rosa Diaz", "World Health Organization (WHO)", ""),
            ("8", "development_partner", "", "", "UNICEF", ""),
        ],
        [("7", "note_in_name")],
    ),
}


@pytest.mark.parametrize("sent", EXPECTED)
def test_each_row_is_read_or_remarked_on(sent: Callable[[], Sent]) -> None:
    people, remarks = EXPECTED[sent]
    roster = read(*sent())
    assert (fields(roster, *NAMES), told(roster)) == (people, remarks)


@pytest.mark.parametrize("sent", [samples.all_in_one_column, samples.people_as_columns])
def test_what_is_no_table_of_people_is_refused_as_a_whole(sent: Callable[[], Sent]) -> None:
    with pytest.raises(NoHeadings):
        read(*sent())


def test_all_lists_are_read() -> None:
    assert {*EXPECTED, samples.all_in_one_column, samples.people_as_columns} == {*samples.ALL}


def test_the_names_in_both_scripts_and_the_themes_are_those_of_one_person() -> None:
    both = fields(read(*samples.two_rows_for_each()), "name", "name_km", "title_km", "position")
    assert both == [
        ("THONG Khon", "ថោង ខុន", "ឯកឧត្តម", "រដ្ឋមន្ត្រី"),
        ("PEN Mony", "ប៉ែន មុនី", "លោកស្រី", "នាយិកា"),
    ]
    ticked = fields(read(*samples.ticked_roles()), "themes")
    assert ticked == [("",), ("",), ("",), ("gender",)]
