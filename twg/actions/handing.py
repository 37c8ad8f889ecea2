"""Open actions pass from their owner to another member (M10)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, ActionState, find_action
from storage.engine.database import hold
from storage.members import Membership
from twg.actions.finding import make_findable
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.handing import Handing, handing_of_forms
from twg.core.permissions import Permission


async def list_open(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the open actions that a person owns in a TWG."""
    theirs = Action.twg_id == twg_id, Action.owner_id == person_id, Action.state == ActionState.OPEN
    return list(await session.scalars(select(Action.id).where(*theirs).order_by(Action.id)))


async def give(session: AsyncSession, actor: Actor, ids: list[int], to: Membership, *, now: datetime) -> list[int]:
    """Let another member own these actions, apart from those that were closed or given away at this moment."""
    given = []
    for action_id in ids:
        action = await find_action(session, action_id)
        assert action is not None  # noqa: S101 - found a moment ago in this transaction
        owner_id = action.owner_id
        await hold(session, action)
        if action.state is not ActionState.OPEN or action.owner_id != owner_id:
            continue
        given.append(action_id)
        before = values_of(action, "owner_id", "institution_id")
        action.owner, action.institution = to.person, to.person.institution
        await session.flush()
        after = values_of(action, *before)
        await record(session, actor, "members.hand_over", action, now=now, before=before, after=after)
        await make_findable(session, action)
    return given


HANDINGS = (
    Handing(kind="actions", told_as="actions", list_open=list_open, give=give),
    handing_of_forms("action_forms", Permission.ACTION_RECORD, "record_action"),
)
