"""Six lists that were made before the reader was looked at, read right or refused row by row (M5)."""

import pytest

from tests.rosters import samples_fresh as samples
from tests.rosters.files import fields, read, text, told, workbook
from twg.language.degrees import split_degrees

NAMES = ("role", "title", "name", "institution", "phones", "emails", "alternate_of")


def columns(data: bytes, name: str = "list.xlsx") -> list[tuple[str, str, str]]:
    """What is remarked on columns: key, letters, heading."""
    whats = [remark.what for remark in read(data, name).remarks if not remark.place]
    return [(what.key.removeprefix("rosters#"), what.data["column"], what.data["heading"]) for what in whats]


def test_a_khmer_annex_with_leaders_blocks_dates_and_a_totals_row() -> None:
    roster = read(*samples.khmer_annex())
    assert fields(roster, "role", "title_km", "name_km", "sex", "position", "institution", "phones") == [
        ("chair", "ឯកឧត្តម", "ឈាង រ៉ា", "male", "រដ្ឋមន្ត្រី ជាប្រធាន", "ក្រសួងសុខាភិបាល", "+85512341001"),
        ("government", "ឯកឧត្តម", "ហុក គឹមចេង", "male", "អគ្គនាយក", "ក្រសួងសុខាភិបាល", "+85512341002"),
        ("government", "លោកជំទាវ", "អ៊ុក វិចិត្រា", "female", "ប្រធាននាយកដ្ឋាន", "ក្រសួងសុខាភិបាល", "+85577341003"),
        ("government", "លោក", "ម៉ៅ តាន់អៀង", "male", "ប្រធានការិយាល័យ", "ក្រសួងសុខាភិបាល", "+85592341004"),
        ("government", "លោកស្រី", "ពៅ ចាន់ធូ", "female", "នាយករង", "ក្រសួងសេដ្ឋកិច្ច និងហិរញ្ញវត្ថុ", "+85516341005"),
        ("secretariat", "លោក", "សុខ ភារុណ", "male", "ប្រធានការិយាល័យ", "ក្រសួងសុខាភិបាល", "+85511341006"),
    ]
    assert told(roster) == [("", "column_not_read")]
    assert columns(*samples.khmer_annex()) == [("column_not_read", "G", "ថ្ងៃតែងតាំង")]


def test_two_people_in_a_cell_are_refused_and_a_hidden_column_is_not_read() -> None:
    roster = read(*samples.two_in_a_cell())
    assert fields(roster, *NAMES) == [
        ("government", "H.E. Dr.", "LO Veasnakiry", "Ministry of Health", "+85512555001", "veasna@moh.gov.kh", None),
        ("government", "Mr.", "NUTH Sokhom", "Ministry of Health", "+85512555099", "", None),
        (
            "development_partner",
            "Ms.",
            "Momoe Takeuchi",
            "WHO",
            "+85523216610",
            "takeuchim@who.int momoe.t@gmail.com",
            None,
        ),
        ("development_partner", "Mr.", "Someone Gone", "USAID", "+85512555098", "", None),
    ]
    assert roster.people[2].phone == "023 216 610 ext. 102"
    assert told(roster) == [
        ("6", "several_people"),
        ("7", "hidden_row"),
        ("10", "several_people"),
        ("11", "hidden_row"),
        ("12", "wrong_total"),
        ("", "hidden_column"),
    ]
    assert columns(*samples.two_in_a_cell()) == [("hidden_column", "F", "Old phone")]


def test_semicolons_dates_and_headings_in_two_languages() -> None:
    roster = read(*samples.semicolons_with_dates())
    assert fields(roster, "role", "name", "name_km", "sex", "institution", "phones") == [
        ("government", "CHAN Sophea", "ចាន់ សុភា", "male", "ក្រសួងផែនការ / MoP", "+85512881001"),
        ("civil_society", "LY Bopha", "", "female", "MEDiCAM", "+85512881002"),
        ("development_partner", "Paul Weiss", "", "male", "GIZ", "+491705551234"),
        ("development_partner", "នួន ផល្លា", "នួន ផល្លា", "female", "អង្គការសុខភាពពិភពលោក", "+85523216610"),
    ]
    assert columns(*samples.semicolons_with_dates()) == [
        ("column_not_read", "G", "ចូលថ្ងៃ"),
        ("column_not_read", "H", "Remarks 2"),
    ]


