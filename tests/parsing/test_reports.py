"""Which indicators a message names, and what it says of each (J3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twg.language.mentions import Kind, Nameable
from twg.language.parts import TextPart, split_parts
from twg.language.reports import Known, Said, parse_indicator_number, split_message

DELIVERIES = Known("2008-4", "Deliveries by skilled staff", "%")
LAND = Known("2008-3", "Land released", "m²")
LAW = Known("2006-1", "Monitoring framework endorsed", "")
KNOWN = [DELIVERIES, LAND, LAW, Known("JMI-4", "Schools", "schools"), Known("7", "Villages", "villages")]


def said(text: str) -> list[tuple[str, str]]:
    return [(one.number, one.text) for one in split_message(text, KNOWN).said]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("2008-4 58% hospitals", "58% hospitals"),
        ("2008-4:58%", "58%"),
        ("2008-4=58%", "58%"),
        ("2008-4 – 58 %", "58 %"),
        ("2008-4 - 58 %", "58 %"),
        ("2008-4–58%", "58%"),
        ("2008-4: -5%", "-5%"),
        ("2008-4 −5%", "−5%"),
        ("2008-4 : .58", ".58"),
        ("២០០៨-៤ ៥៨%", "៥៨%"),
        ("២០០៨-៤៖៥៨%", "៥៨%"),
        ("2008‑4\u200b៥៨%", "៥៨%"),
        ("JMI 2008-4: 58%", "58%"),
        ("#2008-4 58%", "58%"),
        ("For 2008-4: 58%", "58%"),
        ("58% for 2008-4", "58%"),
        ("2008-4 Deliveries by skilled staff 58%", "58%"),
        ("Deliveries (2008-4): 58%", "58%"),
        ("2008-4\n58%\nof hospitals", "58%\nof hospitals"),
        ("2008-4", ""),
    ],
)
def test_a_line_names_an_indicator_and_says_something_of_it(line: str, text: str) -> None:
    assert said(line) == [("2008-4", text)]


@pytest.mark.parametrize(
    "text",
    [
        "2008-4: 58%, 2008-3: 43,500,974",
        "2008-4: 58%\n2008-3: 43,500,974",
        "• 2008-4 58%\n• 2008-3 43,500,974",
        "1. 2008-4: 58%\n2. 2008-3: 43,500,974",
        "2008-4=58%;2008-3=43,500,974",
        "2008-4 58% and 2008-3 43,500,974",
        "58% for 2008-4 and 43,500,974 for 2008-3",
        "Dear all,\n2008-4: 58%\n2008-3: 43,500,974",
        "Number\tIndicator\tValue\n2008-4\tDeliveries by skilled staff\t58%\n2008-3\tLand released\t43,500,974",
        "2008-4\t58%\n2008-3\t43,500,974\n",
        "2008-4\t%\t58%\n\n2008-3\tm²\t43,500,974\n",
    ],
)
def test_a_message_says_something_of_several_indicators(text: str) -> None:
    assert said(text) == [("2008-4", "58%"), ("2008-3", "43,500,974")]


def test_cells_beside_the_value_are_its_note() -> None:
    [one] = split_message('2008-4\t"Deliveries\nby staff"\t0.58\tas of June', KNOWN).said
    assert one == Said("2008-4", "0.58", note="Deliveries\nby staff · as of June")


def test_several_values_in_a_row_are_left_to_be_asked_about() -> None:
    assert said("2008-4\t52%\t58%") == [("2008-4", "52%; 58%")]


def test_a_number_that_no_indicator_has_is_not_taken_for_another() -> None:
    message = split_message("2008-4: 58%\n2008-45: 60%\n2009-1\tOther\t5", KNOWN)
    assert [(one.number, one.known) for one in message.said] == [
        ("2008-4", True),
        ("2008-45", False),
        ("2009-1", False),
    ]


def test_a_school_year_is_no_number_of_an_indicator() -> None:
    assert split_message("2026-27: 58%", KNOWN).said == ()


def test_an_indicator_named_twice_is_asked_about_once() -> None:
    assert said("2008-4: 58%, 2008-4: 60%") == [("2008-4", "58%\n60%")]


def test_a_number_that_looks_like_a_value_is_named_with_a_colon_only() -> None:
    assert said("7: 24") == [("7", "24")]
    assert said("7%") == []


def test_an_indicators_number_is_kept_without_spaces_and_in_one_kind_of_digits() -> None:
    assert parse_indicator_number(" JMI ៤ ") == "JMI-4"
    assert parse_indicator_number("២០០៨ – ៤") == "2008-4"
    assert said("jmi ៤: 12") == [("JMI-4", "12")]


@given(
    st.lists(
        st.sampled_from(["2008-4", "2008-3", ":", " ", "\n", "\t", "58%", "-", ".5", "and", "for", "x"]), max_size=12
    )
)
def test_taking_a_message_apart_loses_no_figure(pieces: list[str]) -> None:
    text = " ".join(pieces)
    message = split_message(text, KNOWN)
    kept = "".join(f"{one.number} {one.text} {one.note}" for one in message.said) + "".join(message.left)
    assert kept.count("58%") == text.count("58%") or "\t" in text
    assert kept.count(".5") == text.count(".5") or "\t" in text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("my report 2008-4: 91.2 percent, from the cold chain survey", "91.2 percent, from the cold chain survey"),
        ("Here is our report for 2008-4: 58%. Source: cold chain survey", "58%. Source: cold chain survey"),
        ("2008-4 ៥៨%, តាមការអង្កេត cold chain", "៥៨%, តាមការអង្កេត cold chain"),
    ],
)
def test_the_source_of_a_figure_is_its_note_and_names_no_action(text: str, value: str) -> None:
    report = Nameable(Kind.REPORT, "Health centres with equipment", "2008-4")
    things = [Nameable(Kind.ACTION, "Repeat the cold chain survey", "1"), report]
    assert split_parts(text, things, today=date(2026, 11, 23)) == [TextPart(1, text)]
    [said] = split_message(text, [Known("2008-4", report.title, "%")]).said
    assert (said.number, said.text) == ("2008-4", value)
