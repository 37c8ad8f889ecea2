"""Which thing the marked part of a message names, however it is spelled (U2)."""

import pytest

from handlers.routing.quotes import find_quoted

THINGS = {"កែសម្រួល\u200bឧបសម្ព័ន្ធ": 1, "ផ្ញើតួលេខស្រុក": 2, "JMI 2008-4": 3, "Send the “draft”": 4}


@pytest.mark.parametrize(
    ("quote", "number"),
    [
        ("កែសម្រួលឧបសម្ព័ន្ធ", 1),
        ("ផ្ញើ\u200bតួលេខ\u200bស្រុក", 2),
        ("jmi ២០០៨–៤", 3),
        ('SEND  THE "DRAFT"', 4),
        ("terms of reference", None),
    ],
)
def test_a_quote_is_found_in_another_spelling(quote: str, number: int | None) -> None:
    found = find_quoted(quote, THINGS, lambda thing: [thing])
    assert (found and THINGS[found]) == number
