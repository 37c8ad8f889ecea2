"""Twelve more lists as ministries and partners keep them, made as data before the reader was looked at (M5)."""

from datetime import date

from tests.rosters.files import text, workbook, workbook_of
from tests.rosters.samples import Sent


def cover_sheet_first() -> Sent:
    """A cover, an empty sheet, a table of counts, and only then the list, which begins in row 7 and column C."""
    empty = [None, None]
    cover = [["TECHNICAL WORKING GROUP ON HEALTH"], ["Contact list"], ["How to use: fill in the sheet “Members”"]]
    counts = [["Institution", "Number"], ["Ministry of Health", 2], ["WHO", 1], ["Total", 3]]
    members = [
        [],
        [*empty, "Contact list of the TWG on Health"],
        [*empty, "as of", date(2026, 10, 1)],
        [],
        [],
        [],
        [*empty, "No.", None, "Full name", "Job title", "Organisation", None, "Mobile", "Category"],
        [*empty, 1.0, None, "H.E. Dr. YOUK Sambath", "Secretary of State", "Ministry of Health", None, 12700001, "RGC"],
        [],
        [*empty, 2.0, None, "Dr. PO Samnang ", "Deputy Director", "Ministry of Health", None, "012 700 002", "RGC"],
        [],
        [*empty, 3.0, None, "Ms.\u00a0Kiyoko Abe", "Health officer", "WHO", None, "092 700 003", "Development partner"],
    ]
    return workbook_of({"Cover": cover, "Sheet2": [], "Summary": counts, "Members": members}), "TWG contact list.xlsx"


def institutions_as_rows() -> Sent:
    """CSV of a French Excel, cp1252 and semicolons: the institution stands in a row above its people."""
    rows = [
        ["Groupe de travail santé – liste des membres", "", "", ""],
        ["", "", "", ""],
        ["Name", "Position", "Telephone", "E-mail"],
        ["Royal Government", "", "", ""],
        ["Ministère de la Santé", "", "", ""],
        ["M. KY Sovann", "Directeur général", "012 710 001", "ky.sovann@moh.gov.kh"],
        ["Mme SIV Éline", "Chef de bureau", "012 710 002", ""],
        ["Development partners", "", "", ""],
        ["Agence française de développement", "", "", ""],
        ["Mme Hélène Dupré", "Chargée de projet", "+33 6 12 34 56 78", "dupreh@afd.fr"],
        ["Expertise France", "", "", ""],
        ["M. Loïc Béranger", "Conseiller", "", "loic.beranger@expertisefrance.fr"],
    ]
    return text(rows, "cp1252", ";"), "membres.csv"


def unicode_text() -> Sent:
    """“Unicode text” as Excel saves it: UTF-16, tabs; Khmer headings, the name in Khmer and in Latin letters."""
    rows = [
        ["បញ្ជីឈ្មោះសមាជិក ក្រុមការងារបច្ចេកទេសសុខាភិបាល"],
        ["ល.រ", "គោរមងារ", "គោត្តនាម និងនាម", "អក្សរឡាតាំង", "ភេទ", "មុខងារ", "អង្គភាព", "លេខទូរសព្ទ", "អ៊ីមែល"],
        ["១", "ឯកឧត្តម", "យក់ សម្បត្តិ", "YOUK Sambath", "ប្រុស", "រដ្ឋលេខាធិការ", "ក្រសួងសុខាភិបាល", "០១២ ៧២០ ០០១", ""],
        ["២", "លោកជំទាវ", "កែវ មុំ", "KEO Mom", "ស្រី", "អគ្គនាយករង", "ក្រសួងផែនការ", "០៩៧ ៧២០ ០០២២", "mom@mop.gov.kh"],
        ["៣", "លោក", "សេង ហ៊ុយ", "SENG Huy", "ប្រុស", "មន្ត្រី", "ក្រសួងមហាផ្ទៃ", "០១១៧២០០០៣", ""],
    ]
    return text(rows, "utf-16", "\t"), "បញ្ជី.txt"


