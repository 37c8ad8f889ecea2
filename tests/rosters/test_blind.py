"""Five rosters made without sight of the reader (M5): what a secretariat might send next."""

from tests.rosters import samples
from tests.rosters.files import fields, read, told

NAMES = ("role", "title", "name", "institution", "phones", "emails")


def test_a_list_for_a_meeting_with_departments_and_office_numbers() -> None:
    roster = read(*samples.for_a_meeting())
    assert fields(roster, *NAMES) == [
        ("chair", "H.E. Prof.", "ENG Huot", "MoH", "+85523722873 +85512810505", "enghuot@moh.gov.kh"),
        ("secretariat", "Dr.", "SUNG Vinntak", "MoH", "+85512841292", "vinntak@gmail.com"),
        ("government", "Mme.", "KIM Leang", "MEF", "+85516554433", ""),
        ("lead_facilitator", "Dr.", "Asheena Khalakdina", "WHO", "+85523216610", "khalakdinaa@who.int"),
        ("development_partner", "", "", "GIZ", "", ""),
        ("civil_society", "Mr.", "SIN Somuny", "MEDiCAM", "+85512906111", "ssomuny@medicam-cambodia.org"),
    ]
    assert roster.people[1].position == "Director, Dept. of International Cooperation"
    assert told(roster) == []


def test_a_khmer_decision_with_names_in_two_columns_of_one_heading() -> None:
    roster = read(*samples.khmer_decision())
    assert fields(roster, "role", "title_km", "name", "name_km", "sex", "phones") == [
        ("chair", "ឯកឧត្ដម", "CHHEANG RA", "ឈាង រ៉ា", "male", "+85512888999"),
        ("government", "លោកជំទាវ", "OR VANDINE", "ឱ វណ្ណឌីន", "female", "+85517333444"),
        ("government", "លោក", "SOK BUN", "សុខ ប៊ុន", "male", "+855885556667"),
        ("secretariat", "លោកស្រី", "KEO SREYPICH", "កែវ ស្រីពេជ្រ", "female", ""),
    ]


def test_an_export_of_a_contact_book() -> None:
    roster = read(*samples.contact_book())
    assert fields(roster, "role", "name", "institution", "position", "phones", "emails") == [
        (
            "development_partner",
            "Anna de Vries",
            "European Union Delegation",
            "Attaché",
            "+85578222333",
            "anna.devries@eeas.europa.eu",
        ),
        ("civil_society", "Vuthy Chhim", "NGO Forum on Cambodia", "Director", "+85512345999", "vuthy@ngoforum.org.kh"),
        ("government", "", "Ministry of Planning", "", "", "info@mop.gov.kh"),
    ]


def test_a_matrix_of_ministries_with_member_and_alternate() -> None:
    roster = read(*samples.matrix_of_ministries())
    assert fields(roster, "role", "title", "name", "institution", "phones", "alternate_of") == [
        ("government", "H.E.", "Yim Yann", "Ministry of Health", "+85511999000", None),
        ("government", "Dr.", "Lo Veasnakiry", "Ministry of Health", "", 0),
        ("government", "", "", "Ministry of Interior", "", None),
        ("development_partner", "Ms.", "Foroogh Foyouzat", "UNICEF", "", None),
        ("development_partner", "Mr.", "Rami Said", "UNICEF", "", 3),
        ("development_partner", "Mr.", "KAMEI Haruko", "JICA", "+85523211673", None),
        ("development_partner", "", "", "JICA", "", 5),
        ("civil_society", "Ms.", "Reaksmey Hong", "Save the Children", "", None),
    ]


def test_an_attendance_sheet_used_as_a_list() -> None:
    roster = read(*samples.attendance_sheet())
    assert fields(roster, "role", "title", "name", "phones", "emails") == [
        ("private_sector", "Oknha", "Kith Meng", "+85512800800", ""),
        ("government", "Lok Chumteav", "Ing Kantha Phavi", "+85523428965", "phavi@mowa.gov.kh"),
        ("government", "", "Sok\u200bDara", "+855975566778", ""),
    ]
