"""Open actions pass from one of their owners to another member (M10)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, find_action
from storage.core.addressees import PERSON, list_addressees
from storage.core.audiences import has_token_of, pack, token_of, unpack
from storage.core.row_log import RowLog
from storage.engine.database import hold
from storage.members import Membership
from twg.actions.finding import make_findable
from twg.actions.owners import OWNERS
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.handing import Handing, handing_of_forms
from twg.core.permissions import Permission


async def list_open(session: AsyncSession, twg_id: int, person_id: int, _now: datetime) -> list[int]:
    """Ids of the open actions that a person leads or shares by name in a TWG."""
    named = or_(Action.owner_id == person_id, has_token_of(Action.co_owners, PERSON, person_id))
    theirs = Action.twg_id == twg_id, named, Action.state == ActionState.OPEN
    query = select(Action.id).where(*theirs).order_by(Action.due_on, Action.id)  # as the index of open actions has them
    return sorted(await session.scalars(query))


async def give(
    session: AsyncSession, actor: Actor, ids: list[int], to: Membership, *, from_id: int, log: RowLog, now: datetime
) -> list[int]:
    """Name another member in the place of a person (`from_id`) among the owners of these actions.

    Apart from those that were closed or given away at this moment. Of those that the member shares already, the part of
    the person goes, by the log; where that was the lead, the member leads.
    """
    given = []
    leaving, coming = token_of(PERSON, from_id), token_of(PERSON, to.person_id)
    for action_id in ids:
        action = await _access(session, action_id)
        await hold(session, action)
        if action.state is not ActionState.OPEN or leaving not in action.owners:
            continue
        shared, before = coming in action.owners, values_of(action, *OWNERS)
        others = unpack(action.co_owners) - {leaving, coming}
        after: dict[str, Any] = {"co_owners": pack(others)}
        if action.owner_id == from_id:
            after |= {"owner_id": to.person_id, "institution_id": to.person.institution_id}
        elif action.owner_id != to.person_id:
            after["co_owners"] = pack(others | {coming})
        if shared:
            await log.change(action, **after)
        else:
            given.append(action_id)
            for name, value in after.items():
                setattr(action, name, value)
        await _note(session, actor, action, before, now=now)
    return given


async def follow(session: AsyncSession, actor: Actor, ids: list[int], *, now: datetime) -> None:
    """Note that these actions have the owners again that they had before they were given."""
    for action_id in ids:
        await _note(session, actor, await _access(session, action_id), {}, now=now)


async def _access(session: AsyncSession, action_id: int) -> Action:
    action = await find_action(session, action_id)
    assert action is not None  # noqa: S101 - found a moment ago in this transaction
    return action


async def _note(
    session: AsyncSession, actor: Actor, action: Action, before: Mapping[str, Any], *, now: datetime
) -> None:
    """Record who owns an action now, and let it be found by them."""
    await session.flush()
    await session.refresh(action, ["owner", "institution"])
    action.know_addressees(await list_addressees(session, action.twg_id, action.audience, action.co_owners))
    after = values_of(action, *OWNERS)
    await record(session, actor, "members.hand_over", action, now=now, before=before, after=after)
    await make_findable(session, action)


HANDINGS = (
    Handing(
        kind="actions",
        columns=(Action.owner_id, Action.co_owners),
        told_as="actions",
        list_open=list_open,
        give=give,
        follow=follow,
    ),
    handing_of_forms("action_forms", Permission.ACTION_RECORD, "record_action"),
)
