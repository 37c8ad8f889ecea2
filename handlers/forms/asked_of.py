"""A message at the open question of a form, and what it may be besides an answer."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from handlers.forms.advance import Ask, Confirm, Outcome
from handlers.forms.choice_fields import ChoiceField, OptionField
from handlers.forms.fields import Field
from handlers.forms.file_field import FileField
from handlers.forms.lines_field import LinesField
from handlers.forms.moment_fields import DayField, TimeField
from handlers.forms.opened import OpenedForm
from handlers.forms.person_field import PersonField
from handlers.forms.surroundings import Surroundings, Typed
from handlers.routing.incoming import Incoming
from storage.core.spelling import fold
from twg.core.refusals import Refusal


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
    #: It is about another of the person's actions than the question.
    OF_ANOTHER = "of_another"
    #: By itself it does something to another thing, which it names; the question may be answered by it all the same.
    ACTS_ELSEWHERE = "acts_elsewhere"
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


def is_ambiguous(asked: AskedOf) -> bool:
    """Whether "cancel" may mean what the form is for: the form that cancels a meeting."""
    return asked.opened.definition.leave is not None


def is_checked(question: Field) -> bool:
    """Whether the question reads its answers, so that hardly anything else is accepted as one."""
    if isinstance(question, PersonField | LinesField):
        return False
    is_kind = isinstance(question, ChoiceField | OptionField | DayField | TimeField | FileField)
    return is_kind or ((question.read_text is not None or question.reads) and question.checked)


def refusal_of(question: Field, text: str, surroundings: Surroundings) -> Refusal | None:
    """Why the question does not take the text."""
    try:
        question.accept(Typed(text), surroundings)
    except Refusal as refusal:
        return refusal
    return None


def is_command(asked: AskedOf) -> bool:
    """Whether the text is the name of a command, without its slash."""
    return fold(asked.incoming.text).replace(" ", "") in asked.commands
