"""Reading phone numbers and e-mail addresses that people type, or that a list has of them.

What was typed is kept as it was; beside it stand the number as E.164 ("+85512345678") and the address without what is
not part of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from storage.core.spelling import normalize
from twg.core.refusals import UnreadableContact
from twg.language.phones import find_phones, read_phone, show_phone, without_label

_EMAIL = re.compile(r"[^\s@,;<>()\[\]\"':/|]+@[^\s@,;<>()\[\]\"'/|]+\.[^\s@,;<>()\[\]\"'/|]+")
#: An address whose "@" has spaces beside it, or is written out against robots, where one word stands before it: of
#: "sok dara @ moh.gov.kh" nobody knows whether both words belong to it.
_SPACED = re.compile(
    r"(?im)(?P<before>(?:^|[;,|/:]|\d\s)[ \t]*[\w.+\-]+)"
    r"(?:[ \t]+@[ \t]*|@[ \t]+|[ \t]*[(\[]at[)\]][ \t]*)(?=[\w\-]+\.\w)"
)
#: Between two numbers. A stroke within one, as in "012/345 678", is tried as a whole first.
_BETWEEN = re.compile(r"[;,\n|&]|/|\bor\b|\band\b|\band/or\b|ឬ|និង")
_FEWEST_DIGITS = 7
#: Other last digits of the number before them: "012 345 678/679" are two numbers, "012 345 678/9" too.
_OTHER_ENDS = re.compile(r"^(?P<number>[^/]*\d)(?P<ends>(?:\s*/\s*\d{1,4})+)\s*$")


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
    spelled = _SPACED.sub(r"\g<before>@", _lines(text))
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
        elif several := find_phones(part):
            phones.extend(several)
        else:
            unread.append(part.strip())
    return Contact(tuple(dict.fromkeys(phones)), tuple(dict.fromkeys(emails)), tuple(unread))


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
    from email_validator import EmailNotValidError, validate_email  # at the first address, not at the start

    bare = re.sub(r"(?i)^mailto:", "", text).strip(".:;,-'\"")
    try:
        return validate_email(bare, check_deliverability=False).normalized
    except EmailNotValidError:
        return ""


def _numbers(text: str) -> Iterator[str]:
    """The parts of a text that may be numbers each, as far as they have digits."""
    for line in (each for part in re.split(r"[;,\n|&]", text) for each in _with_other_ends(part)):
        parts = [line] if read_phone(without_label(line)) else _BETWEEN.split(line)
        yield from (part for part in parts if sum(character.isdigit() for character in part) >= _FEWEST_DIGITS - 1)


def _with_other_ends(text: str) -> list[str]:
    """The numbers of a text in which others are written by their last digits alone; any other text as it is."""
    found = _OTHER_ENDS.match(text)
    if found is None or not read_phone(without_label(found["number"])):
        return [text]
    number, ends = found["number"], re.findall(r"\d+", found["ends"])
    return [number, *(re.sub(rf"(?:\d[\s.\-]*){{{len(end)}}}$", end, number) for end in ends)]
