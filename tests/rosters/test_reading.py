"""Ten rosters as secretariats keep them, read right or remarked on row by row (M5)."""

from tests.rosters.files import fields, read, text, told, workbook, workbook_of


def test_parts_under_headings_vacant_seats_titles_and_numbers_without_their_zero() -> None:
    roster = read(
        workbook(
            [
                ["List of members of the Technical Working Group on Health"],
                [],
                ["No", "Name", "Sex", "Position", "Institution", "Phone", "E-mail"],
                ["I. Royal Government of Cambodia"],
                [
                    1,
                    "H.E. Dr. SOK Sokha",
                    "M",
                    "Secretary of State",
                    "Ministry of Health",
                    12345678,
                    "sokha@moh.gov.kh.",
                ],
                [2, "Lok Chumteav CHAN Dara", "F", "Director, Planning", "MoP", 967123456, "mailto:dara@mop.gov.kh"],
                [3, "TBC", None, None, "MEF"],
                ["II. Development Partners"],
                [4, "Ms. Maria Lopez", "F", "Health lead", "WHO", "+855 (0)12 999 888", "maria@who.int; ml@gmail.com"],
                ["III. NGOs"],
                [5, "Mr Kenji Sato", "M", "Director", "MEDiCAM", "012-777-666/ 097 111 2223", None],
                ["Total: 5"],
            ],
            merged=["A1:G1", "A4:G4", "A8:G8", "A10:G10"],
        )
    )
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
    roster = read(
        workbook(
            [
                ["ព្រះរាជាណាចក្រកម្ពុជា"],
                ["បញ្ជីរាយនាមសមាជិកក្រុមការងារបច្ចេកទេសសុខាភិបាល"],
                ["ល.រ", "គោត្តនាម និងនាម", "ភេទ", "តួនាទី", "ក្រសួង-ស្ថាប័ន", "លេខទូរស័ព្ទ", "តួនាទីក្នុងក្រុមការងារ"],
                ["ក. រាជរដ្ឋាភិបាល"],
                ["១", "ឯកឧត្តមបណ្ឌិត សុខ សុខា", "ប", "រដ្ឋលេខាធិការ", "ក្រសួងសុខាភិបាល", "០១២ ៣៤៥ ៦៧៨", "ប្រធាន"],
                ["២", "លោកជំទាវ ចាន់ ដារ៉ា", "ស", "ប្រធាននាយកដ្ឋាន", "ក្រសួងផែនការ", "០៩៦ ៧១២ ៣៤៥៦", "សមាជិក"],
                ["៣", "មិនទាន់តែងតាំង", "", "", "ក្រសួងសេដ្ឋកិច្ច និងហិរញ្ញវត្ថុ", "", "សមាជិក"],
                ["៤", "លោក កែវ វណ្ណា", "ប្រុស", "អនុប្រធាននាយកដ្ឋាន", "ក្រសួងសុខាភិបាល", "០១១ ២២២ ៣៣៣", "លេខាធិការ"],
                ["ខ. ដៃគូអភិវឌ្ឍន៍"],
                ["៥", "លោកស្រី Maria Lopez", "ស្រី", "មន្ត្រីកម្មវិធី", "WHO", "០១២ ៩៩៩ ៨៨៨", "សហប្រធាន"],
                ["សរុប ៥ រូប"],
            ]
        )
    )
    assert fields(roster, "place", "role", "title", "name", "sex", "position", "phones") == [
        ("5", "chair", "ឯកឧត្តមបណ្ឌិត", "សុខ សុខា", "male", "រដ្ឋលេខាធិការ", "+85512345678"),
        ("6", "government", "លោកជំទាវ", "ចាន់ ដារ៉ា", "female", "ប្រធាននាយកដ្ឋាន", "+855967123456"),
        ("7", "government", "", "", "", "", ""),
        ("8", "secretariat", "លោក", "កែវ វណ្ណា", "male", "អនុប្រធាននាយកដ្ឋាន", "+85511222333"),
        ("10", "lead_facilitator", "លោកស្រី", "Maria Lopez", "female", "មន្ត្រីកម្មវិធី", "+85512999888"),
    ]
    assert told(roster) == []


