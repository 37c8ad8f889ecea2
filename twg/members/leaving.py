"""Removal, a successor, leaving: a membership ends, and what is open goes to somebody (M10)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audiences import pack
from storage.engine.database import hold
from storage.members import Invite, Membership, MembershipState, Role, list_members, list_periods
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.handing import Handed, LeftOpen, count_taken
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAChoice
from twg.core.subjects import Domains
from twg.members.changing import PERIOD, access_going_on, access_held, access_member, local_day, tell
from twg.members.invites import NewInvite, invite
from twg.members.joining import expect_receipts
from twg.members.partners import check_chosen
from twg.members.periods import go_on, keep_for_undo, leave_what_is_taken
from twg.members.role_rules import check_appointing, check_chair, check_ending, check_last, check_role


@dataclass(frozen=True)
class Ended:
    """A membership that has ended.

    Attributes:
        left_open: what is still open in the person's name.
        undo: what taking it back needs, as the audit keeps it.
        notices: ids of the notifications about it.
    """

    membership: Membership
    left_open: LeftOpen
    undo: dict[str, Any]
    notices: list[int]


@operation(Permission.MEMBER_CHANGE)
async def remove(
    session: AsyncSession,
    actor: Actor,
    membership_id: int,
    reason: str = "",
    successor_id: int | None = None,
    *,
    agreed: bool = False,
    domains: Domains,
    now: datetime,
) -> Ended:
    """End a membership; everything open goes to a member, or stays until the secretariat gives it away.

    Args:
        successor_id: the person who takes it over; their role stays as it is.
        agreed: a second person has agreed.
    Raises: NotFound, NotAChoice (the successor is no other member), LeadBeforeTime, ChairByTwo, LastSecretariat.
    """
    old = await access_held(session, actor, membership_id)
    successor = await _access_successor(session, actor, old, successor_id)
    await check_ending(session, actor, old, reason, today=local_day(actor, now), agreed=agreed)
    return await _end(session, actor, old, "removed", reason, successor, domains=domains, now=now)


@operation(Permission.MEMBER_CHANGE)
async def succeed(
    session: AsyncSession,
    actor: Actor,
    membership_id: int,
    successor_id: int,
    reason: str = "",
    *,
    agreed: bool = False,
    domains: Domains,
    now: datetime,
) -> Ended:
    """Let another member take a member's place: role, themes, core group, sub-groups and everything open.

    Raises: as `remove`; AdviserCannotLead, AppointedByChair, ChosenByPartners.
    """
    old = await access_held(session, actor, membership_id)
    successor = await _access_successor(session, actor, old, successor_id)
    if successor is None:
        raise NotAChoice(field="successor")
    check_role(successor, old.role)
    await check_chosen(session, actor, old.role)
    if not agreed:
        await check_appointing(session, actor, old.role)
    if old.role is not Role.SECRETARIAT:  # the office of the last secretariat is not left empty: the successor has it
        await check_ending(session, actor, old, reason, today=local_day(actor, now), agreed=agreed)
    return await _end(session, actor, old, "succeeded", reason, successor, domains=domains, now=now, in_place=True)


@operation(Permission.MEMBER_INVITE)
async def invite_successor(
    session: AsyncSession, actor: Actor, membership_id: int, *, now: datetime
) -> tuple[Invite, str]:
    """Make a personal link: who joins by it takes the member's place. Returns it with its token, as `invite`.

    Raises: NotFound, ChairByTwo, ChosenByPartners.
    """
    old = await access_going_on(session, actor, membership_id)
    check_chair(actor, old)
    args = NewInvite(role=old.role, themes=list(old.themes), successor_of_id=old.id)
    return await invite(session, actor, args, now=now)


@operation(Permission.SEE)
async def leave(session: AsyncSession, actor: Actor, reason: str = "", *, domains: Domains, now: datetime) -> Ended:
    """End the actor's own membership; the secretariat is told what remains open.

    Raises: LastSecretariat.
    """
    old = await access_held(session, actor, actor.member.id)
    await check_last(session, actor, old)
    return await _end(session, actor, old, "left", reason, None, domains=domains, now=now)


@operation(Permission.SEE)
async def look_what_stays(session: AsyncSession, actor: Actor, domains: Domains, *, now: datetime) -> LeftOpen:
    """What would stay open in the actor's name if they left."""
    return await domains.find_left_open(session, actor.twg.id, actor.person.id, now=now)


