"""Who is at a meeting, as its organisers read it: members by constituency, delegates, guests (G5).

Whoever is missing is shown, and blocks nothing: no Cambodian source has a quorum.
Source: Guideline 2016, Part Three (a)(vi), (d).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.attendance import MeetingPresence, Presence, list_presence
from storage.core.spelling import fold
from storage.meetings import Attendance, Meeting, Rsvp, list_attendance
from storage.meetings.guests import MeetingGuest, list_guests
from storage.meetings.items import ItemInvitation, list_item_invitations
from storage.members import InstitutionKind, Person, Role, Sex, institution_name, list_without_account
from twg.attendance.access import access_list
from twg.core.actors import Actor
from twg.core.audiences import list_audience
from twg.core.constituencies import constituency_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.meetings.kinds import YEARLY

#: Who comes later than this after the beginning is shown with the time.
LATE_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class Attendee:
    """Somebody who is invited, or who was there without that.

    Attributes:
        role: None for who is no member any more.
        row: what is noted; None for nothing.
        answer: to the invitation; None without one.
        has_account: whether they use Telegram.
    """

    person: Person
    side: InstitutionKind
    role: Role | None
    row: MeetingPresence | None
    answer: Attendance | None
    has_account: bool = True

    @property
    def presence(self) -> Presence | None:
        return None if self.row is None else self.row.presence

    @property
    def attended(self) -> bool:
        return self.row is not None and self.row.attended

    @property
    def to_mark(self) -> bool:
        """Whether nobody has said yet if they are there."""
        return self.presence in {None, Presence.EXPECTED}

    @property
    def delegate(self) -> str:
        """Who is named to come in their place; empty for nobody."""
        if self.row is not None and self.row.delegate_name:
            return self.row.delegate_name
        return self.answer.delegate_name if self.answer is not None and self.answer.rsvp is Rsvp.DELEGATE else ""


@dataclass(frozen=True)
class SideCount:
    """A constituency. Attributes: `here` counts delegates too."""

    side: InstitutionKind
    invited: int
    here: int


@dataclass(frozen=True)
class Standing:
    """Who is at a meeting.

    Attributes:
        people: by constituency, the largest first, then by name.
        guests: with what is noted of each.
        asks_crdb: whether CRDB/CDC is to be there: it is invited, or the meeting is one of the whole TWG.
    """

    meeting: Meeting
    people: tuple[Attendee, ...]
    guests: tuple[tuple[MeetingGuest, MeetingPresence | None], ...]
    asks_crdb: bool

    def of(self, *presences: Presence) -> list[Attendee]:
        return [each for each in self.people if each.presence in presences]

    @property
    def to_mark(self) -> list[Attendee]:
        """Those of whom nobody has said yet if they are there; who is expected comes first within a constituency."""
        return [each for each in self.people if each.to_mark]

    @property
    def here(self) -> list[Attendee]:
        return [each for each in self.people if each.attended]

    @property
    def guests_here(self) -> list[MeetingGuest]:
        return [guest for guest, row in self.guests if row is not None and row.presence is Presence.PRESENT]

    @property
    def late(self) -> list[Attendee]:
        """Those who came after the beginning, the first first."""
        latest = self.meeting.starts_at + LATE_AFTER
        found = [(each.row.arrived_at, each) for each in self.here if each.row is not None and each.row.arrived_at]
        return [each for at, each in sorted(found, key=lambda pair: pair[0]) if at > latest]

    @property
    def sides(self) -> list[SideCount]:
        """The constituencies, in the order of the people."""
        invited, here = Counter[InstitutionKind](), Counter[InstitutionKind]()
        for each in self.people:
            invited[each.side] += 1
            here[each.side] += each.attended
        return [SideCount(side, count, here[side]) for side, count in invited.items()]

    @property
    def crdb_here(self) -> bool:
        return any(each.role is Role.CRDB for each in self.here)

    @property
    def women(self) -> tuple[int, int]:
        """How many women are here themselves, and of how many who are here the sex is recorded."""
        sexes = [each.person.sex for each in self.of(Presence.PRESENT) if each.person.sex is not None]
        return sexes.count(Sex.FEMALE), len(sexes)


async def list_those_noted(session: AsyncSession, meeting_id: int) -> dict[int, MeetingPresence]:
    """What is noted of people, by their ids, in the order in which they were noted first."""
    rows = await list_presence(session, [meeting_id])
    return {row.person_id: row for row in rows if row.person_id is not None}


async def list_rows(session: AsyncSession, meeting_id: int) -> dict[int, MeetingPresence]:
    """The same with the rows whose note was taken back."""
    rows = await list_presence(session, [meeting_id], with_cleared=True)
    return {row.person_id: row for row in rows if row.person_id is not None}


@operation(Permission.MEETING_ORGANISE)
async def read_standing(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Standing:
    """Who is at a meeting. Raises: NotFound, NotAllowed, MeetingCancelled, MeetingNotAnnounced, NotOpenYet."""
    meeting = await access_list(session, actor, meeting_id, now=now)
    return await access_standing(session, meeting)


async def access_standing(session: AsyncSession, meeting: Meeting) -> Standing:
    """Who is at a meeting, for who may read it."""
    rows = await list_presence(session, [meeting.id])
    by_person = {row.person_id: row for row in rows if row.person_id is not None}
    by_guest = {row.guest_id: row for row in rows if row.guest_id is not None}
    answers = await list_attendance(session, meeting.id)
    members = await list_audience(session, meeting.twg_id, meeting.audience)
    without = await list_without_account(session, [member.person_id for member in members])
    people = [
        Attendee(
            member.person,
            constituency_of(member),
            member.role,
            by_person.pop(member.person_id, None),
            answers.get(member.person_id),
            member.person_id not in without,
        )
        for member in members
    ]
    invited = {member.person_id for member in members}
    of_items = await list_item_invitations(session, ItemInvitation.meeting_id == meeting.id)
    others = {each.person_id: each.person for each in of_items if each.person_id not in invited}
    others |= {row.person_id: row.person for row in by_person.values() if row.person_id and row.person}
    people += [_other(person, by_person.get(person_id), answers) for person_id, person in others.items()]
    guests = tuple((guest, by_guest.get(guest.id)) for guest in await list_guests(session, meeting.id))
    asks = meeting.kind in YEARLY or any(each.role is Role.CRDB for each in people)
    return Standing(meeting, tuple(_sorted(people)), guests, asks)


def _other(person: Person, row: MeetingPresence | None, answers: dict[int, Attendance]) -> Attendee:
    """Somebody who is invited to one item, or is noted without being invited, or no member any more."""
    side = InstitutionKind.OTHER if person.institution is None else person.institution.kind
    return Attendee(person, side, None, row, answers.get(person.id))


def _sorted(people: list[Attendee]) -> list[Attendee]:
    sizes = Counter(each.side for each in people)
    kinds = list(InstitutionKind)

    def place(each: Attendee) -> tuple[int, int, bool, str, int]:
        name = fold(each.person.name)
        return -sizes[each.side], kinds.index(each.side), each.presence is not Presence.EXPECTED, name, each.person.id

    return sorted(people, key=place)


def find_named(people: Iterable[Attendee], words: str) -> list[Attendee]:
    """Those whose name or institution has all the words, or whose delegate has; nobody for no words."""
    wanted = fold(words).split()
    found = []
    for each in people:
        known = fold(" ".join((each.person.name, institution_name(each.person), each.delegate)))
        if wanted and all(word in known for word in wanted):
            found.append(each)
    return found
