"""How late somebody comes, in English, Khmer and romanised Khmer (G2)."""

from datetime import time

import pytest

from twg.language.lateness import find_late_min


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
