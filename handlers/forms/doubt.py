"""Whether a message is an answer to the open question of a form, or may be about something else."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from handlers.forms.advance import Ask, Confirm, Navigation, Outcome, Step
from handlers.forms.fields import ChoiceField, Field, OptionField
from handlers.forms.file_field import FileField, FileLeftOut
from handlers.forms.kept_files import keep_file
from handlers.forms.lines_field import LinesField
from handlers.forms.moment_fields import DayField, TimeField
from handlers.forms.opened import DOUBTED, PUT_ASIDE, OpenedForm
from handlers.forms.person_field import PersonField
from handlers.forms.surroundings import Sent, Surroundings, Typed
from handlers.routing.incoming import Incoming
from messages.rendering.texts import LOCALES, Text
from storage.core.forms import OpenForm
from storage.core.spelling import fold, is_visible
from twg.core.files import SentFile
from twg.core.refusals import Refusal
from twg.language.asked import (
    Wanted,
    agrees,
    declines,
    find_correction,
    find_figure,
    holds_back,
    is_about_a_task,
    is_aside,
    is_of_signs,
    names_nothing,
    names_something,
    withdraws,
)
from twg.language.intents import Intent, read_intent

#: A question is an answer to these.
_TAKE_QUESTIONS = (Wanted.QUERY, Wanted.QUESTION)


class Doubt(StrEnum):
    """Why a message may be something other than the answer to the open question."""

    #: It came longer after the question than questions wait.
    LATE = "late"
    #: It replies to another message.
    ELSEWHERE = "elsewhere"
    #: Another form was filled in since the question was shown.
    OUT_OF_SIGHT = "out_of_sight"
    #: It reads like something else: a question, a greeting, "no".
    UNLIKE = "unlike"
    #: At the summary, where nothing is asked that it could answer.
    UNASKED = "unasked"


@dataclass(frozen=True)
class Correction:
    """At the summary: what an answer should be instead, "no, it is 56". `field` is the name of its question."""

    field: str
    text: str


@dataclass(frozen=True)
class AskedOf:
    """A message and the open question at which it arrived.

    Attributes:
        commands: the names of all commands.
    """

    opened: OpenedForm
    outcome: Outcome
    incoming: Incoming
    commands: Collection[str]

    @property
    def question(self) -> Field | None:
        """The question that typed text answers; `None` at a summary that takes no text."""
        if isinstance(self.outcome, Ask):
            return self.outcome.field
        if isinstance(self.outcome, Confirm):
            return next((asked for asked in self.outcome.fields if asked.at_summary), None)
        return None

    @property
    def surroundings(self) -> Surroundings:
        return self.opened.surroundings()


def replies_to_form(incoming: Incoming, row: OpenForm) -> bool:
    """Whether the message replies to one that this form sent."""
    return any(data.startswith(f"f:{row.id}:") for data in incoming.replied_buttons)


def _replies_to_question(incoming: Incoming, row: OpenForm) -> bool:
    """Whether the message replies to the question that is open now."""
    return any(data.startswith(f"f:{row.id}:{row.revision}:") for data in incoming.replied_buttons)


def read_message(asked: AskedOf) -> Doubt | Step | Correction | None:
    """What a message at an open question is: `None` for an answer, else a step, or why it may be something else.

    A reply to the question is its answer, however late; only a counter-question is doubted, and "cancel" leaves.
    """
    replied = _replies_to_question(asked.incoming, asked.opened.row)
    away = None if replied else _is_away(asked)
    if away in {None, Doubt.LATE} and withdraws(asked.incoming.text) and not _is_ambiguous(asked):
        return Step(Navigation.SKIP if _skips(asked) else Navigation.CANCEL)
    if away is not None:
        return away
    if isinstance(asked.outcome, Confirm):
        return _read_at_summary(asked)
    return _read_at_question(asked, replied=replied)


def _is_away(asked: AskedOf) -> Doubt | None:
    """Why the message may not be about the question, whatever it says."""
    incoming, opened = asked.incoming, asked.opened
    lapses = opened.request.settings.question_lapses
    if lapses and opened.request.now - opened.row.updated_at > lapses:
        return Doubt.LATE
    if incoming.replied_to is not None:
        return Doubt.ELSEWHERE
    return Doubt.OUT_OF_SIGHT if opened.row.context.get(PUT_ASIDE) else None


def _is_ambiguous(asked: AskedOf) -> bool:
    """Whether "cancel" may mean what the form is for: the form that cancels a meeting."""
    return asked.opened.definition.leave is not None


def _skips(asked: AskedOf) -> bool:
    """Whether the text leaves out the question rather than the form: "no need" where an answer is optional."""
    return isinstance(asked.outcome, Ask) and asked.outcome.field.optional and names_nothing(asked.incoming.text)


def _read_at_summary(asked: AskedOf) -> Doubt | Step | Correction | None:
    """Judge a text typed at the summary: "yes", "no", a corrected answer or a label of a question; ask about others."""
    text = asked.incoming.text
    if asked.incoming.file is not None and asked.question is None:
        return _read_file(asked)
    if agrees(text) or _is_label_of_saving(asked):
        return Doubt.UNASKED if _was_doubted(asked.opened.row) else Step(Navigation.SAVE)
    if declines(text):
        return Step(Navigation.CANCEL if asked.question is not None else Navigation.CHANGE)
    if asked.question is None:
        return _find_named(asked) or _find_corrected(asked) or Doubt.UNASKED
    if holds_back(text):
        return Doubt.UNLIKE
    if _is_ambiguous(asked) and (withdraws(text) or is_aside(text) or _is_command(asked)):
        return Doubt.UNLIKE
    return None


def _is_label_of_saving(asked: AskedOf) -> bool:
    label = asked.surroundings.save or asked.opened.definition.save
    return label is not None and _is_label(asked.incoming.text, label)


def _is_label(text: str, label: Text) -> bool:
    return fold(text) in {fold(label.render(locale)) for locale in LOCALES}


def _was_doubted(row: OpenForm) -> bool:
    """Whether a message was doubted since the summary was shown: "ok" after "wait, …" may answer the doubt."""
    return row.context.get(DOUBTED) == row.revision


def _read_file(asked: AskedOf) -> Doubt | Correction:
    """A file sent at the summary: the one that the form asks for, where it has none and nothing else is said with it.

    The summary is shown again with it; "yes" as its caption saves nothing that the person has not seen.
    """
    outcome, text = asked.outcome, asked.incoming.text
    fields = outcome.fields if isinstance(outcome, Confirm) else ()
    files = [question for question in fields if isinstance(question, FileField)]
    if len(files) != 1 or asked.opened.row.answers.get(files[0].name) is not None:
        return Doubt.UNASKED
    is_meant = (
        _is_label(text, files[0].label)
        or agrees(text)
        or read_intent(text).is_clearly(Intent.THANKS, Intent.ACKNOWLEDGED)
    )
    return Correction(files[0].name, text) if is_meant else Doubt.UNASKED


def _find_named(asked: AskedOf) -> Step | None:
    """The step that asks a question again whose label was typed."""
    if not isinstance(asked.outcome, Confirm):
        return None
    for question in asked.outcome.fields:
        if _is_label(asked.incoming.text, question.label):
            return Step(Navigation.CHANGE, question.name)
    return None


def _find_corrected(asked: AskedOf) -> Correction | None:
    """The answer that the text corrects: of the only question that reads what the text says instead.

    A figure alone is such a correction too: "59" below a value of 58.
    """
    typed, outcome = asked.incoming.text, asked.outcome
    text = find_figure(typed) or find_correction(typed)
    if not text or not isinstance(outcome, Confirm):
        return None
    checked = [question for question in outcome.fields if is_checked(question)]
    found = [question.name for question in checked if _refusal_of(question, text, asked.surroundings) is None]
    return Correction(found[0], text) if len(found) == 1 else None


def _read_at_question(asked: AskedOf, *, replied: bool) -> Doubt | Step | None:
    question, text, file = asked.question, asked.incoming.text, asked.incoming.file
    if question is None or (isinstance(question, FileField) and file is not None):
        return None
    if not is_visible(text):
        return None if file is None or _takes_file(asked, file) else Doubt.UNLIKE
    if isinstance(question, LinesField) and asked.opened.row.answers.get(question.name):
        return _read_at_list(text, replied=replied)
    if is_checked(question):
        return _read_checked(asked, question)
    if question.optional and names_nothing(text):
        return Step(Navigation.SKIP)
    if replied:
        asks_back = question.wanted not in _TAKE_QUESTIONS and read_intent(text).intent is Intent.QUESTION
        return Doubt.UNLIKE if asks_back else None
    if is_suggested(question, text, asked.surroundings):
        return None
    return Doubt.UNLIKE if _is_command(asked) or looks_like_something_else(question, text) else None


def _takes_file(asked: AskedOf, file: SentFile) -> bool:
    """Whether the form has a place for a file that came without words."""
    try:
        keep_file(asked.opened.definition, asked.opened.state, Sent(file), asked.surroundings)
    except FileLeftOut:
        return False
    except Refusal:  # too big: it is refused as an answer is
        return True
    return True


def _read_at_list(text: str, *, replied: bool) -> Doubt | Step | None:
    """A text at a list that has lines already: another line, or that it has all of them."""
    if names_nothing(text) or read_intent(text, among=(Intent.DONE,)).clear:
        return Step(Navigation.FINISH)
    return Doubt.UNLIKE if is_aside(text) and not replied else None


def looks_like_something_else(question: Field, text: str) -> bool:
    """Whether a text typed at a question that takes any text is hardly its answer."""
    if question.like is not None and question.like(text):
        return False
    if isinstance(question, LinesField) and is_of_signs(text):
        return False  # the list says which of its lines it does not take
    if is_aside(text, wanted=question.wanted) or (question.unlike is not None and question.unlike(text)):
        return True
    return (question.is_name or isinstance(question, PersonField)) and not names_something(text)


def is_checked(question: Field) -> bool:
    """Whether the question reads its answers, so that hardly anything else is accepted as one."""
    if isinstance(question, PersonField | LinesField):
        return False
    is_kind = isinstance(question, ChoiceField | OptionField | DayField | TimeField | FileField)
    return is_kind or ((question.read_text is not None or question.reads) and question.checked)


def _read_checked(asked: AskedOf, question: Field) -> Doubt | Step | None:
    """An answer that the question reads, or that says nothing; else doubted where it is known to be something else."""
    text = asked.incoming.text
    if _refusal_of(question, text, asked.surroundings) is None:
        return None
    if question.optional and names_nothing(text):
        return Step(Navigation.SKIP)
    return Doubt.UNLIKE if is_aside(text) or is_about_a_task(text) or _is_command(asked) else None


def _refusal_of(question: Field, text: str, surroundings: Surroundings) -> Refusal | None:
    """Why the question does not take the text."""
    try:
        question.accept(Typed(text), surroundings)
    except Refusal as refusal:
        return refusal
    return None


def is_suggested(question: Field, text: str, surroundings: Surroundings) -> bool:
    return any(fold(str(option.label)) == fold(text) for option in question.choices(surroundings))


def _is_command(asked: AskedOf) -> bool:
    """Whether the text is the name of a command, without its slash."""
    return fold(asked.incoming.text).replace(" ", "") in asked.commands
