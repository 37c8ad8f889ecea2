"""Notices and reminder rules of agreed actions (A2)."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action
from storage.engine.labels import N_
from storage.members import Membership, Role, Twg, list_members
from storage.reminders import ReminderState, list_reminders_of
from storage.requests import waits_for_time
from twg.actions.access import may_see
from twg.core.audiences import excluding
from twg.core.notices import Cause, Notice, end_of
from twg.core.rules import rule


async def owner(cause: Cause) -> list[Membership]:
    """Its owner, unless they caused it themselves."""
    return await _members(cause, cause.subject.owner_id)


async def owner_and_recorder(cause: Cause) -> list[Membership]:
    """Its owner and the person who recorded it, apart from the one who caused it."""
    return await _members(cause, cause.subject.created_by_id, cause.subject.owner_id)


async def previous_owner(cause: Cause) -> list[Membership]:
    """The person who owned it until now, unless they caused it themselves."""
    return await _members(cause, cause.data["previous_owner"])


async def _members(cause: Cause, *person_ids: int | None) -> list[Membership]:
    concerned = [person_id for person_id in person_ids if person_id is not None]
    members = await list_members(cause.session, cause.subject.twg_id, Membership.person_id.in_(concerned))
    return excluding(members, cause.by_id)


async def owner_of_the_last_due(cause: Cause) -> list[Membership] | None:
    """Its owner. Of several reminders that became due during an outage only the last one is sent."""
    order = [item.name for item in RULES if item.notice in {REMINDER, OVERDUE}]
    reminders = await list_reminders_of(cause.session, Action.__tablename__, cause.subject.id)
    for name in order[order.index(cause.rule) + 1 :]:
        later = reminders.get(name)
        waiting = later is not None and later.state in {ReminderState.PENDING, ReminderState.FIRED}
        if later is not None and waiting and later.due_at <= cause.now:
            return None
    return await owner_if_any(cause)


async def owner_if_any(cause: Cause) -> list[Membership] | None:
    """Its owner; nobody is reminded of an action without one, nor while a request for more time waits."""
    if cause.subject.owner_id is None:
        return None
    return [] if await is_resting(cause.session, cause.subject) else await owner(cause)


async def is_resting(session: AsyncSession, action: Action) -> bool:
    """Whether nobody is reminded of it for now: its owner has asked for more time, which is not decided yet."""
    return await waits_for_time(session, Action.__tablename__, action.id, action.owner_id)


async def followers(cause: Cause) -> list[Membership]:
    """Those who follow it: its owner, the person who recorded it, and the secretariat as far as it may see it."""
    action: Action = cause.subject
    concerned = await owner_and_recorder(cause)
    secretariat = await list_members(cause.session, action.twg_id, Membership.role.in_(SECRETARIAT))
    return [*concerned, *excluding([member for member in secretariat if may_see(action, member)], cause.by_id)]


async def secretariat_following(cause: Cause) -> list[Membership]:
    """Members of the secretariat who may see the action and do not own it."""
    return await _following(cause, SECRETARIAT)


async def leads_following(cause: Cause) -> list[Membership]:
    """Chair and lead facilitators who may see the action and do not own it."""
    return await _following(cause, LEADS)


async def _following(cause: Cause, roles: frozenset[Role]) -> list[Membership]:
    action: Action = cause.subject
    if await is_resting(cause.session, action):
        return []
    members = await list_members(cause.session, action.twg_id, Membership.role.in_(roles))
    return [member for member in members if may_see(action, member) and member.person_id != action.owner_id]


async def last_day(cause: Cause) -> datetime | None:
    """The end of the day on which it is due."""
    action: Action = cause.subject
    return end_of(action.due_on, cause, await cause.session.get_one(Twg, action.twg_id))


#: Roles that are told of an action that has been overdue for a while.
SECRETARIAT, LEADS = frozenset({Role.SECRETARIAT}), frozenset({Role.CHAIR, Role.LEAD_FACILITATOR})

GIVEN = Notice(name="action_given", subject=Action, recipients=owner, grouped=True, useful_until=last_day)
TAKEN = Notice(name="action_taken", subject=Action, recipients=previous_owner, grouped=True)
MOVED = Notice(name="action_moved", subject=Action, recipients=owner, grouped=True, useful_until=last_day)
NOTED = Notice(name="action_noted", subject=Action, recipients=followers, grouped=True)
NOTE_UNDONE = Notice(name="action_note_undone", subject=Action, recipients=followers, grouped=True)
CLOSED = Notice(name="action_closed", subject=Action, recipients=owner_and_recorder, grouped=True)
UNDONE = Notice(
    name="action_undone", subject=Action, recipients=owner_and_recorder, grouped=True, useful_until=last_day
)
REMINDER = Notice(name="action_reminder", subject=Action, recipients=owner_of_the_last_due, grouped=True)
OVERDUE = Notice(name="action_is_overdue", subject=Action, recipients=owner_if_any, grouped=True)
LATE = Notice(name="action_late", subject=Action, recipients=secretariat_following, grouped=True)
STALLED = Notice(name="action_stalled", subject=Action, recipients=leads_following, grouped=True)

RULES = (
    rule("action_7_days", N_("Action: first reminder"), REMINDER, days=-7, grace_h=72),
    rule("action_1_day", N_("Action: second reminder"), REMINDER, days=-1, grace_h=20),
    rule("action_due_day", N_("Action: on the day it is due"), REMINDER, days=0, grace_h=12),
    rule(
        "action_overdue",
        N_("Action: overdue, then every week"),
        OVERDUE,
        days=1,
        grace_h=144,
        every=timedelta(weeks=1),
    ),
    rule("action_7_days_late", N_("Action: overdue, to the secretariat"), LATE, days=7, grace_h=168),
    rule(
        "action_14_days_late",
        N_("Action: overdue, to the Chair and lead facilitators"),
        STALLED,
        days=14,
        grace_h=168,
    ),
)
