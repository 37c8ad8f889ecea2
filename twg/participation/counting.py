"""How members take part: meetings attended, invitations answered, papers acknowledged, actions done, in a period (M9).

Attendance counts where it was noted: of other meetings it is known only what the answers to the invitation have said.
"""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import ActionState
from storage.core.addressees import INSTITUTION, PERSON
from storage.core.audiences import token_of
from storage.engine.labels import N_
from storage.meetings import Rsvp
from storage.members import InstitutionKind, Membership, list_periods
from storage.participation import Due, list_answered, list_due, list_held, list_noted, list_receipted
from twg.actions.access import visible_actions
from twg.core.actors import Actor
from twg.core.audiences import Reader, includes
from twg.core.constituencies import constituency_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.sheets import Sheet
from twg.documents.access import visible_documents
from twg.meetings.access import visible_meetings
from twg.subgroups.past import list_past_places

#: Answers that say that a person, or a delegate, comes.
_COMING = frozenset({Rsvp.YES, Rsvp.LATE, Rsvp.DELEGATE})


@dataclass(frozen=True)
class Figures:
    """How often.

    Attributes:
        invited, answered, coming: invitations to meetings that have begun, those answered, and those answered with yes.
        recorded, attended: invitations to those of them whose attendance was noted, and to those at which the person,
            or who spoke for them, was there.
        asked, acknowledged: papers to acknowledge, and those acknowledged.
        due, done, in_time: actions whose last day is over or that are done, those done, and those done by that day.
    """

    invited: int = 0
    answered: int = 0
    coming: int = 0
    recorded: int = 0
    attended: int = 0
    asked: int = 0
    acknowledged: int = 0
    due: int = 0
    done: int = 0
    in_time: int = 0

    def plus(self, other: "Figures") -> "Figures":
        return Figures(**{name: value + getattr(other, name) for name, value in vars(self).items()})


@dataclass(frozen=True)
class Taken:
    """How a person took part, with the newest of their periods in the TWG."""

    member: Membership
    figures: Figures

    @property
    def constituency(self) -> InstitutionKind:
        """For whom they speak."""
        return constituency_of(self.member)


@dataclass(frozen=True)
class Participation:
    """How the members of a period took part in it. `first` and `last` are local days.

    Attributes:
        meetings, recorded: meetings that have begun, and those of them whose attendance was noted.
    """

    first: date
    last: date
    people: list[Taken]
    meetings: int = 0
    recorded: int = 0
    total: Figures = field(default_factory=Figures)

    def by(self, key: Callable[[Taken], Any]) -> dict[Any, Figures]:
        """The figures of people together who have the same key, in the order of the people."""
        found: dict[Any, Figures] = {}
        for taken in self.people:
            found[key(taken)] = found.get(key(taken), Figures()).plus(taken.figures)
        return found


@operation(Permission.STORE_EXPORT)
async def count_participation(
    session: AsyncSession, actor: Actor, first: date, last: date, *, now: datetime
) -> Participation:
    """How members took part from one local day to another, both included, in what the actor may see."""
    begin, end = (datetime.combine(day, time(0), actor.zone) for day in (first, last + timedelta(days=1)))
    reader = Reader.of(actor)
    periods = await list_periods(session, actor.twg.id, Membership.since <= last)
    lasted = [period for period in periods if period.until is None or period.until > max(first, period.since)]
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    meetings = await list_held(session, actor.twg.id, begin, min(end, now), visible_meetings(reader))
    answers = {(each.meeting_id, each.person_id): each.rsvp for each in await list_answered(session, _ids(meetings))}
    noted = await list_noted(session, _ids(meetings))
    recorded = {each.meeting_id for each in noted if each.attended}
    attended = {(each.meeting_id, each.person_id) for each in noted if each.attended}
    past = await list_past_places(session, actor.twg, begin)
    for meeting in meetings:
        day = meeting.starts_at.astimezone(actor.zone).date()
        for period in lasted:
            if _covers(period, day) and includes(meeting.audience, period, past.held(period, meeting.starts_at)):
                rsvp = answers.get((meeting.id, period.person_id))
                counts[period.person_id].update(_answered(rsvp))
                was_there = (meeting.id, period.person_id) in attended
                counts[period.person_id].update(recorded=meeting.id in recorded, attended=was_there)
    for receipt in await list_receipted(session, actor.twg.id, begin, end, visible_documents(actor)):
        counts[receipt.person_id].update(asked=1, acknowledged=receipt.acknowledged_at is not None)
    today = now.astimezone(actor.zone).date()
    for action in await list_due(session, actor.twg.id, first, last, visible_actions(reader)):
        done = action.state is ActionState.DONE
        if done or action.due_on < today:
            closed_on = None if action.closed_at is None else action.closed_at.astimezone(actor.zone).date()
            in_time = done and closed_on is not None and closed_on <= action.due_on
            for person_id in {period.person_id for period in lasted if _owns(period, action)}:
                counts[person_id].update(due=1, done=done, in_time=in_time)
    newest = {period.person_id: period for period in reversed(lasted)}
    people = [Taken(member, Figures(**counts[person_id])) for person_id, member in newest.items()]
    people.sort(key=lambda taken: (taken.member.person.name, taken.member.id))
    total = Figures()
    for taken in people:
        total = total.plus(taken.figures)
    return Participation(first, last, people, len(meetings), len(recorded), total)


def _owns(period: Membership, action: Due) -> bool:
    """Whether an action counts for somebody: it names them, or their institution. What a whole part has, does not."""
    own = {token_of(PERSON, period.person_id)}
    if period.person.institution_id is not None:
        own.add(token_of(INSTITUTION, period.person.institution_id))
    return not own.isdisjoint(action.owners)


def _ids(rows: Iterable[Any]) -> list[int]:
    return [row.id for row in rows]


def _covers(period: Membership, day: date) -> bool:
    return period.since <= day and (period.until is None or period.until > day)


def _answered(rsvp: Rsvp | None) -> dict[str, int]:
    return {"invited": 1, "answered": int(rsvp is not None), "coming": int(rsvp in _COMING)}


async def _years(session: AsyncSession, actor: Actor, now: datetime) -> AsyncIterator[tuple[Any, ...]]:
    """A row for each calendar year and member in it, the newest year first."""
    periods = await list_periods(session, actor.twg.id)
    if not periods:
        return
    for year in range(now.astimezone(actor.zone).year, min(period.since for period in periods).year - 1, -1):
        counted = await count_participation(session, actor, date(year, 1, 1), date(year, 12, 31), now=now)
        for taken in counted.people:
            person = taken.member.person
            yield (
                f"{year}-{person.id}",
                year,
                person.name,
                person.institution,
                taken.constituency,
                taken.member.role,
                *vars(taken.figures).values(),
            )


SHEETS = (
    Sheet(
        "participation",
        N_("Participation"),
        {
            "year": N_("Year"),
            "name": N_("Name"),
            "institution": N_("Institution"),
            "constituency": N_("Constituency"),
            "role": N_("Role"),
            "invited": N_("Invitations to meetings"),
            "answered": N_("Invitations answered"),
            "coming": N_("Said they would come"),
            "recorded": N_("Meetings with attendance noted"),
            "attended": N_("Were there, or somebody for them"),
            "asked": N_("Papers to acknowledge"),
            "acknowledged": N_("Papers acknowledged"),
            "due": N_("Actions due"),
            "done": N_("Actions done"),
            "in_time": N_("Done in time"),
        },
        _years,
        order=97,
        dated=True,
    ),
)
