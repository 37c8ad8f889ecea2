"""Ten rosters as secretariats keep them, read right or remarked on row by row (M5)."""

from tests.rosters import samples
from tests.rosters.files import fields, read, told


def test_parts_under_headings_vacant_seats_titles_and_numbers_without_their_zero() -> None:
    roster = read(*samples.parts_under_headings())
    assert fields(roster, "place", "role", "title", "name", "sex", "phones", "emails") == [
        ("5", "government", "H.E. Dr.", "SOK Sokha", "male", "+85512345678", "sokha@moh.gov.kh"),
        ("6", "government", "Lok Chumteav", "CHAN Dara", "female", "+855967123456", "dara@mop.gov.kh"),
        ("7", "government", "", "", "", "", ""),
        ("9", "development_partner", "Ms.", "Maria Lopez", "female", "+85512999888", "maria@who.int ml@gmail.com"),
        ("11", "civil_society", "Mr", "Kenji Sato", "male", "+85512777666 +855971112223", ""),
    ]
    assert roster.people[2].institution == "MEF"
    assert roster.people[0].cells == {
        "name": "B5", "sex": "C5", "position": "D5", "institution": "E5", "phone": "F5", "email": "G5"
    }  # fmt: skip
    assert told(roster) == []


def test_a_list_in_khmer_with_its_own_words() -> None:
    roster = read(*samples.in_khmer())
    assert fields(roster, "place", "role", "title", "name", "sex", "position", "phones") == [
        ("5", "chair", "ឯកឧត្តមបណ្ឌិត", "សុខ សុខា", "male", "រដ្ឋលេខាធិការ", "+85512345678"),
        ("6", "government", "លោកជំទាវ", "ចាន់ ដារ៉ា", "female", "ប្រធាននាយកដ្ឋាន", "+855967123456"),
        ("7", "government", "", "", "", "", ""),
        ("8", "secretariat", "លោក", "កែវ វណ្ណា", "male", "អនុប្រធាននាយកដ្ឋាន", "+85511222333"),
        ("10", "lead_facilitator", "លោកស្រី", "Maria Lopez", "female", "មន្ត្រីកម្មវិធី", "+85512999888"),
    ]
    assert told(roster) == []


def test_two_rows_of_headings_and_an_empty_first_column() -> None:
    roster = read(*samples.two_rows_of_headings())
    assert fields(roster, "title", "name", "title_km", "name_km", "phones", "emails", "institution", "role") == [
        (
            "H.E.",
            "SOK Sokha",
            "ឯកឧត្តម",
            "សុខ សុខា",
            "+85512345678",
            "sokha@moh.gov.kh",
            "Ministry of Health",
            "government",
        ),
        ("Mr.", "HENG Ratana", "លោក", "ហេង រតនា", "+85511345678", "", "Ministry of Planning", "government"),
    ]
    assert told(roster) == [("4", "role_from_institution"), ("5", "role_from_institution")]


def test_alternates_below_in_one_cell_and_in_columns_of_their_own() -> None:
    below = read(*samples.alternates_below())
    assert fields(below, "name", "institution", "phones", "alternate_of") == [
        ("Anna Berg", "UNICEF", "+85512111222", None),
        ("Tom Reed", "UNICEF", "+85512111333", 0),
        ("Li Na", "WHO", "+85512444555", None),
        ("Kim Ly", "WHO", "+85512444666", 2),
        ("Jo Park", "ADB", "+85512777888", 2),
    ]
    beside = read(*samples.alternates_in_columns())
    assert fields(beside, "name", "institution", "phones", "alternate_of") == [
        ("Sok Chan", "MoH", "+85512111222", None),
        ("Keo Ny", "MoH", "+85512111333", 0),
        ("Heng Dy", "MoP", "+85512111444", None),
    ]


def test_a_semicolon_list_of_windows_and_one_in_utf_16() -> None:
    expected = [
        ("Müller Jürgen", "Adviser; health", "GIZ", "+85512345678", "development_partner", ""),
        ("Sok Ny", "Officer", "MoH", "+85511222333", "focal_point", "gender"),
    ]
    names = ("name", "position", "institution", "phones", "role", "themes")
    for encoding, separator in (
        ("cp1252", ";"),
        ("utf-16", "\t"),
        ("utf-8-sig", ","),
        ("utf-16-be", ";"),
        ("utf-8", "\t"),
    ):
        assert fields(read(*samples.surname_first(encoding, separator)), *names) == expected


def test_institutions_merged_over_their_people_and_a_sheet_for_each_constituency() -> None:
    roster = read(*samples.merged_institutions())
    assert fields(roster, "place", "name", "institution", "role", "phones", "emails") == [
        ("Government!2", "Sok Sokha", "Ministry of Health", "chair", "+85512345678", "sokha@moh.gov.kh"),
        ("Government!3", "Chan Dara", "Ministry of Health", "secretariat", "", "dara@moh.gov.kh"),
        ("Development Partners!2", "Maria Lopez", "WHO", "development_partner", "+85523216610", ""),
    ]


def test_roles_of_a_column_and_what_nobody_knows() -> None:
    roster = read(*samples.roles_of_a_column())
    assert fields(roster, "name", "role", "themes") == [
        ("Ly Thuch", "chair", ""),
        ("Ann Lee", "lead_facilitator", ""),
        ("Som Ol", "secretariat", ""),
        ("Keo Ny", "focal_point", "gender"),
        ("Pak Vy", "technical_adviser", ""),
        ("Te Ly", "private_sector", ""),
        ("Ros Sy", "government", ""),
    ]
    assert told(roster) == [
        ("8", "role_from_institution"),
        ("8", "unknown_role"),
        ("8", "unreadable_phone"),
        ("9", "no_role"),
        ("10", "one_cell_only"),
    ]
    assert roster.people[6].phone == "012 345 67X"


def test_doubled_people_hidden_rows_and_a_total_that_is_wrong() -> None:
    roster = read(*samples.doubled_and_hidden())
    assert fields(roster, "name", "institution") == [
        ("Sok Chan", "MoH"),
        ("Keo Ny", "MoP"),
        ("Sok Chan", "World Vision"),
    ]
    assert told(roster) == [("3", "hidden_row"), ("6", "wrong_total"), ("4", "twice")]
    assert roster.errors[0].what.data == {"row": "2", "name": "SOK CHAN"}


def test_values_of_formulas_and_a_formula_without_one() -> None:
    roster = read(*samples.formulas())
    assert fields(roster, "name", "institution", "phones") == [("Sok Chan", "Ministry of Health", "+85512345678")]
    assert told(roster) == [("2", "role_from_institution"), ("3", "not_calculated")]


def test_headings_printed_again_ministries_as_headings_and_names_in_two_scripts() -> None:
    roster = read(*samples.headings_printed_again())
    assert fields(roster, "title", "name", "name_km", "institution", "role", "phones") == [
        ("H.E.", "SOK Sokha", "សុខ សុខា", "Ministry of Health", "government", "+85512345678"),
        ("", "", "", "Ministry of Health", "government", ""),
        ("", "HENG Ratana", "ហេង រតនា", "Ministry of Planning", "government", "+85511345678"),
        ("Mr.", "SATO Ken", "", "Embassy of Japan", "development_partner", "+819012345678"),
    ]
    assert ("7", "unreadable_email") in told(roster)
