"""Setting up sub-groups, changing their facts, closing them (M4)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import key_of
from storage.engine.batches import in_batches
from storage.engine.database import hold
from storage.members import Twg
from storage.subgroups import Office, SubGroup, list_groups
from twg.core.actors import Actor
from twg.core.addressing import access_active_groups
from twg.core.audit import record, values_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import PastDay
from twg.core.subjects import Domains
from twg.core.timekeeping import Timekeeping
from twg.core.undoing import Undo, held_until
from twg.reminders.schedule import anchored, schedule, schedule_all
from twg.subgroups import notices
from twg.subgroups.access import Composition, NameTaken, access_group, access_held, compose
from twg.subgroups.composing import set_places

#: Columns that the audit keeps.
_FACTS = ("name", "name_km", "until", "task", "meetings_before")
#: Most members named when one is set up or added to.
MOST_NAMED = 100


class GroupFacts(BaseModel):
    """What a sub-group is: permanent without `until` and `task`. `until` is its last day, a local date."""

    name: str = Field(min_length=1, max_length=200)
    name_km: str = Field(default="", max_length=200)
    until: date | None = None
    task: str = Field(default="", max_length=300)
    meetings_before: int = Field(default=0, ge=0, le=9999)


class NewGroup(GroupFacts):
    """With the people who lead it and its members, by the ids of people."""

    chair_id: int | None = None
    secretary_id: int | None = None
    member_ids: list[int] = Field(default=[], max_length=MOST_NAMED)


@operation(Permission.SUBGROUP_RUN)
async def create(session: AsyncSession, actor: Actor, args: NewGroup, *, now: datetime) -> SubGroup:
    """Set up a sub-group and tell those who are in it.

    Raises: NameTaken, PastDay; NotAChoice (somebody is no member of the TWG).
    Source: Guideline, Part Three (b).
    """
    await _check_facts(session, actor, args, None, now=now)
    group = SubGroup(
        **args.model_dump(include=set(GroupFacts.model_fields)),
        twg_id=actor.twg.id,
        created_by_id=actor.person.id,
        created_at=now,
    )
    session.add(group)
    await session.flush()
    offices = {Office.CHAIR: args.chair_id, Office.SECRETARY: args.secretary_id}
    changed = await set_places(session, actor, group, add=args.member_ids, offices=offices, now=now)
    after = {**values_of(group, *_FACTS), "members": changed.places}
    await record(session, actor, "subgroups.create", group, now=now, after=after)
    await _schedule(session, actor, group, now=now)
    return group


@operation(Permission.SUBGROUP_RUN)
async def change(session: AsyncSession, actor: Actor, group_id: int, args: GroupFacts, *, now: datetime) -> SubGroup:
    """Correct what a sub-group is called and how long it goes on; a later last day continues one that has ended.

    Raises: NotFound, GroupClosed, NameTaken, PastDay.
    """
    group = await access_held(session, actor, group_id)
    await _check_facts(session, actor, args, group, now=now)
    before = values_of(group, *_FACTS)
    for fact in _FACTS:
        setattr(group, fact, getattr(args, fact))
    await record(session, actor, "subgroups.change", group, now=now, before=before, after=values_of(group, *_FACTS))
    await _schedule(session, actor, group, now=now)
    return group


async def _check_facts(
    session: AsyncSession, actor: Actor, args: GroupFacts, group: SubGroup | None, *, now: datetime
) -> None:
    """Raises: NameTaken, PastDay (a last day that was not there before)."""
    others = [each for each in await access_active_groups(session, actor, now=now) if each is not group]
    for field in ("name", "name_km"):
        wanted = key_of(getattr(args, field))
        if wanted and any(wanted in {key_of(each.name), key_of(each.name_km)} for each in others):
            raise NameTaken(field=field, text=getattr(args, field))
    known = None if group is None else group.until
    if args.until is not None and args.until != known and args.until < now.astimezone(actor.zone).date():
        raise PastDay(field="until", day=args.until)


@operation(Permission.SUBGROUP_RUN)
async def close(session: AsyncSession, actor: Actor, group_id: int, reason: str = "", *, now: datetime) -> SubGroup:
    """Close a sub-group: nothing more is addressed to it, its members keep what they have seen.

    Raises: NotFound, GroupClosed.
    """
    group = await access_held(session, actor, group_id)
    before = values_of(group, "closed_at")
    group.closed_at = now
    await _schedule(session, actor, group, now=now)
    data = {"reason": reason.strip()}
    until = held_until(notices.CLOSED, now=now)
    told = await notify(session, notices.CLOSED, subject=group, now=now, by=actor, not_before=until, data=data)
    after = values_of(group, "closed_at")
    await record(
        session, actor, "subgroups.close", group, now=now, before=before, after=after, notices=[told.id], **data
    )
    return group


@operation(Permission.SUBGROUP_RUN)
async def reopen(
    session: AsyncSession,
    actor: Actor,
    group_id: int,
    _before: Mapping[str, Any] | None,
    _domains: Domains,
    *,
    now: datetime,
) -> None:
    """Take the closing of a sub-group back. Raises: NotFound; NameTaken where another one is called so by now."""
    group = await access_group(session, actor, group_id)
    await hold(session, group)
    facts = GroupFacts(**values_of(group, *_FACTS))
    await _check_facts(session, actor, facts, group, now=now)
    before = values_of(group, "closed_at")
    group.closed_at = None
    await _schedule(session, actor, group, now=now)
    after = values_of(group, "closed_at")
    await record(session, actor, "subgroups.reopen", group, now=now, before=before, after=after)


@operation(Permission.SEE)
async def list_of_twg(session: AsyncSession, actor: Actor, *, past: bool, now: datetime) -> list[Composition]:
    """The sub-groups of the actor's TWG with who is in them, by name: those that go on, or those that have ended."""
    today = now.astimezone(actor.zone).date()
    groups = await list_groups(session, actor.twg.id)
    return [await compose(session, group) for group in groups if group.is_active(today) is not past]


@operation(Permission.SEE)
async def show(session: AsyncSession, actor: Actor, group_id: int) -> Composition:
    """A sub-group of the actor's TWG with who is in it. Raises: NotFound."""
    return await compose(session, await access_group(session, actor, group_id))


async def _schedule(session: AsyncSession, actor: Actor, group: SubGroup, *, now: datetime) -> None:
    await schedule(session, actor, group, anchors=_anchors(actor, group), now=now)


def _anchors(actor: Actor, group: SubGroup) -> dict[str, datetime]:
    anchor = notices.anchor_of(group, actor)
    return {} if anchor is None else anchored(notices.RULES, anchor)


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Compute the reminders of every sub-group of a TWG that has a last day again."""
    actor = Actor(twg, timekeeping=timekeeping)
    with_end = SubGroup.twg_id == twg.id, SubGroup.closed_at.is_(None), SubGroup.until.is_not(None)
    async for batch in in_batches(session, select(SubGroup).where(*with_end), SubGroup.id):
        await schedule_all(session, actor, {group: _anchors(actor, group) for group in batch}, now=now)


#: A closing can be taken back for so long.
UNDO_CLOSING_FOR = timedelta(days=1)

UNDOS = (Undo(change="subgroups.close", reverse=reopen, undone=notices.REOPENED, within=UNDO_CLOSING_FOR),)
