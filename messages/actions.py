"""Messages about agreed actions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from messages.documents import attach
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Keyboard, button, more_below, rows, shorten
from messages.rendering.labels import audience_labels, label, local_name
from messages.rendering.templating import format_day
from messages.rendering.texts import Text, _
from messages.requests import obstacle_button
from storage.actions import Action, ActionState
from storage.core.addressees import is_person
from storage.core.audiences import unpack
from storage.core.files import StoredFile
from storage.meetings import Meeting
from twg.actions.access import is_overdue, may_close, may_note, meeting_of
from twg.actions.owners import token_among_owners
from twg.actions.recording import PAGE, Scope
from twg.actions.registering import Incomplete
from twg.core.actors import Actor
from twg.core.audiences import Audience, parse_audience, tokens_of
from twg.core.permissions import Permission
from twg.core.undoing import UNDO_FOR
from twg.language.dues import Due

#: How many notes and files a card shows; the newest are chosen. An album has at most ten files.
SHOWN_NOTES, SHOWN_FILES = 5, 10
#: Headings of cards sent to the action's owners, which say how to reply.
_ASKING = {"given", "reminder", "overdue", "moved"}


def card(
    actor: Actor, action: Action, *, heading: str = "", now: datetime, before: date | None = None, files: bool = False
) -> Content:
    """The card of an action (owners, due day, progress) with the buttons that this actor may use.

    Args:
        heading: "" on demand; "given", "reminder", "overdue" or "moved" to its owners; "taken" to a former owner;
            "late" to the secretariat, chair and lead facilitators; "progress" and "note_undone" to those who follow
            it, when somebody has written a note or taken it back; "part_done" to them, when somebody who shares it has
            said that it is done; "ended_for_now" when one that recurs was done for this time; "review" to them, when
            one without a date is to be looked at again; "closed" to the person who recorded it, "undone"
            when that was taken back; "recorded", "noted", "said_done" or "ended" to the person who has just done that.
        before: for "moved", the day on which it was due before; `None` where none was set.
        files: attach the newest evidence.
    """
    today, audience = now.astimezone(actor.zone).date(), parse_audience(action.audience)
    notes, closing_files = _notes(action)
    context = {
        "by": "",
        "reason": "",
        "ended": (),
        "action": action,
        "lead": lead_name(action),
        "reference": reference(actor, action),
        "sharing": sharing_names(action),
        "through": _through(actor, action) if heading == "given" else None,
        "told": None,
        "twg": actor.twg,
        "heading": heading,
        "meeting": meeting_of(action, actor.member),
        "seen_by": [] if Audience.ALL in audience else audience_labels(audience, action.addressees),
        "left": None if action.due_on is None else (action.due_on - today).days,
        "overdue": is_overdue(action, today),
        "before": before,
        "notes": notes[-SHOWN_NOTES:],
        "closing_files": closing_files,
        "asks": heading in _ASKING and action.state is ActionState.OPEN,
    }
    evidence, keyboard = _evidence(action) if files else (), keyboard_of(actor, action)
    answers = keyboard[:1] if action.state is ActionState.OPEN else ()
    title = shorten(action.title)  # the part has a number of its own
    opener = button(more_below(title) if answers else title, "actions:open", action.id)
    return Content("actions/card", context, keyboard, evidence, grouped=(*answers, (opener,)))


def reference(actor: Actor, action: Action) -> str:
    """Its number within the TWG, as minutes cite it: "HLT-5"; empty where the number across all TWGs is the same."""
    return "" if action.number == action.id else f"{actor.twg.code}-{action.number}"


def lead_name(action: Action) -> Text | str | None:
    """Who leads it: a person with the institution, or an institution; None where nobody does."""
    if action.owner is not None:
        if action.institution is None:
            return action.owner.name
        return _("{name}, {institution}").with_(name=action.owner.name, institution=local_name(action.institution))
    return None if action.institution is None else local_name(action.institution)


def sharing_names(action: Action) -> list[Text | str]:
    """Who shares it with the lead."""
    return audience_labels(tokens, action.addressees) if (tokens := unpack(action.co_owners)) else []


def owner_names(action: Action) -> list[Text | str]:
    """Everybody who is responsible for it, the lead first."""
    lead = lead_name(action)
    return [*([] if lead is None else [lead]), *sharing_names(action)]


def _through(actor: Actor, action: Action) -> Text | str | None:
    """As what an owner has it who is not named: a member of an institution, or of a part of the TWG."""
    token = token_among_owners(action, actor.person)
    if token is not None and is_person(token):
        return None
    if token is not None and token == action.owners[0]:
        return lead_name(action)
    mine = tokens_of(actor.member) & unpack(action.co_owners)
    shown = [token] if token is not None else mine
    return next(iter(audience_labels(shown, action.addressees)), None)


def word_due(due: Due, locale: str) -> str:
    """Until when something is to be done: "30 September 2027 (end Sept)", "every quarter, first on …", "no date …"."""
    if due.day is None:
        if due.every is not None:
            return label(due.every).render(locale)
        if due.review_on is None:
            return _("no date").render(locale)
        return _("no date; looked at again on {day}").with_(day=format_day(due.review_on, locale=locale)).render(locale)
    day = format_day(due.day, locale=locale)
    if due.every is not None:
        return _("{every}, next on {day}").with_(every=label(due.every), day=day).render(locale)
    return f"{day} ({due.words})" if due.words else day


@dataclass(frozen=True)
class ShownNote:
    """A note with all the files that came with it."""

    at: datetime
    by: str
    text: str
    files: tuple[StoredFile, ...]


def _notes(action: Action) -> tuple[list[ShownNote], list[StoredFile]]:
    """The notes on an action, oldest first, and the files that came with what closed it.

    An update has one file. The others of its album are updates without text, of the same person and the same moment.
    """
    notes: list[ShownNote] = []
    closing = [action.evidence] if action.evidence is not None else []
    for update in action.updates:
        files = () if update.evidence is None else (update.evidence,)
        at, by = update.created_at, update.person.name
        if not update.text and (at, update.person_id) == (action.closed_at, action.closed_by_id):
            closing += files
        elif not update.text and notes and (notes[-1].at, notes[-1].by) == (at, by):
            notes[-1] = replace(notes[-1], files=(*notes[-1].files, *files))
        else:
            notes.append(ShownNote(at, by, update.text, files))
    return notes, closing


def name(action: Action) -> Text:
    """The label of an action's button: its number and as much of its title as fits."""
    return _("{number} · {title}").with_(number=action.id, title=shorten(action.title, 44))


