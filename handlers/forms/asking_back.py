"""The message that asks whether what a person wrote is the answer to the open question."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.forms.advance import Ask, Confirm, Navigation, Outcome
from handlers.forms.asked_of import Doubt, is_checked
from handlers.forms.definition import Definition
from handlers.forms.doubt import is_suggested
from handlers.forms.fields import Field
from handlers.forms.opened import OpenedForm
from handlers.forms.person_field import Several
from handlers.forms.summary import Line
from handlers.forms.surroundings import Sent, Surroundings, Typed
from handlers.forms.views import CHANGE, SAVE, code, question_rows
from handlers.forms.waiting import list_kept
from handlers.routing.incoming import Incoming
from handlers.routing.request import Reply
from messages.rendering.content import Content
from messages.rendering.file_names import names_of
from messages.rendering.keyboards import Button, Keyboard, rows
from messages.rendering.texts import Text, _
from storage.core.forms import OpenForm
from twg.core.refusals import Refusal
from twg.language.asked import Wanted, is_led_by_greeting, says_nothing

_YES = _("Yes, take it")
_NO = _("No, something else")
_ELSE = _("It is something else")
_MINE = _("It is my answer")
_LEAVE = _("Leave the form")
_LEAVE_OPEN = _("Leave it open")
_BACK_TO = _("Back to “{title}”")
#: Doubts about a form that the person may have forgotten.
_STALE = frozenset({Doubt.LATE, Doubt.OUT_OF_SIGHT})


class SaysNothing(Refusal):
    """A text that tells nothing came where an answer was expected: a greeting, "ok". Only a button takes it."""

    key = "forms#says_nothing"


def ask_back_view(
    opened: OpenedForm, outcome: Outcome, incoming: Incoming, doubt: Doubt, refusal: Refusal | None
) -> Reply:
    """Ask what a message is, as a Telegram reply to it; until then it is kept and nothing is saved.

    Args:
        refusal: why it cannot be the answer; `None` where it can.
    """
    surroundings = opened.surroundings()
    assert isinstance(outcome, (Ask, Confirm))  # noqa: S101 - a choice of what to change is never where a form stands
    question = outcome.field if isinstance(outcome, Ask) else None
    context = {
        "question": _words_of(question, surroundings),
        "title": opened.definition.title,
        "about": surroundings.about,
        "kept": _kept(opened, doubt),
        "sends": question is not None and question.wanted is Wanted.REPLY,
        "asked_at": opened.row.updated_at if doubt is Doubt.LATE else None,
        "text": incoming.text,
        "files": names_of(incoming.files),
        "refusal": refusal,
    }
    keyboard = _keyboard(opened, outcome, incoming, refusal, is_stale=doubt in _STALE)
    content = Content("forms/is_answer", context, keyboard)
    return replace(Reply(content, edit=True, to_message=True), locale=surroundings.locale)


def put_off_view(opened: OpenedForm, outcome: Ask, incoming: Incoming, ways: Sequence[Button]) -> Reply:
    """Say that nothing is saved yet, and offer what can be done instead, with the buttons of the question.

    The message is kept: it may be something else.

    Args:
        ways: as `Form.instead` returns them.
    """
    surroundings = opened.surroundings()
    context = {
        "question": _words_of(outcome.field, surroundings),
        "title": opened.definition.title,
        "about": surroundings.about,
    }
    leave = Button(_LEAVE_OPEN, data=code(opened.row, Navigation.CANCEL))
    other = Button(_ELSE, data=code(opened.row, f"other={incoming.message_id}"))
    keyboard = (*rows([*ways, leave, other], per_row=2), *question_rows(opened.row, outcome, surroundings))
    content = Content("forms/put_off", context, keyboard)
    return replace(Reply(content, to_message=True), locale=surroundings.locale)


def _words_of(question: Field | None, surroundings: Surroundings) -> Text | None:
    return None if question is None else question.look_up(surroundings.questions, question.question)


def _kept(opened: OpenedForm, doubt: Doubt) -> list[Line]:
    """The answers so far, where the person may have forgotten the form."""
    return list_kept(opened) if doubt in _STALE else []


def find_refusal(outcome: Outcome, incoming: Incoming, surroundings: Surroundings) -> Refusal | None:
    """Why the message cannot be the answer to the open question; `None` where it can, and where none is open.

    At the summary, the question that is asked there and reads its answers.
    """
    question = _open_question(outcome)
    if question is None or not isinstance(outcome, (Ask, Confirm)):
        return None
    entry = Typed(incoming.text) if incoming.file is None else Sent(incoming.file, incoming.text)
    try:
        question.add(outcome.state.answers.get(question.name), entry, surroundings)
    except Several:  # the person chooses among those found
        return None
    except Refusal as refusal:
        return refusal
    return None


def _open_question(outcome: Outcome) -> Field | None:
    if isinstance(outcome, Ask):
        return outcome.field
    if isinstance(outcome, Confirm):
        return next((field for field in outcome.fields if field.at_summary and is_checked(field)), None)
    return None


def back_to(row: OpenForm, definition: Definition) -> Button:
    """The button that shows where a form stands: its question, or its summary before anything is saved."""
    return Button(_BACK_TO.with_(title=definition.title), data=code(row, Navigation.LOOK))


def tells_nothing(question: Field, incoming: Incoming, surroundings: Surroundings) -> bool:
    """Whether a message tells nothing that could be the answer to a question which takes any words."""
    text = incoming.text
    if incoming.file is not None or is_checked(question) or is_suggested(question, text, surroundings):
        return False
    if question.like is not None and question.like(text):
        return False
    return says_nothing(text, wanted=question.wanted) or is_led_by_greeting(text)


def _keyboard(
    opened: OpenedForm, outcome: Ask | Confirm, incoming: Incoming, refusal: Refusal | None, *, is_stale: bool
) -> Keyboard:
    """What can be said of the message; where it is not the answer, also the buttons of the question."""
    row, definition, message_id = opened.row, opened.definition, incoming.message_id
    other = Button(_NO, data=code(row, f"other={message_id}"))
    leave = Button(_LEAVE, data=code(row, f"drop={message_id}"))
    if isinstance(outcome, Confirm) and is_stale:  # what would be saved is shown first: it may concern everybody
        other = replace(other, label=_ELSE)
        return ((back_to(row, definition),), (other, replace(leave, label=definition.leave or _LEAVE)))
    if isinstance(outcome, Confirm):
        save = Button(opened.surroundings().save or definition.save or SAVE, data=code(row, Navigation.SAVE))
        change = Button(CHANGE, data=code(row, Navigation.CHANGE))
        is_all_here = all(asked.at_summary for asked in definition.fields)
        return (save,) if is_all_here else (save, change), (
            replace(other, label=_ELSE),
            replace(leave, label=definition.leave or _LEAVE),
        )
    if refusal is not None:
        mine = Button(_MINE, data=code(row, f"take={message_id}"))
        taken = ((mine,),) if isinstance(refusal, SaysNothing) else ()
        return (*question_rows(row, outcome, opened.surroundings()), *taken, (replace(other, label=_ELSE), leave))
    return (Button(_YES, data=code(row, f"take={message_id}")), other), (leave,)
