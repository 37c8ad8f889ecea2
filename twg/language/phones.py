"""Reading and showing phone numbers. What is read is E.164: "+85512345678".

The library with the rules of all countries, 58 modules, is imported at the first number and not at the start.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from storage.core.spelling import normalize

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

#: The country of numbers that are typed without one.
_COUNTRY = "KH"
#: What stands before a number: "Tel:", "H/P", "ទូរស័ព្ទ៖".
_BEFORE = re.compile(r"^[^\d+(]*")


def without_label(text: str) -> str:
    """A number without what is written before it."""
    return _BEFORE.sub("", text)


@lru_cache(1024)
def read_phone(text: str) -> str:
    """A phone number as E.164; empty for a text that is none.

    Without a country it is one of Cambodia, also where its leading 0 was lost: "12345678" is +85512345678.
    """
    from phonenumbers import NumberParseException, parse

    digits = without_label(normalize(text)).replace("(0)", "")
    if digits.startswith("00") and not digits.startswith("000"):
        digits = f"+{digits[2:]}"
    try:
        number = parse(digits, _COUNTRY)
    except NumberParseException:
        return ""
    return _e164(number) if _is_possible(number, digits) else ""


def find_phones(text: str) -> list[str]:
    """Numbers that only a space separates."""
    from phonenumbers import PhoneNumberMatcher

    return [_e164(found.number) for found in PhoneNumberMatcher(text, _COUNTRY)]


def show_phone(e164: str) -> str:
    """A number as people write it: of Cambodia without the country, "012 345 678", of another with it."""
    from phonenumbers import (
        NumberParseException,
        PhoneNumberFormat,
        format_number,
        parse,
        region_code_for_country_code,
    )

    try:
        number = parse(e164)
    except NumberParseException:
        return e164
    at_home = region_code_for_country_code(number.country_code or 0) == _COUNTRY
    return format_number(number, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL)


def _is_possible(number: "PhoneNumber", digits: str) -> bool:
    """Whether it may be a number: with its country by its length, else one that an operator has."""
    from phonenumbers import ValidationResult, is_possible_number_with_reason, is_valid_number

    if not digits.startswith("+"):
        return is_valid_number(number)
    return is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE


def _e164(number: "PhoneNumber") -> str:
    from phonenumbers import PhoneNumberFormat, format_number

    return format_number(number, PhoneNumberFormat.E164)
