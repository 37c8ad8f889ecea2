"""Forms that were begun and wait: which there are, and the reminder that offers to go on with one."""

from typing import Any

from handlers.forms.advance import Ask, Confirm, Navigation, Step, advance
from handlers.forms.form import Form
from handlers.forms.opened import LEFT, REPLACED, OpenedForm, load_form
from handlers.forms.summary import LONGEST, Line, summarize
from handlers.forms.views import code, kept_answers
from handlers.routing.request import Reply, Request, say
from handlers.routing.several_twgs import named_in
from messages.rendering.keyboards import Button
from messages.rendering.texts import _
from storage.core.forms import OpenForm, delete_form, has_forms, list_forms
from twg.core.refusals import Refusal

GO_ON = _("Continue")
_DISCARD = _("Discard it")


async def all_forms(request: Request) -> list[OpenForm]:
    """This person's forms here, also those that were left by a word or replaced, the one touched last first."""
    return await list_forms(request.session, **_here(request))


async def any_forms(request: Request) -> bool:
    """Whether `all_forms` finds any, before the update has written something."""
    return await has_forms(request.session, **_here(request))


def _here(request: Request) -> dict[str, int]:
    incoming = request.incoming
    return {"chat_id": incoming.chat_id, "thread_id": incoming.thread_id, "user_id": incoming.sender.user_id}


async def open_forms(request: Request) -> list[OpenForm]:
    """This person's open forms here, the one touched last first."""
    return [row for row in await all_forms(request) if not {LEFT, REPLACED} & row.context.keys()]


async def drop_forms(request: Request, model: type[Form], **about: Any) -> None:
    """Delete this person's open forms of a kind, after a command did without the form what the form is for.

    Args:
        about: only forms whose context has these values are deleted; without any, all of that kind.
    """
    for row in await open_forms(request):
        if row.name == model.definition.name and about.items() <= row.context.items():
            await delete_form(request.session, row)


async def remind_of(request: Request, row: OpenForm) -> Reply:
    """Offer to go on with a form, with its answers so far, or to discard it."""
    definition = request.routes.forms[row.name]
    keyboard = ((Button(GO_ON, data=code(row, Navigation.LOOK)), Button(_DISCARD, data=code(row, Navigation.CANCEL))),)
    try:
        opened = await load_form(request, row)
        about, kept = opened.surroundings().about, list_kept(opened)
    except Refusal:  # the person may no longer see what it is about
        about, kept = "", []
    reminder = say("forms/waiting", title=definition.title, about=about, kept=kept, keyboard=keyboard)
    return named_in(request, reminder, row.twg_id)


def list_kept(opened: OpenedForm) -> list[Line]:
    """The answers that the person gave so far."""
    surroundings = opened.surroundings()
    match advance(opened.definition, opened.state, Step(Navigation.LOOK), surroundings):
        case Ask() as outcome:
            return kept_answers(opened.definition, outcome, surroundings)
        case Confirm() as outcome:
            return summarize(outcome.fields, outcome.values, surroundings, longest=LONGEST // 3)
        case _:
            return []
