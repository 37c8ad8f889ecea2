"""A guest of a meeting in one line: "Dr Chan Sophea, WHO, 012 345 678" (G13)."""

import re
from dataclasses import dataclass

from storage.core.spelling import is_visible
from storage.meetings.guests import LONGEST_PART
from twg.core.refusals import BadInput, TooLong

_SEPARATOR = re.compile(r"\s*[,;|\t]\s*|\s+[-–—]\s+")
#: A phone number, an e-mail address or a name in Telegram.
_CONTACT = re.compile(
    r"(?:(?:tel|phone|mobile|e-?mail|ទូរស័ព្ទ)\s*[.:៖]?\s*)?(?:\S+@\S+\.\S+|@\w{4,}|\+?[\d០-៩][\d០-៩ ()/-]{6,})", re.I
)
#: Letters as a name has them; in Khmer, vowels stand between the consonants.
_NAME = re.compile(r"[^\W\d_]{2,}|[\u1780-\u17b3]")


class GuestWithoutName(BadInput):
    """data: `text`, as typed."""

    key = "meetings#guest_without_name"


@dataclass(frozen=True)
class Guest:
    """A guest as typed; institution and contact may be empty."""

    name: str
    institution: str = ""
    contact: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.name, self.institution, self.contact]))


def parse_guest(text: str) -> Guest:
    """The name, then institution and contact, as far as they are given. Raises: GuestWithoutName, TooLong."""
    parts = [part.strip() for part in _SEPARATOR.split(text.strip()) if is_visible(part)]
    contacts = [part for part in parts if _CONTACT.fullmatch(part)]
    rest = [part for part in parts if part not in contacts]
    if not rest or not _NAME.search(rest[0]):
        raise GuestWithoutName(text=text)
    guest = Guest(rest[0], ", ".join(rest[1:]), ", ".join(contacts))
    for part in (guest.name, guest.institution, guest.contact):
        if len(part) > LONGEST_PART:
            raise TooLong(limit=LONGEST_PART, length=len(part))
    return guest


def is_list_of_guests(text: str) -> bool:
    """Whether a text is surely one of guests: several lines with a name and more, or a line with a contact."""
    try:
        guests = [parse_guest(line) for line in text.splitlines() if is_visible(line)]
    except (GuestWithoutName, TooLong):
        return False
    if len(guests) == 1:
        return guests[0].contact != ""
    return bool(guests) and all(guest.institution or guest.contact for guest in guests)
