"""Choosing a lead facilitator: proposing, agreeing or objecting, taking over, handing over (M3)."""

from datetime import date, datetime, time, timedelta

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import is_visible
from storage.engine.database import hold
from storage.facilitators import LeadNomination, LeadVoice, find_open_nomination
from storage.members import Membership, Role, find_seat, list_members
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotAChoice, NotAllowed, NotFound, PastDay
from twg.facilitators import notices
from twg.facilitators.standing import (
    NominatedAlready,
    NotAPartner,
    NotBegun,
    NotConfirmed,
    ObjectionsOver,
    access_open,
    find_standing,
    is_confirmed,
    last_day,
)
from twg.members.changing import PERIOD, access_going_on, local_day, tell
from twg.members.periods import go_on
from twg.members.role_rules import LEADS_FOR, LeadBeforeTime, check_role

#: Longest note, objection and handover, in characters.
LONGEST_NOTE, LONGEST_HANDOVER = 300, 2000
_MORNING = time(8)


class Nomination(BaseModel):
    """`replaced_id` is the person who leads until then; None where the nominee leads beside those who do."""

    starts_on: date
    replaced_id: int | None = None
    note: str = Field(default="", max_length=LONGEST_NOTE)


@operation(Permission.LEAD_CHOOSE)
async def nominate(
    session: AsyncSession, actor: Actor, membership_id: int, args: Nomination, *, now: datetime
) -> LeadNomination:
    """Propose a development partner as lead facilitator; the others are asked, and the proposer's institution agrees.

    Raises: NotFound, AdviserCannotLead, NotAPartner, NominatedAlready; PastDay; NotAChoice (who is replaced does not
        lead); LeadBeforeTime without a note.
    Source: Guideline, Part Three (a)(ii), (viii).
    """
    await hold(session, actor.twg)  # one is open at a time
    member, today = await access_going_on(session, actor, membership_id), local_day(actor, now)
    check_role(member, Role.LEAD_FACILITATOR)
    if member.role is not Role.DEVELOPMENT_PARTNER:
        raise NotAPartner(name=member.person.name)
    if (waiting := await find_open_nomination(session, actor.twg.id)) is not None:
        if not (await find_standing(session, waiting)).lapsed:
            raise NominatedAlready(name=waiting.nominee.name)
        await _end(session, actor, waiting, "facilitators.lapse", taken_over=False, now=now)
    if args.starts_on < today:
        raise PastDay(field="starts_on", day=args.starts_on)
    replaced = await _access_lead(session, actor, args.replaced_id)
    if replaced is not None and args.starts_on < replaced.since + LEADS_FOR and not is_visible(args.note):
        raise LeadBeforeTime(field="note", name=replaced.person.name, since=replaced.since)
    nomination = LeadNomination(
        twg=member.twg,
        nominee=member.person,
        proposed_by=actor.person,
        proposed_at=now,
        replaced=None if replaced is None else replaced.person,
        note=args.note.strip(),
        open_until=last_day(today, actor.timekeeping.hours),
        starts_on=args.starts_on,
    )
    session.add(nomination)
    await session.flush()
    after = values_of(nomination, "nominee_id", "replaced_id", "note", "open_until", "starts_on")
    await record(session, actor, "facilitators.nominate", nomination, now=now, after=after)
    await notify(session, notices.NOMINATED, subject=nomination, now=now, by=actor)
    settled = nomination.open_until + timedelta(days=1)
    await notify(session, notices.UNOPPOSED, subject=nomination, now=now, not_before=_morning(actor, settled))
    if nomination.starts_on not in {today, settled}:
        begins = _morning(actor, nomination.starts_on)
        await notify(session, notices.BEGINS, subject=nomination, now=now, not_before=begins)
    await _say(session, actor, nomination, agrees=True, words="", now=now)
    return nomination


def _morning(actor: Actor, day: date) -> datetime:
    return datetime.combine(day, _MORNING, actor.zone)


async def _access_lead(session: AsyncSession, actor: Actor, person_id: int | None) -> Membership | None:
    """The membership of a person who leads; None for nobody. Raises: NotAChoice."""
    if person_id is None:
        return None
    leads = Membership.person_id == person_id, Membership.role == Role.LEAD_FACILITATOR
    found = await list_members(session, actor.twg.id, *leads)
    if not found:
        raise NotAChoice(field="replaced")
    return found[0]


@operation(Permission.LEAD_CHOOSE)
async def agree(session: AsyncSession, actor: Actor, nomination_id: int, *, now: datetime) -> LeadNomination:
    """Agree for the actor's institution; with the majority the nomination is confirmed, and the Chair told.

    Raises: NotFound, NominationEnded; NotAllowed for a member without an institution.
    """
    nomination = await access_open(session, actor, nomination_id)
    await _say(session, actor, nomination, agrees=True, words="", now=now)
    return nomination


@operation(Permission.LEAD_CHOOSE)
async def object_to(
    session: AsyncSession, actor: Actor, nomination_id: int, words: str, *, now: datetime
) -> LeadNomination:
    """Object for the actor's institution; who proposes is told.

    Raises: as `agree`; ObjectionsOver once the days for it have passed and the nomination is confirmed.
    """
    nomination = await access_open(session, actor, nomination_id)
    today = local_day(actor, now)
    if today > nomination.open_until and is_confirmed(
        nomination, await find_standing(session, nomination), today=today
    ):
        raise ObjectionsOver(day=nomination.open_until)
    await _say(session, actor, nomination, agrees=False, words=words.strip(), now=now)
    await notify(session, notices.OBJECTED, subject=nomination, now=now, by=actor)
    return nomination


