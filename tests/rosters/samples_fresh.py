"""Six more lists as TWGs keep them, made as data before the reader was looked at (M5)."""

import io

from openpyxl import Workbook

from tests.rosters.files import text
from tests.rosters.samples import Sent


def _saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def khmer_annex() -> Sent:
    """The annex of a decision: merged title rows, Khmer headings, the institution in the first row of its block, sex as
    ប/ស, a Khmer date in a column and above, a totals row, the place of the signature below."""
    book = Workbook()
    sheet = book.active
    for row in (
        ["ព្រះរាជាណាចក្រកម្ពុជា"],
        ["ជាតិ សាសនា ព្រះមហាក្សត្រ"],
        ["ឧបសម្ព័ន្ធនៃសេចក្ដីសម្រេចលេខ ០៤៥ សសរ ចុះថ្ងៃអង្គារ ទី៣ ខែកុម្ភៈ ឆ្នាំ២០២៦"],
        ["បញ្ជីសមាជិកក្រុមការងារបច្ចេកទេសសុខាភិបាល"],
        [],
        ["ល.រ", "គោត្តនាម-នាម", "ភេទ", "តួនាទី", "ក្រសួង/ស្ថាប័ន", "លេខទូរស័ព្ទ", "ថ្ងៃតែងតាំង"],
        ["ក. ថ្នាក់ដឹកនាំ"],
        ["១", "ឯកឧត្តម ឈាង រ៉ា", "ប", "រដ្ឋមន្ត្រី ជាប្រធាន", "ក្រសួងសុខាភិបាល", "០១២ ៣៤១ ០០១", "៣ កុម្ភៈ ២០២៦"],
        ["ខ. តំណាងក្រសួង ស្ថាប័ន"],
        ["២", "ឯកឧត្តម ហុក គឹមចេង", "ប", "អគ្គនាយក", "ក្រសួងសុខាភិបាល", 12341002, "៣ កុម្ភៈ ២០២៦"],
        ["៣", "លោកជំទាវ អ៊ុក វិចិត្រា", "ស", "ប្រធាននាយកដ្ឋាន", None, "០៧៧៣៤១០០៣", "៣ កុម្ភៈ ២០២៦"],
        ["៤", "លោក ម៉ៅ តាន់អៀង", "ប", "ប្រធានការិយាល័យ", None, "092 341 004", "១២ មីនា ២០២៦"],
        ["៥", "លោកស្រី ពៅ ចាន់ធូ", "ស", "នាយករង", "ក្រសួងសេដ្ឋកិច្ច និងហិរញ្ញវត្ថុ", "០១៦៣៤១០០៥", "៣ កុម្ភៈ ២០២៦"],
        ["គ. លេខាធិការដ្ឋាន"],
        ["៦", "លោក សុខ ភារុណ", "ប", "ប្រធានការិយាល័យ", "ក្រសួងសុខាភិបាល", "០១១ ៣៤១ ០០៦", "៣ កុម្ភៈ ២០២៦"],
        ["សរុប ៦ រូប (ស្រី ២ រូប)"],
        [],
        [None, None, None, None, "រាជធានីភ្នំពេញ ថ្ងៃអង្គារ ទី៣ ខែកុម្ភៈ ឆ្នាំ២០២៦"],
        [None, None, None, None, "រដ្ឋមន្ត្រី"],
        [None, None, None, None, "ហត្ថលេខា និងត្រា"],
    ):
        sheet.append(row)
    for cells in ("A1:G1", "A2:G2", "A3:G3", "A4:G4", "A7:G7", "A9:G9", "A14:G14", "A16:G16", "E10:E12"):
        sheet.merge_cells(cells)
    return _saved(book), "ឧបសម្ព័ន្ធ.xlsx"


