"""Forms between a chat and the database: opened, answered, resumed after anything, saved once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.forms.advance import (
    Ask,
    Cancelled,
    Choose,
    Confirm,
    Done,
    Move,
    Outcome,
    State,
    Step,
    advance,
    answered_typed,
    reopen_refused,
)
from handlers.forms.definition import FORMS, Definition, Form
from handlers.forms.fields import Around, Chosen, Entry, Phone, Sent, Typed, Unusable
from handlers.forms.views import ask_view, choose_view, code, confirm_view, read_month
from handlers.routing.incoming import Incoming
from handlers.routing.request import Reply, Request, say, show
from messages.rendering.content import utf16_length
from messages.rendering.keyboards import Button
from messages.rendering.templating import LONGEST_TEXT
from messages.rendering.texts import Text, _
from storage.core.forms import OpenForm, delete_form, list_forms
from twg.core.refusals import Refusal, TooLong

#: In a form's context: the id of the last message that was a piece of a text too long for one.
_CUT_AT = "cut_at"
#: In a form's context: the questions that were answered before it was opened.
_GIVEN = "given"
#: In a form's context: the id of the message whose button opened it last.
OPENED_FROM = "opened_from"
#: What a context holds beside what the form is about.
_OURS = {_CUT_AT, _GIVEN, OPENED_FROM}
_FINISHED = _("This form is finished. /menu shows what you can do.")


async def open_form(
    request: Request,
    model: type[Form],
    *,
    context: Mapping[str, Any] | None = None,
    typed: Mapping[str, str] | None = None,
    answers: Mapping[str, Any] | None = None,
    inherit: bool = False,
) -> Reply:
    """Begin a form, or go on with it when the same one is open about the same thing in the same TWG.

    Args:
        context: what it is about, in plain values; not asked and not shown.
        typed: answers typed beforehand, checked like any other; a bad one is asked again and the others are kept.
        answers: raw answers known beforehand; `None` skips an optional question, which can still be changed.
        inherit: what was answered about something else is as true about this.
    """
    definition = model.definition
    if definition.permission is not None:
        request.member.check(definition.permission)
    context = dict(context or {})
    same = [row for row in await open_forms(request) if row.name == definition.name]
    row = next((row for row in same if _is_about(row, request, context)), None)
    resumed = row is not None
    if inherit and row is None and same:
        answers = same[0].answers
        await delete_form(request.session, same[0])
    if row is not None and (typed or answers or not definition.confirm):
        await delete_form(request.session, row)
        row, resumed = None, False
    if row is None:
        row = _new_row(request, definition, context, answers or {})
        request.session.add(row)
        await request.session.flush()
    row.updated_at = request.now
    if request.incoming.button:
        row.context = {**row.context, OPENED_FROM: request.incoming.message_id}
    around = await _around(request, definition, row)
    state, refusal = _fill(definition, row, typed or {}, around)
    if resumed:  # an answer that was about to be changed when the form was left is not changed unasked
        state = replace(state, reopened="")
    if typed or answers:
        row.context = {**row.context, _GIVEN: list(state.answers)}
        around = replace(around, given=frozenset(state.answers))
    outcome = _looked_at(definition, state, refusal, around)
    _keep(row, outcome)
    _note_cut(row, outcome, request.incoming)
    if resumed and isinstance(outcome, Ask):
        return replace(ask_view(definition, row, outcome, around, resumed=True), locale=around.locale)
    return _view(definition, row, outcome, around)


def _is_about(row: OpenForm, request: Request, context: Mapping[str, Any]) -> bool:
    """Whether the open form is about this, in the TWG of this request."""
    subject = {name: value for name, value in row.context.items() if name not in _OURS}
    return subject == context and row.twg_id == _twg_id(request)


def _twg_id(request: Request) -> int | None:
    return None if request.actor is None else request.actor.twg.id


def _fill(
    definition: Definition, row: OpenForm, typed: Mapping[str, str], around: Around
) -> tuple[State, Refusal | None]:
    """Take what was typed beforehand as far as it is good, and say what is wrong with the rest."""
    state, refusal = _state(row), None
    for name, text in typed.items():
        try:
            state = State({**state.answers, **answered_typed(definition, {name: text}, around).answers})
        except Refusal as error:
            refusal = refusal or error
    return state, refusal


def _looked_at(definition: Definition, state: State, refusal: Refusal | None, around: Around) -> Outcome:
    """Where a form stands that was opened with these answers."""
    if refusal is not None:
        return reopen_refused(definition, state, refusal, around)
    return advance(definition, state, Step(Move.LOOK), around)


def _new_row(request: Request, definition: Definition, context: dict[str, Any], answers: Mapping[str, Any]) -> OpenForm:
    incoming = request.incoming
    return OpenForm(
        chat_id=incoming.chat_id,
        thread_id=incoming.thread_id,
        user_id=incoming.sender.user_id,
        name=definition.name,
        twg_id=_twg_id(request),
        answers=dict(answers),
        context=context,
        reopened="",
        revision=1,
        opened_at=request.now,
        updated_at=request.now,
    )


async def drop_forms(request: Request, model: type[Form]) -> None:
    """Forget this person's open forms of a kind: what they ask for is answered another way."""
    for row in await open_forms(request):
        if row.name == model.definition.name:
            await delete_form(request.session, row)


