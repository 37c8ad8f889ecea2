"""Messages and buttons at an open form: taken as the answer, as a step, asked about, or let go."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from handlers.forms.advance import Ask, Navigation, Outcome, Step
from handlers.forms.asked_of import AskedOf, Correction, Doubt
from handlers.forms.asking_back import SaysNothing, ask_back_view, back_to, find_refusal, put_off_view, tells_nothing
from handlers.forms.conversation import go_on, leave, look
from handlers.forms.doubt import read_message, replies_to_form
from handlers.forms.ended import close_if_ended
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.held import asked_back, hold, set_aside, take_out
from handlers.forms.of_another import doubt_of_another
from handlers.forms.opened import DOUBTED, LEFT, OpenedForm, load_form
from handlers.forms.surroundings import Entry, Phone, Sent, Typed, Unusable
from handlers.forms.views import code
from handlers.forms.waiting import open_forms, remind_of
from handlers.routing.edits import ask_before_saving
from handlers.routing.incoming import Incoming
from handlers.routing.request import Reply, Request, say
from messages.rendering.keyboards import Button
from messages.rendering.texts import Text, _
from storage.core.forms import OpenForm, delete_form
from twg.core.refusals import Refusal
from twg.language.asked import confirms, declines, puts_off
from twg.language.intents import Intent, read_intent
from twg.language.number_words import holds_number

_MY_ANSWER = _("It is my answer")


@dataclass(frozen=True)
class Released:
    """A message that no form takes: it is handled as if no form were open. `toast` is for a pressed button."""

    incoming: Incoming
    toast: Text | None = None


async def find_asking(request: Request) -> OpenForm | None:
    """The form for a message: the one to whose message it replies, else the one touched last."""
    rows = await open_forms(request)
    return next((row for row in rows if replies_to_form(request.incoming, row)), rows[0] if rows else None)


async def answer_form(
    request: Request, row: OpenForm, *, elsewhere: Callable[[Request], Awaitable[Reply | None]]
) -> Reply | Released:
    """A message while a form is open: its answer, a step, something to ask about, or nothing for the form.

    Args:
        elsewhere: does what a message that is hardly the answer clearly says of something that it names.
    """
    incoming = request.incoming
    said = await _said_of_held(request, row)
    if said is not None:
        return said
    opened = await load_form(request, row)
    outcome = look(opened)
    arrived = AskedOf(opened, outcome, incoming, request.routes.commands)
    read = read_message(arrived) or await doubt_of_another(arrived)
    match read:
        case None:
            reply = await _put_off(opened, outcome) or await go_on(request, row, read_entry(incoming))
        case Step(Navigation.CANCEL):
            reply = await _leave_by_word(request, row, outcome)
        case Step(Navigation.SAVE) if asked := await ask_before_saving(request, row):
            return asked
        case Step() as step:
            reply = await go_on(request, row, step)
            if step.navigation is Navigation.CHANGE:  # "yes" after "no" saves nothing
                row.context = {**row.context, DOUBTED: row.revision}
        case Correction(name, text):
            row.reopened = name
            row.revision += 1
            reply = await go_on(request, row, Typed(text) if incoming.file is None else read_entry(incoming))
        case _ if opened.definition.passing or isinstance(read_entry(incoming), Unusable):
            return Released(incoming)
        case Doubt() if request.actor is None and find_refusal(outcome, incoming, opened.surroundings()):
            reply = await go_on(request, row, read_entry(incoming))  # at a registration nothing else is possible
        case Doubt() as doubt:
            put_off = None if holds_number(incoming.text) else await _put_off(opened, outcome)
            if put_off is not None:  # what names nothing else is said of what is asked
                return put_off
            asks_first = incoming.replied_to is not None or doubt is Doubt.ACTS_ELSEWHERE
            done = None if asks_first else await elsewhere(request)
            if done is not None:
                row.context = {**row.context, DOUBTED: row.revision}  # "yes" may be about that
                return replace(done, edit=False, also=(*done.also, *await _remind_of_open(request, opened)))
            reply = await _put_off(opened, outcome) or ask_back(request, opened, outcome, incoming, doubt)
    return replace(reply, edit=False)


async def _put_off(opened: OpenedForm, outcome: Outcome) -> Reply | None:
    """Offer other ways than an answer when a person promises the figure that is asked for, or says "ok".

    `None` where the message is or may be the answer, or where the form has nothing to offer.
    """
    incoming = opened.request.incoming
    if not isinstance(outcome, Ask) or incoming.file is not None or not puts_off(incoming.text):
        return None
    refusal = find_refusal(outcome, incoming, opened.surroundings())
    if refusal is None or outcome.field.narrowed(refusal, opened.surroundings()):
        return None
    form: type[Form] = opened.definition.model
    ways = await form.instead(opened.request, opened.about, opened.row.answers, outcome.field)
    if not ways:
        return None
    hold(opened.row, incoming)
    return put_off_view(opened, outcome, incoming, ways)


def ask_back(request: Request, opened: OpenedForm, outcome: Outcome, incoming: Incoming, doubt: Doubt) -> Reply:
    """Keep a message and ask what it is. Only where it can be the answer, "yes" and "no" are said of it."""
    refusal = find_refusal(outcome, incoming, opened.surroundings())
    if isinstance(outcome, Ask) and refusal is None and tells_nothing(outcome.field, incoming, opened.surroundings()):
        refusal = SaysNothing()
    may_answer = doubt is not Doubt.OF_ANOTHER and isinstance(outcome, Ask) and refusal is None
    is_asked = may_answer and isinstance(outcome, Ask) and not _denies(outcome.field, incoming.text)
    hold(opened.row, incoming, asked_at=request.now if is_asked else None)
    opened.row.context = {**opened.row.context, DOUBTED: opened.row.revision}
    return ask_back_view(opened, outcome, incoming, doubt, refusal)


def _denies(question: Field, text: str) -> bool:
    """Whether a text, "not yet" or "which one?" at "What was done?", is taken as the answer by a button only."""
    asks = question.of_task and read_intent(text).intent is Intent.QUESTION
    return asks or (question.unlike is not None and question.unlike(text))


async def _remind_of_open(request: Request, opened: OpenedForm) -> tuple[Reply, ...]:
    """A reminder of the form; it ends where what was just done leaves nothing of it to do."""
    check = opened.definition.check
    try:
        if check is not None:
            check(opened.request, opened.about)
    except Refusal:
        if any(opened.row.answers.values()):
            return await close_if_ended(request, opened.row)
        await delete_form(request.session, opened.row)
        return ()
    return (await remind_of(request, opened.row),)


async def _said_of_held(request: Request, row: OpenForm) -> Reply | Released | None:
    """Apply a typed "yes" or "no" to the question "Is this your answer?"; `None` if that was not asked just before."""
    incoming, held = request.incoming, asked_back(row, now=request.now)
    if held is None or not incoming.text or (incoming.replied_to is not None and not replies_to_form(incoming, row)):
        return None
    if confirms(incoming.text):
        return replace(await take_kept(request, row, held) or Reply(), edit=False)
    if declines(incoming.text) and request.actor is None and set_aside(row, held):
        return replace(await go_on(request, row, Step(Navigation.LOOK)), edit=False)
    if declines(incoming.text):
        return release(row, held)
    return None


async def _leave_by_word(request: Request, row: OpenForm, outcome: Outcome) -> Reply:
    """Leave the form, as was typed; buttons take it up again, or take the words as the answer after all."""
    definition = request.routes.forms[row.name]
    if definition.passing:
        return await leave(request, row)
    incoming = request.incoming
    hold(row, incoming)
    row.context = {**row.context, LEFT: True}
    buttons = [back_to(row, definition)]
    if isinstance(outcome, Ask):
        buttons.append(Button(_MY_ANSWER, data=code(row, f"take={incoming.message_id}")))
    return say("forms/cancelled", title=definition.title, left=definition.left, keyboard=(tuple(buttons),))


def read_entry(incoming: Incoming) -> Entry:
    """A message as an entry for a form."""
    if incoming.file is not None:
        return Sent(incoming.file, incoming.text)
    if incoming.text:
        return Typed(incoming.text)
    if incoming.phone:
        return Phone(incoming.phone)
    return Unusable(incoming.other)


async def take_message(request: Request, row: OpenForm, incoming: Incoming) -> Reply:
    """Answer the open question with a message, as its sender said."""
    return await go_on(replace(request, incoming=incoming), row, read_entry(incoming))


async def take_kept(request: Request, row: OpenForm, message_id: int) -> Reply | None:
    """Answer the open question with a kept message; `None` where it is not kept any more."""
    kept = take_out(row, message_id)
    return None if kept is None else await take_message(request, row, kept)


def release(row: OpenForm, message_id: int) -> Released | None:
    kept = take_out(row, message_id)
    return None if kept is None else Released(kept)
