"""A figure and what stands around it."""

import pytest

from twg.language.quantities import find_quantities
from twg.language.units import unit_of


@pytest.mark.parametrize(
    ("text", "glued"),
    [("58", False), ("58%", False), ("58 x", False), ("58x", True), ("58%x", True), ("5²", True), ("a58", True)],
)
def test_letters_and_digits_that_touch_a_figure_are_seen(text: str, glued: bool) -> None:
    [found] = find_quantities(text, unit_of("%"))
    assert found.glued is glued
