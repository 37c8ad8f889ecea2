"""Forms between a chat and the database: opened, answered, resumed after anything, saved once."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from handlers.forms.advance import (
    Ask,
    Cancelled,
    Choose,
    Confirm,
    Done,
    Navigation,
    Outcome,
    Step,
    advance,
    reopen_refused,
)
from handlers.forms.changed_meanwhile import check_unchanged, note_seen
from handlers.forms.changing import change_typed
from handlers.forms.choosing import choose_view
from handlers.forms.definition import Definition
from handlers.forms.effects import note_answered, note_form_saved, note_opened
from handlers.forms.ended import and_the_others, put_in_second_place
from handlers.forms.form import Form
from handlers.forms.going_out import with_going_out
from handlers.forms.opened import (
    BESIDE_OTHERS,
    DONE_BEFORE,
    FOR,
    OPENED_FROM,
    OpenedForm,
    access_about,
    is_about,
    load_form,
    note_asked,
    note_given,
    note_renewed,
    refuse_left_out,
)
from handlers.forms.reading import State, answered_typed, read
from handlers.forms.sections import with_unasked
from handlers.forms.surroundings import Entry, text_of
from handlers.forms.unclear import note_unclear
from handlers.forms.views import ask_view, confirm_view
from handlers.forms.waiting import open_forms
from handlers.routing.foreseeing import sending_at_once
from handlers.routing.request import Reply, Request, show
from handlers.routing.several_twgs import named_in
from messages.rendering.texts import _
from storage.core.audit import find_newest_id
from storage.core.forms import OpenForm, delete_form
from twg.core.refusals import Refusal


async def open_form(
    request: Request,
    model: type[Form],
    *,
    context: Mapping[str, Any] | None = None,
    typed: Mapping[str, str] | None = None,
    answers: Mapping[str, Any] | None = None,
    beside: Collection[str] = (),
    inherit: bool = False,
    doubt: Refusal | None = None,
) -> Reply:
    """Begin a form, or go on with it when the same one is open about the same thing in the same TWG.

    Args:
        context: what it is about, in the form of its `About`'s context; not asked and not shown.
        typed: answers typed beforehand, checked like any other; a bad one is asked again and the others are kept.
        answers: raw answers known beforehand, besides those of the form's `initial`; `None` skips an optional question,
            which can still be changed.
        beside: names of questions answered by another answer, such as the kind of a paper in its file name.
        inherit: take over the answers of an open form of this kind about something else, and delete that form.
        doubt: says why the question of its `field` is asked although it is answered; after a bad answer, if any.
    Returns:
        The first open question, as a message of its own.
    Raises:
        NotAllowed; the refusal of what it is about, when that is not to be seen or nothing can be done with it.
    """
    definition = model.definition
    if definition.permission is not None:
        request.member.check(definition.permission)
    context = dict(context or {})
    about = await access_about(request, definition, context)
    if definition.check is not None:
        definition.check(request, about)
    answers = {**await model.initial(request, about), **(answers or {})}
    row, resumed, replaced = await _find_or_begin(request, definition, context, typed or {}, answers, inherit=inherit)
    opened = await load_form(request, row)
    await note_seen(opened)
    if not resumed:
        row.context = {**row.context, DONE_BEFORE: await find_newest_id(request.session)}
    if beside:
        row.context = {**row.context, BESIDE_OTHERS: sorted(beside)}
    state, refusal = _fill(opened, typed or {})
    if resumed:  # go on with the first open question, not with an answer that was being changed when the form was left
        state = replace(state, reopened="")
    both = doubt if refusal is not None else None
    if both is not None:  # the bad answer is asked for first, and then what is doubted
        state = State({name: raw for name, raw in state.answers.items() if name != both.field})
    if typed or (answers and not resumed):
        note_given(row, request.incoming, state.answers)
        await note_opened(request, row, typed or {})
    outcome = _looked_at(opened, state, refusal or doubt or refuse_left_out(opened))
    _keep(row, outcome)
    note_unclear(opened, outcome, (typed or {}).get(outcome.field.name, "") if isinstance(outcome, Ask) else "")
    reply = await view(opened, outcome, resumed=resumed, begun=bool(typed))
    return replace(reply, edit=False, refusal=both or reply.refusal, also=(*reply.also, *replaced))


async def _find_or_begin(
    request: Request,
    definition: Definition,
    context: dict[str, Any],
    typed: Mapping[str, str],
    answers: Mapping[str, Any],
    *,
    inherit: bool,
) -> tuple[OpenForm, bool, tuple[Reply, ...]]:
    """The open form about this, or a new one; whether the form is resumed; what is said of one that is replaced."""
    same = [row for row in await open_forms(request) if row.name == definition.name]
    row = next((row for row in same if is_about(row, request.twg_id, context, acting_for=request.acting_for)), None)
    if inherit and row is None and same:
        answers = same[0].answers
        await delete_form(request.session, same[0])
    replaced: tuple[Reply, ...] = ()
    if row is not None and (
        typed or any(answers.values()) or definition.passing or not (definition.confirm or any(row.answers.values()))
    ):
        replaced = await put_in_second_place(request, row)
        row = None
    resumed = row is not None
    if row is None:
        row = _new_row(request, definition, context, answers)
        request.session.add(row)
        await request.session.flush()
    note_asked(row, now=request.now)
    if request.incoming.button:
        row.context = {**row.context, OPENED_FROM: request.incoming.message_id}
    return row, resumed, replaced


def _fill(opened: OpenedForm, typed: Mapping[str, str]) -> tuple[State, Refusal | None]:
    """The state with the valid ones of the answers typed beforehand, and the refusal of the first invalid one."""
    state, refusal = opened.state, None
    for name, text in typed.items():
        try:
            more = answered_typed(opened.definition, {name: text}, opened.surroundings())
            state = replace(state, answers={**state.answers, **more.answers}, reopened="")
        except Refusal as error:
            refusal = refusal or error
    return state, refusal


def _looked_at(opened: OpenedForm, state: State, refusal: Refusal | None) -> Outcome:
    """What to show of a form that was opened with these answers."""
    if refusal is not None:
        return reopen_refused(opened.definition, state, refusal, opened.surroundings())
    return advance(opened.definition, state, Step(Navigation.LOOK), opened.surroundings())


def _new_row(request: Request, definition: Definition, context: dict[str, Any], answers: Mapping[str, Any]) -> OpenForm:
    incoming = request.incoming
    return OpenForm(
        chat_id=incoming.chat_id,
        thread_id=incoming.thread_id,
        user_id=incoming.sender.user_id,
        name=definition.name,
        twg_id=request.twg_id,
        answers=dict(answers),
        context={**context, FOR: request.acting_for} if request.acting_for else context,
        reopened="",
        revision=1,
        opened_at=request.now,
        updated_at=request.now,
    )


async def ask_again(request: Request, row: OpenForm, refusal: Refusal) -> Reply:
    """The open question once more, with a refusal of something else above it."""
    note_asked(row, now=request.now)
    opened = await load_form(request, row)
    return replace(await view(opened, _refused(look(opened), refusal)), edit=False)


def _refused(outcome: Outcome, refusal: Refusal) -> Outcome:
    return replace(outcome, refusal=refusal) if isinstance(outcome, (Ask, Confirm)) else outcome


async def go_on(request: Request, row: OpenForm, entry: Entry | Step, *, toast_stale: bool = False) -> Reply:
    """Take an entry or a step, and show what comes next; at the end, save."""
    if entry == Step(Navigation.CANCEL):
        return await leave(request, row)
    note_asked(row, now=request.now)
    opened = await load_form(request, row)
    asked = read(opened.definition, opened.state, opened.surroundings()).current
    outcome = advance(opened.definition, opened.state, entry, opened.surroundings())
    if isinstance(outcome, Cancelled):
        return await leave(request, row)
    if not isinstance(entry, Step):
        await note_answered(request, row, outcome.state.answers, "" if asked is None else asked.name)
    if isinstance(outcome, Done):
        if isinstance(saved := await _save(opened, outcome), Reply):
            return saved
        outcome = saved
    if isinstance(outcome, (Ask, Choose, Confirm)):
        note_renewed(row, outcome.state.answers)
    _keep(row, outcome)
    note_unclear(opened, outcome, text_of(entry))
    if isinstance(outcome, (Ask, Confirm)) and outcome.refusal is None:
        # Check the other answers again: the value of an indicator depends on the unit, which may just have changed.
        outcome = look(opened)
    reply = await view(opened, outcome)
    if not isinstance(entry, Step) and isinstance(outcome, (Ask, Confirm)) and outcome.refusal is not None:
        reply = replace(reply, to_message=True)  # Telegram shows the refused text above the refusal
    return replace(reply, toast=_("This is the form as it is now.")) if toast_stale else reply


async def leave(request: Request, row: OpenForm) -> Reply:
    """Leave a form; possible even when what it is about is no longer open to the person."""
    definition = request.routes.forms[row.name]
    await delete_form(request.session, row)
    left = show("forms/cancelled", title=definition.title, left=definition.left)
    return await and_the_others(request, named_in(request, left, row.twg_id))


async def _save(opened: OpenedForm, done: Done) -> Reply | Outcome:
    """Call the form's operation; when it refuses, roll back its writes and keep the answers."""
    definition = opened.definition
    changed = await check_unchanged(opened)
    if changed is not None:
        return reopen_refused(definition, done.state, changed, opened.surroundings())
    request = sending_at_once(opened.request) if done.at_once else opened.request
    try:
        async with request.session.begin_nested():
            answered: Form = definition.model(**with_unasked(definition.fields, done.values))
            reply = named_in(request, await answered.save(request, opened.about))
    except Refusal as refusal:
        return reopen_refused(definition, done.state, refusal, opened.surroundings())
    await note_form_saved(request, opened.row, definition.change)
    await delete_form(request.session, opened.row)
    return await and_the_others(request, reply)