def two_in_a_cell() -> Sent:
    """Two people in a cell, numbers kept as numbers, two addresses in a cell, a landline with its extension, old
    numbers in a hidden column, former members in hidden rows, a totals row with counts by sex."""
    book = Workbook()
    sheet = book.active
    sheet.title = "TWG-H members 2026"
    for row in (
        ["Technical Working Group for Health (TWGH)", None, None, None, None, None, None, None],
        ["List of members, updated 12-Feb-2026"],
        ["#", "Name", "M/F", "Institution", "Position", "Old phone", "Phone", "E-mail"],
        ["Government"],
        [
            1,
            "H.E. Dr. LO Veasnakiry",
            "M",
            "Ministry of Health",
            "Secretary of State",
            12000001,
            12555001,
            "veasna@moh.gov.kh",
        ],
        [
            2,
            "Dr. SOK Touch and Dr. KOL Hero",
            "M",
            "Ministry of Health",
            "Advisers",
            12000002,
            "012 555 002 / 092 555 003",
            "touch@moh.gov.kh; hero@moh.gov.kh",
        ],
        [3, "Mr. NUTH Sokhom", "M", "Ministry of Health", "Retired", 12000003, 12555099, None],
        ["Development partners"],
        [
            4,
            "Ms. Momoe Takeuchi",
            "F",
            "WHO",
            "Deputy Representative",
            None,
            "023 216 610 ext. 102",
            "takeuchim@who.int / momoe.t@gmail.com",
        ],
        [5, "Ms. Ingrid Pooters & Mr. Luc Tran", "F/M", "GIZ", "Programme staff", None, None, "ingrid.pooters@giz.de"],
        [6, "Mr. Someone Gone", "M", "USAID", "Left 2025", 12000004, 12555098, None],
        ["TOTAL", None, "M: 4, F: 2", None, None, None, None, None],
    ):
        sheet.append(row)
    for cells in ("A1:H1", "A2:H2", "A4:H4", "A8:H8"):
        sheet.merge_cells(cells)
    sheet.column_dimensions["F"].hidden = True
    sheet.row_dimensions[7].hidden = True
    sheet.row_dimensions[11].hidden = True
    return _saved(book), "TWGH members.xlsx"


def semicolons_with_dates() -> Sent:
    """CSV in UTF-8 with a byte order mark and semicolons; both languages, Khmer dates, columns nobody has a use for."""
    rows = [
        ["Mise à jour: ១២ កុម្ភៈ ២០២៦", "", "", "", "", "", "", ""],
        ["ល.រ", "ឈ្មោះ / Name", "M/F", "ស្ថាប័ន / Institution", "ប្រភេទ / Category", "Tel", "ចូលថ្ងៃ", "Remarks 2"],
        [
            "១",
            "លោក ចាន់ សុភា / Mr. CHAN Sophea",
            "M",
            "ក្រសួងផែនការ / MoP",
            "រដ្ឋាភិបាល / Government",
            "០១២៨៨១០០១",
            "០១/០២/២០២៦",
            "",
        ],
        ["២", "Ms. LY Bopha", "F", "MEDiCAM", "NGO", "855 12 881 002", "១ កុម្ភៈ ២០២៦", "veg."],
        ["៣", "Dr. Paul Weiss", "M", "GIZ", "DP", "+49 170 5551234", "", "speaks German"],
        ["៤", "លោកស្រី នួន ផល្លា", "F", "អង្គការសុខភាពពិភពលោក", "ដៃគូអភិវឌ្ឍន៍", "០២៣ ២១៦ ៦១០", "", ""],
        ["", "", "", "", "", "", "", ""],
        ["សរុប", "", "M 2, F 2", "", "", "", "", ""],
    ]
    return text(rows, "utf-8-sig", ";"), "បញ្ជីឈ្មោះ.csv"


