"""Reading how somebody may be reached, as people write it."""

import pytest

from twg.core.refusals import UnreadableContact
from twg.language.contacts import parse_contact, read_contact


@pytest.mark.parametrize(
    "text",
    [
        "012345678",
        "012 345 678",
        "012-345-678",
        "+855 12 345 678",
        "(+855) 12.345.678",
        "(023) 722 933",
        "០១២ ៣៤៥ ៦៧៨",
        "012 345 678 / 097 765 4321",
        "Office: 023 722 933, ext. 12",
        "dara.chan@moh.gov.kh",
        "012 345 678, dara@moh.gov.kh",
        "sokha@ក្រសួង.com",
    ],
)
def test_a_number_or_an_address_is_kept_as_it_is_written(text: str) -> None:
    assert parse_contact(text) == text


@pytest.mark.parametrize("text", ["call me", "", "123", "at the office", "dara@moh", "@dara", "ask 5 or 6"])
def test_what_nobody_could_call_or_write_to_is_refused(text: str) -> None:
    with pytest.raises(UnreadableContact):
        parse_contact(text)


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("012 345 678/9", ["+85512345678", "+85512345679"]),
        ("012 345 678 / 679 / 680", ["+85512345678", "+85512345679", "+85512345680"]),
        ("Tel: 023 722 873/4", ["+85523722873", "+85523722874"]),
        ("០១២ ៣៤៥ ៦៧៨/៩", ["+85512345678", "+85512345679"]),
        ("012/345 678", ["+85512345678"]),
        ("012 345/678", ["+85512345678"]),
        ("012 345 678/097 765 4321", ["+85512345678", "+855977654321"]),
    ],
)
def test_last_digits_behind_a_stroke_are_those_of_another_number(text: str, phones: list[str]) -> None:
    assert list(read_contact(text).phones) == phones


@pytest.mark.parametrize(
    ("text", "emails"),
    [
        ("dara @moh.gov.kh", ["dara@moh.gov.kh"]),
        ("dara @ moh.gov.kh", ["dara@moh.gov.kh"]),
        ("012 345 678 dara@ moh.gov.kh", ["dara@moh.gov.kh"]),
        ("Tel: 012 345 678; dara [at] moh.gov.kh", ["dara@moh.gov.kh"]),
        ("sok dara @ moh.gov.kh", []),
        ("meet @ moh", []),
    ],
)
def test_spaces_beside_the_sign_of_an_address_are_read_where_one_word_stands_before_it(
    text: str, emails: list[str]
) -> None:
    assert list(read_contact(text).emails) == emails
