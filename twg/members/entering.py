"""A person without Telegram: the secretariat enters them, and what they have said (M11).

MemberRefusal
└── EnteredAlready      somebody of this name and institution is a member
"""

from dataclasses import dataclass
from datetime import datetime

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action
from storage.core.spelling import key_of
from storage.dates import DatePoll
from storage.documents import Circulation
from storage.engine.database import Base, hold, identity
from storage.indicators import ReportRequest
from storage.meetings import Meeting
from storage.meetings.items import ItemInvitation
from storage.members import (
    InstitutionKind,
    Membership,
    MembershipState,
    Person,
    Role,
    is_of,
    list_members,
    list_without_account,
)
from twg.actions.recording import Scope, list_open
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.constituencies import KINDS
from twg.core.notices import Cause
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAllowed, NotFound
from twg.core.subjects import Domains
from twg.core.undoing import Undo
from twg.dates.answering import list_unanswered
from twg.indicators.reporting import list_owed
from twg.language.person_names import split_name
from twg.meetings.items import list_own_items
from twg.members.admission import OFFICES
from twg.members.changing import PERIOD, UNDO_CHANGE_FOR, access_going_on, local_day, restore
from twg.members.joining import expect_receipts, list_waiting
from twg.members.partners import check_chosen
from twg.members.periods import keep_for_undo
from twg.members.refusals import MemberRefusal
from twg.members.registration import REGISTERED, Details, details_of, fill_in, secretariat_but_themselves
from twg.members.role_rules import check_appointing
from twg.members.seating import take_seat


class EnteredAlready(MemberRefusal):
    """data: `name`, `institution`."""

    key = "members#entered_already"


#: Whoever holds one of these may decide about others, through an assistant too.
_DECIDE = OFFICES | {Role.LEAD_FACILITATOR}


class NewPerson(Details):
    """A person as the secretariat enters them; `themes` are those of a focal point."""

    role: Role
    themes: list[str] = Field(default_factory=list)


@operation(Permission.PERSON_ENTER)
async def enter_person(session: AsyncSession, actor: Actor, args: NewPerson, *, now: datetime) -> Membership:
    """Make a person a member who has no Telegram; others of the secretariat are told.

    Raises: EnteredAlready; AppointedByChair; ChosenByPartners; NotAllowed for the private sector, which takes part by
        decision of the Chair, and for an office that somebody holds, which the secretariat alone does not give.
    Source: Guideline, Part Three (a).
    """
    await hold(session, actor.twg)
    if args.role is Role.PRIVATE_SECTOR:
        raise NotAllowed
    if args.role in _DECIDE and await list_members(session, actor.twg.id, Membership.role == args.role):
        raise NotAllowed
    await check_chosen(session, actor, args.role)
    await check_appointing(session, actor, args.role)
    await _check_new(session, actor, args)
    person = Person(contact="", created_at=now)
    session.add(person)
    await fill_in(session, person, args, KINDS.get(args.role, InstitutionKind.OTHER))
    await session.flush()
    shown = {name: value for name, value in details_of(person).items() if name != "contact"}
    await record(session, actor, "members.enter_details", person, now=now, after=shown)
    member = Membership(
        person=person,
        twg=actor.twg,
        role=args.role,
        themes=args.themes if args.role is Role.FOCAL_POINT else [],
        core=False,
        observer=False,
        state=MembershipState.ACTIVE,
        since=local_day(actor, now),
        until=None,
    )
    session.add(member)
    await session.flush()
    await take_seat(session, member)
    undo = await keep_for_undo(session, begun=[member])
    after = values_of(member, *PERIOD)
    told = excluding(await secretariat_but_themselves(Cause(session, member, now)), actor.person_id)
    notices = [(await notify(session, REGISTERED, subject=member, to=told, now=now, by=actor)).id] if told else []
    await record(session, actor, "members.enter_person", member, now=now, before=undo, after=after, notices=notices)
    await expect_receipts(session, member, now=now)
    return member


async def _check_new(session: AsyncSession, actor: Actor, args: NewPerson) -> None:
    """Raises: EnteredAlready."""
    name = key_of(split_name(args.title, args.name)[1])
    for member in await list_members(session, actor.twg.id):
        if key_of(member.person.name) == name and is_of(member.person, args.institution):
            raise EnteredAlready(name=member.person.name, institution=args.institution, field="name")


@dataclass(frozen=True)
class Enterable:
    """What may be entered for a person: what waits for them and is seen by who enters it."""

    member: Membership
    meetings: list[Meeting]
    circulations: list[Circulation]
    actions: list[Action]
    #: What they were asked to report in the open round and have not.
    reports: list[ReportRequest]
    #: Invitations to one item of an agenda without an answer.
    items: list[ItemInvitation]
    #: Searches for a date of which they have said nothing.
    polls: list[DatePoll]


@operation(Permission.PERSON_ENTER)
async def list_enterable(
    session: AsyncSession, actor: Actor, membership_id: int, domains: Domains, *, now: datetime
) -> Enterable:
    """What waits for the answer of a member who has no Telegram. Raises: NotFound, also for one who has."""
    member = await access_going_on(session, actor, membership_id)
    if not await list_without_account(session, [member.person_id]):
        raise NotFound
    theirs = Actor(member.twg, member, timekeeping=actor.timekeeping)
    waiting = await list_waiting(session, theirs, now=now)
    actions = await list_open(session, theirs, Scope.MINE, now=now)
    reports = await list_owed(session, theirs) if theirs.may(Permission.INDICATOR_REPORT) else []

    meetings = [row for row in waiting.meetings if await _sees(session, actor, domains, row)]
    circulations = [row for row in waiting.circulations if await _sees(session, actor, domains, row)]
    actions = [row for row in actions if await _sees(session, actor, domains, row)]
    items = [row for row in await list_own_items(session, theirs, now=now) if row.rsvp is None]
    items = [row for row in items if await _sees(session, actor, domains, row.meeting)]
    polls = [
        row for row in await list_unanswered(session, theirs, now=now) if await _sees(session, actor, domains, row)
    ]
    return Enterable(member, meetings, circulations, actions, reports, items, polls)


async def _sees(session: AsyncSession, actor: Actor, domains: Domains, row: Base) -> bool:
    try:
        await domains.subjects[row.__tablename__].access(session, actor, identity(row))
    except NotFound:
        return False
    return True


UNDOS = (Undo(change="members.enter_person", reverse=restore, within=UNDO_CHANGE_FOR),)
