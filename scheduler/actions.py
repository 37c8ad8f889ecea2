"""Contents of the notices and reminders about agreed actions, which go to private chats only (A2, U6)."""

from dataclasses import replace
from datetime import date

from messages.actions import before_plenary, card
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.actions import Action, ActionState, find_action
from storage.core.outcomes import was_sent
from storage.meetings import Meeting, find_meeting
from storage.members import Role, find_name
from storage.requests import list_own_ended_at
from twg.actions import notices, noting, plenaries
from twg.actions.access import is_overdue, may_see
from twg.actions.notices import is_resting
from twg.actions.owners import is_responsible

WORDING = Wording()


async def _find(occasion: Occasion) -> Action | None:
    """The action; None if the recipient may not see it."""
    action = await occasion.once(find_action, occasion.notification.subject_id)
    return action if action is not None and may_see(action, occasion.member) else None


async def _find_own(occasion: Occasion) -> Action | None:
    """The action; None unless it is open and the recipient leads or shares it."""
    action = await _find(occasion)
    if action is None or action.state is not ActionState.OPEN or not is_responsible(action, occasion.member):
        return None
    return action


async def _find_overdue(occasion: Occasion) -> Action | None:
    """The action; None unless it is still overdue.

    Its due date may have been moved since the notice was written, or who leads it may have asked for more time.
    """
    action = await _find(occasion)
    if action is None or not is_overdue(action, _today(occasion)) or await is_resting(occasion.session, action):
        return None
    return action


async def _rests(occasion: Occasion, action: Action) -> bool:
    """Whether the recipient is not reminded of it for now."""
    return await is_resting(occasion.session, action, occasion.member.person_id)


def _today(occasion: Occasion) -> date:
    return occasion.now.astimezone(occasion.actor.zone).date()


def _card(occasion: Occasion, action: Action | None, heading: str, *, before: date | None = None) -> Content | None:
    return None if action is None else card(occasion.actor, action, heading=heading, now=occasion.now, before=before)


async def _said_by(occasion: Occasion, content: Content | None) -> Content | None:
    """The card with who made the change, and why."""
    if content is None:
        return None
    by = await occasion.once(find_name, occasion.notification.actor_id) if occasion.notification.actor_id else ""
    reason = occasion.notification.data.get("reason", "")
    return replace(content, context={**content.context, "by": by, "reason": reason})


_OWN = "it is open and the recipient leads or shares it"
_OVERDUE = "it is overdue, the recipient follows it, and no request of theirs or of its lead for more time waits"


@WORDING.of(notices.GIVEN, "actions/card", holds=_OWN)
async def given(occasion: Occasion) -> Content | None:
    return await _said_by(occasion, _card(occasion, await _find_own(occasion), "given"))


@WORDING.of(
    notices.TAKEN,
    "actions/card",
    holds="the recipient neither leads nor shares it and had been told that it was theirs",
)
async def taken(occasion: Occasion) -> Content | None:
    """Tell a previous owner that the action has other owners now.

    Nothing if it was given back to them, or if they never got the message that it was theirs.
    """
    action = await _find(occasion)
    if action is None or is_responsible(action, occasion.member):
        return None
    if await was_sent(occasion.session, notices.GIVEN.name, action.id, occasion.member.person_id) is False:
        return None
    return await _said_by(occasion, _card(occasion, action, "taken"))


@WORDING.of(notices.MOVED, "actions/card", holds=f"{_OWN}, and its day is another than before")
async def moved(occasion: Occasion) -> Content | None:
    before = occasion.notification.data["before"]
    day = date.fromisoformat(before) if before else None
    action = await _find_own(occasion)
    if action is None or action.due_on == day:
        return None
    return await _said_by(occasion, _card(occasion, action, "moved", before=day))


@WORDING.of(
    notices.NOTED,
    "actions/card",
    holds="the note is there, none follows it, and the recipient may see the action",
)
async def noted(occasion: Occasion) -> Content | None:
    """Tell those who follow the action of a note, with the newest ones; nothing if it was taken back.

    Of several in a row the last notice tells, instead of each saying the same.
    """
    action = await _find(occasion)
    updates = [] if action is None else action.updates
    told = next((update for update in updates if update.id == occasion.notification.data["update_id"]), None)
    if told is None or any(noting.follows(later, told) for later in updates):
        return None
    ended = occasion.notification.data.get("ended", False)
    heading = "ended_for_now" if ended else "part_done" if told.says_done else "progress"
    content = _card(occasion, action, heading)
    return None if content is None else replace(content, context={**content.context, "told": told})