async def take_place(
    session: AsyncSession, actor: Actor, old_id: int, successor: Membership, *, domains: Domains, now: datetime
) -> Ended | None:
    """Let somebody who has joined by a successor's link take over from the member whom they succeed.

    Args:
        actor: the successor.
        old_id: of a period of the member who is succeeded; they may have left already.
    Returns: None where they succeed nobody, or themselves.
    """
    of_person = await list_periods(session, actor.twg.id, Membership.id == old_id)
    if not of_person or of_person[0].person_id == successor.person_id:
        return None
    old = await _latest(session, of_person[0])
    await hold(session, old)  # they may be removed at this moment
    successor.core, successor.groups = old.core, old.groups
    successor.seat_id = old.seat_id if successor.role is old.role else None
    ended = await _end(session, actor, old, "succeeded", "", successor, domains=domains, now=now)
    await leave_what_is_taken(session, successor)
    await expect_receipts(session, successor, now=now)
    return ended


async def _latest(session: AsyncSession, period: Membership) -> Membership:
    """The active period of the same person in the TWG; without one the period itself."""
    found = await list_members(session, period.twg_id, Membership.person_id == period.person_id)
    return found[0] if found else period


async def _access_successor(
    session: AsyncSession, actor: Actor, old: Membership, person_id: int | None
) -> Membership | None:
    """The member who takes over. Raises: NotAChoice."""
    if person_id is None:
        return None
    if person_id == old.person_id:
        raise NotAChoice(field="successor")
    try:
        return await access_member(session, actor, person_id)
    except NotAChoice:
        raise NotAChoice(field="successor") from None


async def _end(
    session: AsyncSession,
    actor: Actor,
    old: Membership,
    what: str,
    reason: str,
    successor: Membership | None,
    *,
    domains: Domains,
    now: datetime,
    in_place: bool = False,
) -> Ended:
    """End a period, hand over what is open, tell those concerned.

    Args:
        in_place: the successor, who is a member, goes on in the role of the one who leaves.
    """
    before = values_of(old, *PERIOD)
    ended = [old] if old.state is MembershipState.ACTIVE else []
    begun: list[Membership] = []
    if ended:
        old.state, old.until = MembershipState.LEFT, local_day(actor, now)
    if successor is not None and in_place:
        ended.append(successor)
        groups = pack(successor.places | old.places)
        successor = await go_on(session, successor, old.role, list(old.themes), core=old.core, now=now, groups=groups)
        begun.append(successor)
        if old.seat_id is not None:
            successor.seat_id = old.seat_id
            successor.stands_in_id = None if successor.stands_in_id == old.seat_id else successor.stands_in_id
    await session.flush()
    undo = await keep_for_undo(session, ended=ended, begun=begun)
    handed: Handed | None = None
    if successor is not None:
        handed = await domains.hand_over(session, actor, old.person_id, successor, now=now)
        undo |= {**handed.as_json(), "successor_id": successor.person_id}
    left_open = await domains.find_left_open(session, actor.twg.id, old.person_id, now=now)
    data: dict[str, Any] = {"open": left_open.counts}
    if successor is not None and handed is not None:
        data |= {"successor_id": successor.person_id, "successor": successor.person.name}
        data["taken"] = count_taken(domains.handings, handed)
    told = await tell(session, old, actor, now=now, what=what, reason=reason, **data)
    after = values_of(old, *PERIOD)
    await record(
        session,
        actor,
        f"members.{_OPERATIONS[what]}",
        old,
        now=now,
        before={**before, **undo},
        after=after,
        notices=told,
    )
    return Ended(old, left_open, undo, told)


#: The operation by what happened, as the notice calls it.
_OPERATIONS = {"removed": "remove", "succeeded": "succeed", "left": "leave"}
