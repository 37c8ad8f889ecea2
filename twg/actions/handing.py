"""Open actions pass from one of their owners to another member (M10)."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, find_action
from storage.core.addressees import PERSON, list_addressees
from storage.core.audiences import has_token_of, pack, token_of, unpack
from storage.engine.database import hold
from storage.members import Membership
from twg.actions.finding import make_findable
from twg.actions.owners import OWNERS
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.handing import Handing, handing_of_forms
from twg.core.permissions import Permission


async def list_open(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the open actions that a person leads or shares by name in a TWG."""
    named = or_(Action.owner_id == person_id, has_token_of(Action.co_owners, PERSON, person_id))
    theirs = Action.twg_id == twg_id, named, Action.state == ActionState.OPEN
    query = select(Action.id).where(*theirs).order_by(Action.due_on, Action.id)  # as the index of open actions has them
    return sorted(await session.scalars(query))


async def give(
    session: AsyncSession, actor: Actor, ids: list[int], to: Membership, *, from_id: int, now: datetime
) -> list[int]:
    """Name another member in the place of a person (`from_id`) among the owners of these actions.

    Apart from those that were closed or given away at this moment, and those that the member shares by name already.
    """
    given = []
    for action_id in ids:
        action = await find_action(session, action_id)
        assert action is not None  # noqa: S101 - found a moment ago in this transaction
        await hold(session, action)
        leaving, coming = token_of(PERSON, from_id), token_of(PERSON, to.person_id)
        owners = action.owners
        if action.state is not ActionState.OPEN or leaving not in owners or coming in owners:
            continue
        given.append(action_id)
        before = values_of(action, *OWNERS)
        if action.owner_id == from_id:
            action.owner, action.institution = to.person, to.person.institution
        else:
            action.co_owners = pack(unpack(action.co_owners) - {leaving} | {coming})
        await session.flush()
        action.know_addressees(await list_addressees(session, action.twg_id, action.audience, action.co_owners))
        after = values_of(action, *before)
        await record(session, actor, "members.hand_over", action, now=now, before=before, after=after)
        await make_findable(session, action)
    return given


HANDINGS = (
    Handing(kind="actions", told_as="actions", list_open=list_open, give=give),
    handing_of_forms("action_forms", Permission.ACTION_RECORD, "record_action"),
)
