"""The lists that the tests of reading and of importing have in common: how secretariats keep them (M5).

Each function returns the bytes of a file and its name.
"""

from tests.rosters.files import bare_workbook, text, workbook, workbook_of

Sent = tuple[bytes, str]


def parts_under_headings() -> Sent:
    return workbook(
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
    ), "roster.xlsx"


def in_khmer() -> Sent:
    return workbook(
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
    ), "roster.xlsx"


def two_rows_of_headings() -> Sent:
    return workbook(
        [
            [],
            [None, "No", "Name", None, "Contact", None, "Institution"],
            [None, None, "Khmer", "English", "Phone", "E-mail", None],
            [None, 1, "ឯកឧត្តម សុខ សុខា", "H.E. SOK Sokha", "012 345 678", "sokha@moh.gov.kh", "Ministry of Health"],
            [None, 2, "លោក ហេង រតនា", "Mr. HENG Ratana", "011 345 678", None, "Ministry of Planning"],
        ],
        merged=["C2:D2", "E2:F2", "B2:B3", "G2:G3"],
    ), "roster.xlsx"


def alternates_below() -> Sent:
    return workbook(
        [
            ["Institution", "Name", "Phone", "Constituency"],
            ["UNICEF", "Ms Anna Berg", "012 111 222", "Development partner"],
            [None, "Alternate: Mr Tom Reed", "012 111 333", None],
            ["WHO", "Dr. Li Na\nAlternate: Ms. Kim Ly", "012 444 555\n012 444 666", "Development partner"],
            ["ADB", "Mr Jo Park (alternate)", "012 777 888", "Development partner"],
        ]
    ), "roster.xlsx"


def alternates_in_columns() -> Sent:
    return workbook(
        [
            ["Ministry", "Member", None, "Alternate", None],
            [None, "Name", "Phone", "Name", "Phone"],
            ["MoH", "Mr Sok Chan", "012 111 222", "Ms Keo Ny", "012 111 333"],
            ["MoP", "Mr Heng Dy", "012 111 444", None, None],
        ],
        merged=["B1:C1", "D1:E1", "A1:A2"],
    ), "roster.xlsx"


def merged_institutions() -> Sent:
    head = ["Organization", "Full name", "Position", "Contact"]
    return workbook_of(
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
    ), "roster.xlsx"


def roles_of_a_column() -> Sent:
    return workbook(
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
    ), "roster.xlsx"


def doubled_and_hidden() -> Sent:
    return workbook(
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
    ), "roster.xlsx"


def formulas() -> Sent:
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
    return bare_workbook(sheet), "roster.xlsx"


def headings_printed_again() -> Sent:
    return workbook(
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
    ), "roster.xlsx"


def for_a_meeting() -> Sent:
    return workbook(
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
    ), "roster.xlsx"


def khmer_decision() -> Sent:
    return workbook(
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
    ), "roster.xlsx"


def contact_book() -> Sent:
    return text(
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
    ), "contacts.csv"


def matrix_of_ministries() -> Sent:
    return workbook(
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
    ), "roster.xlsx"


def attendance_sheet() -> Sent:
    return workbook(
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
    ), "roster.xlsx"


def surname_first(encoding: str = "utf-16", separator: str = "\t") -> Sent:
    rows = [
        ["Surname", "First name", "Job title", "Organisation", "Mobile", "Role in TWG"],
        ["Müller", "Jürgen", "Adviser; health", "GIZ", "12345678", "Development partner"],
        ["Sok", "Ny", "Officer", "MoH", "85511222333", "Gender focal point"],
    ]
    return text(rows, encoding, separator), "list.csv"


def fifty_thousand_rows() -> Sent:
    head = ["Name", "Institution", "Phone", "Category"]
    return text([head, *([f"Person {number}", "MoH", "", "Government"] for number in range(50_000))]), "list.csv"


def fifty_thousand_rows_of_a_workbook() -> Sent:
    row = "".join(f'<row><c t="inlineStr"><is><t>Person {number}</t></is></c></row>' for number in range(50_000))
    return bare_workbook(f"<worksheet><sheetData>{row}</sheetData></worksheet>".encode()), "list.xlsx"


def zip_bomb() -> Sent:
    return bare_workbook(b"<worksheet>" + b" " * 50_000_000 + b"</worksheet>"), "list.xlsx"


def zip_bomb_of_pictures() -> Sent:
    parts = {f"xl/media/{number}": b"\0" * 30_000_000 for number in range(8)}
    return bare_workbook(b"<worksheet/>", **parts), "list.xlsx"
