"""Texts longer than a message: nothing of them is lost, no tag is cut (U5)."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.rendering.content import split_text, to_plain, utf16_length

WORDS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30).map(html.escape), max_size=30
)
LINES = st.lists(WORDS.map(" ".join) | WORDS.map("".join).map(lambda line: f"<b>{line}</b>"), max_size=20)


def letters(text: str) -> str:
    """What is to be read, spaces apart: a page ends where a space was."""
    return "".join(to_plain(text).split())


def check_tags(page: str) -> None:
    """Every tag that opens is closed, in the order Telegram wants."""
    opened = []
    for closing, name in re.findall(r"<(/?)(\w+)[^>]*>", page):
        if not closing:
            opened.append(name)
        else:
            assert opened.pop() == name
    assert opened == []


@given(LINES, st.integers(450, 800))
def test_pages_hold_the_whole_text_within_the_limit_and_every_tag_is_closed(lines: list[str], limit: int) -> None:
    text = "\n".join(lines)
    pages = split_text(text, limit)
    assert all(utf16_length(page) <= limit for page in pages)
    assert "".join(letters(page) for page in pages) == letters(text)
    for page in pages:
        check_tags(page)


def test_a_text_that_fits_is_left_as_it_is() -> None:
    assert split_text("<b>Agenda</b>\n\n1. Budget") == ["<b>Agenda</b>\n\n1. Budget"]


def test_pages_break_between_lines() -> None:
    lines = [f"{number}. {'x' * 50}" for number in range(100)]
    pages = split_text("\n".join(lines), 1000)
    assert [line for page in pages for line in page.split("\n")] == lines


def test_a_tag_open_at_a_break_is_closed_and_opened_again() -> None:
    pages = split_text("<b>" + "word " * 300 + "</b>", 1000)
    assert len(pages) == 2
    assert all(page.startswith("<b>") and page.endswith("</b>") for page in pages)


@pytest.mark.parametrize("cluster", ["ក្រុ", "ស្ត្រី", "é"])
def test_a_letter_keeps_what_is_written_above_and_below_it(cluster: str) -> None:
    pages = split_text(cluster * 3000, 1000)
    assert "".join(pages) == cluster * 3000
    assert all(page.startswith(cluster) and page.endswith(cluster) for page in pages)


def test_an_entity_is_never_cut() -> None:
    pages = split_text("&amp;" * 1000, 500)
    assert all(re.fullmatch(r"(&amp;)+", page) for page in pages)


def test_no_page_is_empty() -> None:
    assert all(page.strip() for page in split_text("x" * 900 + "\n" * 900 + "y" * 900, 1000))
