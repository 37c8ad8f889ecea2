"""Five rosters made without sight of the reader (M5): what a secretariat might send next."""

from tests.rosters.files import fields, read, text, told, workbook

NAMES = ("role", "title", "name", "institution", "phones", "emails")


def test_a_list_for_a_meeting_with_departments_and_office_numbers() -> None:
    roster = read(
        workbook(
            [
                ["KINGDOM OF CAMBODIA"],
                ["Nation Religion King"],
                ["LIST OF TWG-H MEMBERS (updated Feb 2026)"],
                [],
                [
                    "N°",
                    "Full Names",
                    "Gender",
                    "Job Title",
                    "Department",
                    "Organization",
                    "Office Tel",
                    "Mobile",
                    "Email address",
                    "Remarks",
                ],
                ["A", "GOVERNMENT INSTITUTIONS"],
                [
                    1,
                    "H.E. Prof. ENG Huot",
                    "M",
                    "Secretary of State",
                    None,
                    "MoH",
                    "023 722 873",
                    "012 810 505",
                    "enghuot@moh.gov.kh",
                    "Chair",
                ],
                [
                    2,
                    "Dr. SUNG Vinntak",
                    "M",
                    "Director",
                    "Dept. of International Cooperation",
                    "MoH",
                    None,
                    "12 841 292",
                    "vinntak@gmail.com",
                    "Secretariat",
                ],
                [3, "Mme. KIM Leang", "F", "Deputy Director", "Budget", "MEF", None, "'016 55 44 33", None, None],
                ["B", "DEVELOPMENT PARTNERS"],
                [
                    4,
                    "Dr. Asheena Khalakdina",
                    "F",
                    "Team Leader",
                    None,
                    "WHO",
                    "+855 23 216 610",
                    None,
                    "khalakdinaa@who.int",
                    "Lead Facilitator",
                ],
                [5, "To be nominated", None, None, None, "GIZ", None, None, None, None],
                ["C", "CIVIL SOCIETY"],
                [
                    6,
                    "Mr. SIN Somuny",
                    "M",
                    "Executive Director",
                    None,
                    "MEDiCAM",
                    None,
                    "012 906 111 (Telegram)",
                    "ssomuny@medicam-cambodia.org",
                    None,
                ],
                [None, "TOTAL", 6],
            ]
        )
    )
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
    roster = read(
        workbook(
            [
                ["សេចក្តីសម្រេច ស្តីពីការតែងតាំងសមាជិកក្រុមការងារបច្ចេកទេសសុខាភិបាល"],
                ["ល.រ", "នាម និងគោត្តនាម", None, "ភេទ", "មុខងារបច្ចុប្បន្ន", "អង្គភាព", "ភារកិច្ចក្នុងក្រុមការងារ", "ទូរសព្ទ"],
                [None, "ជាភាសាខ្មែរ", "ជាអក្សរឡាតាំង", None, None, None, None, None],
                ["១.", "ឯកឧត្ដម ឈាង រ៉ា", "CHHEANG RA", "ប", "រដ្ឋមន្ត្រី", "ក្រសួងសុខាភិបាល", "ប្រធាន", "០១២៨៨៨៩៩៩"],
                ["២.", "លោកជំទាវ ឱ វណ្ណឌីន", "OR VANDINE", "ស", "រដ្ឋលេខាធិការ", "ក្រសួងសុខាភិបាល", "អនុប្រធាន", "០១៧ ៣៣៣ ៤៤៤"],
                ["៣.", "លោក សុខ ប៊ុន", "SOK BUN", "ប", "អនុរដ្ឋលេខាធិការ", "ក្រសួងផែនការ", "សមាជិក", "០៨៨ ៥៥៥៦៦៦៧"],
                ["៤.", "លោកស្រី កែវ ស្រីពេជ្រ", "KEO SREYPICH", "ស", "ប្រធានការិយាល័យ", "ក្រសួងសុខាភិបាល", "លេខាធិការ", None],
            ],
            merged=["B2:C2", "A2:A3", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "H2:H3"],
        )
    )
    assert fields(roster, "role", "title_km", "name", "name_km", "sex", "phones") == [
        ("chair", "ឯកឧត្ដម", "CHHEANG RA", "ឈាង រ៉ា", "male", "+85512888999"),
        ("government", "លោកជំទាវ", "OR VANDINE", "ឱ វណ្ណឌីន", "female", "+85517333444"),
        ("government", "លោក", "SOK BUN", "សុខ ប៊ុន", "male", "+855885556667"),
        ("secretariat", "លោកស្រី", "KEO SREYPICH", "កែវ ស្រីពេជ្រ", "female", ""),
    ]


