"""Correcting membership: another role, other themes, the core group; taking a change back (M10)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.members import Membership, MembershipState, Role, find_membership, list_members, list_periods
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.handing import Handed
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import ORGANISERS, Permission
from twg.core.refusals import NotAChoice, NotFound
from twg.core.subjects import Domains
from twg.core.undoing import Undo, held_until
from twg.members.partners import check_chosen
from twg.members.periods import go_on, keep_for_undo, take_back
from twg.members.role_rules import NothingChanged, check_appointing, check_ending, check_role

#: A change can be taken back for so long.
UNDO_CHANGE_FOR = timedelta(days=1)
#: Longest reason, in characters.
LONGEST_REASON = 300

PERIOD = ("role", "themes", "core", "state", "since", "until")


class MemberChange(BaseModel):
    """How a member goes on: what is None stays as it is."""

    role: Role | None = None
    themes: list[str] | None = None
    core: bool | None = None
    #: Told to those concerned; may be empty.
    reason: str = Field(default="", max_length=LONGEST_REASON)


async def concerned(cause: Cause) -> list[Membership]:
    """Chairs, secretariat, whom it is about and their successor, apart from the person who made the change."""
    about: Membership = cause.subject
    members = await list_members(cause.session, about.twg_id)
    people = {about.person_id, cause.data.get("successor_id")}
    told = [member for member in members if member.role in ORGANISERS or member.person_id in people]
    if about.state is MembershipState.LEFT and about.person_id not in {member.person_id for member in told}:
        told.append(about)
    return excluding(told, cause.by_id)


CHANGED = Notice(name="membership_changed", subject=Membership, recipients=concerned, to_former=True)
RESTORED = Notice(name="membership_restored", subject=Membership, recipients=concerned)


async def access_period(session: AsyncSession, actor: Actor, membership_id: int) -> Membership:
    """A period of a member of the actor's TWG; an ended one only for those who change members. Raises: NotFound."""
    found = await list_periods(session, actor.twg.id, Membership.id == membership_id)
    if not found or (found[0].state is not MembershipState.ACTIVE and not actor.may(Permission.MEMBER_CHANGE)):
        raise NotFound
    return found[0]


async def access_newest(session: AsyncSession, actor: Actor, membership_id: int) -> Membership:
    """The newest period of the person whom a period is of, whichever it is; as `access_period`. Raises: NotFound."""
    row = await session.get(Membership, membership_id)
    found = None if row is None else await find_membership(session, row.person_id, actor.twg.id)
    if row is None or row.twg_id != actor.twg.id or found is None:
        raise NotFound
    return await access_period(session, actor, found.id)


async def access_going_on(session: AsyncSession, actor: Actor, membership_id: int) -> Membership:
    """The active period of the person whom a period is of, whichever it is. Raises: NotFound."""
    newest = await access_newest(session, actor, membership_id)
    if newest.state is not MembershipState.ACTIVE:
        raise NotFound
    return newest


async def access_member(session: AsyncSession, actor: Actor, person_id: int) -> Membership:
    """The active period of a person in the actor's TWG, locked. Raises: NotAChoice without one."""
    found = await list_members(session, actor.twg.id, Membership.person_id == person_id)
    await hold(session, *found)
    if not found or found[0].state is not MembershipState.ACTIVE:
        raise NotAChoice
    return found[0]


@operation(Permission.SEE)
async def list_history(session: AsyncSession, actor: Actor, membership_id: int) -> list[Membership]:
    """The periods of one member, the newest first; a period of no day is left out. Raises: NotFound."""
    newest = await access_newest(session, actor, membership_id)
    periods = await list_periods(session, actor.twg.id, Membership.person_id == newest.person_id)
    return [period for period in periods if period.until is None or period.until > period.since]


@operation(Permission.MEMBER_CHANGE)
async def change(
    session: AsyncSession,
    actor: Actor,
    membership_id: int,
    args: MemberChange,
    *,
    agreed: bool = False,
    now: datetime,
) -> Membership:
    """Let a member go on in another role, with other themes, in the core group or out of it: a new period begins.

    Args:
        agreed: a second person has agreed.
    Raises: NotFound, NothingChanged, AdviserCannotLead, LeadBeforeTime, AppointedByChair, ChosenByPartners,
        ChairByTwo, LastSecretariat.
    Source: Guideline, Part Three (a).
    """
    old = await access_held(session, actor, membership_id)
    role = old.role if args.role is None else args.role
    themes = list(old.themes) if args.themes is None else args.themes
    themes = themes if role is Role.FOCAL_POINT else []
    core = old.core if args.core is None else args.core
    if (role, themes, core) == (old.role, old.themes, old.core):
        raise NothingChanged
    if not agreed and (role, themes) != (old.role, old.themes):
        await check_appointing(session, actor, role)
    if role is not old.role:
        check_role(old, role)
        await check_chosen(session, actor, role)
        await check_ending(session, actor, old, args.reason, today=local_day(actor, now), agreed=agreed)
    before = values_of(old, *PERIOD)
    new = await go_on(session, old, role, themes, core=core, now=now)
    was = {"role": before["role"].value, "themes": before["themes"], "core": before["core"]}
    told = await tell(session, new, actor, now=now, what="changed", reason=args.reason, was=was)
    after = values_of(new, *PERIOD)
    undo = await keep_for_undo(session, ended=[old], begun=[new])
    await record(session, actor, "members.change", new, now=now, before={**before, **undo}, after=after, notices=told)
    return new


async def access_held(session: AsyncSession, actor: Actor, membership_id: int) -> Membership:
    """An active member of the actor's TWG, locked. Raises: NotFound, also where they have just left."""
    found = await access_going_on(session, actor, membership_id)
    await hold(session, found)
    if found.state is not MembershipState.ACTIVE:
        raise NotFound
    return found


async def tell(
    session: AsyncSession, about: Membership, actor: Actor, *, now: datetime, what: str, reason: str, **data: Any
) -> list[int]:
    """Write the notice of a change, held while it may be a mistake. Returns the ids of notifications."""
    kept = {"what": what, "reason": reason.strip(), **data}
    until = held_until(CHANGED, now=now)
    return [(await notify(session, CHANGED, subject=about, now=now, by=actor, not_before=until, data=kept)).id]


@operation(Permission.SEE)
async def restore(
    session: AsyncSession,
    actor: Actor,
    membership_id: int,
    before: Mapping[str, Any] | None,
    domains: Domains,
    *,
    now: datetime,
) -> None:
    """Take a change back: periods that it began count for nothing, those that it ended go on, tasks return.

    Raises: NotFound; ChangedSince where the person is a member again by now.
    """
    about = (await list_periods(session, actor.twg.id, Membership.id == membership_id))[0]
    undo = before or {}
    reopened = await take_back(session, undo)
    if "handed" in undo:
        handed, from_id = Handed.from_json(undo), undo["successor_id"]
        await domains.hand_back(session, actor, handed, about, from_id=from_id, now=now)
    states = {str(row.id): row.state for row in reopened}
    await record(session, actor, "members.restore", about, now=now, before=undo, after={"periods": states})


def local_day(actor: Actor, now: datetime) -> date:
    return now.astimezone(actor.zone).date()


UNDOS = tuple(
    Undo(change=f"members.{name}", reverse=restore, undone=RESTORED, within=UNDO_CHANGE_FOR)
    for name in ("change", "remove", "succeed")
)