def test_two_rows_of_headings_and_an_empty_first_column() -> None:
    roster = read(
        workbook(
            [
                [],
                [None, "No", "Name", None, "Contact", None, "Institution"],
                [None, None, "Khmer", "English", "Phone", "E-mail", None],
                [None, 1, "ឯកឧត្តម សុខ សុខា", "H.E. SOK Sokha", "012 345 678", "sokha@moh.gov.kh", "Ministry of Health"],
                [None, 2, "លោក ហេង រតនា", "Mr. HENG Ratana", "011 345 678", None, "Ministry of Planning"],
            ],
            merged=["C2:D2", "E2:F2", "B2:B3", "G2:G3"],
        )
    )
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
    below = read(
        workbook(
            [
                ["Institution", "Name", "Phone", "Constituency"],
                ["UNICEF", "Ms Anna Berg", "012 111 222", "Development partner"],
                [None, "Alternate: Mr Tom Reed", "012 111 333", None],
                ["WHO", "Dr. Li Na\nAlternate: Ms. Kim Ly", "012 444 555\n012 444 666", "Development partner"],
                ["ADB", "Mr Jo Park (alternate)", "012 777 888", "Development partner"],
            ]
        )
    )
    assert fields(below, "name", "institution", "phones", "alternate_of") == [
        ("Anna Berg", "UNICEF", "+85512111222", None),
        ("Tom Reed", "UNICEF", "+85512111333", 0),
        ("Li Na", "WHO", "+85512444555", None),
        ("Kim Ly", "WHO", "+85512444666", 2),
        ("Jo Park", "ADB", "+85512777888", 2),
    ]
    beside = read(
        workbook(
            [
                ["Ministry", "Member", None, "Alternate", None],
                [None, "Name", "Phone", "Name", "Phone"],
                ["MoH", "Mr Sok Chan", "012 111 222", "Ms Keo Ny", "012 111 333"],
                ["MoP", "Mr Heng Dy", "012 111 444", None, None],
            ],
            merged=["B1:C1", "D1:E1", "A1:A2"],
        )
    )
    assert fields(beside, "name", "institution", "phones", "alternate_of") == [
        ("Sok Chan", "MoH", "+85512111222", None),
        ("Keo Ny", "MoH", "+85512111333", 0),
        ("Heng Dy", "MoP", "+85512111444", None),
    ]


def test_a_semicolon_list_of_windows_and_one_in_utf_16() -> None:
    rows = [
        ["Surname", "First name", "Job title", "Organisation", "Mobile", "Role in TWG"],
        ["Müller", "Jürgen", "Adviser; health", "GIZ", "12345678", "Development partner"],
        ["Sok", "Ny", "Officer", "MoH", "85511222333", "Gender focal point"],
    ]
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
        assert fields(read(text(rows, encoding, separator), "list.csv"), *names) == expected


def test_institutions_merged_over_their_people_and_a_sheet_for_each_constituency() -> None:
    head = ["Organization", "Full name", "Position", "Contact"]
    roster = read(
        workbook_of(
            {
                "Government": [
                    head,
                    ["Ministry of Health", "H.E. Sok Sokha", "Chair", "012 345 678 sokha@moh.gov.kh"],
                    [None, "Mr. Chan Dara", "Secretary of the TWG", "dara@moh.gov.kh"],
                ],
                "Development Partners": [head, ["WHO", "Dr Maria Lopez", "Representative", "Tel: 023 216 610"]],
                "Notes": [["This list is kept by the secretariat."]],
            },
            merged=["A2:A3"],
        )
    )
    assert fields(roster, "place", "name", "institution", "role", "phones", "emails") == [
        ("Government!2", "Sok Sokha", "Ministry of Health", "chair", "+85512345678", "sokha@moh.gov.kh"),
        ("Government!3", "Chan Dara", "Ministry of Health", "secretariat", "", "dara@moh.gov.kh"),
        ("Development Partners!2", "Maria Lopez", "WHO", "development_partner", "+85523216610", ""),
    ]