async def cancel_form(request: Request) -> Reply | None:
    """Leave the form touched last; nothing when none is open."""
    waiting = await open_forms(request)
    return replace(await leave(request, waiting[0]), edit=False) if waiting else None


async def change_answer(request: Request, row: OpenForm, name: str, old: str, new: str) -> Reply:
    """Answer a question anew with the text that the message which answered it was edited into."""
    opened = await load_form(request, row)
    surroundings = opened.surroundings()
    reading = read(opened.definition, opened.state, surroundings)
    question, refusal = reading.question(name), None
    try:
        if question is not None and question.name in opened.state.answers:
            state = change_typed(question, opened.state, (old, new), reading, surroundings)
            note_renewed(row, state.answers)
            row.answers, row.revision = dict(state.answers), row.revision + 1
            note_asked(row, now=request.now)
    except Refusal as error:
        refusal = error
    outcome = look(opened) if refusal is None else _refused(look(opened), refusal)
    return replace(await view(opened, outcome), toast=_("Your answer is changed.") if refusal is None else None)


def _keep(row: OpenForm, outcome: Outcome) -> None:
    """Store the answers, where they are from, and the reopened question, under a new revision when they changed."""
    assert isinstance(outcome, (Ask, Choose, Confirm))  # noqa: S101 - the others end the form
    answers = dict(outcome.state.answers)
    beside = sorted(outcome.state.beside)
    if beside != row.context.get(BESIDE_OTHERS, []):
        row.context = {**row.context, BESIDE_OTHERS: beside}
    if (answers, outcome.state.reopened) != (row.answers, row.reopened):
        row.answers, row.reopened = answers, outcome.state.reopened
        row.revision += 1


def look(opened: OpenedForm) -> Outcome:
    """Where the form stands, by the answers stored now."""
    return advance(opened.definition, opened.state, Step(Navigation.LOOK), opened.surroundings())


async def view(opened: OpenedForm, outcome: Outcome, **options: Any) -> Reply:
    """The message that shows where the form stands. Args: `options`, of a question, as for `ask_view`."""
    surroundings = opened.surroundings()
    match outcome:
        case Ask():
            reply = ask_view(opened.definition, opened.row, outcome, surroundings, **options)
        case Choose():
            reply = choose_view(opened.definition, opened.row, outcome, surroundings)
        case Confirm():
            reply = confirm_view(opened.definition, opened.row, outcome, await with_going_out(opened, surroundings))
        case _:
            raise AssertionError(outcome)
    return named_in(opened.request, replace(reply, locale=surroundings.locale))