def test_degrees_are_no_part_of_names_and_seats_wait_for_a_name() -> None:
    roster = read(*samples.degrees())
    assert fields(roster, "role", "title", "name", "degrees", "institution", "alternate_of") == [
        ("government", "H.E. Prof. Dr.", "KHUON Sudary", "MD, PhD", "Ministry of Health", None),
        ("government", "Eng.", "CHEA Visoth", "", "Ministry of Rural Development", None),
        ("government", "", "NHEM Thavy", "M.A.", "Ministry of Planning", None),
        ("government", "ឯកឧត្តមបណ្ឌិត", "ហង់ជួន ណារ៉ុន", "", "ក្រសួងអប់រំ យុវជន និងកីឡា", None),
        ("civil_society", "បណ្ឌិត", "ស៊ិន សុមុនី", "", "MEDiCAM", None),
        ("government", "Assoc. Prof.", "LIM Sovann", "Ph.D", "University of Health Sciences", None),
        ("development_partner", "Mr.", "John Macfarlane Jr.", "MPH", "USAID", None),
        ("development_partner", "", "Maria Da Silva", "MSc, MBA", "European Union", None),
        ("development_partner", "", "", "", "European Union", 7),
        ("development_partner", "", "Ma Sokha", "", "UNICEF", None),
        ("development_partner", "", "", "", "UNFPA", None),
        ("government", "", "", "", "ក្រសួងមហាផ្ទៃ", None),
    ]
    assert told(roster) == []


def test_columns_of_alternates_ditto_marks_and_sums_by_formula() -> None:
    roster = read(*samples.member_and_alternate_columns())
    assert fields(roster, *NAMES) == [
        ("government", "Dr.", "OR Vandine", "MoH", "+85512771001", "vandine@moh.gov.kh", None),
        ("government", "Dr.", "LY Sovann", "MoH", "+85512771002", "sovann@moh.gov.kh", 0),
        ("government", "Mr.", "HENG Chanthol", "MEF", "+85512771003", "", None),
        ("government", "", "", "MEF", "", "", 2),
        ("government", "Ms.", "ROS Phirun", "MEF", "+85512771004", "", None),
        ("development_partner", "Ms.", "Derveeuw Sandra", "UNFPA", "+85512771005", "derveeuw@unfpa.org", None),
        ("development_partner", "", "", "UNFPA", "", "", 5),
        ("civil_society", "", "", "RHAC", "", "", None),
        ("civil_society", "Mr.", "VAR Chivorn", "RHAC", "+85512771006", "chivorn@rhac.org.kh", 7),
    ]
    assert told(roster) == []


def test_the_list_of_a_letter_whose_parts_are_numbered_in_a_column_without_a_heading() -> None:
    roster = read(*samples.letter_list())
    assert fields(roster, *NAMES) == [
        ("chair", "H.E.", "YIM Chhay Ly", "CARD", "+85512661001", "chhayly@card.gov.kh", None),
        ("secretariat", "Mr.", "SOK Silo", "CARD", "+85512661002 +85523661000", "", None),
        ("lead_facilitator", "Ms.", "Claire Conan", "WFP", "", "claire.conan@wfp.org claire.c@yahoo.com", None),
        ("development_partner", "Mr.", "Francis Awuor", "WFP", "+85578661004 +855886610045", "", None),
    ]
    assert told(roster) == [("12", "twice")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("LIM Bopha, MD, MPH", ("LIM Bopha", "MD, MPH")),
        ("LIM Bopha (PhD)", ("LIM Bopha", "PhD")),
        ("LIM Bopha Ph.D.", ("LIM Bopha", "Ph.D.")),
        ("លឹម បុប្ផា, PhD", ("លឹម បុប្ផា", "PhD")),
        ("SOKHA MA", ("SOKHA MA", "")),
        ("SOKHA, MA", ("SOKHA", "MA")),
        ("Md Rahman", ("Md Rahman", "")),
        ("PhD", ("PhD", "")),
    ],
)
def test_degrees_are_told_from_names(typed: str, expected: tuple[str, str]) -> None:
    assert split_degrees(typed) == expected


def test_the_institution_of_the_first_row_of_its_block_is_that_of_the_rows_below() -> None:
    rows = [
        ["Name", "Ministry", "Category"],
        ["Mr. SOK Chan", "Ministry of Planning", "Government"],
        ["Ms. KEO Ny", None, "Government"],
        ["Civil society", None, None],
        ["Mr. VAR Lim", None, "NGO"],
    ]
    roster = read(workbook(rows))
    assert fields(roster, "name", "institution") == [
        ("SOK Chan", "Ministry of Planning"),
        ("KEO Ny", "Ministry of Planning"),
        ("VAR Lim", ""),
    ]
    assert told(roster) == [("3", "institution_from_above")]


def test_a_column_is_named_only_where_something_of_it_is_lost() -> None:
    rows = [
        ["No", "Name", "Category", "Remarks", "Notes", "Car"],
        [1, "Ms. KEO Ny", "NGO", None, None, None, "spare"],
        [2, "Mr. SOK Chan", "NGO", "Alternate", "vegetarian"],
    ]
    assert columns(text(rows), "list.csv") == [
        ("column_not_read", "E", "Notes"),
        ("column_not_read", "G", ""),
    ]
