"""Workbooks of indicators in the layouts since 2006, with the indicators of public pages."""

from tests.rosters.files import Rows, workbook, workbook_of

#: 2006: two rows of headings, resources with amount and source; the actions of a target stand below each other.
LAYOUT_2006: Rows = (
    ("Joint Monitoring Indicators 2006", None, None, None, None, None, None),
    ("Targets", "Actions needed", "Responsible institution", "TWG", "Time frame", "Resources", None),
    (None, None, None, None, None, "Amount", "Source"),
    (
        "NSDP monitoring framework and annual review",
        "Draft framework",
        "MoP with MEF, CDC",
        "PPR",
        "end June 2006",
        "USD 0.2 m",
        "UNDP",
    ),
    (None, "Annual review", None, None, None, None, None),
    ("Social safety-net policy", "Draft policy", "CARD", "FSN", None, None, None),
    ("Anti-corruption law", "Submit the draft", "MNASRI, CoM", "PPR", "Oct 2006", None, None),
)
#: 2007: no time frame, the amount and the source in columns of their own, in another order.
LAYOUT_2007: Rows = (
    ("JMI 2007",),
    ("No.", "Responsible Institution(s)", "Target", "Actions", "Resources: amount", "Source"),
    (1, "MoP", "Poverty assessment", "Survey; Report: Dec 2007", "USD 300,000", "World Bank"),
    (2, None, "National action plan", "TBD", None, None),
)
#: 2009: a report on progress, of which the targets are taken.
LAYOUT_2009: Rows = (
    ("Target", "Progress", "Constraints"),
    ("2008-4 Deliveries by skilled staff in the public sector", "58% in 2008", "Few midwives"),
    ("2008-3: Primary promotion rate", "on schedule", "procurement, slow cash"),
)
#: 2010: results over two columns, coordinating and implementing institutions; an outcome over several rows.
LAYOUT_2010: Rows = (
    ("Joint Monitoring Indicators 2010", None, None, None, None, None, None),
    ("No", "Results", None, "Milestone actions", "Coordinating institution", "Implementing institutions", "Funding"),
    (None, "Immediate outcome", "Output indicator", None, None, None, None),
    (
        "2010-1",
        "Plans are reviewed",
        "NSDP mid-term review",
        "Data: Q3 2010\nConcept note: Dec 2010\nZero draft: end March 2011\n"
        "Consultations: June 2011\nFinal draft: end Sept 2011",
        "MoP",
        "MEF; CDC",
        "RGC, UNDP",
    ),
    ("2010-2", None, "Statistics master plan", "Approved: 2011", "NIS / MoP", None, None),
)
#: 2014-18: a target for each year below one heading, columns with splits and the source of data.
LAYOUT_2014: Rows = (
    (
        "Outcomes",
        "Outputs",
        "JMI No.",
        "Indicators",
        "Unit",
        "Baselines",
        "Targets",
        None,
        None,
        None,
        None,
        "Means of verification",
    ),
    (None, None, None, None, None, None, 2014, 2015, 2016, 2017, 2018, None),
    (
        "Mines are cleared",
        "Land released",
        "demo-c",
        "Land released a year",
        "m²",
        None,
        42648014,
        43500974,
        None,
        None,
        None,
        "CMAA database",
    ),
    (
        "Better education",
        "Enrolment",
        "2014-5",
        "Gross enrolment, primary",
        "%",
        "123.4 (SY 2012/13)",
        "122 %",
        120,
        118,
        116,
        "115%",
        "EMIS",
    ),
    (
        None,
        "Schools",
        "2014-6",
        "Incomplete schools",
        "%",
        "21 (SY 2007/08)",
        "18 (SY 2008/09)",
        None,
        None,
        None,
        None,
        "EMIS",
    ),
    (None, None, "2014-7", "New teachers sent to remote schools", "%", "–", "many", None, None, None, None, None),
)
#: The same columns with Khmer headings.
IN_KHMER: Rows = (
    ("លេខ", "សូចនាករ", "ឯកតា", "ទិន្នន័យគោល", "គោលដៅ ២០២៧", "ស្ថាប័នទទួលខុសត្រូវ"),
    ("២០០៨-៤", "ការសម្រាលដោយបុគ្គលិកជំនាញ", "%", "៣៨ (ធ្នូ ២០០៦)", "៦៥", "ក្រសួងសុខាភិបាល"),
)

#: The indicators of the record of 2006, 2008 and 2010, of which MoH reports on all in the tests.
#: Source: the lists of joint monitoring indicators of these years.
OF_THE_RECORD: Rows = (
    ("Joint monitoring indicators",),
    (
        "JMI No.",
        "Indicator",
        "Unit",
        "Baseline",
        "Target 2007",
        "Target 2009",
        "Target 2014",
        "Target 2015",
        "Milestone actions",
        "Responsible institution",
    ),
    ("2008-3", "Primary promotion rate", "%", "78.6 (SY 2006/07)", None, "84 (SY 2008/09)", None, None, None, "MoH"),
    ("2008-3a", "Incomplete schools", "%", "21 (SY 2007/08)", None, "18 (SY 2008/09)", None, None, None, "MoH"),
    ("2008-3b", "New teachers sent to remote schools", "%", "–", None, 95, None, None, None, "MoH"),
    (
        "2008-4",
        "Deliveries by skilled staff",
        "%",
        "38 (Dec 2006)",
        "45 (Dec 2007)",
        "65 (Dec 2009)",
        *3 * [None],
        "MoH",
    ),
    ("2006-1", "NSDP monitoring framework", *7 * [None], "MoH"),
    (
        "2010-1",
        "NSDP mid-term review",
        *6 * [None],
        "Concept note: end Sept 2010\nDraft report: end Dec 2010\nConsultation: end March 2011\n"
        "Final report: end June 2011\nReview approved: end Sept 2011",
        "MoH",
    ),
    ("demo-c", "Land released a year", "m²", None, None, None, 42648014, 43500974, None, "MoH"),
    ("demo-d", "Net enrolment", "%", *6 * [None], "MoH"),
)


def by_year(rows: Rows = LAYOUT_2014) -> bytes:
    return workbook(rows, merged=("G1:K1", "A4:A6"))


def of_2010() -> bytes:
    return workbook(LAYOUT_2010, merged=("A1:G1", "B2:C2", "B4:B5"))


def several() -> bytes:
    return workbook_of({"JMI 2006": LAYOUT_2006, "2007": LAYOUT_2007}, merged=("A1:G1", "F2:G2"))
