"""How late somebody comes, in English, Khmer and romanised Khmer (G2)."""

from datetime import time

import pytest

from storage.meetings import Rsvp
from twg.language.lateness import find_arrival_min, find_late_min
from twg.language.rsvp import WordedAnswer, parse_answer


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("I will be 20 min late", 20),
        ("20mn late", 20),
        ("running half an hour late", 30),
        ("about an hour late", 60),
        ("I join around 9:45", 45),
        ("I can be there at 10 am", 60),
        ("យឺត ១៥ នាទី", 15),
        ("ខ្ញុំមកយឺត ៣០នាទី", 30),
        ("ទៅបាន តែយឺត១៥នាទី", 15),
        ("nung mok yeut 15 neati", 15),
        ("I will be late", None),
        ("late, 10 to 20 minutes, or 1 hour", None),
        ("I join at 8:30", None),
        ("I join at 9:00", None),
        ("10 hours late", None),
    ],
)
def test_how_late(text: str, minutes: int | None) -> None:
    assert find_late_min(text, time(9)) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("I'll be there at half past nine", 30),
        ("I will come by 9:45 after MEF", 45),
        ("ខ្ញុំទៅម៉ោង៩កន្លះ", 30),
        ("I will come at 8:30", None),
        ("I come at 9", None),
        ("I can come from 9:30 to 11", None),
        ("I will join at 2 pm", None),
        ("I'll come from Kampot", None),
        ("I will come", None),
    ],
)
def test_who_comes_at_a_later_time_comes_late(text: str, minutes: int | None) -> None:
    assert find_arrival_min(text, time(9)) == minutes


@pytest.mark.parametrize(
    "text",
    [
        "the midwife study will be late, I need two more weeks",
        "The paper on malaria will be late, I need more time",
        "Our report on the cold chain is delayed, sorry from my side",
        "We will be late with the inventory, maybe 20 February",
    ],
)
def test_a_thing_that_is_late_answers_no_invitation(text: str) -> None:
    assert parse_answer(text) is None


@pytest.mark.parametrize("text", ["I will be late", "my flight is delayed", "our team will be 20 min late"])
def test_who_is_late_themselves_answers(text: str) -> None:
    assert parse_answer(text) == WordedAnswer(Rsvp.LATE)
