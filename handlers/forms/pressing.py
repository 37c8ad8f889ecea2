"""Buttons at an open form: steps and answers, and what a person says of a message that was kept with it."""

from dataclasses import replace

from handlers.forms.advance import Ask, Confirm, Navigation, Step
from handlers.forms.answering import Released, ask_back, release, take_kept
from handlers.forms.asked_of import Doubt
from handlers.forms.conversation import go_on, leave, look, view
from handlers.forms.ended import close_if_ended
from handlers.forms.held import set_aside, take_out
from handlers.forms.opened import DONE_BEFORE, LEFT, REPLACED, load_form, note_asked
from handlers.forms.surroundings import Chosen
from handlers.forms.views import read_month
from handlers.forms.waiting import all_forms
from handlers.routing.edits import ask_before_saving
from handlers.routing.incoming import Incoming
from handlers.routing.request import Reply, Request
from handlers.routing.whose_words import Whose
from messages.rendering.texts import _
from storage.core.audit import find_newest_id
from storage.core.forms import OpenForm

_FINISHED = _("This form is not open any more. /menu shows what you can do.")
_LEFT_UNSAVED = _("You have left the form; nothing was saved.")
#: Buttons of a form that go on with it; where nothing is left to do in it, it closes instead.
_LOADS = frozenset({"m", "c", "take", *Navigation}) - {Navigation.CANCEL, Navigation.SAVE}


async def press_form(request: Request, data: str) -> Reply | Released:
    """A form's button. One of an earlier question redraws the form as it stands, one of a finished form says so.

    It says so in a toast: after a second tap on Save the message already shows what came of the first.
    """
    _prefix, form_id, revision, what = data.split(":", 3)
    head, _equals, value = what.partition("=")
    row = next((row for row in await all_forms(request) if str(row.id) == form_id), None)
    if row is None or (LEFT in row.context and not _takes_up(head)):
        return _pressed_after_the_end(request.incoming, head)
    if {LEFT, REPLACED} & row.context.keys():
        row.context = {name: kept for name, kept in row.context.items() if name not in {LEFT, REPLACED}}
        row.context = {**row.context, DONE_BEFORE: await find_newest_id(request.session)}
    if head in _LOADS and (closed := await close_if_ended(request, row)):
        return replace(closed[0], edit=True)
    if head in {"take", "other", "drop"} and value.isdecimal():
        return await _press_below_held(request, row, head, int(value), stale=str(row.revision) != revision)
    if str(row.revision) != revision:
        return await go_on(request, row, Step(Navigation.LOOK), toast_stale=True)
    if head == "m":
        return await _turn_page(request, row, value)
    if head == "c":
        return await go_on(request, row, Chosen(value))
    if head not in list(Navigation):
        return Reply(toast=_FINISHED)
    if head in {Navigation.SAVE, Navigation.SAVE_NOW} and (asked := await ask_before_saving(request, row)):
        return asked
    return await go_on(request, row, Step(Navigation(head), value))


def _takes_up(head: str) -> bool:
    """Whether a button takes up a form again that was left by a word."""
    return head in {"take", Navigation.LOOK}


def _pressed_after_the_end(incoming: Incoming, head: str) -> Reply | Released:
    """A button of a form that is over; what was not its answer can still be something else."""
    if head != "other" or (not incoming.replied_text and incoming.replied_file is None):
        return Reply(toast=_FINISHED)
    return Released(about_replied(incoming))


async def _press_below_held(
    request: Request, row: OpenForm, head: str, message_id: int, *, stale: bool
) -> Reply | Released:
    """What a person says of a message that was kept: take it, it is something else, leave the form.

    Args:
        stale: the form has gone on since, so that another question is open than the person was asked about.
    """
    if head == "other" and request.actor is None and set_aside(row, message_id):  # nothing else is possible yet
        return await go_on(request, row, Step(Navigation.LOOK))
    if head == "other":
        return release(row, message_id) or _pressed_after_the_end(request.incoming, head)
    if head == "drop":
        released = release(row, message_id)
        left = await leave(request, row)
        return left if released is None else replace(released, toast=_LEFT_UNSAVED)
    if stale:
        return await _ask_anew(request, row, message_id)
    return await take_kept(request, row, message_id) or await go_on(request, row, Step(Navigation.LOOK))


def about_replied(incoming: Incoming) -> Incoming:
    """The message to which the one with the pressed button replied, as if it came now."""
    return replace(
        incoming,
        whose=incoming.replied_whose,
        text=incoming.replied_text,
        file=incoming.replied_file,
        message_id=incoming.replied_to or incoming.message_id,
        button="",
        replied_to=None,
        replied_text="",
        replied_file=None,
        replied_whose=Whose.OWN,
    )


async def _ask_anew(request: Request, row: OpenForm, message_id: int) -> Reply:
    """Ask whether the kept message answers the question that is open now."""
    kept = take_out(row, message_id)
    opened = await load_form(request, row)
    outcome = look(opened)
    if kept is None or not isinstance(outcome, (Ask, Confirm)):
        return await view(opened, outcome)
    return ask_back(request, opened, outcome, kept, Doubt.OUT_OF_SIGHT)


async def _turn_page(request: Request, row: OpenForm, month: str) -> Reply:
    """Another month of the calendar; the form itself does not change."""
    note_asked(row, now=request.now)
    opened = await load_form(request, row)
    return await view(opened, look(opened), month=read_month(month, opened.base.today))
