"""Coming by a link: it admits at once, or what was entered waits for those who decide (M1, M2, M5, M6)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.joining import JoinRequest
from storage.members import Account, Invite, Membership, find_invite
from storage.rosters import RosterEntry, find_entry_of_invite
from twg.core.actors import Actor
from twg.core.operations import operation_without_actor
from twg.core.subjects import Domains
from twg.joining.asking import close_own, list_open_of, tell_new_chair, wait_for
from twg.joining.details import find_new
from twg.members import seats
from twg.members.admission import Admission, find_admission
from twg.members.enrolling import Place, access_account, check_new, enrol
from twg.members.invites import access_invite
from twg.members.registration import Registration


@operation_without_actor
async def register(
    session: AsyncSession, token_hash: str, telegram_id: int, args: Registration, *, domains: Domains, now: datetime
) -> Membership | JoinRequest:
    """Make the person behind an account a member through a link, and tell the secretariat; or let them wait.

    Raises:
        UnknownInvite, RevokedInvite, ExpiredInvite, UsedInvite: also where this happened after the form was opened.
        AlreadyMember: this account belongs to that TWG.
        AlreadyAsked, TooManyAsk.
    Source: Guideline, Part Three (a).
    """
    used = await access_link(session, token_hash, now=now)
    account = await access_account(session, telegram_id, args, now=now)
    return await _enter(session, account, used, args, domains=domains, now=now)


async def access_link(session: AsyncSession, token_hash: str, *, now: datetime) -> Invite:
    """The invite with this hash that somebody may open who is not known: one that is usable.

    A personal link of the TWG's list that was used is opened again too: its person may have a new account.

    Raises: UnknownInvite, RevokedInvite, ExpiredInvite, UsedInvite.
    """
    found = await find_invite(session, token_hash)
    entry = None if found is None else await find_entry_of_invite(session, found.id)
    if found is not None and entry is not None and entry.person_id is not None and found.revoked_at is None:
        return found
    return await access_invite(session, token_hash, now=now)


@operation_without_actor
async def join(
    session: AsyncSession, token_hash: str, account: Account, *, domains: Domains, now: datetime
) -> Membership | JoinRequest:
    """Make a registered person a member of another TWG through a link, without a form (M6); or let them wait.

    Raises: UnknownInvite, RevokedInvite, ExpiredInvite, UsedInvite; AlreadyMember, also where the link is used up or
        expired, because members may tap the link by which they joined again; AlreadyAsked, TooManyAsk.
    """
    found = await find_invite(session, token_hash)
    if found is not None:
        await check_new(session, account.person_id, found.twg)
    used = await access_invite(session, token_hash, now=now)
    return await _enter(session, account, used, None, domains=domains, now=now)


async def _enter(
    session: AsyncSession,
    account: Account,
    used: Invite,
    args: Registration | None,
    *,
    domains: Domains,
    now: datetime,
) -> Membership | JoinRequest:
    """Args: `args`, what was entered; None for a person whose stored details stay as they are."""
    entry = await find_entry_of_invite(session, used.id)
    shared_phone = "" if args is None else args.shared_phone
    if await find_admission(session, used, entry, shared_phone) is Admission.SCREENED:
        details = {} if args is None else find_new(account, args)
        about = {"role": used.role, "themes": list(used.themes), "words": ""}
        return await wait_for(session, account, used.twg, details, about, used, now=now)
    membership = (await enrol(session, account, Place.of(used), args, domains=domains, now=now)).membership
    await note_of_list(session, entry, membership, now=now)
    await tell_new_chair(session, membership, now=now)
    for request in await list_open_of(session, account):
        if request.twg_id == used.twg_id:
            await close_own(session, request, account, now=now)
    return membership


async def note_of_list(
    session: AsyncSession, entry: RosterEntry | None, membership: Membership, *, now: datetime
) -> None:
    """Note in the TWG's list who has come by a personal link; they stand in for whom the list names."""
    if entry is not None and entry.person_id is None:
        entry.person_id = membership.person_id
        await session.flush()
        await seats.stand_in_as_listed(session, Actor(membership.twg, membership), entry, now=now)
