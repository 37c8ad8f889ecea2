"""Alternates at meetings: the answer of who stands in counts for the holder of the seat (M11)."""

from collections.abc import Iterable, Mapping

from storage.meetings import Rsvp
from storage.members import Membership

#: Answers by which a seat is represented: somebody comes, or may.
_REPRESENTS = frozenset({Rsvp.YES, Rsvp.LATE, Rsvp.MAYBE, Rsvp.DELEGATE})


def find_represented(invited: Iterable[Membership], answers: Mapping[int, Rsvp | None]) -> dict[int, Membership]:
    """The holders of seats for whom their alternates' answers count, by the id of the alternate.

    It counts where the holder has not answered, or does not come.

    Args:
        invited: those who are invited, holders and alternates.
        answers: by person id.
    """
    members = list(invited)
    holders = {member.seat_id: member for member in members if member.seat_id is not None}
    return {
        member.person_id: holders[member.stands_in_id]
        for member in members
        if member.stands_in_id in holders
        and answers.get(member.person_id) in _REPRESENTS
        and answers.get(holders[member.stands_in_id].person_id) in {None, Rsvp.NO}
    }


def find_waiting(invited: Iterable[Membership], answers: Mapping[int, Rsvp | None]) -> list[Membership]:
    """Those who have not answered and whose seat is not represented by the holder or the alternate."""
    members = list(invited)
    represented = {holder.person_id for holder in find_represented(members, answers).values()}
    by_holder = {
        member.seat_id
        for member in members
        if member.seat_id is not None and answers.get(member.person_id) in _REPRESENTS
    }
    return [
        member
        for member in members
        if answers.get(member.person_id) is None
        and member.person_id not in represented
        and (member.stands_in_id is None or member.stands_in_id not in by_holder)
    ]
