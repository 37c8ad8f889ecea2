"""Files that come with the answer to another question."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.forms.definition import Definition
from handlers.forms.file_field import FileField, FileLeftOut
from handlers.forms.reading import Reading, State, read
from handlers.forms.surroundings import Sent, Surroundings
from twg.core.refusals import Refusal


def keep_file(
    definition: Definition, state: State, entry: Sent, surroundings: Surroundings
) -> tuple[State, Refusal | None]:
    """The state with a file that came for another question, stored at the first question that can take it.

    Returns: it, and a refusal of those of several files that are not taken.
    Raises: FileLeftOut where there is no such question; as `check_file`. The caller keeps the caption in either case.
    """
    for question in read(definition, state, surroundings).fields:
        if isinstance(question, FileField):
            kept = state.answers.get(question.name)
            if kept is None or question.several:
                answer, left_out = question.add_to(kept, entry, surroundings)
                beside = state.beside if kept is not None else state.beside | {question.name}
                return replace(state, answers={**state.answers, question.name: answer}, beside=beside), left_out
    raise FileLeftOut


def said_with(entry: Sent, reading: Reading) -> Mapping[str, Any]:
    """Raw answers to other questions that the text below such a file is."""
    files = (question for question in reading.fields if isinstance(question, FileField) and question.several)
    return next((question.said_with(entry) for question in files), {})
