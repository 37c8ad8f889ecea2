"""Whether somebody who opens a personal invite is the person whom the TWG's list names (M5).

A link can be forwarded. It admits at once only the account whose number, which Telegram vouches for, is one of those in
the list; `check_admission` is where others are turned to those who decide.
"""

import enum

from storage.rosters import RosterEntry
from twg.language.contacts import read_phone
from twg.members.invites import MemberRefusal


class NotRecognised(MemberRefusal):
    """data: `name` in the list, `known` whether the list has a number at all."""

    key = "members#not_recognised"


class Admission(enum.Enum):
    """What a personal invite does for the account that opened it."""

    AT_ONCE = "at once"
    #: To be decided by those who hold the office.
    SCREENED = "screened"


def admission_of(entry: RosterEntry, shared_phone: str) -> Admission:
    """Whether an account is admitted at once.

    Args:
        shared_phone: the number of the account's own contact, as Telegram shared it; empty where it was not shared.
    """
    number = read_phone(shared_phone) if shared_phone else ""
    return Admission.AT_ONCE if number and number in entry.phones else Admission.SCREENED


def check_admission(entry: RosterEntry | None, shared_phone: str) -> None:
    """Refuse an account that a personal invite does not admit at once. Raises: NotRecognised.

    Args:
        entry: whose invite it is; None for one that is nobody's own.
    """
    if entry is not None and admission_of(entry, shared_phone) is Admission.SCREENED:
        raise NotRecognised(field="contact", name=entry.name, known=bool(entry.phones))