def test_roles_of_a_column_and_what_nobody_knows() -> None:
    roster = read(
        workbook(
            [
                ["#", "Full Name", "TWG role", "Agency", "Tel."],
                [1, "H.E. Ly Thuch", "Chairperson", "CMAA", "012 345 671"],
                [2, "Ms. Ann Lee", "Lead Facilitator", "UNDP", "012 345 672"],
                [3, "Mr. Som Ol", "Secretariat", "CMAA", "012 345 673"],
                [4, "Ms. Keo Ny", "Focal point for gender", "MoWA", "012 345 674"],
                [5, "Mr. Pak Vy", "Technical Advisor", "UNDP", "012 345 675"],
                [6, "Oknha Te Ly", "Private sector", "ABC Co., Ltd", "012 345 676"],
                [7, "Mr. Ros Sy", "Observer-in-waiting", "Ministry of Health", "012 345 67X"],
                [8, "Mr. Kim Bo", "Member", "Somewhere", "012 345 679"],
                [9, None, None, None, "012 345 670"],
            ]
        )
    )
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
    roster = read(
        workbook(
            [
                ["Name", "Institution", "Phone", "Category"],
                ["Mr. Sok Chan", "MoH", "012 111 222", "Government"],
                ["Ms. Keo Ny", "MoP", "012 111 333", "Government"],
                ["SOK CHAN", "MoH", "012 111 222", "Government"],
                ["Mr. Sok Chan", "World Vision", "012 111 999", "NGO"],
                ["Total: 7 members"],
                ["Prepared by the secretariat"],
                ["Phnom Penh, 3 March 2026"],
                ["Seen and approved", None, "Chan Dara"],
            ],
            hidden=[3],
        )
    )
    assert fields(roster, "name", "institution") == [
        ("Sok Chan", "MoH"),
        ("Keo Ny", "MoP"),
        ("Sok Chan", "World Vision"),
    ]
    assert told(roster) == [("3", "hidden_row"), ("6", "wrong_total"), ("4", "twice")]
    assert roster.errors[0].what.data == {"row": "2", "name": "SOK CHAN"}


def test_values_of_formulas_and_a_formula_without_one() -> None:
    sheet = (
        b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>Ministry</t></is></c>'
        b'<c r="C1" t="inlineStr"><is><t>Phone</t></is></c></row>'
        b'<row r="2"><c r="A2" t="str"><f>CONCATENATE(E2,F2)</f><v>Mr. Sok Chan</v></c>'
        b'<c r="B2" t="inlineStr"><is><r><t>Ministry of </t></r><r><t>Health</t></r></is></c>'
        b'<c r="C2"><v>1.2345678E7</v></c></row>'
        b'<row r="3"><c r="A3"><f>CONCATENATE(E3,F3)</f><v></v></c>'
        b'<c r="B3" t="inlineStr"><is><t>MoP</t></is></c></row>'
        b"</sheetData></worksheet>"
    )
    from tests.rosters.test_refusing import BOOK

    roster = read(BOOK(sheet))
    assert fields(roster, "name", "institution", "phones") == [("Sok Chan", "Ministry of Health", "+85512345678")]
    assert told(roster) == [("2", "role_from_institution"), ("3", "not_calculated")]


def test_headings_printed_again_ministries_as_headings_and_names_in_two_scripts() -> None:
    roster = read(
        workbook(
            [
                ["ល.រ\nNo.", "ឈ្មោះ\nName", "តួនាទី\nPosition", "អ៊ីមែល\nEmail", "លេខទូរស័ព្ទ\nPhone number"],
                ["Ministry of Health"],
                [1, "ឯកឧត្តម សុខ សុខា\nH.E. SOK Sokha", "Secretary of State", "s@moh.gov.kh", "012 345 678"],
                [2, "Vacant"],
                ["ល.រ\nNo.", "ឈ្មោះ\nName", "តួនាទី\nPosition", "អ៊ីមែល\nEmail", "លេខទូរស័ព្ទ\nPhone number"],
                ["Ministry of Planning"],
                [3, "លោក ហេង រតនា (HENG Ratana)", "Director", "not yet", "011 345 678"],
                ["Embassy of Japan"],
                [4, "Mr. SATO Ken, Dr.", "Counsellor", None, "+81 90 1234 5678"],
            ]
        )
    )
    assert fields(roster, "title", "name", "name_km", "institution", "role", "phones") == [
        ("H.E.", "SOK Sokha", "សុខ សុខា", "Ministry of Health", "government", "+85512345678"),
        ("", "", "", "Ministry of Health", "government", ""),
        ("", "HENG Ratana", "ហេង រតនា", "Ministry of Planning", "government", "+85511345678"),
        ("Mr.", "SATO Ken", "", "Embassy of Japan", "development_partner", "+819012345678"),
    ]
    assert ("7", "unreadable_email") in told(roster)