def test_an_export_of_a_contact_book() -> None:
    roster = read(
        text(
            [
                [
                    "First Name",
                    "Last Name",
                    "Organization Name",
                    "Organization Title",
                    "E-mail 1 - Value",
                    "Phone 1 - Value",
                    "Labels",
                ],
                [
                    "Anna",
                    "de Vries",
                    "European Union Delegation",
                    "Attaché",
                    "anna.devries@eeas.europa.eu",
                    "+855 78 222 333",
                    "TWG ::: Development partners",
                ],
                [
                    "Vuthy",
                    "Chhim",
                    "NGO Forum on Cambodia",
                    "Director",
                    "vuthy@ngoforum.org.kh",
                    "85512345999",
                    "TWG ::: NGO",
                ],
                ["", "", "Ministry of Planning", "", "info@mop.gov.kh", "", "TWG"],
            ],
            "utf-8",
            ",",
        ),
        "contacts.csv",
    )
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
    roster = read(
        workbook(
            [
                ["Annex 2: Composition of the Health Technical Working Group"],
                ["Constituency", "Institution", "Principal member", "Position", "Contact", "Alternate member"],
                [
                    "RGC",
                    "Ministry of Health",
                    "H.E. Yim Yann",
                    "Under Secretary of State",
                    "yimyann@moh.gov.kh / 011 999 000",
                    "Dr. Lo Veasnakiry",
                ],
                [None, "Ministry of Interior", "Vacant", None, None, None],
                ["DPs", "UNICEF", "Ms. Foroogh Foyouzat", "Representative", "ffoyouzat@unicef.org", "Mr. Rami Said"],
                [None, "JICA", "Mr. KAMEI Haruko", "Chief Representative", "855 23 211 673", "TBD"],
                ["CSOs", "Save the Children", "Ms. Reaksmey Hong", "Country Director", None, None],
            ],
            merged=["A3:A4", "A5:A6"],
        )
    )
    assert fields(roster, "role", "title", "name", "institution", "phones", "alternate_of") == [
        ("government", "H.E.", "Yim Yann", "Ministry of Health", "+85511999000", None),
        ("government", "Dr.", "Lo Veasnakiry", "Ministry of Health", "", 0),
        ("government", "", "", "Ministry of Interior", "", None),
        ("development_partner", "Ms.", "Foroogh Foyouzat", "UNICEF", "", None),
        ("development_partner", "Mr.", "Rami Said", "UNICEF", "", 3),
        ("development_partner", "Mr.", "KAMEI Haruko", "JICA", "+85523211673", None),
        ("civil_society", "Ms.", "Reaksmey Hong", "Save the Children", "", None),
    ]


def test_an_attendance_sheet_used_as_a_list() -> None:
    roster = read(
        workbook(
            [
                [None, None, "Attendance list, 12th Health TWG meeting"],
                [None, "S/N", "Participant's Name", "M/F", "Title/Organization", "Phone/E-mail", "Signature"],
                [None, 1, "Oknha Kith Meng", "M", "President, Chamber of Commerce", "012 800 800", None],
                [
                    None,
                    2,
                    "Lok Chumteav Ing Kantha Phavi",
                    "F",
                    "Minister, Ministry of Women's Affairs",
                    "phavi@mowa.gov.kh 023-428-965",
                    None,
                ],
                [None, 3, "Sok\u200bDara", None, "Officer, MoH", "097-55-66-778", None],
                [None, "Seen and certified by the secretariat"],
            ]
        )
    )
    assert fields(roster, "role", "title", "name", "phones", "emails") == [
        ("private_sector", "Oknha", "Kith Meng", "+85512800800", ""),
        ("government", "Lok Chumteav", "Ing Kantha Phavi", "+85523428965", "phavi@mowa.gov.kh"),
        ("government", "", "Sok\u200bDara", "+855975566778", ""),
    ]
