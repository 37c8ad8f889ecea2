"""What a refused text may mean: it stays offered as buttons until its question is answered."""

from handlers.forms.advance import Ask, Outcome
from handlers.forms.opened import UNCLEAR, OpenedForm
from handlers.forms.surroundings import Option, Surroundings, Typed
from storage.core.forms import OpenForm
from twg.core.refusals import Refusal


def note_unclear(opened: OpenedForm, outcome: Outcome, text: str) -> None:
    """Keep with the form a text that was refused and may mean one of several things; forget it once one is chosen."""
    row = opened.row
    refusal = outcome.refusal if isinstance(outcome, Ask) else None
    if not isinstance(outcome, Ask) or refusal is None:
        row.context = {key: value for key, value in row.context.items() if key != UNCLEAR}
    elif text and outcome.field.narrowed(refusal, opened.surroundings()):
        row.context = {**row.context, UNCLEAR: [outcome.field.name, text]}


def options_left(row: OpenForm, outcome: Ask, surroundings: Surroundings) -> list[Option]:
    """What the text may mean that was refused, or the last one for this question that might mean something."""
    question = outcome.field
    if outcome.refusal is not None and (options := question.narrowed(outcome.refusal, surroundings)):
        return options
    name, text = row.context.get(UNCLEAR, ("", ""))
    try:
        if name == question.name:
            question.accept(Typed(text), surroundings)
    except Refusal as refusal:
        return question.narrowed(refusal, surroundings)
    return []
