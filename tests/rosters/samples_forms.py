"""Five more lists, as forms on the web and ministries give them, made as data before the reader was looked at (M5)."""

from tests.rosters.files import text, workbook
from tests.rosters.samples import Sent

HEALTH = "Ministry of Health"


def alternates_with_numbers() -> Sent:
    """Two alternates beside each representative, each with a number in the column behind the name."""
    head = ["Institution", "Constituency", "Representative", "Phone", "Alternate 1", "Phone", "Alternate 2", "Phone"]
    rows = [
        head,
        [
            HEALTH,
            "RGC",
            "H.E. Lo Veasnakiry",
            "012 930 001",
            "Dr. Sung Vinntak",
            "012 930 002",
            "Dr. Khol Ry",
            12930003,
        ],
        ["WHO", "DP", "Dr. Li Ailan", "012 930 004", "Ms. Momoe Takeuchi", "012 930 005", None, None],
        ["UNFPA", "DP", "TBC", None, "Ms. Sok Sokun", "012 930 006", None, None],
    ]
    return workbook(rows), "focal persons.xlsx"


def answers_to_a_form() -> Sent:
    """The questions of a form stand for headings; one person has answered twice."""
    head = [
        "Timestamp",
        "Full name (as in passport)",
        "Your ministry / organization",
        "Your e-mail",
        "Phone number (Telegram)",
        "You represent",
        "Gender",
    ]
    rows = [
        head,
        ["2026/10/01 9:12", "SAM Sina", HEALTH, "sina@moh.gov.kh", "012 950 001", "Government", "Male"],
        [
            "2026/10/01 9:15",
            "Sato\nYuki",
            "JICA",
            "sato@jica.go.jp",
            "+81 90-1234-5678",
            "Development partner",
            "Female",
        ],
        ["2026/10/01 9:20", "SAM Sina", HEALTH, "sina@moh.gov.kh", "012950001", "Government", "Male"],
    ]
    return text(rows), "Form responses 1.csv"


def members_of_other_bodies() -> Sent:
    """A column for what else somebody is a member of, which names other TWGs."""
    rows = [
        ["Health TWG contacts"],
        ["Name", "Institution", "Also member of", "Constituency"],
        ["H.E. Ly Thuch", HEALTH, "TWG Mine Action; TWG Education", "Government"],
    ]
    return workbook(rows), "list.xlsx"


def two_of_one_name() -> Sent:
    """Two officers of a ministry with one name, other positions and other numbers; one of them stands twice."""
    rows = [
        ["Name", "Position", "Institution", "Phone", "Constituency"],
        ["Mr. Sok Dara", "Director", HEALTH, "012 910 001", "Government"],
        ["Mr. Sok Dara", "Officer", HEALTH, "012 910 002", "Government"],
        ["Mr. Sok Dara", "Director", HEALTH, "012 910 003", "Government"],
        ["Mr. Sok Dara (acting)", "Chief", "Ministry of Planning", "012 910 004", "Government"],
    ]
    return workbook(rows), "list.xlsx"


def numbers_in_many_shapes() -> Sent:
    """Numbers as people in Cambodia write them; the last one lacks the digits of its operator's."""
    shapes = [
        "+855(0)12 345 679",
        "(855) 12 345 670",
        "00855 12 345 671",
        "០១២ ៣៤៥ ៦៧២",
        "012/345/673",
        "H/P: 012345675",
    ]
    shapes += ["'012345676", "(+855)-12-345-677", "+855 012 345 681", "96345678"]
    rows = [["Name", "Organization", "Phone", "Constituency"]]
    rows += [
        [f"Ms. Ly {letter}y", HEALTH, shape, "Government"] for letter, shape in zip("ABCDEFGHIJ", shapes, strict=True)
    ]
    return workbook(rows), "phones.xlsx"
