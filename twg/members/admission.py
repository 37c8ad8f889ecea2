"""What a link does for the account that opens it: it admits at once, or others decide (M1, M2, M5).

A link can be forwarded. A personal link admits at once only the account whose number, which Telegram vouches for, is
one of those in the TWG's list.
"""

import enum

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.members import Invite, Membership, Role, list_members
from storage.rosters import RosterEntry
from twg.language.phones import read_phone

#: Roles that are an office of the TWG. Source: Guideline, Part Three (a)(i), (iii).
OFFICES = frozenset({Role.CHAIR, Role.SECRETARIAT})


class Admission(enum.Enum):
    """What a link does for the account that opened it."""

    AT_ONCE = "at once"
    #: To be decided by those who hold the office.
    SCREENED = "screened"


async def find_admission(
    session: AsyncSession, used: Invite, entry: RosterEntry | None, shared_phone: str
) -> Admission:
    """What a usable link does for an account.

    Args:
        entry: the person of the TWG's list whose personal link it is; None for a link that is nobody's own.
        shared_phone: the number of the account's own contact, as Telegram shared it; empty where it was not shared.
    Source: Guideline, Part Three (a)(i), (iii), (vii), (ix).
    """
    if used.role is Role.PRIVATE_SECTOR or used.max_uses > 1:
        return Admission.SCREENED
    if (
        entry is not None and entry.person_id is not None
    ):  # its person may have a new account, or the link was passed on
        return Admission.SCREENED
    if used.role in OFFICES and not (used.created_by_id is None and await _is_vacant(session, used)):
        return Admission.SCREENED
    if used.role is Role.FOCAL_POINT and not await _is_appointed(session, used):
        return Admission.SCREENED
    if entry is not None and not is_recognised(entry, shared_phone):
        return Admission.SCREENED
    return Admission.AT_ONCE


def is_recognised(entry: RosterEntry, shared_phone: str) -> bool:
    """Whether the number of an account, as `find_admission` takes it, is one of those that a list has for a person."""
    number = read_phone(shared_phone) if shared_phone else ""
    return bool(number) and number in entry.phones


async def _is_appointed(session: AsyncSession, used: Invite) -> bool:
    """Whether the Chair, the operator, or somebody while there is no Chair has made a link for a focal point."""
    chairs = {chair.person_id for chair in await list_members(session, used.twg_id, Membership.role == Role.CHAIR)}
    return not chairs or used.created_by_id is None or used.created_by_id in chairs


async def _is_vacant(session: AsyncSession, used: Invite) -> bool:
    """Whether nobody holds the office of a link; the TWG is locked, so that two links do not both find it vacant."""
    await hold(session, used.twg)
    return not await list_members(session, used.twg_id, Membership.role == used.role)
