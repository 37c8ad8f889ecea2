"""Assistants: a member lets another account receive and answer for them; so may the secretariat for a member (M11).

MemberRefusal
├── UnknownOffer            no such link, or it was taken or withdrawn
├── ExpiredOffer
├── OwnOffer                the principal opened the link themselves
└── AlreadyAssists          this account acts for that person, or has asked to
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audiences import pack
from storage.engine.database import hold
from storage.members import (
    EVERYTHING,
    Account,
    ActsFor,
    Matter,
    Membership,
    Person,
    Twg,
    find_account,
    find_acts,
    find_offer,
    list_assistants,
    list_members,
    take_account,
)
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation, operation_without_actor
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.members.changing import access_going_on
from twg.members.invites import hash_token
from twg.members.refusals import MemberRefusal

#: A link that is not opened for so long stops working.
OFFERED_FOR = timedelta(days=3)
#: With this the token of a link begins, so that it is told from an invitation.
PREFIX = "assist-"


class UnknownOffer(MemberRefusal):
    key = "members#unknown_offer"


class ExpiredOffer(MemberRefusal):
    """data: `name` of the principal."""

    key = "members#expired_offer"


class OwnOffer(MemberRefusal):
    key = "members#own_offer"


class AlreadyAssists(MemberRefusal):
    """data: `name` of the principal."""

    key = "members#already_assists"


async def who_offered(cause: Cause) -> list[Membership]:
    """Who made the link."""
    offered_by = Membership.person_id == cause.subject.offered_by_id
    return await list_members(cause.session, cause.subject.twg_id, offered_by)


async def principal(cause: Cause) -> list[Membership]:
    """The person whom it is about."""
    return await list_members(cause.session, cause.subject.twg_id, Membership.person_id == cause.subject.person_id)


TAKEN = Notice(name="assistant_asks", subject=ActsFor, recipients=who_offered, urgent=True)
CONFIRMED = Notice(name="assistant_confirmed", subject=ActsFor, recipients=principal)
STOPPED = Notice(name="assistant_stopped", subject=ActsFor, recipients=principal)


@operation(Permission.SEE)
async def offer_assistant(
    session: AsyncSession, actor: Actor, matters: Iterable[Matter], *, now: datetime
) -> tuple[ActsFor, str]:
    """Make a link with which an account becomes an assistant of the actor. Returns it with its token.

    Args:
        matters: what the assistant is to receive and to answer; none of them for everything.
    """
    return await _offer(session, actor, actor.person.id, matters, now=now)


@operation(Permission.ASSISTANT_ARRANGE)
async def offer_assistant_for(
    session: AsyncSession, actor: Actor, member_id: int, matters: Iterable[Matter], *, now: datetime
) -> tuple[ActsFor, str]:
    """Make such a link for another member, who is told once somebody acts for them. Raises: NotFound."""
    member = await access_going_on(session, actor, member_id)
    return await _offer(session, actor, member.person_id, matters, now=now)


async def _offer(
    session: AsyncSession, actor: Actor, person_id: int, matters: Iterable[Matter], *, now: datetime
) -> tuple[ActsFor, str]:
    token = PREFIX + secrets.token_urlsafe(24)
    made = ActsFor(
        twg_id=actor.twg.id,
        person_id=person_id,
        matters=pack(list(matters) or [EVERYTHING]),
        token_hash=hash_token(token),
        offered_by_id=actor.person.id,
        offered_at=now,
        expires_at=now + OFFERED_FOR,
    )
    session.add(made)
    await session.flush()
    after = values_of(made, "person_id", "matters", "expires_at")
    await record(session, actor, "members.offer_assistant", made, now=now, after=after)
    return made, token


@operation_without_actor
async def take_assistant(
    session: AsyncSession, token_hash: str, telegram_id: int, name: str, language: str, *, now: datetime
) -> ActsFor:
    """Ask to act for the person of a link; who made the link is asked to confirm it.

    Args:
        name, language: of the Telegram account, for somebody who is not known yet.
    Raises: UnknownOffer, ExpiredOffer, OwnOffer, AlreadyAssists.
    """
    offered = await find_offer(session, token_hash)
    if offered is None or offered.ended_at is not None:
        raise UnknownOffer
    account = await find_account(session, telegram_id)
    if account is not None:
        await _check_new(session, offered, account)
    if offered.account_id is not None:
        raise UnknownOffer
    if offered.expires_at <= now:
        raise ExpiredOffer(name=offered.person.name)
    if account is None:
        person = Person(name=name, created_at=now)
        account = await take_account(session, telegram_id, person, language=language, now=now)
    before = values_of(offered, "account_id")
    offered.account_id = account.id
    actor = Actor(offered.twg, source="chat")
    after = {**values_of(offered, "account_id"), "assistant": account.person_id}
    await record(session, actor, "members.take_assistant", offered, now=now, before=before, after=after)
    await notify(session, TAKEN, subject=offered, now=now)
    return offered


async def _check_new(session: AsyncSession, offered: ActsFor, account: Account) -> None:
    """Raises: OwnOffer, AlreadyAssists."""
    if account.person_id == offered.person_id:
        raise OwnOffer
    acting = await list_assistants(session, offered.person_id)
    if any(acts.account_id == account.id for acts in acting):
        raise AlreadyAssists(name=offered.person.name)


async def access_acting(session: AsyncSession, actor: Actor, acts_id: int) -> ActsFor:
    """Who acts for the actor, or for somebody for whom they made the link, or whom they keep. Raises: NotFound."""
    acts = await find_acts(session, acts_id)
    if acts is None or acts.ended_at is not None or acts.twg_id != actor.twg.id:
        raise NotFound
    if actor.person.id not in {acts.person_id, acts.offered_by_id} and not actor.may(Permission.ASSISTANT_ARRANGE):
        raise NotFound
    await hold(session, acts)
    return acts


@operation(Permission.SEE)
async def confirm_assistant(session: AsyncSession, actor: Actor, acts_id: int, *, now: datetime) -> ActsFor:
    """Confirm that the account that took the link is meant; from now on it acts for the person. Raises: NotFound."""
    acts = await access_acting(session, actor, acts_id)
    if acts.account_id is None:
        raise NotFound
    if acts.confirmed_at is None:
        before = values_of(acts, "confirmed_at", "confirmed_by_id")
        acts.confirmed_at, acts.confirmed_by_id = now, actor.person.id
        after = values_of(acts, *before)
        await record(session, actor, "members.confirm_assistant", acts, now=now, before=before, after=after)
        await notify(session, CONFIRMED, subject=acts, now=now, by=actor)
    return acts


@operation(Permission.SEE)
async def end_assistant(session: AsyncSession, actor: Actor, acts_id: int, *, now: datetime) -> ActsFor:
    """Let an account no longer act for a person, or withdraw the link. Raises: NotFound."""
    acts = await access_acting(session, actor, acts_id)
    before = values_of(acts, "ended_at")
    acts.ended_at = now
    await record(
        session, actor, "members.end_assistant", acts, now=now, before=before, after=values_of(acts, "ended_at")
    )
    return acts


@operation_without_actor
async def stop_assisting(session: AsyncSession, account: Account, acts_id: int, *, now: datetime) -> ActsFor:
    """Let an account no longer act for somebody, as its own person wants it; the principal is told.

    Raises: NotFound, also where it does not act for them any more.
    """
    acts = await find_acts(session, acts_id)
    if acts is None or acts.account_id != account.id:
        raise NotFound
    await hold(session, acts)
    if acts.ended_at is not None:
        raise NotFound
    before = values_of(acts, "ended_at")
    acts.ended_at = now
    twg = await session.get_one(Twg, acts.twg_id)
    after = {**values_of(acts, "ended_at"), "assistant": account.person_id}
    await record(session, Actor(twg), "members.stop_assisting", acts, now=now, before=before, after=after)
    await notify(session, STOPPED, subject=acts, now=now)
    return acts


@operation(Permission.SEE)
async def list_own_assistants(session: AsyncSession, actor: Actor) -> list[ActsFor]:
    """Who acts for the actor, or has asked to."""
    return await list_assistants(session, actor.person.id)
