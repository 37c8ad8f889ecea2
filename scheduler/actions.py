"""Notices and reminders of agreed actions: to one's own chat only, and in no one's hearing (A2, U6)."""

from datetime import date

from messages.actions import card
from messages.rendering.content import Content
from scheduler.delivery.notices import Occasion, notice
from scheduler.reminding.tick import Due, reminding
from storage.actions import Action, ActionState, find_action
from storage.members import Membership, Role, list_members
from storage.reminders import ReminderState, list_reminders_of
from twg.actions.recording import is_overdue, may_see
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.time.rules import RULES

#: Whose business it becomes when it has been overdue for a while.
SECRETARIAT, LEADS = (Role.SECRETARIAT,), (Role.CHAIR, Role.LEAD_FACILITATOR)
#: The rules that speak to its owner, in the order in which they do.
_ORDER = {rule.name: place for place, rule in enumerate(RULES) if rule.kind in {"actions/reminder", "actions/overdue"}}


async def _find(occasion: Occasion) -> Action | None:
    """The action, as long as this member may see it."""
    action = await occasion.once(find_action, occasion.notification.subject_id)
    return action if action is not None and may_see(action, occasion.member) else None


async def _find_own(occasion: Occasion) -> Action | None:
    """The action, as long as it is open and this member's to do."""
    action = await _find(occasion)
    if action is None or action.state is not ActionState.OPEN or action.owner_id != occasion.member.person_id:
        return None
    return action


async def _find_overdue(occasion: Occasion) -> Action | None:
    """The action, as long as it is open and its day is over: it may have been moved since."""
    action = await _find(occasion)
    return action if action is not None and is_overdue(action, _today(occasion)) else None


def _today(occasion: Occasion) -> date:
    return occasion.now.astimezone(_actor(occasion).zone).date()


def _actor(occasion: Occasion) -> Actor:
    return Actor(occasion.member.twg, occasion.member)


def _card(occasion: Occasion, action: Action | None, heading: str, *, before: date | None = None) -> Content | None:
    return None if action is None else card(_actor(occasion), action, heading=heading, now=occasion.now, before=before)


@notice("actions/given", Permission.SEE, grouped=True)
async def given(occasion: Occasion) -> Content | None:
    return _card(occasion, await _find_own(occasion), "given")


@notice("actions/taken", Permission.SEE, grouped=True)
async def taken(occasion: Occasion) -> Content | None:
    """To whoever owned it before, as long as they may still see it."""
    action = await _find(occasion)
    if action is None or action.owner_id == occasion.member.person_id:
        return None
    return _card(occasion, action, "taken")


@notice("actions/moved", Permission.SEE, grouped=True)
async def moved(occasion: Occasion) -> Content | None:
    before = occasion.notification.data["before"]
    day = date.fromisoformat(before) if before else None
    return _card(occasion, await _find_own(occasion), "moved", before=day)


@notice("actions/closed", Permission.SEE, grouped=True)
async def closed(occasion: Occasion) -> Content | None:
    """To whoever recorded it and to its owner, unless it was opened again."""
    action = await _find(occasion)
    if action is None or action.state is ActionState.OPEN:
        return None
    return _card(occasion, action, "closed")


@notice("actions/reminder", Permission.SEE, grouped=True)
async def reminder(occasion: Occasion) -> Content | None:
    if not await occasion.still_calls():
        return None
    action = await _find_own(occasion)
    over = action is not None and is_overdue(action, _today(occasion))  # it waited for the morning after its day
    return _card(occasion, action, "overdue" if over else "reminder")


@notice("actions/overdue", Permission.SEE, grouped=True)
async def overdue(occasion: Occasion) -> Content | None:
    action = await _find_overdue(occasion)
    own = action is not None and action.owner_id == occasion.member.person_id
    return _card(occasion, action if own else None, "overdue")


@notice("actions/late", Permission.SEE, grouped=True)
async def late(occasion: Occasion) -> Content | None:
    return await _followed(occasion, SECRETARIAT)


@notice("actions/stalled", Permission.SEE, grouped=True)
async def stalled(occasion: Occasion) -> Content | None:
    return await _followed(occasion, LEADS)


async def _followed(occasion: Occasion, roles: tuple[Role, ...]) -> Content | None:
    return _card(occasion, await _find_overdue(occasion) if occasion.member.role in roles else None, "late")


async def _find_open(due: Due) -> Action | None:
    action = await find_action(due.session, due.reminder.subject_id)
    if action is None or action.state is not ActionState.OPEN:
        return None
    due.subject = action
    return action


@reminding("actions/reminder")
async def who_is_reminded(due: Due) -> list[Membership] | None:
    """Its owner; where several have become due while we were down, the last of them speaks for all."""
    if await _is_overtaken(due):
        return None
    return await who_owns(due)


async def _is_overtaken(due: Due) -> bool:
    others = await list_reminders_of(due.session, due.reminder.subject_type, due.reminder.subject_id)
    return any(
        other.state in {ReminderState.PENDING, ReminderState.FIRED} and other.due_at <= due.now
        for name, other in others.items()
        if _ORDER.get(name, -1) > _ORDER[due.reminder.rule]
    )


@reminding("actions/overdue")
async def who_owns(due: Due) -> list[Membership] | None:
    action = await _find_open(due)
    if action is None or action.owner_id is None:
        return None
    return await list_members(due.session, action.twg_id, Membership.person_id == action.owner_id)


@reminding("actions/late")
async def who_follows(due: Due) -> list[Membership] | None:
    return await _followers(due, SECRETARIAT)


@reminding("actions/stalled")
async def who_leads(due: Due) -> list[Membership] | None:
    return await _followers(due, LEADS)


async def _followers(due: Due, roles: tuple[Role, ...]) -> list[Membership] | None:
    """Those of these roles who may see it; its owner is reminded as such."""
    action = await _find_open(due)
    if action is None:
        return None
    members = await list_members(due.session, action.twg_id, Membership.role.in_(roles))
    return [member for member in members if may_see(action, member) and member.person_id != action.owner_id]
