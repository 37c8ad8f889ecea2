"""Reading phone numbers and e-mail addresses that people type, or that a list has of them.

What was typed is kept as it was; beside it stand the number as E.164 ("+85512345678") and the address without what is
not part of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberMatcher, ValidationResult

from storage.core.spelling import normalize
from twg.core.refusals import UnreadableContact

#: The country of numbers that are typed without one.
_COUNTRY = "KH"
_EMAIL = re.compile(r"[^\s@,;<>()\[\]\"':/|]+@[^\s@,;<>()\[\]\"'/|]+\.[^\s@,;<>()\[\]\"'/|]+")
#: Between two numbers. A stroke within one, as in "012/345 678", is tried as a whole first.
_BETWEEN = re.compile(r"[;,\n|&]|/|\bor\b|\band\b|\band/or\b|ឬ|និង")
#: What stands before a number: "Tel:", "H/P", "ទូរស័ព្ទ៖".
_BEFORE = re.compile(r"^[^\d+(]*")
_FEWEST_DIGITS = 7


@dataclass(frozen=True)
class Contact:
    """How a person may be reached.

    Attributes:
        phones: as E.164, the first one first.
        emails: the addresses, the first one first.
        unread: the parts that are neither, as they stand in the text after `normalize`.
    """

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


def parse_contact(text: str) -> str:
    """A phone number or an e-mail address, or several, returned as typed.

    Raises: UnreadableContact.
    """
    found = read_contact(text)
    if not found.phones and not found.emails:
        raise UnreadableContact
    return text


@lru_cache(1024)  # a list asks several times about the same cell
def read_contact(text: str) -> Contact:
    """The numbers and addresses in a text."""
    spelled = _lines(text)
    emails: list[str] = []
    unread: list[str] = []
    for found in _EMAIL.finditer(spelled):
        address = _address(found[0])
        (emails if address else unread).append(address or found[0])
    rest = _EMAIL.sub("\n", re.sub(r"(?i)mailto:", " ", spelled))
    phones: list[str] = []
    for part in _numbers(rest):
        number = read_phone(part)
        if number:
            phones.append(number)
        elif several := _find_several(part):
            phones.extend(several)
        else:
            unread.append(part.strip())
    return Contact(tuple(dict.fromkeys(phones)), tuple(dict.fromkeys(emails)), tuple(unread))


@lru_cache(1024)
def read_phone(text: str) -> str:
    """A phone number as E.164; empty for a text that is none.

    Without a country it is one of Cambodia, also where its leading 0 was lost: "12345678" is +85512345678.
    """
    digits = _BEFORE.sub("", normalize(text)).replace("(0)", "")
    if digits.startswith("00") and not digits.startswith("000"):
        digits = f"+{digits[2:]}"
    try:
        number = phonenumbers.parse(digits, _COUNTRY)
    except NumberParseException:
        return ""
    return _e164(number) if _is_possible(number, digits) else ""


def show_phone(e164: str) -> str:
    """A number as people write it: of Cambodia without the country, "012 345 678", of another with it."""
    try:
        number = phonenumbers.parse(e164)
    except NumberParseException:
        return e164
    at_home = phonenumbers.region_code_for_country_code(number.country_code or 0) == _COUNTRY
    return phonenumbers.format_number(
        number, PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    )


def show_contact(text: str) -> str:
    """How somebody may be reached, as others read it: a number alone as people write it, all else as typed."""
    read = read_contact(text)
    alone = len(read.phones) == 1 and re.fullmatch(r"[\d\s+().\-]*", normalize(text)) is not None
    return show_phone(read.phones[0]) if alone else text


def _lines(text: str) -> str:
    """The text as parsers read it, with its lines."""
    return "\n".join(normalize(line) for line in re.split(r"[\n\r\v]+", text))


def _address(text: str) -> str:
    """An e-mail address without "mailto:", dots behind it and the like; empty for none."""
    bare = re.sub(r"(?i)^mailto:", "", text).strip(".:;,-'\"")
    try:
        return validate_email(bare, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""


def _numbers(text: str) -> Iterator[str]:
    """The parts of a text that may be numbers each, as far as they have digits."""
    for line in re.split(r"[;,\n|&]", text):
        whole = _BEFORE.sub("", line)
        parts = [line] if read_phone(whole) else _BETWEEN.split(line)
        yield from (part for part in parts if sum(character.isdigit() for character in part) >= _FEWEST_DIGITS - 1)


def _find_several(text: str) -> list[str]:
    """Numbers that only a space separates."""
    return [_e164(found.number) for found in PhoneNumberMatcher(text, _COUNTRY)]


def _is_possible(number: PhoneNumber, digits: str) -> bool:
    """Whether it may be a number: with its country by its length, else one that an operator has."""
    if not digits.startswith("+"):
        return phonenumbers.is_valid_number(number)
    return phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE


def _e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