@WORDING.of(notices.NOTE_UNDONE, "actions/card", holds="the recipient may see the action")
async def note_undone(occasion: Occasion) -> Content | None:
    return _card(occasion, await _find(occasion), "note_undone")


@WORDING.of(notices.CLOSED, "actions/card", holds="it is closed and the recipient may see it")
async def closed(occasion: Occasion) -> Content | None:
    """Tell the owner and the person who recorded the action that it is closed; nothing if it was opened again.

    What they had asked about it, and nobody decided, ended with it: the message says so, and no other is sent.
    """
    action = await _find(occasion)
    if action is None or action.closed_at is None:
        return None
    asked = occasion.member.person_id, Action.__tablename__, [action.id]
    ended = await list_own_ended_at(occasion.session, *asked, ended_at=action.closed_at)
    content = card(occasion.actor, action, heading="closed", now=occasion.now)
    return replace(content, context={**content.context, "ended": ended})


@WORDING.of(notices.UNDONE, "actions/card", holds="it is open and the recipient may see it")
async def undone(occasion: Occasion) -> Content | None:
    """Tell those who were told that it was closed that it is open again; nothing if it was closed once more."""
    action = await _find(occasion)
    if action is None or action.state is not ActionState.OPEN:
        return None
    return _card(occasion, action, "undone")


@WORDING.of(
    notices.REMINDER,
    "actions/card",
    holds=f"{_OWN}, its date stands, and no request of theirs or of its lead for more time waits",
)
async def reminder(occasion: Occasion) -> Content | None:
    if not await occasion.still_calls():
        return None
    action = await _find_own(occasion)
    if action is not None and await _rests(occasion, action):
        return None
    # A reminder of the due date that was held during the night is sent when the action is overdue already.
    over = action is not None and is_overdue(action, _today(occasion))
    return _card(occasion, action, "overdue" if over else "reminder")


@WORDING.of(notices.OVERDUE, "actions/card", holds=_OVERDUE)
async def overdue(occasion: Occasion) -> Content | None:
    action = await _find_overdue(occasion)
    own = action is not None and is_responsible(action, occasion.member) and not await _rests(occasion, action)
    return _card(occasion, action if own else None, "overdue")


@WORDING.of(notices.LATE, "actions/card", holds=_OVERDUE)
async def late(occasion: Occasion) -> Content | None:
    return await _followed(occasion, notices.SECRETARIAT)


@WORDING.of(notices.STALLED, "actions/card", holds=_OVERDUE)
async def stalled(occasion: Occasion) -> Content | None:
    return await _followed(occasion, notices.LEADS)


@WORDING.of(
    notices.REVIEW, "actions/card", holds="it is open without a last day, and is to be looked at again by today"
)
async def review(occasion: Occasion) -> Content | None:
    action = await _find(occasion)
    if action is None or action.state is not ActionState.OPEN or action.due_on is not None:
        return None
    to_be_seen = action.review_on is not None and action.review_on <= _today(occasion)
    return _card(occasion, action if to_be_seen else None, "review")


async def _followed(occasion: Occasion, roles: frozenset[Role]) -> Content | None:
    return _card(occasion, await _find_overdue(occasion) if occasion.member.role in roles else None, "late")


@WORDING.of(
    plenaries.BEFORE_PLENARY,
    "actions/before_plenary",
    holds="the plenary is announced and ahead, and an open action of the recipient is due before it and was not done",
)
async def before_each_plenary(occasion: Occasion) -> Content | None:
    meeting: Meeting | None = await occasion.once(find_meeting, occasion.notification.subject_id)
    if meeting is None or not await occasion.still_calls():
        return None
    owed = await plenaries.list_owed(occasion.session, meeting, now=occasion.now)
    own = [each for each in owed if may_see(each, occasion.member) and is_responsible(each, occasion.member)]
    return before_plenary(occasion.actor, meeting, own) if own else None
