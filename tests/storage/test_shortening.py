"""What is cut shows that it is."""

from hypothesis import given
from hypothesis import strategies as st

from storage.core.shortening import first_line, shorten
from twg.core.files import shorten_name


@given(st.text(), st.integers(2, 60))
def test_a_text_is_whole_or_ends_in_an_ellipsis(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert len(short) <= limit or short == text
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_it_is_cut_between_words() -> None:
    assert shorten("Budget of the districts", 12) == "Budget of…"
    assert shorten("x" * 20, 12) == "x" * 11 + "…"
    assert first_line("Title\nbody") == "Title"
    assert first_line("word " * 30).endswith("word…")


def test_a_long_name_of_a_file_keeps_its_extension() -> None:
    assert shorten_name("report.pdf") == "report.pdf"
    assert shorten_name("r" * 251 + ".pdf") == "r" * 251 + ".pdf"
    assert shorten_name("r" * 252 + ".pdf") == "r" * 250 + "….pdf"
    long = shorten_name("r" * 300 + ".pdf")
    assert len(long) == 255
    assert long.endswith("r….pdf")
    assert shorten_name("." + "x" * 300) == "." + "x" * 253 + "…"
