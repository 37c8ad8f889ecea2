"""What is hardly a reason of a change, or what is to be changed in a paper: it is asked about (U2)."""

import pytest

from twg.language.explaining import hardly_asks_for_change, hardly_tells_why


@pytest.mark.parametrize("text", ["Room A is under repair", "HE asks for it", "The Chair is abroad, back on 5 January"])
def test_a_reason_is_taken(text: str) -> None:
    assert not hardly_tells_why(text)


@pytest.mark.parametrize(
    "text", ["ask HE", "hall 3, not hall 2", "no need", "មិនបាច់ប្រាប់ទេ", "I don't know", "let me ask"]
)
def test_what_tells_no_reason_is_doubted(text: str) -> None:
    assert hardly_tells_why(text)


@pytest.mark.parametrize(
    "text",
    [
        "Please add the figures of 2026 on page 3",
        "The table is missing",
        "Nothing on malaria in chapter 2",
        "Ok but please add the annex",
        "Please accept all track changes",
        "សូមបន្ថែមតួលេខឆ្នាំ២០២៦",
    ],
)
def test_what_is_to_be_changed_is_taken(text: str) -> None:
    assert not hardly_asks_for_change(text)


@pytest.mark.parametrize(
    "text", ["nothing, it is fine", "ok accept it", "wrong paper, sorry", "let me read it first", "អត់មានអ្វីត្រូវកែទេ"]
)
def test_what_asks_for_no_change_is_doubted(text: str) -> None:
    assert hardly_asks_for_change(text)
