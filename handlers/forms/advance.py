"""The form engine: from answers so far and one entry to what comes next. Pure: no database, no chat, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from handlers.forms.beside import take_answer, take_beside
from handlers.forms.definition import Definition
from handlers.forms.fields import Field
from handlers.forms.file_field import CaptionLeftOut, FileField, FileKept, FileLeftOut
from handlers.forms.kept_files import keep_file, said_with
from handlers.forms.lines_field import LinesField
from handlers.forms.position import counted, removable
from handlers.forms.reading import Reading, State, read
from handlers.forms.sections import without_item
from handlers.forms.surroundings import Entry, Sent, Surroundings, Typed
from messages.rendering.file_names import names_of
from messages.rendering.texts import LOCALES, Text, _
from storage.core.spelling import key_of
from twg.core.refusals import Refusal


class Navigation(StrEnum):
    """What a person does with a form besides answering."""

    SKIP = "skip"
    BACK = "back"
    CANCEL = "cancel"
    SAVE = "save"
    #: Save, and send at once what it causes, also in quiet hours.
    SAVE_NOW = "now"
    CHANGE = "change"
    KEEP = "keep"
    #: End the list: it has all its lines.
    FINISH = "finish"
    #: Take back the newest entry of the list.
    UNDO = "undo"
    #: Show the open question or the summary, without a change.
    LOOK = "look"
    #: Drop all answers, except those given before the form was opened.
    ANEW = "anew"
    #: Remove an item of a section.
    REMOVE = "remove"


#: Labels of buttons that stand for an answer; typing a label has the effect of its button.
SKIP, FINISH = _("Skip"), _("That is all")


@dataclass(frozen=True)
class Step:
    """A navigation, with what it is about: the name of a question, or the path of a section or an item."""

    navigation: Navigation
    field: str = ""


@dataclass(frozen=True)
class Ask:
    """A question is open; `refusal` says why the last entry was not taken."""

    state: State
    field: Field
    #: From 1, of all `total` questions that were not answered beforehand; 0 for one that was. A section is one.
    #: Only those count that apply by the answers so far, and were not answered beside another: no number is left out.
    position: int
    total: int
    refusal: Refusal | None = None
    #: Whether there is a question before it.
    back: bool = False
    #: The path of the item that can be removed here; empty for none.
    removes: str = ""


@dataclass(frozen=True)
class Choose:
    """The person chooses which answer to change: of the form, of a section or of an item."""

    state: State
    fields: tuple[Field, ...]
    values: Mapping[str, Any]
    #: Of the section or item; empty for the form.
    path: str = ""
    #: Of the items to choose from, counted from 0.
    page: int = 0


@dataclass(frozen=True)
class Confirm:
    """Everything is answered; shown once more before it is saved."""

    state: State
    fields: tuple[Field, ...]
    values: Mapping[str, Any]
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Done:
    """Everything is answered and confirmed; `at_once`: what it causes is not held by quiet hours."""

    state: State
    values: Mapping[str, Any]
    at_once: bool = False


@dataclass(frozen=True)
class Cancelled:
    pass


Outcome = Ask | Choose | Confirm | Done | Cancelled


class ConfirmExpected(Refusal):
    """Something was sent where only a button makes sense."""

    key = "forms#confirm_expected"


def advance(definition: Definition, state: State, entry: Entry | Step, surroundings: Surroundings) -> Outcome:
    """What comes next.

    Args:
        entry: an answer to the open question, or a step.
    Returns:
        The new state with what to show. The given state is not changed; a refused entry leaves the answers alone,
        except that the caption of a refused file is taken, and what the entry answers of other questions.
    """
    reading = read(definition, state, surroundings)
    if isinstance(entry, Step):
        return _step(definition, state, entry, reading, surroundings)
    question = reading.current or _asked_at_summary(reading)
    if question is None:
        return _at_summary(definition, state, entry, reading, surroundings)
    raw = state.answers.get(question.name)
    meant = _meant(question, raw, entry)
    if meant is not None:
        return _step(definition, state, meant, reading, surroundings)
    said = question.besides(entry, surroundings)
    state = take_beside(state, question, said, reading)
    try:
        if isinstance(entry, Sent) and not entry.caption and not isinstance(question, FileField):
            return _keep_early(definition, state, question, entry, surroundings)
        answer, left_out = question.add(raw, entry, surroundings)
        if answer is not None:
            state = take_answer(state, question, answer, said, reading)
        if left_out is not None:
            return _look(definition, state, surroundings, refusal=left_out)
        if isinstance(entry, Sent) and not isinstance(question, FileField):
            state, left_out = keep_file(definition, state, entry, surroundings)
    except Refusal as refusal:
        return _look(definition, state, surroundings, refusal=refusal)
    return _look(definition, state, surroundings, refusal=left_out)


def _at_summary(
    definition: Definition, state: State, entry: Entry, reading: Reading, surroundings: Surroundings
) -> Outcome:
    """A file joins those of a form that takes several; anything else is to be said with a button."""
    if not isinstance(entry, Sent):
        return _look(definition, state, surroundings, refusal=ConfirmExpected())
    try:
        kept, left_out = keep_file(definition, state, entry, surroundings)
    except FileLeftOut:
        return _look(definition, state, surroundings, refusal=ConfirmExpected())
    except Refusal as refusal:
        return _look(definition, state, surroundings, refusal=refusal)
    said = said_with(entry, reading)
    if entry.caption and not said:
        left_out = CaptionLeftOut(name=entry.file.name, caption=entry.caption)
    return _look(definition, take_beside(kept, None, said, reading), surroundings, refusal=left_out)


def _asked_at_summary(reading: Reading) -> Field | None:
    return next((question for question in reading.fields if question.at_summary), None)


def _meant(question: Field, raw: Any, entry: Entry) -> Step | None:
    """The step of the button whose label was typed, in any language; `None` where it is not offered."""

    def says(text: Text) -> bool:
        labels = {key_of(text.render(locale)) for locale in LOCALES}
        return isinstance(entry, Typed) and key_of(entry.text) in labels

    if question.finish(raw) is not None:
        return Step(Navigation.FINISH) if says(FINISH) else None
    return Step(Navigation.SKIP) if question.optional and says(SKIP) else None


def _keep_early(definition: Definition, state: State, question: Field, entry: Sent, around: Surroundings) -> Outcome:
    """A file without a text came for a question about a text: keep the file where the form can, and ask again."""
    try:
        state, left_out = keep_file(definition, state, entry, around)
    except FileLeftOut:
        raise question.expected from None
    at_summary = read(definition, state, around).current is None
    kept = None if at_summary else FileKept(names=names_of(entry.file.all))
    return _look(definition, state, around, refusal=left_out or kept)


def _look(
    definition: Definition, state: State, surroundings: Surroundings, *, refusal: Refusal | None = None
) -> Outcome:
    reading = read(definition, state, surroundings)
    if reading.current is None and refusal is None and not definition.confirm:
        return Done(state, reading.saved)
    if reading.current is None:
        return Confirm(state, reading.fields, reading.values, refusal)
    question = reading.current
    asked = counted(reading, surroundings)
    position = asked.index(question.top) + 1 if question.top in asked else 0
    back = question != reading.fields[0] or question.step_back(state.answers.get(question.name)) is not None
    return Ask(
        state, question, position, len(asked), refusal or reading.refusal, back, removable(state, reading, question)
    )


def _step(definition: Definition, state: State, step: Step, reading: Reading, surroundings: Surroundings) -> Outcome:
    question = reading.current
    raw = None if question is None else state.answers.get(question.name)
    match step.navigation:
        case Navigation.CANCEL:
            return Cancelled()
        case Navigation.SAVE | Navigation.SAVE_NOW if question is None:
            return Done(state, reading.saved, at_once=step.navigation is Navigation.SAVE_NOW)
        case Navigation.CHANGE:
            return _change(definition, state, step.field, reading, surroundings)
        case Navigation.REMOVE if any(step.field == item.path for asked in reading.fields for item in asked.within):
            state = replace(state, answers=without_item(state.answers, step.field), reopened="")
        case Navigation.BACK if question is not None and (inner := question.step_back(raw)) is not None:
            state = state.answer(question.name, inner, done=False)
        case Navigation.BACK:
            state = _back(state, reading)
        case Navigation.SKIP if question is not None and question.optional:
            state = take_answer(state, question, None, {}, reading)
        case Navigation.KEEP if question is not None and question.name in state.answers:
            state = replace(state, reopened="")
        case Navigation.FINISH if question is not None and (whole := question.finish(raw)) is not None:
            state = state.answer(question.name, whole)
        case Navigation.ANEW:
            given = {name: raw for name, raw in state.answers.items() if name in surroundings.given}
            state = State(given, beside=state.beside & given.keys())
        case Navigation.UNDO if isinstance(question, LinesField) and raw and raw.get("undo"):
            state = _without_last_entry(state, question)
    return _look(definition, state, surroundings)


def _change(definition: Definition, state: State, name: str, reading: Reading, surroundings: Surroundings) -> Outcome:
    """Ask a question again, or show what can be changed of a section or an item: "agenda@1" is its second page."""
    path, _at, page = name.partition("@")
    question = reading.question(path)
    if path and question is None:
        return _look(definition, state, surroundings)
    if question is None or question.name != path:
        return Choose(state, reading.fields, reading.values, path, int(page) if page.isdecimal() else 0)
    return _look(definition, _reopen(state, question), surroundings)


def _reopen(state: State, question: Field) -> State:
    raw = state.answers.get(question.name)
    answers = dict(state.answers)
    if isinstance(question, LinesField) and raw:
        answers[question.name] = {**raw, "done": False}
    return replace(state, answers=answers, reopened=question.name)


def _back(state: State, reading: Reading) -> State:
    """The person presses Back: the form asks the question before the open one again, and keeps every answer.

    Questions that it asks at the summary or on request alone are left out (`Field.passed_over`).
    """
    names = [question.name for question in reading.fields]
    place = len(names) if reading.current is None else names.index(reading.current.name)
    before = [question for question in reading.fields[:place] if not question.passed_over]
    return _reopen(state, before[-1]) if before else state


def _without_last_entry(state: State, question: LinesField) -> State:
    kept = question.take_back(state.answers[question.name])
    if kept is not None:
        return state.answer(question.name, kept, done=False)
    rest = {name: raw for name, raw in state.answers.items() if name != question.name}
    return replace(state, answers=rest, reopened=question.name)


def reopen_refused(definition: Definition, state: State, refusal: Refusal, surroundings: Surroundings) -> Outcome:
    """What to show after the operation refused: the question of the field that the refusal names, else the summary."""
    question = read(definition, state, surroundings).question(refusal.field) if refusal.field else None
    if question is not None:
        state = _reopen(state, question)
    return _look(definition, state, surroundings, refusal=refusal)
