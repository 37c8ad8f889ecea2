"""Members who were to speak for others and cannot any more: they have left, or do not come themselves (G2)."""

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Attendance, Rsvp
from storage.members import MembershipState, find_membership


class Lost(StrEnum):
    """Why a delegate does not speak for the sender."""

    LEFT = "left"
    ABSENT = "absent"


async def find_lost(
    session: AsyncSession, twg_id: int, given: Mapping[int, Attendance], *, of: int | None = None
) -> dict[int, Lost]:
    """The senders whose delegate is a member and cannot come, by their ids, each with the reason.

    Args:
        given: the answers to one meeting, by person id.
        of: only this sender.
    """
    lost = {}
    for sender_id, sent in given.items():
        if sent.delegate_id is None or sent.rsvp is not Rsvp.DELEGATE or of not in {None, sender_id}:
            continue
        member = await find_membership(session, sent.delegate_id, twg_id)
        if member is None or member.state is not MembershipState.ACTIVE:
            lost[sender_id] = Lost.LEFT
        elif _is_absent(given.get(sent.delegate_id), sent):
            lost[sender_id] = Lost.ABSENT
    return lost


def _is_absent(own: Attendance | None, sent: Attendance) -> bool:
    """Whether the delegate has said that they do not come, after they agreed or were asked."""
    if own is None or own.rsvp not in {Rsvp.NO, Rsvp.DELEGATE} or own.answered_at is None:
        return False
    return bool(sent.delegate_agreed) or (sent.answered_at is not None and own.answered_at > sent.answered_at)
