"""The form engine: from answers so far and one entry to what comes next. Pure: no database, no chat, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from handlers.forms.definition import Definition
from handlers.forms.fields import Entry, Field, FileField, FileLeftOut, LinesField, Sent, Surroundings, Typed
from messages.rendering.texts import Text, _
from twg.core.refusals import Refusal


class Navigation(StrEnum):
    """What a person does with a form besides answering."""

    SKIP = "skip"
    BACK = "back"
    CANCEL = "cancel"
    SAVE = "save"
    CHANGE = "change"
    KEEP = "keep"
    #: The list has all its lines.
    FINISH = "finish"
    #: The last line of the list was wrong.
    UNDO = "undo"
    #: Show where it stands.
    LOOK = "look"
    #: What was kept is of no use.
    ANEW = "anew"


#: What the buttons say that stand for an answer. Whoever types these words means the button.
SKIP, FINISH = _("Skip"), _("That is all")


@dataclass(frozen=True)
class Step:
    """A navigation, with the field it names."""

    navigation: Navigation
    field: str = ""


@dataclass(frozen=True)
class State:
    """Answers so far, raw; `reopened` is a field that is asked again although it has one."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    reopened: str = ""

    def answer(self, name: str, raw: Any, *, done: bool = True) -> "State":
        """With an answer; the form goes on to the first question that has none."""
        return State({**self.answers, name: raw}, "" if done else name)


@dataclass(frozen=True)
class Ask:
    """A question is open; `refusal` says why the last entry was not taken."""

    state: State
    field: Field
    #: From 1, of `total` questions that apply and were not answered beforehand; 0 for one that was.
    position: int
    total: int
    refusal: Refusal | None = None
    #: Whether there is a question before it.
    back: bool = False


@dataclass(frozen=True)
class Choose:
    """Which answer shall be changed?"""

    state: State
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Confirm:
    """Everything is answered; shown once more before it is saved."""

    state: State
    fields: tuple[Field, ...]
    values: Mapping[str, Any]
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Done:
    state: State
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Cancelled:
    pass


Outcome = Ask | Choose | Confirm | Done | Cancelled


class ConfirmExpected(Refusal):
    """Something was typed where only a button makes sense."""

    key = "forms#confirm_expected"


@dataclass(frozen=True)
class Reading:
    """What the answers amount to: their values, the questions that apply, the one that is open."""

    values: dict[str, Any]
    fields: tuple[Field, ...]
    current: Field | None
    refusal: Refusal | None


def read(definition: Definition, state: State, surroundings: Surroundings) -> Reading:
    """Read every answer as of now. The open question is the reopened one, else the first without a good answer."""
    values: dict[str, Any] = {}
    fields: list[Field] = []
    current, refusal = None, None
    for question in definition.fields:
        if not question.when(values, surroundings):
            continue
        fields.append(question)
        raw = state.answers.get(question.name)
        if raw is None:
            if question.name not in state.answers:
                current = current or question
            continue
        try:
            values[question.name] = question.read(raw, surroundings)
        except Refusal as error:
            if current is None:
                current, refusal = question, error
            continue
        if not question.complete(raw):
            current = current or question
    reopened = next((question for question in fields if question.name == state.reopened), None)
    if reopened is not None:
        current, refusal = reopened, None
    return Reading(values, tuple(fields), current, refusal)


def advance(definition: Definition, state: State, entry: Entry | Step, surroundings: Surroundings) -> Outcome:
    """What comes next.

    Args:
        entry: an answer to the open question, or a step.
    Returns:
        The new state with what to show. The given state is not changed; a refused entry leaves the answers alone,
        except that the caption of a refused file is taken.
    """
    reading = read(definition, state, surroundings)
    if isinstance(entry, Step):
        return _step(definition, state, entry, reading, surroundings)
    question = reading.current or _asked_at_summary(reading)
    if question is None:
        return _look(definition, state, surroundings, refusal=ConfirmExpected())
    raw = state.answers.get(question.name)
    meant = _meant(question, raw, entry, surroundings)
    if meant is not None:
        return _step(definition, state, meant, reading, surroundings)
    try:
        if isinstance(question, LinesField):
            lines, left_out = question.add(raw, entry, surroundings)
            state = state if lines is None else state.answer(question.name, lines, done=False)
            if left_out is not None:
                return _look(definition, state, surroundings, refusal=left_out)
        else:
            state = state.answer(question.name, question.accept(entry, surroundings))
        if isinstance(entry, Sent) and not isinstance(question, FileField):
            state = _keep_file(definition, state, entry, surroundings)
    except Refusal as refusal:
        return _look(definition, state, surroundings, refusal=refusal)
    return _look(definition, state, surroundings)


def _asked_at_summary(reading: Reading) -> Field | None:
    return next((question for question in reading.fields if question.at_summary), None)