async def open_forms(request: Request) -> list[OpenForm]:
    """This person's open forms here, the one touched last first."""
    incoming = request.incoming
    return await list_forms(
        request.session, chat_id=incoming.chat_id, thread_id=incoming.thread_id, user_id=incoming.sender.user_id
    )


async def answer_form(request: Request, row: OpenForm) -> Reply:
    """A message while a form is open: an answer to its open question.

    Telegram cuts a text that is too long into several messages. Where the first was refused for its length, the rest of
    it is no answer: it was sent before the refusal, which else would have the number in between.
    """
    message_id = request.incoming.message_id
    if row.context.get(_CUT_AT) == message_id - 1:
        row.context = {**row.context, _CUT_AT: message_id}
        return Reply()
    reply = await _go_on(request, row, read_entry(request.incoming))
    return replace(reply, edit=False)


async def ask_again(request: Request, row: OpenForm, refusal: Refusal) -> Reply:
    """The open question once more, with what else was refused meanwhile above it."""
    definition = FORMS[row.name]
    around = await _around(request, definition, row)
    outcome = advance(definition, _state(row), Step(Move.LOOK), around)
    if isinstance(outcome, (Ask, Confirm)):
        outcome = replace(outcome, refusal=refusal)
    return replace(_view(definition, row, outcome, around), edit=False)


def _note_cut(row: OpenForm, outcome: Outcome, incoming: Incoming) -> None:
    """Remember a text that was refused for its length and may go on in the next message.

    Telegram's apps cut between words, after half of what fits or later.
    """
    refused = isinstance(outcome, Ask) and isinstance(outcome.refusal, TooLong)
    if refused and utf16_length(incoming.text) >= LONGEST_TEXT // 2:
        row.context = {**row.context, _CUT_AT: incoming.message_id}


def read_entry(incoming: Incoming) -> Entry:
    """What a message is to a form."""
    if incoming.file is not None:
        return Sent(incoming.file, incoming.text)
    if incoming.text:
        return Typed(incoming.text)
    if incoming.phone:
        return Phone(incoming.phone)
    return Unusable(incoming.other)


async def press_form(request: Request, data: str) -> Reply:
    """A form's button. One of an earlier question redraws the form as it stands, one of a finished form says so.

    It says so in a toast: after a second tap on Save the message already shows what came of the first.
    """
    _prefix, form_id, revision, what = data.split(":", 3)
    row = next((row for row in await open_forms(request) if str(row.id) == form_id), None)
    if row is None:
        return Reply(toast=_FINISHED)
    if str(row.revision) != revision:
        return await _go_on(request, row, Step(Move.LOOK), toast_stale=True)
    head, _, value = what.partition("=")
    if head == "m":
        return await _turn_page(request, row, value)
    if head == "c":
        return await _go_on(request, row, Chosen(value))
    if head not in list(Move):
        return Reply(toast=_FINISHED)
    return await _go_on(request, row, Step(Move(head), value))


async def _turn_page(request: Request, row: OpenForm, month: str) -> Reply:
    """Another month of the calendar; the form itself does not change."""
    definition = FORMS[row.name]
    if row.twg_id is not None:
        request = request.within(row.twg_id)
    around = await _around(request, definition, row)
    outcome = advance(definition, _state(row), Step(Move.LOOK), around)
    if not isinstance(outcome, Ask):
        return _view(definition, row, outcome, around)
    return ask_view(definition, row, outcome, around, month=read_month(month, around.today))