def side_by_side() -> Sent:
    """The government's people on the left and the partners' on the right, in the same rows."""
    rows = [
        ["Royal Government of Cambodia", None, None, None, "Development Partners", None, None],
        ["Name", "Institution", "Phone", None, "Name", "Institution", "Phone"],
        ["H.E. LONG Dimanche", "Ministry of Health", "012 730 001", None, "Ms. Sara Lind", "Sida", "012 730 011"],
        ["Mr. HAK Sarom", "Ministry of Planning", "012 730 002", None, "Mr. Bo Berg", "EU", "012 730 012"],
        ["Mrs. CHOU Lida", "MEF", "012 730 003", None, None, None, None],
    ]
    return workbook(rows, merged=("A1:C1", "E1:G1")), "RGC and DPs.xlsx"


def address_in_a_column() -> Sent:
    """“Mr/Ms/H.E.” and both names apart; several addresses and numbers in a cell, with words."""
    rows = [
        [
            "Mr/Ms/H.E.",
            "Family name",
            "Given name",
            "Title/Function",
            "Org.",
            "Tel.",
            "E-mail address(es)",
            "Constituency",
        ],
        [
            "H.E.",
            "PEN",
            "Rithipol",
            "Director",
            "NCDD-S",
            "Tel: 012 740 001 (Telegram), Fax: 023 740 002",
            "rithipol@ncdd.gov.kh; pen.r@gmail.com",
            "Government",
        ],
        [
            "Ms",
            "Sørensen",
            "Ida Marie",
            "Programme manager",
            "Danish Red Cross",
            "012-740-003 or 070.740.004",
            "ida@drk.dk,\nida.m@gmail.com",
            "NGO",
        ],
        [
            "Mr",
            "KOY",
            "Veth",
            "Assistant",
            "NCDD-S",
            "no phone, use Telegram @koyveth",
            "koy veth at ncdd",
            "Government",
        ],
        ["Dr.", "OUM", "Sophannarith", "Adviser", "ADB", 85512740005, "<oums@adb.org>", "DP"],
    ]
    return workbook(rows), "Participants database.xlsx"


def two_rows_for_each() -> Sent:
    """Each person has two rows: the name in Khmer above that in Latin letters; all else in merged cells."""
    rows = [
        ["ល.រ", "ឈ្មោះ / Name", "តួនាទី / Position", "ស្ថាប័ន / Institution", "ទូរស័ព្ទ / Phone"],
        ["១", "ឯកឧត្តម ថោង ខុន", "រដ្ឋមន្ត្រី", "ក្រសួងទេសចរណ៍", "០១២ ៧៥០ ០០១"],
        [None, "H.E. THONG Khon", None, None, None],
        ["២", "លោកស្រី ប៉ែន មុនី", "នាយិកា", "ក្រសួងទេសចរណ៍", "០១២ ៧៥០ ០០២"],
        [None, "Ms. PEN Mony", None, None, None],
    ]
    merged = [f"{letter}{row}:{letter}{row + 1}" for row in (2, 4) for letter in "ACDE"]
    return workbook(rows, merged=merged), "ក្រសួងទេសចរណ៍.xlsx"


def all_in_one_column() -> Sent:
    """Pasted from a letter: everything about a person in one cell."""
    rows = [
        ["Members of the working group"],
        ["1. H.E. CHEA Chhorn, Secretary of State, Ministry of Health, 012 760 001"],
        ["2. Ms. Aya Tanaka, Representative, JICA, 012 760 002, tanaka.aya@jica.go.jp"],
        ["3. Mr. UNG Vireak, Programme Officer, KHANA"],
    ]
    return workbook(rows), "from the letter.xlsx"


def ticked_roles() -> Sent:
    """The role is a tick in one of several columns."""
    rows = [
        ["Name", "Institution", "Chair", "Secretariat", "Member", "Focal point for gender", "Telephone"],
        ["H.E. IENG Moly", "Ministry of Health", "✓", None, None, None, "012 770 001"],
        ["Ms. TAN Phalla", "Ministry of Health", None, "x", None, None, "012 770 002"],
        ["Mr. EK Sonn Chan", "Ministry of Planning", None, None, "X", None, "012 770 003"],
        ["Ms. HOU Nirmita", "Ministry of Women's Affairs", None, None, "√", "√", "012 770 004"],
    ]
    return workbook(rows), "who is what.xlsx"


