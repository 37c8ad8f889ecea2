"""Twelve lists whose people were written down before the reader saw them (M5)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.rosters import samples_blind as samples
from tests.rosters.files import fields, read, text, told, workbook

#: By list: role, title, name, sex, position, institution, numbers, addresses, index of whom the alternate is of.
EXPECTED: dict[Callable[[], samples.Sent], list[tuple[Any, ...]]] = {
    samples.notes_first: [
        (
            "government",
            "H.E.",
            "KONG Sophal",
            "",
            "Secretary of State",
            "Ministry of Rural Development",
            "+85512600601",
            "sophal.kong@mrd.gov.kh",
            None,
        ),
        (
            "government",
            "Ms.",
            "PRAK Chanthy",
            "",
            "Deputy Director General",
            "Ministry of Rural Development",
            "+85577600602",
            "chanthy@mrd.gov.kh",
            None,
        ),
        (
            "development_partner",
            "Mr.",
            "Erik Lund",
            "",
            "WASH Specialist",
            "UNICEF",
            "+85589600603",
            "elund@unicef.org",
            None,
        ),
    ],
    samples.khmer_utf16: [
        ("chair", "ឯកឧត្តម", "ហ៊ុន ម៉ានី", "male", "រដ្ឋមន្ត្រី", "ក្រសួងមុខងារសាធារណៈ", "+85512700701", "", None),
        ("government", "លោកជំទាវ", "ទេព សុផល", "female", "អគ្គនាយក", "ក្រសួងមុខងារសាធារណៈ", "+85510700702", "", None),
        ("secretariat", "លោក", "លី សុវណ្ណ", "male", "ប្រធានការិយាល័យ", "ក្រសួងមុខងារសាធារណៈ", "+85592700703", "", None),
        ("development_partner", "លោកស្រី", "ម៉ារី ឌុយប៉ុង", "female", "អ្នកប្រឹក្សា", "សហភាពអឺរ៉ុប", "+85578700704", "", None),
    ],
    samples.merged_two_rows: [
        (
            "government",
            "H.E.",
            "CHEA Samnang",
            "",
            "Under Secretary of State",
            "Ministry of Environment",
            "+85516800801",
            "samnang@moe.gov.kh",
            None,
        ),
        ("government", "", "", "", "", "Ministry of Environment", "", "", None),
        (
            "government",
            "Mr.",
            "SOM Nara",
            "",
            "Chief of Office",
            "Forestry Administration",
            "+85517800802",
            "nara@fa.gov.kh",
            None,
        ),
        (
            "development_partner",
            "Ms.",
            "Lena Fischer",
            "",
            "Programme Manager",
            "KfW",
            "+85523800803",
            "lena@kfw.de",
            None,
        ),
        ("civil_society", "", "", "", "", "NGO Forum", "", "", None),
    ],
    samples.titles_in_names: [
        (
            "government",
            "H.E. Dr.",
            "SAO Chenda",
            "",
            "Director General",
            "Ministry of Health",
            "+85512900901",
            "",
            None,
        ),
        (
            "government",
            "Lok Chumteav Dr.",
            "LIM Bopha",
            "",
            "Director",
            "Ministry of Health",
            "+85512900902",
            "",
            None,
        ),
        (
            "government",
            "Neak Oknha",
            "Uy Pech",
            "",
            "Adviser",
            "Ministry of Commerce",
            "+85512900903 +85512900913",
            "",
            None,
        ),
        (
            "development_partner",
            "Dr.",
            "Jean-Pierre O'Brien",
            "",
            "Team Leader",
            "European Union",
            "+85512900904",
            "",
            None,
        ),
        (
            "development_partner",
            "Mrs.",
            "Ana María del Carmen Ruiz",
            "",
            "Attaché",
            "Embassy of Spain",
            "+34612345678",
            "",
            None,
        ),
    ],
    samples.csv_alternates: [
        (
            "government",
            "Mr.",
            "MEAS Rithy",
            "",
            "Director",
            "Ministry of Planning",
            "+85511100101",
            "rithy@mop.gov.kh",
            None,
        ),
        ("government", "Ms.", "NOU Kim", "", "Officer", "Ministry of Planning", "+85511100102", "", 0),
        ("development_partner", "Mr.", "Paul Green", "", "Economist", "World Bank", "", "pgreen@worldbank.org", None),
    ],
    samples.offices: [
        (
            "chair",
            "H.E.",
            "OUK Rabun",
            "",
            "Minister of Agriculture, Forestry and Fisheries",
            "",
            "+85512200201",
            "",
            None,
        ),
        (
            "chair",
            "H.E.",
            "LIM Kean Hor",
            "",
            "Minister of Water Resources and Meteorology",
            "",
            "+85512200202",
            "",
            None,
        ),
        ("lead_facilitator", "Ms.", "Marta Silva", "", "Counsellor", "", "+85512200203", "", None),
        ("secretariat", "Mr.", "CHHUN Vuthy", "", "Deputy Director, Planning", "", "+85512200204", "", None),
    ],
    samples.french: [
        (
            "development_partner",
            "M.",
            "François Lefèvre",
            "",
            "Conseiller",
            "Agence Française de Développement",
            "+85512300301",
            "lefevref@afd.fr",
            None,
        ),
        (
            "government",
            "Mme",
            "SENG Hélène",
            "",
            "Directrice",
            "Ministry of Culture and Fine Arts",
            "+85512300302",
            "",
            None,
        ),
    ],
    samples.sex_in_two: [
        (
            "government",
            "Mr.",
            "YOS Sokun",
            "male",
            "Director",
            "Ministry of Education, Youth and Sport",
            "+85512400401",
            "yos@moeys.gov.kh",
            None,
        ),
        (
            "development_partner",
            "Ms.",
            "Inga Holm",
            "female",
            "First Secretary",
            "Embassy of Sweden",
            "+85512400402",
            "inga.holm@gov.se",
            None,
        ),
        ("civil_society", "Mr.", "KHOEUN Da", "male", "Coordinator", "NEP", "+85512400403", "da@nep.org", None),
    ],
    samples.title_column: [
        ("government", "H.E.", "TOUCH Vina", "", "Commissioner", "National AIDS Authority", "+85512500501", "", None),
        ("development_partner", "Dr.", "Okello Grace", "", "Country Director", "UNAIDS", "+85512500502", "", None),
        ("civil_society", "", "", "", "", "CPN+", "", "", None),
        ("technical_adviser", "Mr.", "Weber Nils", "", "Adviser", "GIZ", "+85512500504", "", None),
    ],
    samples.khmer_headings: [
        (
            "government",
            "ឯកឧត្តម",
            "ឡុង វិសាល",
            "male",
            "អគ្គលេខាធិការរង",
            "ក្រសួងកសិកម្ម រុក្ខាប្រមាញ់ និងនេសាទ",
            "+85512111001",
            "visal@maff.gov.kh",
            None,
        ),
        (
            "government",
            "",
            "SRUN Lim",
            "male",
            "ប្រធាននាយកដ្ឋាន",
            "ក្រសួងធនធានទឹក និងឧតុនិយម",
            "+85512111002 +85597111022",
            "",
            None,
        ),
        (
            "development_partner",
            "លោកស្រី",
            "Tanaka Yui",
            "female",
            "អ្នកតំណាង",
            "JICA",
            "+85512111003",
            "tanaka.yui@jica.go.jp",
            None,
        ),
        ("civil_society", "លោក", "ព្រំ ដា", "male", "នាយក", "CEDAC", "+85512111004", "", None),
        ("private_sector", "អ្នកឧកញ៉ា", "ម៉ៅ ធី", "male", "ប្រធាន", "សភាពាណិជ្ជកម្មកម្ពុជា", "+85512111005", "", None),
    ],
    samples.phones: [
        ("government", "Mr.", "AA Sok", "", "", "MoH", "+85512111111", "", None),
        ("government", "Mr.", "BB Sok", "", "", "MoH", "+85512111112", "", None),
        ("government", "Mr.", "CC Sok", "", "", "MoH", "+85512111113", "", None),
        ("government", "Mr.", "DD Sok", "", "", "MoH", "+85512111114", "", None),
        ("government", "Mr.", "EE Sok", "", "", "MoH", "+855961111115", "", None),
        ("government", "Mr.", "FF Sok", "", "", "MoH", "+85512111116 +85512111126", "", None),
        ("government", "Mr.", "GG Sok", "", "", "MoH", "", "", None),
        ("government", "Mr.", "HH Sok", "", "", "MoH", "", "", None),
    ],
    samples.member_alternate_lines: [
        ("development_partner", "Ms.", "Rosa Bianchi", "", "", "ADB", "+85512222001", "rbianchi@adb.org", None),
        ("development_partner", "Mr.", "HENG Sovann", "", "", "ADB", "+85512222002", "sheng@adb.org", 0),
        ("development_partner", "Ms.", "Yuko Mori", "", "", "JICA", "+85512222003", "", None),
        ("development_partner", "Mr.", "PHAN Leak", "", "", "JICA", "", "", 2),
        ("government", "H.E.", "TEP Vanna", "", "", "Ministry of Women's Affairs", "+85512222005", "", None),
        ("government", "", "", "", "", "Ministry of Women's Affairs", "", "", 4),
    ],
}


@pytest.mark.parametrize("sent", list(EXPECTED), ids=lambda sent: sent.__name__)
def test_the_people_of_a_list_are_read(sent: Callable[[], samples.Sent]) -> None:
    names = ("role", "title", "name", "sex", "position", "institution", "phones", "emails", "alternate_of")
    assert fields(read(*sent()), *names) == EXPECTED[sent]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("KEO Ny (012 345 678)", ("KEO Ny", "+85512345678", "")),
        ("KEO Ny, Tel: +855 (0)12 345 678, ny@ngo.org.kh", ("KEO Ny", "+85512345678", "ny@ngo.org.kh")),
        ("កែវ នី ០១២ ៣៤៥ ៦៧៨", ("កែវ នី", "+85512345678", "")),
        ("KEO Ny / កែវ នី [mailto:ny@ngo.org.kh]", ("KEO Ny", "", "ny@ngo.org.kh")),
        ("KEO Ny 2nd", ("KEO Ny 2nd", "", "")),
    ],
)
def test_a_number_or_an_address_in_the_cell_of_the_name_is_no_part_of_it(
    cell: str, expected: tuple[str, str, str]
) -> None:
    roster = read(workbook([["Name", "Category"], [f"Ms. {cell}", "NGO"]]))
    assert fields(roster, "name", "phones", "emails") == [expected]
    assert told(roster) == []


def test_of_two_in_a_cell_each_has_the_address_on_their_line() -> None:
    cell = "Ms. Yuko Mori\nAlternate: Mr. PHAN Leak <leak@jica.go.jp>"
    roster = read(workbook([["Name", "Category"], [cell, "DP"]]))
    assert fields(roster, "name", "emails") == [("Yuko Mori", ""), ("PHAN Leak", "leak@jica.go.jp")]


@pytest.mark.parametrize(
    ("position", "category", "role"),
    [
        ("President", "Private sector", "private_sector"),
        ("Chairman", "Private sector", "private_sector"),
        ("ប្រធាន", "អង្គការសង្គមស៊ីវិល", "civil_society"),
        ("Chair", "Government", "chair"),
        ("ប្រធាន", "Government", "chair"),
    ],
)
def test_who_presides_over_a_company_or_an_organisation_is_no_chair(position: str, category: str, role: str) -> None:
    data = text([["Name", "Position", "Category"], ["Mr. MAO Thy", position, category]])
    assert fields(read(data, "list.csv"), "role", "position") == [(role, position)]


def test_positions_under_role_are_kept_and_make_nobody_the_secretariat() -> None:
    rows = [["Mr. Ola Berg", "First Secretary", "DP"], ["Ms. KEO Ny", "Director", "Government"]]
    roster = read(text([["Name", "Role", "Type"], *rows]), "list.csv")
    assert fields(roster, "role", "position") == [
        ("development_partner", "First Secretary"),
        ("government", "Director"),
    ]
    assert told(roster) == []


def test_a_word_that_is_no_role_among_roles_is_kept_as_a_position() -> None:
    rows = [["Mr. SOK Chan", "Chair", "Government"], ["Ms. KEO Ny", "Director", "Government"]]
    roster = read(text([["Name", "Role", "Type"], *rows]), "list.csv")
    assert fields(roster, "role", "position") == [("chair", ""), ("government", "Director")]
    assert told(roster) == [("3", "unknown_role")]


@pytest.mark.parametrize("heading", ["Seat", "Group", "Member / Alternate", "Membership type"])
def test_a_column_may_say_who_is_an_alternate(heading: str) -> None:
    rows = [["ADB", "Ms. Rosa Bianchi", "DP member"], ["ADB", "Mr. HENG Sovann", "Alternate"]]
    roster = read(text([["Organisation", "Name", heading], *rows]), "list.csv")
    assert fields(roster, "role", "alternate_of") == [("development_partner", None), ("development_partner", 0)]


def test_two_columns_of_positions_of_which_one_holds_roles() -> None:
    rows = [["Mr. SOK Chan", "Minister", "Chair"], ["Ms. KEO Ny", "Officer", "Secretariat"]]
    roster = read(text([["Name", "Position", "Function"], *rows]), "list.csv")
    assert fields(roster, "role", "position") == [("chair", "Minister"), ("secretariat", "Officer")]


def test_a_list_of_addresses_with_its_own_headings() -> None:
    rows = [
        ["E-mail address", "Mobile phone", "Represents", "Display Name", "Role"],
        ["rotha@mowa.gov.kh", "12666003", "Ministry of Women's Affairs", "Ms. SIM Rotha", "Gender focal point"],
        ["tom.baker@fcdo.gov.uk", "12666002", "FCDO", "Mr. Tom Baker", "DP member"],
    ]
    roster = read(text(rows, "utf-16-le", ";"), "list.csv")
    assert fields(roster, "role", "name", "institution", "phones", "emails") == [
        ("focal_point", "SIM Rotha", "Ministry of Women's Affairs", "+85512666003", "rotha@mowa.gov.kh"),
        ("development_partner", "Tom Baker", "FCDO", "+85512666002", "tom.baker@fcdo.gov.uk"),
    ]


def test_the_end_of_a_khmer_list_is_no_person() -> None:
    roster = read(workbook([["ឈ្មោះ", "ស្ថាប័ន"], ["លោក ជា សុវត្ថិ", "ក្រសួងបរិស្ថាន"], ["បញ្ឈប់បញ្ជីត្រឹមចំនួន ១ រូប"]]))
    assert fields(roster, "name") == [("ជា សុវត្ថិ",)]
    assert told(roster) == [("2", "role_from_institution")]
