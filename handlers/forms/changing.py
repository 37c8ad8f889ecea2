"""Changing the answer that a message gave, after the message was edited."""

from dataclasses import replace
from typing import Any

from handlers.forms.fields import Field
from handlers.forms.lines_field import LinesField
from handlers.forms.reading import State
from handlers.forms.surroundings import Surroundings, Typed


def change_typed(question: Field, state: State, old: str, new: str, surroundings: Surroundings) -> State:
    """The state with the answer to a question as the edited message gives it; what is asked next stays as it was.

    Args:
        old, new: the text of the message before and after; of a list only the lines of this message change.
    Raises: a refusal, as `Field.accept`.
    """
    answer = question.accept(Typed(new), surroundings)
    if isinstance(question, LinesField):
        before = question.typed_lines(old)
        answer = _with_lines(state.answers[question.name], before, answer["lines"])
    return replace(state, answers={**state.answers, question.name: answer})


def _with_lines(raw: Any, before: list[str], new: list[str]) -> dict[str, Any]:
    """A list with the lines of one message replaced where the first of them stands."""
    lines = list(raw["lines"])
    place = next((place for place, line in enumerate(lines) if line in before), len(lines))
    for line in before:
        if line in lines:
            lines.remove(line)
    return {**raw, "lines": [*lines[:place], *new, *lines[place:]]}
