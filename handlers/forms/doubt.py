"""Whether a message is an answer to the open question of a form, or may be about something else."""

from handlers.forms.advance import Ask, Confirm, Navigation, Step
from handlers.forms.asked_of import AskedOf, Correction, Doubt, is_ambiguous, is_checked, is_command, refusal_of
from handlers.forms.at_summary import read_at_summary
from handlers.forms.fields import Field
from handlers.forms.file_field import FileField, FileLeftOut
from handlers.forms.kept_files import keep_file
from handlers.forms.lines_field import LinesField
from handlers.forms.moment_fields import MomentField
from handlers.forms.opened import PUT_ASIDE
from handlers.forms.person_field import PersonField
from handlers.forms.surroundings import Sent, Surroundings
from handlers.routing.incoming import Incoming
from storage.core.forms import OpenForm
from storage.core.spelling import fold, is_visible
from twg.core.files import SentFile
from twg.core.refusals import Refusal
from twg.language.asked import (
    Wanted,
    holds_back,
    is_about_a_task,
    is_aside,
    is_bare_figure,
    is_of_signs,
    names_nothing,
    names_something,
    says_all,
    says_nothing,
    withdraws,
)
from twg.language.intents import Intent, read_intent
from twg.language.wishes import read_wish

#: A question is an answer to these.
_TAKE_QUESTIONS = (Wanted.QUERY, Wanted.QUESTION)


def replies_to_form(incoming: Incoming, row: OpenForm) -> bool:
    """Whether the message replies to one that this form sent."""
    return any(data.startswith(f"f:{row.id}:") for data in incoming.replied_buttons)


def _replies_to_question(incoming: Incoming, row: OpenForm) -> bool:
    """Whether the message replies to the question that is open now."""
    return any(data.startswith(f"f:{row.id}:{row.revision}:") for data in incoming.replied_buttons)


def read_message(asked: AskedOf) -> Doubt | Step | Correction | None:
    """What a message at an open question is: `None` for an answer, else a step, or why it may be something else.

    A reply to the question is its answer, however late. Only one that asks something itself, says nothing, or says that
    there is no answer yet is doubted; "cancel" leaves.
    """
    replied = _replies_to_question(asked.incoming, asked.opened.row)
    away = None if replied else _is_away(asked)
    if away in {None, Doubt.LATE} and withdraws(asked.incoming.text) and not is_ambiguous(asked):
        return Step(Navigation.SKIP if _skips(asked) else Navigation.CANCEL)
    if away is not None:
        return away
    if isinstance(asked.outcome, Confirm):
        return read_at_summary(asked)
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


def _skips(asked: AskedOf) -> bool:
    """Whether the text leaves out the question rather than the form: "no need" where an answer is optional."""
    return isinstance(asked.outcome, Ask) and asked.outcome.field.optional and names_nothing(asked.incoming.text)


def _read_at_question(asked: AskedOf, *, replied: bool) -> Doubt | Step | None:
    question, text, file = asked.question, asked.incoming.text, asked.incoming.file
    if question is None or (isinstance(question, FileField) and file is not None):
        return None
    if not is_visible(text):
        return None if file is None or _takes_file(asked, file) else Doubt.UNLIKE
    if isinstance(question, LinesField) and asked.opened.row.answers.get(question.name):
        surely = question.like is not None and question.like(text)
        return None if surely else _read_at_list(text, replied=replied)
    if is_checked(question):
        return _read_checked(asked, question)
    if question.optional and names_nothing(text):
        return Step(Navigation.SKIP)
    if is_ambiguous(asked) and withdraws(text):
        return Doubt.UNLIKE  # "cancel please" as the reason why a meeting is cancelled
    if replied:
        return Doubt.UNLIKE if _answers_nothing(question, text, asked.surroundings) else None
    if is_suggested(question, text, asked.surroundings):
        return None
    if read_wish(text) and _takes_no_wish(asked, question):
        return Doubt.UNLIKE
    return Doubt.UNLIKE if is_command(asked) or looks_like_something_else(question, text) else None


def _answers_nothing(question: Field, text: str, surroundings: Surroundings) -> bool:
    """Whether a reply to a question that takes any text asks something itself, says nothing at all ("wait, please"), or
    says that there is no answer yet ("tomorrow" at "What was done?")."""
    if is_suggested(question, text, surroundings) or (question.like is not None and question.like(text)):
        return False
    asks_back = question.wanted not in _TAKE_QUESTIONS and read_intent(text).intent is Intent.QUESTION
    denies = question.unlike is not None and question.unlike(text)
    return asks_back or denies or says_nothing(text, wanted=question.wanted)


def _takes_no_wish(asked: AskedOf, question: Field) -> bool:
    """Whether a text that reads as a request is hardly the answer.

    At a task it tells of nothing that was done; at a person it names nobody who can be chosen.
    """
    if question.of_task:
        return not read_intent(asked.incoming.text).may_be(Intent.DONE, Intent.PROGRESS)
    return (
        isinstance(question, PersonField) and refusal_of(question, asked.incoming.text, asked.surroundings) is not None
    )


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
    if _says_all(text):
        return Step(Navigation.FINISH)
    return Doubt.UNLIKE if (is_aside(text) or holds_back(text)) and not replied else None


def _says_all(text: str) -> bool:
    """Whether the text says that a list is complete: "no more", "done"."""
    return names_nothing(text) or says_all(text) or read_intent(text, among=(Intent.DONE,)).clear


def looks_like_something_else(question: Field, text: str) -> bool:
    """Whether a text typed at a question that takes any text is hardly its answer."""
    if question.like is not None and question.like(text):
        return False
    if isinstance(question, LinesField) and is_of_signs(text):
        return False  # the list says which of its lines it does not take
    if question.wanted is Wanted.TELLING and is_bare_figure(text):
        return True
    if is_aside(text, wanted=question.wanted) or (question.unlike is not None and question.unlike(text)):
        return True
    if question.evident is not None and not question.evident(text):
        return True
    return (question.is_name or isinstance(question, PersonField)) and not names_something(text)


def _read_checked(asked: AskedOf, question: Field) -> Doubt | Step | None:
    """An answer that the question reads, or that says nothing; else doubted where it is known to be something else."""
    text = asked.incoming.text
    if refusal_of(question, text, asked.surroundings) is None or (question.like is not None and question.like(text)):
        return None
    if question.finish(asked.opened.row.answers.get(question.name)) is not None and _says_all(text):
        return Step(Navigation.FINISH)
    if question.optional and names_nothing(text):
        return Step(Navigation.SKIP)
    if isinstance(question, MomentField) and question.says_more(text, asked.surroundings):
        return Doubt.UNLIKE
    if isinstance(question, MomentField) and question.says_only(text, asked.surroundings):
        return None  # a day that cannot be taken is refused as one, whatever the word before it may ask for elsewhere
    is_else = is_aside(text) or is_about_a_task(text) or is_command(asked) or read_wish(text)
    return Doubt.UNLIKE if is_else else None


def is_suggested(question: Field, text: str, surroundings: Surroundings) -> bool:
    return any(fold(text) in map(fold, option.spellings) for option in question.choices(surroundings))
