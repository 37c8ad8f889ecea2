"""Notices and reminder rules of agreed actions (A2)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import NO_CO_OWNERS, Action
from storage.core.addressees import PERSON, is_person
from storage.core.audiences import token_of, unpack
from storage.engine.labels import N_
from storage.members import Membership, Role, Twg, list_members
from storage.reminders import ReminderState, list_reminders_of
from storage.requests import list_who_ask_for_time
from twg.actions.access import may_see
from twg.actions.owners import is_responsible, leads, list_asked_first, list_responsible
from twg.core.audiences import excluding, includes
from twg.core.notices import Cause, Notice, end_of
from twg.core.rules import Rule, rule


async def owners(cause: Cause) -> list[Membership]:
    """Everybody who is responsible for it, apart from the one who caused it."""
    return excluding(await list_responsible(cause.session, cause.subject), cause.by_id)


async def new_owners(cause: Cause) -> list[Membership]:
    """Those who are responsible for it now and were not before, or not by name, apart from the one who caused it."""
    action: Action = cause.subject
    before = cause.data.get("previous_owners", NO_CO_OWNERS)
    named = {token for token in action.owners if is_person(token)} - unpack(before)
    return [
        member
        for member in await owners(cause)
        if not includes(before, member) or token_of(PERSON, member.person_id) in named
    ]


async def previous_owners(cause: Cause) -> list[Membership]:
    """Those who were responsible for it until now and are no longer, apart from the one who caused it."""
    members = await list_members(cause.session, cause.subject.twg_id)
    before = [member for member in members if includes(cause.data["previous_owners"], member)]
    return excluding([each for each in before if not is_responsible(cause.subject, each)], cause.by_id)


async def owners_and_recorder(cause: Cause) -> list[Membership]:
    """Everybody who is responsible for it and the person who recorded it, apart from the one who caused it."""
    action: Action = cause.subject
    members = await list_members(cause.session, action.twg_id)
    concerned = [each for each in members if each.person_id == action.created_by_id or is_responsible(action, each)]
    return excluding(concerned, cause.by_id)


async def asked_of_the_last_due(cause: Cause) -> list[Membership] | None:
    """Who is asked first. Of several reminders that became due during an outage only the last one is sent."""
    order = [item.name for item in DUE_RULES if item.notice in {REMINDER, OVERDUE}]
    reminders = await list_reminders_of(cause.session, Action.__tablename__, cause.subject.id)
    for name in order[order.index(cause.rule) + 1 :]:
        later = reminders.get(name)
        waiting = later is not None and later.state in {ReminderState.PENDING, ReminderState.FIRED}
        if later is not None and waiting and later.due_at <= cause.now:
            return None
    return await _reminded(cause, await list_asked_first(cause.session, cause.subject))


async def owners_if_any(cause: Cause) -> list[Membership] | None:
    """Everybody who is responsible for it and is to be reminded; None for an action without owners."""
    return await _reminded(cause, await list_responsible(cause.session, cause.subject))


async def _reminded(cause: Cause, members: list[Membership]) -> list[Membership] | None:
    """Those of them who have not asked for more time; nobody while who leads it has."""
    action: Action = cause.subject
    if not action.owners:
        return None
    if await is_resting(cause.session, action):
        return []
    asked = await list_who_ask_for_time(cause.session, Action.__tablename__, action.id, action.due_on)
    return excluding(members, cause.by_id, *asked)


async def is_resting(session: AsyncSession, action: Action, person_id: int | None = None) -> bool:
    """Whether nobody is reminded of it for now: who leads it has asked for more time, which is not decided yet.

    Args:
        person_id: whether this person is not reminded of it, since they have asked for more time themselves.
    """
    asked = await list_who_ask_for_time(session, Action.__tablename__, action.id, action.due_on)
    if not asked or person_id in asked:
        return bool(asked)
    return any(leads(action, each) for each in await list_members(session, action.twg_id, _among(asked)))


def _among(person_ids: Iterable[int]) -> ColumnElement[bool]:
    return Membership.person_id.in_(list(person_ids))


async def followers(cause: Cause) -> list[Membership]:
    """Those who follow it: who leads it or recorded it, and the secretariat as far as it may see it.

    Everybody responsible, where what recurs is done for this time.
    """
    action: Action = cause.subject
    members = await list_members(cause.session, action.twg_id)
    follows = is_responsible if cause.data.get("ended") else leads
    concerned = [each for each in members if each.person_id == action.created_by_id or follows(action, each)]
    secretariat = [each for each in members if each.role in SECRETARIAT and may_see(action, each)]
    return excluding([*concerned, *secretariat], cause.by_id)


async def secretariat_following(cause: Cause) -> list[Membership]:
    """Members of the secretariat who may see the action and are not its owners by name."""
    return await _following(cause, SECRETARIAT)


async def leads_following(cause: Cause) -> list[Membership]:
    """Chair and lead facilitators who may see the action and are not its owners by name."""
    return await _following(cause, LEADS)


async def _following(cause: Cause, roles: frozenset[Role]) -> list[Membership]:
    action: Action = cause.subject
    if await is_resting(cause.session, action):
        return []
    members = await list_members(cause.session, action.twg_id, Membership.role.in_(roles))
    named = set(action.owners)
    return [each for each in members if may_see(action, each) and token_of(PERSON, each.person_id) not in named]


async def last_day(cause: Cause) -> datetime | None:
    """The end of the day on which it is due."""
    action: Action = cause.subject
    return end_of(action.due_on, cause, await cause.session.get_one(Twg, action.twg_id))


#: Roles that are told of an action that has been overdue for a while.
SECRETARIAT, LEADS = frozenset({Role.SECRETARIAT}), frozenset({Role.CHAIR, Role.LEAD_FACILITATOR})

GIVEN = Notice(name="action_given", subject=Action, recipients=new_owners, grouped=True, useful_until=last_day)
TAKEN = Notice(name="action_taken", subject=Action, recipients=previous_owners, grouped=True)
MOVED = Notice(name="action_moved", subject=Action, recipients=owners, grouped=True, useful_until=last_day)
NOTED = Notice(name="action_noted", subject=Action, recipients=followers, grouped=True)
NOTE_UNDONE = Notice(name="action_note_undone", subject=Action, recipients=followers, grouped=True)
CLOSED = Notice(name="action_closed", subject=Action, recipients=owners_and_recorder, grouped=True)
UNDONE = Notice(
    name="action_undone", subject=Action, recipients=owners_and_recorder, grouped=True, useful_until=last_day
)
REMINDER = Notice(name="action_reminder", subject=Action, recipients=asked_of_the_last_due, grouped=True)
OVERDUE = Notice(name="action_is_overdue", subject=Action, recipients=owners_if_any, grouped=True)
LATE = Notice(name="action_late", subject=Action, recipients=secretariat_following, grouped=True)
STALLED = Notice(name="action_stalled", subject=Action, recipients=leads_following, grouped=True)
REVIEW = Notice(name="action_to_review", subject=Action, recipients=followers, grouped=True)

#: They count from the day on which an action is due.
DUE_RULES: tuple[Rule, ...] = (
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
#: They count from the day on which one without such a day is looked at again.
REVIEW_RULES: tuple[Rule, ...] = (
    rule(
        "action_review",
        N_("Action without a date: looked at again, then every four weeks"),
        REVIEW,
        days=0,
        grace_h=12,
        every=timedelta(weeks=4),
    ),
)
RULES = (*DUE_RULES, *REVIEW_RULES)
