"""Forms that nothing is left to do in: what they are about has ended or moved, or was answered otherwise meanwhile."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from handlers.forms.advance import Navigation
from handlers.forms.fields import Field
from handlers.forms.opened import (
    DONE_BEFORE,
    GIVEN,
    HELD,
    LEFT,
    OPENED_FROM,
    PUT_ASIDE,
    REPLACED,
    OpenedForm,
    list_own_answers,
    load_form,
    locate_form,
)
from handlers.forms.reading import read
from handlers.forms.summary import LONGEST, Line, summarize
from handlers.forms.views import code
from handlers.forms.waiting import GO_ON, list_kept, open_forms, remind_of
from handlers.routing.request import Reply, Request, say
from handlers.routing.several_twgs import named_in
from messages.rendering.keyboards import Button
from messages.rendering.texts import Text
from storage.core.audit import list_changes_of
from storage.core.forms import OpenForm, delete_form
from twg.core.refusals import Refusal


async def close_ended(request: Request, *, beside: Reply | None = None) -> tuple[Reply, ...]:
    """Close the person's open forms in which nothing is left to do, and say so of each, once.

    Args:
        beside: the reply to this update; a form that it shows is left as it is.
    """
    rows = [row for row in await open_forms(request) if beside is None or not shows(beside, row)]
    return tuple([reply for row in rows for reply in await close_if_ended(request, row)])


async def close_if_ended(request: Request, row: OpenForm) -> tuple[Reply, ...]:
    """Close a form in which nothing can be saved any more, and put away one whose matter its person has answered
    otherwise; the messages that say so, none where it stays open or nothing was entered in it.

    Looks only at what the form is about: a person may have many open forms, and each message looks at all of them.
    """
    if request.actor is None:  # nothing but the registration is possible yet
        return ()
    definition = request.routes.forms[row.name]
    try:
        within, about = await locate_form(request, row)
        if definition.permission is not None:
            within.member.check(definition.permission)
        if definition.check is not None:
            definition.check(within, about)
    except Refusal as refusal:
        return (await _close(request, row, refusal),)
    return await _put_away(request, row) if await _is_answered(within, row, about) else ()


async def _close(request: Request, row: OpenForm, refusal: Refusal) -> Reply:
    """Delete the form; what was entered in it is shown, as far as its person may see what it is about."""
    title = request.routes.forms[row.name].title
    about: Text | str = ""
    kept: list[Line] = []
    with suppress(Refusal):
        opened = await load_form(request, row)
        about, kept = opened.surroundings().about, list_kept(opened)
    kept = kept or _typed(row, request)
    await delete_form(request.session, row)
    return named_in(request, say("forms/ended", title=title, about=about, refusal=refusal, kept=kept), row.twg_id)


def _typed(row: OpenForm, request: Request) -> list[Line]:
    """The texts that were typed into a form that cannot be loaded any more."""
    given, fields = row.context.get(GIVEN, ()), request.routes.forms[row.name].fields
    texts = [field for field in fields if type(field) is Field and field.read_text is None and field.name not in given]
    entered = [(field, row.answers.get(field.name)) for field in texts]
    return [Line(field.label, value, field.name) for field, value in entered if isinstance(value, str) and value]


async def _is_answered(request: Request, row: OpenForm, about: Any) -> bool:
    """Whether the person has done otherwise, since the form was opened or taken up, what it is for.

    Args:
        request: within the TWG of the form.
    """
    definition, since = request.routes.forms[row.name], row.context.get(DONE_BEFORE)
    if since is None or not definition.change or definition.about is None or definition.adds:
        return False
    changes = await list_changes_of(request.session, request.member.person.id, definition.change, after=since)
    return bool(changes) and await definition.model.is_answered(request, about, row.answers, changes)


async def _put_away(request: Request, row: OpenForm) -> tuple[Reply, ...]:
    """Delete the form where its person has entered nothing; else keep it, to be taken up by a button."""
    if not list_own_answers(row) and not row.context.get(HELD):
        await delete_form(request.session, row)
        return ()
    opened = await load_form(request, row)
    row.context = {**row.context, LEFT: True}
    keyboard = ((Button(GO_ON, data=code(row, Navigation.LOOK)),),)
    about, kept = opened.surroundings().about, list_kept(opened)
    told = say("forms/put_away", title=opened.definition.title, about=about, kept=kept, keyboard=keyboard)
    return (named_in(request, told, row.twg_id),)


async def put_in_second_place(request: Request, row: OpenForm) -> tuple[Reply, ...]:
    """Keep a form in whose place another one of its kind is begun, and say so; one without own answers is deleted."""
    opened = await load_form(request, row)
    own = list_own_answers(row) or OPENED_FROM not in row.context
    kept = _list_all(opened) if own else []
    if not kept or opened.definition.passing:
        await delete_form(request.session, row)
        return ()
    row.context = {**row.context, REPLACED: True}
    keyboard = ((Button(GO_ON, data=code(row, Navigation.LOOK)),),)
    told = say("forms/replaced", title=opened.definition.title, kept=kept, keyboard=keyboard)
    return (named_in(request, told, row.twg_id),)


def _list_all(opened: OpenedForm) -> list[Line]:
    """All answers of a form, also those of the line that opened it."""
    surroundings = opened.surroundings()
    reading = read(opened.definition, opened.state, surroundings)
    values = {name: value for name, value in reading.values.items() if value not in (None, "")}
    asked = (question for question in reading.fields if question.name in values)
    return summarize(asked, values, surroundings, longest=LONGEST // 3)


async def and_the_others(request: Request, reply: Reply) -> Reply:
    """The reply, followed by a reminder of another form that is still open and that the reply does not show."""
    closed = await close_ended(request, beside=reply)
    waiting = [row for row in await open_forms(request) if not shows(replace(reply, content=None), row)]
    for row in waiting:
        row.context = {**row.context, PUT_ASIDE: True}
    return replace(reply, also=(*reply.also, *closed, *[await remind_of(request, row) for row in waiting[:1]]))


def shows(reply: Reply, row: OpenForm) -> bool:
    """Whether a reply shows a question or the summary of this form."""
    contents: Iterable[Reply] = (reply, *reply.also)
    lines = [line for each in contents if each.content is not None for line in each.content.keyboard]
    return any(button.data.startswith(f"f:{row.id}:") for line in lines for button in line)
