"""Reading what is typed or sent at the summary of a form: "yes", "no", a corrected answer, a file."""

import re

from handlers.forms.advance import Confirm, Navigation, Step
from handlers.forms.asked_of import AskedOf, Correction, Doubt, is_ambiguous, is_checked, is_command, refusal_of
from handlers.forms.fields import Field
from handlers.forms.file_field import FileField
from handlers.forms.lines_field import LinesField
from handlers.forms.opened import DOUBTED
from handlers.forms.surroundings import Sent, Typed
from messages.rendering.texts import LOCALES, Text
from storage.core.forms import OpenForm
from storage.core.spelling import fold, is_visible
from twg.language.asked import (
    agrees,
    declines,
    find_confirmed,
    find_correction,
    find_figure,
    holds_back,
    is_aside,
    withdraws,
)
from twg.language.intents import Intent, read_intent

#: An answer as the summary shows it, on one line.
_LABELLED = re.compile(r"(?P<label>[^:៖\n]{2,60}?)\s*[:៖]\s*(?P<value>\S[^\n]*)")


def read_at_summary(asked: AskedOf) -> Doubt | Step | Correction | None:
    """Judge a text typed at the summary: "yes", "no", a corrected answer or a label of a question; ask about others."""
    text = asked.incoming.text
    if asked.incoming.file is not None and asked.question is None:
        return _read_file(asked)
    if agrees(text) or _is_label_of_saving(asked):
        return Doubt.UNASKED if _was_doubted(asked.opened.row) else Step(Navigation.SAVE)
    if (repeated := _find_repeated(asked)) is not None:
        return repeated
    if declines(text):
        return Step(Navigation.CANCEL if asked.question is not None else Navigation.CHANGE)
    is_unlike = _is_unlike(asked)
    if asked.question is None or is_unlike or _is_refused(asked.question, asked):
        doubt = Doubt.UNLIKE if is_unlike else Doubt.UNASKED
        return _find_named(asked) or _find_labelled(asked) or _find_corrected(asked) or doubt
    if holds_back(text):
        return Doubt.UNLIKE
    if is_ambiguous(asked) and (withdraws(text) or is_aside(text) or is_command(asked)):
        return Doubt.UNLIKE
    return None


def _is_refused(question: Field, asked: AskedOf) -> bool:
    """Whether what the summary asks for reads its answers, and does not take this text or file as one."""
    if asked.incoming.file is not None or not is_checked(question):
        return False
    return refusal_of(question, asked.incoming.text, asked.surroundings) is not None


def _is_unlike(asked: AskedOf) -> bool:
    """Whether a text is hardly what the summary asks for: a day alone where a reason may be given."""
    question, text = asked.question, asked.incoming.text
    return question is not None and question.unlike is not None and is_visible(text) and question.unlike(text)


def _is_label_of_saving(asked: AskedOf) -> bool:
    label = asked.surroundings.save or asked.opened.definition.save
    return label is not None and _is_label(asked.incoming.text, label)


def _is_label(text: str, label: Text) -> bool:
    return fold(text) in {fold(label.render(locale)) for locale in LOCALES}


def _was_doubted(row: OpenForm) -> bool:
    """Whether a message was doubted since the summary was shown: "ok" after "wait, …" may answer the doubt."""
    return row.context.get(DOUBTED) == row.revision


def _read_file(asked: AskedOf) -> Doubt | Correction | None:
    """A file sent at the summary: the one that the form asks for, where it has none and nothing else is said with it.

    One that joins those of the form, of which it takes several, is an answer (`None`), unless it has a text that the
    form does not take.

    The summary is shown again with it; "yes" as its caption saves nothing that the person has not seen.
    """
    outcome, text = asked.outcome, asked.incoming.text
    fields = outcome.fields if isinstance(outcome, Confirm) else ()
    files = [question for question in fields if isinstance(question, FileField)]
    if len(files) == 1 and _joins(files[0], asked):
        return None
    if len(files) != 1 or asked.opened.row.answers.get(files[0].name) is not None:
        return Doubt.UNASKED
    is_meant = (
        _is_label(text, files[0].label)
        or agrees(text)
        or read_intent(text).is_clearly(Intent.THANKS, Intent.ACKNOWLEDGED)
    )
    return Correction(files[0].name, text) if is_meant else Doubt.UNASKED


def _joins(question: FileField, asked: AskedOf) -> bool:
    """Whether the form takes several files, with the text below this one, if any."""
    incoming = asked.incoming
    if not question.several or incoming.file is None:
        return False
    return not incoming.text or bool(question.said_with(Sent(incoming.file, incoming.text)))


def _find_named(asked: AskedOf) -> Step | None:
    """The step that asks a question again whose label was typed."""
    if not isinstance(asked.outcome, Confirm):
        return None
    for question in asked.outcome.fields:
        if _is_label(asked.incoming.text, question.label):
            return Step(Navigation.CHANGE, question.name)
    return None


def _find_labelled(asked: AskedOf) -> Correction | None:
    """The answer that is given anew as the summary shows it: "Place: room 5". What cannot be read is asked again."""
    said = _LABELLED.fullmatch(asked.incoming.text.strip())
    if said is None or not isinstance(asked.outcome, Confirm):
        return None
    for question in asked.outcome.fields:
        if _is_label(said["label"], question.label) and not isinstance(question, LinesField | FileField):
            return Correction(question.name, said["value"])
    return None


def _find_corrected(asked: AskedOf) -> Correction | None:
    """The answer that the text corrects: of the only question that reads what the text says instead.

    A figure alone is such a correction too: "59" below a value of 58; and any answer to the only question of a form.
    """
    typed, outcome = asked.incoming.text, asked.outcome
    if not isinstance(outcome, Confirm):
        return None
    alone = typed if len(outcome.fields) == 1 or _is_unlike(asked) else ""  # "10 December" below the only day
    text = find_figure(typed) or find_correction(typed) or alone
    if not text:
        return None
    checked = [question for question in outcome.fields if is_checked(question)]
    found = [question.name for question in checked if _takes(question, text, asked)]
    return Correction(found[0], text) if len(found) == 1 else None


def _takes(question: Field, text: str, asked: AskedOf) -> bool:
    """Whether the text may be another answer to this question."""
    is_read = refusal_of(question, text, asked.surroundings) is None
    return is_read and question.corrects(text, asked.surroundings)


def _find_repeated(asked: AskedOf) -> Doubt | Step | Correction | None:
    """What "58, correct" says: to save, where that is the value that is shown; else the value that it should be."""
    figure, answers = find_confirmed(asked.incoming.text), asked.opened.row.answers
    if not figure or not isinstance(asked.outcome, Confirm):
        return None
    checked = [question for question in asked.outcome.fields if is_checked(question)]
    found = [question for question in checked if refusal_of(question, figure, asked.surroundings) is None]
    if len(found) != 1 or answers.get(found[0].name) is None:
        return None
    [question], around = found, asked.surroundings
    typed = question.read(question.accept(Typed(figure), around), around)
    is_same = typed == question.read(answers[question.name], around)
    if is_same and not _was_doubted(asked.opened.row):
        return Step(Navigation.SAVE)
    return Doubt.UNASKED if is_same else Correction(question.name, figure)