def stars_and_footers() -> Sent:
    """Stars for the core group, page footers between the rows, notes and a signature below."""
    head = ["#", "Name", "Position", "Institution", "Phone", "Side"]
    rows = [
        ["HEALTH TWG – MEMBERSHIP LIST (FINAL 3)", None, None, None, None, None],
        head,
        [1, "H.E. NGETH Vuthy*", "Under-Secretary of State", "Ministry of Health", "012 780 001", "RGC"],
        [2, "Mr. POK Than**", "Director", "Ministry of Education", "012 780 002", "RGC"],
        ["Page 1 of 2"],
        head,
        [3, "*Ms. Greta Olsen", "Counsellor", "Embassy of Sweden", "012 780 003", "DP"],
        [4, "Vacant", None, "World Bank", None, "DP"],
        ["Page 2 of 2"],
        ["* Core group   ** joined in 2026"],
        ["Prepared by: Ms. SOK Lay, Secretariat"],
        ["Seen and approved", None, None, None, "Date: ....../....../2026"],
    ]
    return workbook(rows), "FINAL 3.xlsx"


def odd_cells() -> Sent:
    """Numbers with exponents, an error of Excel, dates, yes and no, spaces that are no spaces, an emoji."""
    rows = [
        ["Full\nName", "Phone\nNumber", "Institution ", "Appointed", "Core group", "Email", "Type"],
        ["Mr. YI Bunhong", 8.5512790001e10, "Ministry of Health", date(2024, 5, 2), True, "#N/A", "Government"],
        [
            "\u200bMs. NOP\u00a0Sreymom\u200b",
            "\u200e+855 12 790 002",
            "Ministry\u00a0of Health",
            "2 May 2024",
            False,
            "sreymom@moh.gov.kh ",
            "government",
        ],
        ["Mr. Tom 🙂 Hill", 12790003.0, "USAID", None, "yes", "mailto:thill@usaid.gov", "Partner"],
        ["#REF!", "#REF!", "#REF!", None, None, None, None],
    ]
    return workbook(rows), "odd.xlsx"


def people_as_columns() -> Sent:
    """A table on its side: a person in each column."""
    rows = [
        ["Name", "H.E. SVAY Sitha", "Ms. Lina Kraft", "Mr. DUCH Kim"],
        ["Institution", "Office of the Council of Ministers", "GIZ", "Ministry of Health"],
        ["Position", "Secretary of State", "Adviser", "Officer"],
        ["Phone", "012 800 001", "012 800 002", "012 800 003"],
    ]
    return workbook(rows), "on its side.xlsx"


def institution_with_short_name() -> Sent:
    """The institution merged over its people, with its short name; the sides in both languages; who stands in."""
    rows = [
        ["ល.រ No", "ស្ថាប័ន Institution", "អ្នកតំណាង Representative", "ជំនួស Alternate", "លេខទូរស័ព្ទ Contact"],
        ["រាជរដ្ឋាភិបាល Royal Government", None, None, None, None],
        [1, "Ministry of Health (MoH)", "H.E. Dr. LY Sovann", "Dr. SENG Nara", "012 810 001 / 012 810 002"],
        [2, None, "Dr. KRANG Sun", "TBC", "012 810 003"],
        [3, "Ministry of Economy and Finance (MEF)", "Mr. VONG Sandap", None, "012 810 004"],
        ["ដៃគូអភិវឌ្ឍន៍ Development partners", None, None, None, None],
        [4, "World Health Organization (WHO)", "Dr. Li Ailan", "Ms. Rosa Diaz (on leave until March)", "012 810 005"],
        [5, "UNICEF", "to be confirmed", None, None],
    ]
    return workbook(rows, merged=("A2:E2", "B3:B4", "A6:E6")), "TWG-H seats.xlsx"


ALL = (
    cover_sheet_first,
    institutions_as_rows,
    unicode_text,
    side_by_side,
    address_in_a_column,
    two_rows_for_each,
    all_in_one_column,
    ticked_roles,
    stars_and_footers,
    odd_cells,
    people_as_columns,
    institution_with_short_name,
)