def _meant(question: Field, raw: Any, entry: Entry, surroundings: Surroundings) -> Step | None:
    """The button whose words were typed, as far as it is offered."""

    def says(text: Text) -> bool:
        return isinstance(entry, Typed) and entry.text.strip().casefold() == text.render(surroundings.locale).casefold()

    if isinstance(question, LinesField) and raw:
        return Step(Navigation.FINISH) if says(FINISH) else None
    return Step(Navigation.SKIP) if question.optional and says(SKIP) else None


def _keep_file(definition: Definition, state: State, entry: Sent, surroundings: Surroundings) -> State:
    """With the file, whose caption was an answer, at the question that asks for one.

    Raises: FileLeftOut where none does, or has its file already; FileTooBig. The caption is taken all the same.
    """
    for question in read(definition, state, surroundings).fields:
        if isinstance(question, FileField) and state.answers.get(question.name) is None:
            return replace(state, answers={**state.answers, question.name: question.accept(entry, surroundings)})
    raise FileLeftOut


def _look(
    definition: Definition, state: State, surroundings: Surroundings, *, refusal: Refusal | None = None
) -> Outcome:
    reading = read(definition, state, surroundings)
    if reading.current is None and refusal is None and not definition.confirm:
        return Done(state, reading.values)
    if reading.current is None:
        return Confirm(state, reading.fields, reading.values, refusal)
    asked = [question for question in reading.fields if question.name not in surroundings.given]
    position = asked.index(reading.current) + 1 if reading.current in asked else 0
    back = reading.current != reading.fields[0]
    total = len(asked) + _count_undecided(definition, reading, surroundings)
    return Ask(state, reading.current, position, total, refusal or reading.refusal, back)


def _count_undecided(definition: Definition, reading: Reading, surroundings: Surroundings) -> int:
    """Questions that may still turn out to apply, by the answer to the open one or a later one."""
    if reading.current is None or reading.current.name in reading.values:
        return 0
    later = definition.fields[definition.fields.index(reading.current) + 1 :]
    undecided = (question for question in later if question not in reading.fields)
    return sum(question.likely and question.name not in surroundings.given for question in undecided)


def _step(definition: Definition, state: State, step: Step, reading: Reading, surroundings: Surroundings) -> Outcome:
    question = reading.current
    raw = None if question is None else state.answers.get(question.name)
    match step.navigation:
        case Navigation.CANCEL:
            return Cancelled()
        case Navigation.SAVE if question is None:
            return Done(state, reading.values)
        case Navigation.CHANGE if not step.field:
            return Choose(state, reading.fields)
        case Navigation.CHANGE if any(item.name == step.field for item in reading.fields):
            state = _reopen(state, definition.field(step.field))
        case Navigation.BACK:
            state = _back(state, reading)
        case Navigation.SKIP if question is not None and question.optional:
            state = state.answer(question.name, None)
        case Navigation.KEEP if question is not None and question.name in state.answers:
            state = replace(state, reopened="")
        case Navigation.FINISH if isinstance(question, LinesField) and raw:
            state = state.answer(question.name, {**raw, "done": True})
        case Navigation.ANEW:
            state = State({name: raw for name, raw in state.answers.items() if name in surroundings.given})
        case Navigation.UNDO if isinstance(question, LinesField) and raw:
            state = _without_last_line(state, question)
    return _look(definition, state, surroundings)


def _reopen(state: State, question: Field) -> State:
    raw = state.answers.get(question.name)
    answers = dict(state.answers)
    if isinstance(question, LinesField) and raw:
        answers[question.name] = {**raw, "done": False}
    return State(answers, question.name)


def _back(state: State, reading: Reading) -> State:
    """Ask the question before the open one again; what was answered stays until it is answered anew."""
    names = [question.name for question in reading.fields]
    place = len(names) if reading.current is None else names.index(reading.current.name)
    return state if place == 0 else _reopen(state, reading.fields[place - 1])


def _without_last_line(state: State, question: LinesField) -> State:
    lines = state.answers[question.name]["lines"][:-1]
    if lines:
        return state.answer(question.name, {"lines": lines, "done": False}, done=False)
    return State({name: raw for name, raw in state.answers.items() if name != question.name}, question.name)


def reopen_refused(definition: Definition, state: State, refusal: Refusal, surroundings: Surroundings) -> Outcome:
    """Where a form stands after its operation refused: at the field that the refusal names, or at the summary."""
    names = {question.name for question in definition.fields}
    if refusal.field in names:
        state = _reopen(state, definition.field(refusal.field))
    return _look(definition, state, surroundings, refusal=refusal)


def answered_typed(definition: Definition, given: Mapping[str, str], surroundings: Surroundings) -> State:
    """A state with some answers typed beforehand (a one-line command). Raises: the refusal of the first bad one."""
    state = State()
    for name, text in given.items():
        try:
            state = state.answer(name, definition.field(name).accept(Typed(text), surroundings))
        except Refusal as refusal:
            refusal.field = name
            raise
    return state
