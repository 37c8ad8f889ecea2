"""Who comes to a meeting, for those who organise it, as of now (G2; Part Three (d) internal)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.bound_messages import change_bound
from storage.meetings import Attendance, Meeting, Rsvp, list_attendance
from storage.meetings.guests import MeetingGuest, list_guests
from storage.meetings.items import ItemInvitation, list_item_invitations
from storage.members import InstitutionKind, Membership, Role, list_without_account
from twg.core.actors import Actor
from twg.core.audiences import list_audience
from twg.core.constituencies import constituency_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.meetings.access import access_meeting
from twg.meetings.convening import check_organises
from twg.meetings.lost_delegates import Lost, find_lost
from twg.meetings.standing_in import find_represented, find_waiting

#: Answers that come within this time of each other change the messages that show them once.
SETTLE = timedelta(seconds=2)


@dataclass(frozen=True)
class Side:
    """A constituency among those invited. Attributes: `answered` counts those who have answered in some way."""

    constituency: InstitutionKind
    invited: int
    answered: int


@dataclass(frozen=True)
class AnswerList:
    """The answers of the people invited now."""

    meeting: Meeting
    by_answer: dict[Rsvp, list[tuple[Membership, Attendance]]]
    unanswered: list[Membership]
    #: The holders of seats for whom the answers of their alternates count, by the id of the alternate.
    stands_for: dict[int, Membership]
    #: Those invited by whom they speak for, the largest first.
    sides: tuple[Side, ...]
    guests: list[MeetingGuest]
    #: The members who are invited to one item of the agenda.
    of_items: list[ItemInvitation]
    #: Those who send a delegate that cannot come any more, by their person ids.
    lost: dict[int, Lost]
    #: Of those invited, those without Telegram for whom the reader may enter answers.
    without_account: list[Membership] = field(default_factory=list)

    @property
    def invited(self) -> int:
        """How many people are invited."""
        return sum(side.invited for side in self.sides)


@operation(Permission.MEETING_ORGANISE)
async def list_answers(session: AsyncSession, actor: Actor, meeting_id: int) -> AnswerList:
    """Who comes, who does not, and who has not answered. Raises: NotFound, NotAllowed."""
    meeting = await access_meeting(session, actor, meeting_id)
    check_organises(actor, meeting)
    attendance = await list_attendance(session, meeting.id)
    by_answer: dict[Rsvp, list[tuple[Membership, Attendance]]] = {rsvp: [] for rsvp in Rsvp}
    invited = await list_audience(session, meeting.twg_id, meeting.audience)
    for member in invited:
        given = attendance.get(member.person_id)
        if given is not None and given.rsvp is not None:
            by_answer[given.rsvp].append((member, given))
    answers = {person_id: given.rsvp for person_id, given in attendance.items()}
    waiting, represented = find_waiting(invited, answers), find_represented(invited, answers)
    guests = await list_guests(session, meeting.id)
    of_items = await list_item_invitations(session, ItemInvitation.meeting_id == meeting.id)
    without = await _list_entered(session, actor, sorted(invited, key=lambda member: member not in waiting))
    theirs = {member.person_id: given for pairs in by_answer.values() for member, given in pairs}
    lost, sides = await find_lost(session, meeting.twg_id, theirs), _sides(invited, answers)
    return AnswerList(meeting, by_answer, waiting, represented, sides, guests, of_items, lost, without)


async def _list_entered(session: AsyncSession, actor: Actor, invited: list[Membership]) -> list[Membership]:
    """Those invited for whom the actor may enter answers: the secretariat for who has no Telegram."""
    if actor.role is not Role.SECRETARIAT or actor.on_behalf is not None:
        return []
    without = await list_without_account(session, [member.person_id for member in invited])
    return [member for member in invited if member.person_id in without]


async def note_answers_changed(session: AsyncSession, meeting_id: int, *, now: datetime) -> None:
    """Let the messages that show who comes be changed."""
    await change_bound(session, Meeting.__tablename__, [meeting_id], now=now + SETTLE)


def _sides(invited: Iterable[Membership], answers: Mapping[int, Rsvp | None]) -> tuple[Side, ...]:
    counts, answered = Counter[InstitutionKind](), Counter[InstitutionKind]()
    for member in invited:
        side = constituency_of(member)
        counts[side] += 1
        answered[side] += answers.get(member.person_id) is not None
    return tuple(Side(side, count, answered[side]) for side, count in counts.most_common())
