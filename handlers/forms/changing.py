"""Changing the answer that a message gave, after the message was edited."""

from dataclasses import replace
from typing import Any

from handlers.forms.fields import Field
from handlers.forms.lines_field import LinesField
from handlers.forms.reading import Reading, State
from handlers.forms.surroundings import Surroundings, Typed


def change_typed(
    question: Field, state: State, texts: tuple[str, str], reading: Reading, surroundings: Surroundings
) -> State:
    """The state with the answer to a question as the edited message gives it; what is asked next stays as it was.

    What the message answered besides follows it, unless the person has changed that since.

    Args:
        texts: of the message before and after; of a list only the lines of this message change.
    Raises: a refusal, as `Field.accept`.
    """
    old, new = texts
    answer = question.accept(Typed(new), surroundings)
    if isinstance(question, LinesField):
        before = question.typed_lines(old)
        answer = _with_lines(state.answers[question.name], before, answer["lines"])
    was, said = (question.besides(Typed(text), surroundings) for text in texts)
    answers = {**state.answers, question.name: answer}
    for name in {*was, *said}:
        if (raw := _followed(reading.question(name), answers.get(name), was.get(name), said.get(name))) is None:
            answers.pop(name, None)
        else:
            answers[name] = raw
    return replace(state, answers=answers)


def _followed(asked: Field | None, kept: Any, was: Any, said: Any) -> Any:
    """The answer that came beside an edited one: what that says now, in place of what it said before.

    Returns: None for none. Words that the person has put beside those stay, and so does another answer.
    """
    if kept is None or kept == was:
        return said
    if asked is None or not asked.takes_words:
        return kept
    lines = [said if line == was else line for line in kept.split("\n")]
    return "\n".join([*filter(None, lines), *([said] if said and not was else [])]) or None


def _with_lines(raw: Any, before: list[str], new: list[str]) -> dict[str, Any]:
    """A list with the lines of one message replaced where the first of them stands."""
    lines = list(raw["lines"])
    place = next((place for place, line in enumerate(lines) if line in before), len(lines))
    for line in before:
        if line in lines:
            lines.remove(line)
    return {**raw, "lines": [*lines[:place], *new, *lines[place:]]}
