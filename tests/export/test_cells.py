"""Texts in cells of the workbook: none is changed, and one that is too long says how much is left out (R4)."""

import re
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from messages.rendering.cells import LONGEST_CELL, cell_text
from messages.rendering.content import utf16_length


def through_a_workbook(text: str) -> str:
    """The text as it comes out of a workbook into which it was written."""
    book = Workbook()
    book.active.append([cell_text(text, "en")])
    buffer = BytesIO()
    book.save(buffer)
    return str(load_workbook(BytesIO(buffer.getvalue())).active["A1"].value)


@pytest.mark.parametrize("text", ["_x0041_", "a_x0041_x0042_b", "__x000D__", "_x00_", "_x005f", "ថវិកា_x17D2_"])
def test_what_looks_like_an_escape_comes_through(text: str) -> None:
    assert through_a_workbook(text) == text
    assert by_excel(cell_text(text, "en")) == text


def by_excel(stored: Any) -> str:
    """What Excel shows: in each run of a rich text, escapes are decoded from left to right."""
    runs = [stored] if isinstance(stored, str) else [str(run) for run in stored]
    return "".join(re.sub("_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), run) for run in runs)


@given(st.text(alphabet="_x0415aF"))
def test_excel_shows_what_was_typed(text: str) -> None:
    assert by_excel(cell_text(text, "en")) == text


def test_a_formula_that_looks_like_an_escape_stays_a_text() -> None:
    assert through_a_workbook("=_x0041_1+1") == "=_x0041_1+1"


@pytest.mark.parametrize("locale", ["en", "km"])
@pytest.mark.parametrize("piece", ["word ", "_x0041_", "😀", "ថវិកា"])
def test_a_text_that_does_not_fit_says_what_is_left_out(piece: str, locale: str) -> None:
    fits = piece * (LONGEST_CELL // utf16_length(piece))
    assert through_a_workbook(fits) == by_excel(cell_text(fits, locale)) == fits
    long = piece * 20_000
    stored = by_excel(cell_text(long, locale))
    assert LONGEST_CELL - 300 < utf16_length(stored) <= LONGEST_CELL
    assert through_a_workbook(long) == by_excel(cell_text(long, "en"))
    kept, _mark, note = stored.partition("…\n")
    assert long.startswith(kept)
    if locale == "en":
        assert note == f"[{len(long) - len(kept)} more characters do not fit into this cell.]"
