"""More lists as secretariats keep them, whose people were written down before the reader saw them (M5)."""

from tests.rosters.files import text, workbook, workbook_of
from tests.rosters.samples import Sent


def notes_first() -> Sent:
    """A sheet of notes first, columns in another order, addresses in the cell of the name."""
    return workbook_of(
        {
            "Read me": [
                ["How to use this list"],
                ["1", "Please update every quarter"],
                ["2", "Send changes to the secretariat", "wash@mrd.gov.kh"],
                ["Name", "Purpose"],
                ["List", "All members"],
            ],
            "List": [
                ["Telephone", "Institution", "Function", "Name of member"],
                [None, "Government", None, None],
                [
                    "12 600 601",
                    "Ministry of Rural Development",
                    "Secretary of State",
                    "H.E. KONG Sophal <sophal.kong@mrd.gov.kh>",
                ],
                [
                    77600602,
                    "Ministry of Rural Development",
                    "Deputy Director General",
                    "Ms. PRAK Chanthy (chanthy@mrd.gov.kh)",
                ],
                [None, "Development Partners", None, None],
                ["89-600-603", "UNICEF", "WASH Specialist", "Mr. Erik Lund, elund@unicef.org"],
            ],
        }
    ), "wash.xlsx"


def khmer_utf16() -> Sent:
    """UTF-16 in Khmer, numbers without their 0, the role under an abbreviation of the group."""
    rows = [
        ["ល.រ", "ឈ្មោះ", "ភេទ", "មុខតំណែង", "ស្ថាប័ន", "ទូរស័ព្ទ", "តួនាទីក្នុង ក.ប."],
        ["១", "ឯកឧត្តម ហ៊ុន ម៉ានី", "ប", "រដ្ឋមន្ត្រី", "ក្រសួងមុខងារសាធារណៈ", "១២៧០០៧០១", "ប្រធាន"],
        ["២", "លោកជំទាវ ទេព សុផល", "ស", "អគ្គនាយក", "ក្រសួងមុខងារសាធារណៈ", "១០ ៧០០ ៧០២", "សមាជិក"],
        ["៣", "លោក លី សុវណ្ណ", "ប", "ប្រធានការិយាល័យ", "ក្រសួងមុខងារសាធារណៈ", "៩២៧០០៧០៣", "សមាជិកលេខាធិការដ្ឋាន"],
        ["៤", "លោកស្រី ម៉ារី ឌុយប៉ុង", "ស", "អ្នកប្រឹក្សា", "សហភាពអឺរ៉ុប", "៧៨៧០០៧០៤", "ដៃគូអភិវឌ្ឍន៍"],
    ]
    return text(rows, "utf-16", ";"), "បញ្ជី.csv"


