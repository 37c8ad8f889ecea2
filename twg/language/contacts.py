"""Reading phone numbers and e-mail addresses that people type."""

import re

from storage.core.spelling import normalize
from twg.core.refusals import (
    UnreadableContact,
)

#: A phone number: 7 to 15 digits, with the separators that people write between them.
_PHONE = re.compile(r"\+?\(?\d(?:[ ().\-/]*\d){6,14}")
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]{2,}")


def parse_contact(text: str) -> str:
    """A phone number or an e-mail address, or several, returned as typed.

    Raises: UnreadableContact.
    """
    spelled = normalize(text)
    if not _PHONE.search(spelled) and not _EMAIL.search(spelled):
        raise UnreadableContact
    return text