def _evidence(action: Action) -> tuple[Attachment, ...]:
    held = [*(item.evidence for item in action.updates), action.evidence]
    return tuple(attach(file) for file in [file for file in held if file is not None][-SHOWN_FILES:])


def keyboard_of(actor: Actor, action: Action) -> Keyboard:
    """The buttons for what this actor may do with the action in its present state."""
    if not may_note(action, actor):
        return ()
    if action.state is not ActionState.OPEN:
        again = button(_("Open it again"), "actions:reopen", action.id)
        return ((again,),) if may_close(action, actor) else ()
    done = _("Done") if may_close(action, actor) else _("My part is done")
    first = (button(done, "actions:done", action.id), button(_("Add a note"), "actions:note", action.id))
    if not actor.may(Permission.ACTION_RECORD):
        return (first, (obstacle_button(Action.__tablename__, action.id),))
    move = button(_("Move the date"), "actions:move", action.id)
    give = button(_("Change the owner"), "actions:give", action.id)
    return (first, (move, give), (button(_("Drop the action"), "actions:drop", action.id),))


def listing(actor: Actor, found: list[Action], scope: Scope, page: int, *, now: datetime) -> Content:
    """A page of open actions with a button each, and buttons for the other lists.

    Args:
        found: the actions of this page, and one more where another page follows.
        page: counted from 1.
    """
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
        "institution": actor.person.institution,
        "is_overdue": is_overdue,
        "owner_names": owner_names,
        "reference": partial(reference, actor),
    }
    return Content("actions/list", context, keyboard)


def listing_of_meeting(actor: Actor, meeting: Meeting, found: list[Action], page: int, *, now: datetime) -> Content:
    """A page of the actions agreed at a meeting. Args: as for `listing`."""
    shown = found[:PAGE]
    keyboard: Keyboard = tuple((button(name(action), "actions:open", action.id),) for action in shown)
    if len(found) > len(shown):
        keyboard = (*keyboard, (button(_("More"), "actions:of_meeting", meeting.id, page + 1),))
    keyboard = (*keyboard, (button(shorten(meeting.title), "meetings:open", meeting.id),))
    context = {
        "actions": shown,
        "meeting": meeting,
        "twg": actor.twg,
        "today": now.astimezone(actor.zone).date(),
        "is_overdue": is_overdue,
    }
    return Content("actions/of_meeting", context, keyboard)


def before_plenary(actor: Actor, meeting: Meeting, owed: Sequence[Action]) -> Content:
    """To who is responsible for actions that are due before each plenary. Args: `owed`: at least one."""
    opens = tuple((button(name(action), "actions:open", action.id),) for action in owed[:PAGE])
    context = {"twg": actor.twg, "meeting": meeting, "actions": owed[:PAGE], "reference": partial(reference, actor)}
    return Content("actions/before_plenary", context, opens, grouped=opens)


def agreed(actor: Actor, record_id: int, new: Sequence[Action], left: Sequence[Incomplete]) -> Content:
    """To who has closed a record: its actions, and the lines that are none yet, one tap each to complete them."""
    asked = [
        button(words.with_(n=number), verb, each.line.id)
        for number, each in enumerate(left, start=1)
        for words, verb, lacks in (
            (_("{n}: who does it?"), "records:who", each.lacks_owner),
            (_("{n}: by when?"), "records:when", each.lacks_day),
        )
        if lacks
    ]
    opens = [button(name(action), "actions:open", action.id) for action in new]
    undo = (button(_("Open the record again"), "records:reopen", record_id),)
    context = {
        "twg": actor.twg,
        "actions": new,
        "left": [each.line for each in left],
        "owner_names": owner_names,
        "reference": partial(reference, actor),
        "minutes": round(UNDO_FOR.total_seconds() / 60),
    }
    return Content("actions/agreed", context, (*rows(asked, per_row=2), *rows(opens[:PAGE]), undo))


_SCOPES = {
    Scope.MINE: _("Mine"),
    Scope.INSTITUTION: _("My institution’s"),
    Scope.TWG: _("The TWG’s"),
    Scope.OVERDUE: _("Overdue"),
}