async def _go_on(request: Request, row: OpenForm, entry: Entry | Step, *, toast_stale: bool = False) -> Reply:
    definition = FORMS[row.name]
    if entry == Step(Move.CANCEL):
        return await _cancel(request, definition, row)
    if row.twg_id is not None:
        request = request.within(row.twg_id)
    row.updated_at = request.now
    around = await _around(request, definition, row)
    outcome = advance(definition, _state(row), entry, around)
    if isinstance(outcome, Cancelled):
        return await _cancel(request, definition, row)
    if isinstance(outcome, Done):
        saved = await _save(request, definition, row, outcome, around)
        if isinstance(saved, Reply):
            return saved
        outcome = saved
    _keep(row, outcome)
    _note_cut(row, outcome, request.incoming)
    around = await _around(request, definition, row)
    if isinstance(outcome, (Ask, Confirm)) and outcome.refusal is None:
        # Another answer may hang on the one just changed: the value of an indicator on its unit.
        outcome = advance(definition, _state(row), Step(Move.LOOK), around)
    reply = _view(definition, row, outcome, around)
    if toast_stale:
        return replace(reply, toast=_("This is where the form stands now."))
    return reply


async def _cancel(request: Request, definition: Definition, row: OpenForm) -> Reply:
    """Leave a form; possible even when what it is about is no longer open to the person."""
    await delete_form(request.session, row)
    return await _and_the_others(request, show("forms/cancelled", title=definition.title, left=definition.left))


async def _save(request: Request, definition: Definition, row: OpenForm, done: Done, around: Around) -> Reply | Outcome:
    """Do what the form is for; what it wrote is taken back when it is refused, the answers stay."""
    try:
        async with request.session.begin_nested():
            reply = await definition.model(**_unasked(definition, done), **done.values).save(request, row.context)
    except Refusal as refusal:
        return reopen_refused(definition, done.state, refusal, around)
    await delete_form(request.session, row)
    return await _and_the_others(request, reply)


def _unasked(definition: Definition, done: Done) -> dict[str, None]:
    """Questions that must be answered where they apply, and did not: a milestone has no value."""
    names = [question.name for question in definition.fields if not question.optional]
    return {name: None for name in names if name not in done.values}


async def _and_the_others(request: Request, reply: Reply) -> Reply:
    """With a word about another form that is still open, so that none is forgotten."""
    waiting = await open_forms(request)
    if not waiting:
        return reply
    row = waiting[0]
    button = Button(_("Go on with it"), data=code(row, Move.LOOK))
    about = await _about(request, row)
    reminder = say("forms/waiting", title=FORMS[row.name].title, about=about, keyboard=((button,),))
    return replace(reply, also=(*reply.also, reminder))


async def _about(request: Request, row: OpenForm) -> Text | str:
    """What an open form is about; nothing once that is not open to the person any more."""
    try:
        if row.twg_id is not None:
            request = request.within(row.twg_id)
        return (await _around(request, FORMS[row.name], row)).about
    except Refusal:
        return ""


async def cancel_form(request: Request) -> Reply | None:
    """Leave the form touched last; nothing when none is open."""
    waiting = await open_forms(request)
    if not waiting:
        return None
    reply = await _go_on(request, waiting[0], Step(Move.CANCEL))
    return replace(reply, edit=False)


async def _around(request: Request, definition: Definition, row: OpenForm) -> Around:
    base = Around(
        now=request.now,
        today=request.now.astimezone(request.zone).date(),
        locale=request.locale,
        max_file_mb=request.settings.max_file_mb,
        given=frozenset(row.context.get(_GIVEN, ())),
        hours=request.settings.practice.hours,
    )
    return await definition.model.around(request, row.context, row.answers, base)


def _state(row: OpenForm) -> State:
    return State(row.answers, row.reopened)


def _keep(row: OpenForm, outcome: Outcome) -> None:
    """Store where the form stands, under a new revision when it changed."""
    assert isinstance(outcome, (Ask, Choose, Confirm))  # noqa: S101 - the others end the form
    answers = dict(outcome.state.answers)
    if (answers, outcome.state.reopened) != (row.answers, row.reopened):
        row.answers, row.reopened = answers, outcome.state.reopened
        row.revision += 1


def _view(definition: Definition, row: OpenForm, outcome: Outcome, around: Around) -> Reply:
    match outcome:
        case Ask():
            reply = ask_view(definition, row, outcome, around)
        case Choose():
            reply = choose_view(definition, row, outcome)
        case Confirm():
            reply = confirm_view(definition, row, outcome, around)
        case _:
            raise AssertionError(outcome)
    return replace(reply, locale=around.locale)
