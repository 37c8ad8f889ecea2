"""For whom the words below a file say that it is; what is not certain names nobody (D1, D5)."""

import pytest

from tests.parsing.test_addressees import KNOWN
from twg.language.addressees import Nameable
from twg.language.said_for import read_said_for

_KNOWN = [
    *(each for each in KNOWN if each.token != "all"),
    Nameable("all", ("All members", "សមាជិកទាំងអស់", "everyone", "all"), ("All members",)),
    Nameable("role:lead_facilitator", ("Lead facilitator", "LF"), ("Lead facilitator",)),
]


@pytest.mark.parametrize(
    ("text", "tokens", "alone"),
    [
        ("for all members pls", "all", True),
        ("for LF and Chair only", "leads", True),
        ("សូមផ្ញើជូនសមាជិកទាំងអស់", "all", True),
        ("សូមផ្ញើឯកសារនេះជូនសមាជិកទាំងអស់។", "all", True),
        ("ជូនប្រធាន និងលេខាធិការដ្ឋានតែប៉ុណ្ណោះ", "role:chair secretariat", True),
        ("Please share with all DPs", "partners", True),
        ("pls circulate to everyone", "all", True),
        ("send it to dps and the chair, thanks", "partners role:chair", True),
        ("all members please", "all", True),
        ("samrab everyone", "all", True),
        ("1. for all members\n2. for all members", "all", True),
        ("Draft budget for all members", "all", False),
        ("Draft, for the Chair only", "role:chair", False),
        ("Revised figures. Please send to the secretariat", "secretariat", False),
    ],
)
def test_words_that_name_an_audience(text: str, tokens: str, alone: bool) -> None:
    said = read_said_for(text, _KNOWN)
    assert (" ".join(sorted(said.tokens)), said.alone) == (tokens, alone)


@pytest.mark.parametrize(
    "text",
    [
        "for information",
        "for the plenary, item 2",
        "for comments by Friday",
        "Letter to the Chair",
        "for all but the DPs",
        "not for the DPs",
        "for the Chair and Foo",
        "for Sokha's comments",
        "for all members; for dps only",
        "1. for all members\n2. for the Chair",
        "សម្រាប់កិច្ចប្រជុំថ្ងៃទី១៧",
        "Source: WHO",
        "",
    ],
)
def test_words_that_name_none_for_certain(text: str) -> None:
    assert read_said_for(text, _KNOWN).tokens == frozenset()