def degrees() -> Sent:
    """Academic degrees and their kind before and after names, seats that wait for a name."""
    book = Workbook()
    sheet = book.active
    for row in (
        ["No.", "Full name", "Title/Position", "Agency", "Group"],
        [1, "H.E. Prof. Dr. KHUON Sudary, MD, PhD", "Secretary of State", "Ministry of Health", "Government"],
        [2, "Eng. CHEA Visoth", "Director", "Ministry of Rural Development", "Government"],
        [3, "NHEM Thavy, M.A.", "Chief of Office", "Ministry of Planning", "Government"],
        [4, "ឯកឧត្តមបណ្ឌិត ហង់ជួន ណារ៉ុន", "រដ្ឋមន្ត្រី", "ក្រសួងអប់រំ យុវជន និងកីឡា", "Government"],
        [5, "បណ្ឌិត ស៊ិន សុមុនី", "នាយកប្រតិបត្តិ", "MEDiCAM", "NGO"],
        [6, "Assoc. Prof. LIM Sovann Ph.D", "Dean", "University of Health Sciences", "Government"],
        [7, "Mr. John Macfarlane Jr., MPH", "Team Leader", "USAID", "DP"],
        [8, "Maria Da Silva MSc, MBA", "Attaché", "European Union", "DP"],
        [9, "Alternate: TBC", "", "European Union", "DP"],
        [10, "Ma Sokha", "Officer", "UNICEF", "DP"],
        [11, "to be confirmed", "", "UNFPA", "DP"],
        [12, "នឹងកំណត់", "", "ក្រសួងមហាផ្ទៃ", "Government"],
    ):
        sheet.append(row)
    return _saved(book), "degrees.xlsx"


def member_and_alternate_columns() -> Sent:
    """Two rows of headings; a member and an alternate in one row, sums as formulas, ditto marks for the institution."""
    book = Workbook()
    sheet = book.active
    for row in (
        ["HEALTH TWG – FOCAL POINTS AND ALTERNATES"],
        ["Type", "Organization", "Member", None, None, "Alternate", None, None],
        [None, None, "Name", "Mobile", "Email", "Name", "Mobile", "Email"],
        [
            "RGC",
            "MoH",
            "Dr. OR Vandine",
            12771001,
            "vandine@moh.gov.kh",
            "Dr. LY Sovann",
            "012 771 002",
            "sovann@moh.gov.kh",
        ],
        ["RGC", "MEF", "Mr. HENG Chanthol", "012-771-003", None, "To be confirmed", None, None],
        ["RGC", '"', "Ms. ROS Phirun", "’012771004", None, None, None, None],
        ["DP", "UNFPA", "Ms. Derveeuw Sandra", "+855 12 771 005", "derveeuw@unfpa.org", "Alternate: TBC", None, None],
        ["CSO", "RHAC", "TBC", None, None, "Mr. VAR Chivorn", "012 771 006", "chivorn@rhac.org.kh"],
        ["Sub-total", None, "=COUNTA(C4:C8)", None, None, "=COUNTA(F4:F8)", None, None],
    ):
        sheet.append(row)
    for cells in ("A1:H1", "A2:A3", "B2:B3", "C2:E2", "F2:H2"):
        sheet.merge_cells(cells)
    return _saved(book), "focal points.xlsx"


def letter_list() -> Sent:
    """What a ministry appends to its letter: no heading for the number, a role after the name, contacts in one cell,
    the sums of each part."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Feuil1"
    for row in (
        [None, "Kingdom of Cambodia"],
        [None, "Nation Religion King"],
        [None, "Phnom Penh, 12 February 2026"],
        [None, "Name and surname", "Sex", "Organisation", "Contact"],
        ["I", "Members from ministries"],
        [1, "H.E. YIM Chhay Ly (Chair)", "M", "CARD", "Tel: 012 661 001\nEmail: chhayly@card.gov.kh"],
        [2, "Mr. SOK Silo (Secretariat)", "M", "CARD", "HP 012 661 002, Office 023 661 000"],
        [None, "Sub-total: 2 persons (0 female)"],
        ["II", "Development partners"],
        [1, "Ms. Claire Conan (Co-chair)", "F", "WFP", "claire.conan@wfp.org, claire.c@yahoo.com"],
        [2, "Mr. Francis Awuor", "M", "WFP", "Cell: 078661004 / 088 661 0045"],
        [3, "Mr. Francis Awuor", "M", "WFP", "Cell: 078661004"],
        [None, "Sub-total: 3 persons (1 female)"],
        [None, "Grand total: 5 persons"],
    ):
        sheet.append(row)
    for cells in ("B1:E1", "B2:E2", "B3:E3", "B5:E5", "B9:E9"):
        sheet.merge_cells(cells)
    return _saved(book), "annex 2.xlsx"
