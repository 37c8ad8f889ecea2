"""What is said of agreed actions."""

from datetime import date, datetime

from messages.documents import attach
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Keyboard, button, rows, shorten
from messages.rendering.labels import audience_labels
from messages.rendering.texts import _
from storage.actions import Action, ActionState
from twg.actions.recording import PAGE, Scope, is_overdue, may_change, meeting_of
from twg.core.actors import Actor
from twg.core.audiences import Audience, parse_audience
from twg.core.permissions import Permission

#: Updates and files that a card shows, the newest ones.
SHOWN_UPDATES, SHOWN_FILES = 5, 5
#: Headings to whoever is to do it, which say how to answer.
_ASKING = {"given", "reminder", "overdue", "moved"}


def card(
    actor: Actor, action: Action, *, heading: str = "", now: datetime, before: date | None = None, files: bool = False
) -> Content:
    """An action with what this actor may do with it: who, what, by when, how far.

    Args:
        heading: "" on demand; "given", "reminder", "overdue" or "moved" to its owner; "taken" to who was its owner;
            "late" to those who follow it; "closed" to whoever recorded it; "recorded", "noted" or "ended" to whoever
            just did that.
        before: for one that was moved, the day it was due on; empty where none was set.
        files: with the evidence that was sent.
    """
    today, audience = now.astimezone(actor.zone).date(), parse_audience(action.audience)
    context = {
        "action": action,
        "twg": actor.twg,
        "heading": heading,
        "meeting": meeting_of(action, actor.member),
        "seen_by": [] if Audience.ALL in audience else audience_labels(audience),
        "left": None if action.due_on is None else (action.due_on - today).days,
        "overdue": is_overdue(action, today),
        "before": before,
        "updates": action.updates[-SHOWN_UPDATES:],
        "asks": heading in _ASKING and action.state is ActionState.OPEN,
    }
    opener = button(name(action), "actions:open", action.id)
    evidence = _evidence(action) if files else ()
    return Content("actions/card", context, keyboard_of(actor, action), evidence, grouped=((opener,),))


def name(action: Action) -> str:
    """An action as a button shows it: its number, and as much of it as fits."""
    return shorten(f"{action.id} · {action.title}")


def _evidence(action: Action) -> tuple[Attachment, ...]:
    held = [*(item.evidence for item in action.updates), action.evidence]
    return tuple(attach(file) for file in [file for file in held if file is not None][-SHOWN_FILES:])


def keyboard_of(actor: Actor, action: Action) -> Keyboard:
    """What this actor may do with the action now."""
    if not may_change(action, actor):
        return ()
    if action.state is not ActionState.OPEN:
        return ((button(_("Open it again"), "actions:reopen", action.id),),)
    first = (button(_("Done"), "actions:done", action.id), button(_("Add a note"), "actions:note", action.id))
    if not actor.may(Permission.ACTION_RECORD):
        return (first,)
    move = button(_("Move the date"), "actions:move", action.id)
    give = button(_("Change the owner"), "actions:give", action.id)
    return (first, (move, give), (button(_("Drop the action"), "actions:drop", action.id),))


def listing(actor: Actor, found: list[Action], scope: Scope, page: int, *, now: datetime) -> Content:
    """A page of open actions, each with a button, and the other lists there are."""
    shown = found[:PAGE]
    keyboard: Keyboard = tuple((button(name(action), "actions:open", action.id),) for action in shown)
    if len(found) > len(shown):
        keyboard = (*keyboard, (button(_("More"), "actions:list", scope, page + 1),))
    others = [
        button(label, "actions:list", other) for other, label in _SCOPES.items() if other is not scope or page > 1
    ]
    keyboard = (*keyboard, *rows(others, per_row=2))
    if actor.may(Permission.ACTION_RECORD):
        keyboard = (*keyboard, (button(_("Record an action"), "actions:new"),))
    context = {
        "actions": shown,
        "scope": scope,
        "page": page,
        "twg": actor.twg,
        "today": now.astimezone(actor.zone).date(),
        "house": actor.person.institution,
        "is_overdue": is_overdue,
    }
    return Content("actions/list", context, keyboard)


_SCOPES = {
    Scope.MINE: _("Mine"),
    Scope.INSTITUTION: _("My institution’s"),
    Scope.TWG: _("The TWG’s"),
    Scope.OVERDUE: _("Overdue"),
}