def merged_two_rows() -> Sent:
    """Two rows of headings, constituency and institution merged downwards, seats to be confirmed."""
    return workbook(
        [
            ["Forestry and Environment – members as of June 2026"],
            ["Constituency", "Institution / Agency", "Representative", None, "Contact details", None],
            [None, None, "Name", "Post", "HP", "Mail"],
            [
                "Government",
                "Ministry of Environment",
                "H.E. CHEA Samnang",
                "Under Secretary of State",
                16800801,
                "samnang@moe.gov.kh",
            ],
            [None, None, "TBC", "-", None, None],
            [None, "Forestry Administration", "Mr. SOM Nara", "Chief of Office", "017.800.802", "nara@fa.gov.kh"],
            ["DPs", "KfW", "Ms. Lena Fischer", "Programme Manager", "023 800 803", "lena@kfw.de"],
            ["NGOs", "NGO Forum", "to be confirmed", None, None, None],
        ],
        merged=["A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "A4:A6", "B4:B5"],
    ), "fe.xlsx"


def titles_in_names() -> Sent:
    """Titles in the name, names in two scripts in one line, numbers of other countries."""
    return workbook(
        [
            ["No.", "Name and Title", "Position", "Ministry/Organization", "Mobile No."],
            [
                1,
                "H.E. Dr. SAO Chenda / ឯកឧត្តមបណ្ឌិត សៅ ចិន្តា",
                "Director General",
                "Ministry of Health",
                "(855) 12 900 901",
            ],
            [2, "Lok Chumteav Dr. LIM Bopha, MD, MPH", "Director", "Ministry of Health", "+855-12-900-902"],
            [3, "Neak Oknha Uy Pech", "Adviser", "Ministry of Commerce", "012 900 903 / 012 900 913"],
            [4, "Dr. Jean-Pierre O'Brien, PhD", "Team Leader", "European Union", "00855 12 900 904"],
            [5, "Mrs. Ana María del Carmen Ruiz", "Attaché", "Embassy of Spain", "+34 612 345 678"],
        ]
    ), "t.xlsx"


def csv_alternates() -> Sent:
    """A column that says who is a member and who an alternate."""
    rows = [
        ["Seat", "Institution", "Name", "Position", "Phone", "Email", "Group"],
        ["Member", "Ministry of Planning", "Mr. MEAS Rithy", "Director", "11100101", "rithy@mop.gov.kh", "RGC"],
        ["Alternate", "Ministry of Planning", "Ms. NOU Kim", "Officer", "11100102", "", "RGC"],
        ["Member", "World Bank", "Mr. Paul Green", "Economist", "n/a", "pgreen@worldbank.org", "DP"],
    ]
    return text(rows, "utf-8-sig", ","), "members.csv"


def offices() -> Sent:
    """Parts by office, no column for the institution."""
    return workbook(
        [
            ["No", "Name", "Title", "Phone"],
            ["Co-chairs", None, None, None],
            [1, "H.E. OUK Rabun", "Minister of Agriculture, Forestry and Fisheries", "012 200 201"],
            [2, "H.E. LIM Kean Hor", "Minister of Water Resources and Meteorology", "012 200 202"],
            ["Lead Development Partner Facilitator"],
            [3, "Ms. Marta Silva", "Counsellor", "012 200 203"],
            ["Secretariat"],
            [4, "Mr. CHHUN Vuthy", "Deputy Director, Planning", "012 200 204"],
            ["Grand total", None, 4],
        ]
    ), "aw.xlsx"


def french() -> Sent:
    """Windows-1252 with semicolons."""
    rows = [
        ["Name", "Position", "Institution", "Phone", "E-mail", "Category"],
        [
            "M. François Lefèvre",
            "Conseiller",
            "Agence Française de Développement",
            "12300301",
            "lefevref@afd.fr",
            "Development partner",
        ],
        ["Mme SENG Hélène", "Directrice", "Ministry of Culture and Fine Arts", "12300302", "", "Government"],
    ]
    return text(rows, "cp1252", ";"), "liste.csv"


def sex_in_two() -> Sent:
    """A mark for each sex; the column "Role" holds positions, one of them "First Secretary"."""
    return workbook(
        [
            ["N", "Names", "Sex", None, "Role", "Organization", "Type", "Tel / E-mail"],
            [None, None, "M", "F", None, None, None, None],
            [
                1,
                "Mr. YOS Sokun",
                "x",
                None,
                "Director",
                "Ministry of Education, Youth and Sport",
                "Gov",
                "012 400 401, yos@moeys.gov.kh",
            ],
            [
                2,
                "Ms. Inga Holm",
                None,
                "x",
                "First Secretary",
                "Embassy of Sweden",
                "DP",
                "HP: 012 400 402\nE: inga.holm@gov.se",
            ],
            [3, "Mr. KHOEUN Da", "x", None, "Coordinator", "NEP", "NGO", "012400403 (Telegram: @khoeunda) da@nep.org"],
        ],
        merged=["C1:D1"],
    ), "edu.xlsx"


def title_column() -> Sent:
    """Titles in a column, family and given name apart, membership by column."""
    return workbook(
        [
            ["Title", "Family name", "Given name", "Position", "Organisation", "Membership", "Cell phone"],
            [],
            ["H.E.", "TOUCH", "Vina", "Commissioner", "National AIDS Authority", "Government member", 12500501],
            ["Dr.", "Okello", "Grace", "Country Director", "UNAIDS", "DP member", 12500502.0],
            [None, "(vacant)", None, None, "CPN+", "Civil society member", None],
            ["Mr.", "Weber", "Nils", "Adviser", "GIZ", "TA", "012 500 504"],
            [],
            ["Note: TA = technical adviser"],
        ]
    ), "hiv.xlsx"


def khmer_headings() -> Sent:
    """Parts in Khmer, headings in both languages; a president among those of the private sector."""
    return workbook(
        [
            [
                "ល.រ / No",
                "នាម-គោត្តនាម / Full name",
                "ភេទ / Sex",
                "តួនាទី / Position",
                "អង្គភាព / Organization",
                "ទំនាក់ទំនង / Contact",
            ],
            ["១- តំណាងក្រសួង-ស្ថាប័ន"],
            [
                "១",
                "ឯកឧត្តម ឡុង វិសាល",
                "ប្រុស",
                "អគ្គលេខាធិការរង",
                "ក្រសួងកសិកម្ម រុក្ខាប្រមាញ់ និងនេសាទ",
                "០១២ ១១១ ០០១\nvisal@maff.gov.kh",
            ],
            ["២", "លោក ស្រ៊ុន លីម (SRUN Lim)", "ប្រុស", "ប្រធាននាយកដ្ឋាន", "ក្រសួងធនធានទឹក និងឧតុនិយម", "០១២ ១១១ ០០២ / ០៩៧ ១១១ ០២២"],
            ["២- ដៃគូអភិវឌ្ឍន៍"],
            ["៣", "លោកស្រី Tanaka Yui", "ស្រី", "អ្នកតំណាង", "JICA", "012 111 003; tanaka.yui@jica.go.jp"],
            ["៣- អង្គការសង្គមស៊ីវិល"],
            ["៤", "លោក ព្រំ ដា", "ប្រុស", "នាយក", "CEDAC", "០១២១១១០០៤"],
            ["៤- ផ្នែកឯកជន"],
            ["៥", "អ្នកឧកញ៉ា ម៉ៅ ធី", "ប្រុស", "ប្រធាន", "សភាពាណិជ្ជកម្មកម្ពុជា", "០១២១១១០០៥"],
        ],
        merged=["A2:F2", "A5:F5", "A7:F7", "A9:F9"],
    ), "aw-km.xlsx"


def phones() -> Sent:
    """A number in many shapes."""
    return workbook(
        [
            ["Name", "Organization", "Phone", "Category"],
            ["Mr. AA Sok", "MoH", 12111111, "Government"],
            ["Mr. BB Sok", "MoH", "012-111-112", "Government"],
            ["Mr. CC Sok", "MoH", "+855 (0) 12 111 113", "Government"],
            ["Mr. DD Sok", "MoH", "855 12 111 114", "Government"],
            ["Mr. EE Sok", "MoH", "096 11 11 115 (Smart)", "Government"],
            ["Mr. FF Sok", "MoH", "012 111 116/126", "Government"],
            ["Mr. GG Sok", "MoH", "023 111 117 ext. 12", "Government"],
            ["Mr. HH Sok", "MoH", "via secretary", "Government"],
        ]
    ), "phones.xlsx"


def member_alternate_lines() -> Sent:
    """Member and alternate in one cell, on two lines or in one."""
    return workbook(
        [
            ["Organisation", "Members", "Phone", "Email", "Sector"],
            [
                "ADB",
                "Ms. Rosa Bianchi\nMr. HENG Sovann (alt.)",
                "012 222 001\n012 222 002",
                "rbianchi@adb.org\nsheng@adb.org",
                "DP",
            ],
            ["JICA", "1. Ms. Yuko Mori; 2. Mr. PHAN Leak (Alternate)", "012 222 003", None, "DP"],
            ["Ministry of Women's Affairs", "H.E. TEP Vanna; Alternate: TBC", "012 222 005", None, "Government"],
        ]
    ), "gen.xlsx"