async def _say(
    session: AsyncSession, actor: Actor, nomination: LeadNomination, *, agrees: bool, words: str, now: datetime
) -> None:
    institution_id = actor.person.institution_id
    if institution_id is None:
        raise NotAllowed
    voice = await session.get(LeadVoice, (nomination.id, institution_id))
    said = {"agrees": agrees, "words": words, "person_id": actor.person.id, "said_at": now}
    before = None if voice is None else {"institution_id": institution_id, **values_of(voice, "agrees", "words")}
    if voice is None:
        voice = LeadVoice(nomination_id=nomination.id, institution_id=institution_id, **said)
        session.add(voice)
    else:
        for column, value in said.items():
            setattr(voice, column, value)
    await session.flush()
    after = {"institution_id": institution_id, **values_of(voice, "agrees", "words")}
    await record(session, actor, "facilitators.say", nomination, now=now, before=before, after=after)
    standing = await find_standing(session, nomination)
    was, nomination.confirmed_at = nomination.confirmed_at, None
    if standing.is_majority:
        nomination.confirmed_at = was or now
        if was is None:
            await notify(session, notices.CONFIRMED, subject=nomination, now=now)


@operation(Permission.LEAD_CHOOSE)
async def withdraw(session: AsyncSession, actor: Actor, nomination_id: int, *, now: datetime) -> LeadNomination:
    """Withdraw what the actor has proposed, or decline to be nominated.

    Where the person who proposed it has left, each of the development partners may withdraw it.

    Raises: NotFound, NominationEnded, NotAllowed for anybody else.
    """
    nomination = await access_open(session, actor, nomination_id)
    own = actor.person.id in {nomination.proposed_by_id, nomination.nominee_id}
    if not own and not (await find_standing(session, nomination)).proposer_left:
        raise NotAllowed
    await _end(session, actor, nomination, "facilitators.withdraw", taken_over=False, now=now)
    return nomination


async def _end(
    session: AsyncSession, actor: Actor, nomination: LeadNomination, action: str, *, taken_over: bool, now: datetime
) -> None:
    before = values_of(nomination, "ended_at", "taken_over")
    nomination.ended_at, nomination.taken_over = now, taken_over
    await session.flush()
    after = values_of(nomination, *before)
    await record(session, actor, action, nomination, now=now, before=before, after=after)


@operation(Permission.LEAD_CHOOSE)
async def take_over(session: AsyncSession, actor: Actor, nomination_id: int, *, now: datetime) -> Membership:
    """Begin to lead, as the nominee; who is replaced goes on as a development partner. Chair and secretariat are told.

    Raises: NotFound, NominationEnded, NotAllowed for anybody else; NotConfirmed, NotBegun.
    """
    nomination = await access_open(session, actor, nomination_id)
    today = local_day(actor, now)
    if actor.person.id != nomination.nominee_id:
        raise NotAllowed
    if not is_confirmed(nomination, await find_standing(session, nomination), today=today):
        raise NotConfirmed(until=nomination.open_until)
    if today < nomination.starts_on:
        raise NotBegun(day=nomination.starts_on)
    leading = Membership.person_id == nomination.replaced_id, Membership.role == Role.LEAD_FACILITATOR
    for old in await list_members(session, actor.twg.id, *leading):
        await _go_on(session, actor, old, Role.DEVELOPMENT_PARTNER, nomination.note, now=now)
    new = await _go_on(session, actor, actor.member, Role.LEAD_FACILITATOR, nomination.note, now=now)
    await _end(session, actor, nomination, "facilitators.take_over", taken_over=True, now=now)
    return new


async def _go_on(
    session: AsyncSession, actor: Actor, old: Membership, role: Role, reason: str, *, now: datetime
) -> Membership:
    """Begin the next period of a member, in another role, for which their seat is too; tell those concerned."""
    await hold(session, old)
    before = values_of(old, *PERIOD)
    seat = None if old.seat_id is None else await find_seat(session, old.seat_id)
    if seat is not None and seat.role is old.role:
        was_for = values_of(seat, "role")
        seat.role = role
        after = values_of(seat, "role")
        await record(session, actor, "facilitators.change", seat, now=now, before=was_for, after=after)
    new = await go_on(session, old, role, [], core=old.core, now=now)
    was = {"role": before["role"].value, "themes": before["themes"], "core": before["core"]}
    told = await tell(session, new, actor, now=now, what="changed", reason=reason, was=was)
    after = values_of(new, *PERIOD)
    await record(session, actor, "facilitators.change", new, now=now, before=before, after=after, notices=told)
    return new


@operation(Permission.LEAD_CHOOSE)
async def hand_over(
    session: AsyncSession, actor: Actor, nomination_id: int, text: str, *, now: datetime
) -> LeadNomination:
    """Write for the nominee what the lead facilitator who is replaced hands over.

    Raises: NotFound, also for anybody else; Missing.
    """
    here = await access_open(session, actor, nomination_id)
    if here.replaced_id != actor.person.id:
        raise NotFound
    if not is_visible(text):
        raise Missing(field="text")
    before = values_of(here, "handover")
    here.handover = text.strip()
    await session.flush()
    after = values_of(here, *before)
    await record(session, actor, "facilitators.hand_over", here, now=now, before=before, after=after)
    await notify(session, notices.HANDED, subject=here, now=now, by=actor)
    return here


async def find_incoming(session: AsyncSession, twg_id: int, *, today: date) -> LeadNomination | None:
    """The nomination that is confirmed and not begun; None without one."""
    nomination = await find_open_nomination(session, twg_id)
    if nomination is None or not is_confirmed(nomination, await find_standing(session, nomination), today=today):
        return None
    return nomination
