"""Messages about decisions (G16)."""

from collections.abc import Sequence

from messages.history import history_keyboard
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.texts import Text, _
from storage.core.shortening import first_line
from storage.decisions import Decision
from storage.meetings import Meeting
from storage.members import Twg
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.decisions.registering import may_keep
from twg.meetings.convening import may_organise

#: Characters of a decision that a list shows.
LONGEST_SHOWN = 300


def listing(
    actor: Actor, decisions: Sequence[Decision], *, page: int = 1, more: bool = False, meeting: Meeting | None = None
) -> Content:
    """A page of the register. Args: `meeting`: of which alone it shows the decisions; `more`: there is a next page."""
    verb, about = ("decisions:page", ()) if meeting is None else ("decisions:of_meeting", (meeting.id,))
    turns: list[Button] = []
    if page > 1:
        turns.append(button(Text("‹ {n}").with_(n=page - 1), verb, *about, page - 1))
    if more:
        turns.append(button(Text("{n} ›").with_(n=page + 1), verb, *about, page + 1))
    opens = [button(each.reference, "decisions:open", each.id) for each in decisions]
    last: list[Button] = []
    if meeting is None:
        last = [button(_("Enter a decision"), "decisions:enter")] if actor.may(Permission.MEETING_ORGANISE) else []
        last.append(button(_("Between meetings"), "objections:list"))
    else:
        if may_organise(actor, meeting.kind, meeting.audience):
            last.append(button(_("Enter a decision"), "decisions:enter_for", meeting.id))
        last.append(button(_("Back"), "meetings:open", meeting.id))
    keyboard = (*rows(opens, per_row=3), *rows(turns, per_row=2), *rows(last))
    context = {
        "twg": actor.twg,
        "decisions": decisions,
        "meeting": meeting,
        "page": page,
        "more": more,
        "longest": LONGEST_SHOWN,
    }
    return Content("decisions/list", context, keyboard)


def card(actor: Actor, decision: Decision) -> Content:
    """A decision, with what its meeting's organisers may do with it."""
    keyboard: Keyboard = ()
    if may_keep(actor, decision) and decision.withdrawn_at is None:
        correct = button(_("Correct"), "decisions:correct", decision.id)
        keyboard = ((correct, button(_("Withdraw"), "decisions:withdraw", decision.id)),)
    opener: Keyboard = ()
    if decision.meeting is not None:
        opener = ((button(shorten(decision.meeting.title), "decisions:meeting", decision.id),),)
    context = {"twg": actor.twg, "decision": decision}
    return Content("decisions/card", context, (*keyboard, *opener, *history_keyboard(actor, decision)))


def registered(twg: Twg, decisions: Sequence[Decision]) -> Content:
    """To who has closed a record: the decisions that are in the register now."""
    opens = [button(each.reference, "decisions:open", each.id) for each in decisions[:12]]
    context = {"twg": twg, "decisions": decisions, "headline": first_line, "longest": LONGEST_SHOWN}
    return Content("decisions/registered", context, rows(opens, per_row=3))
