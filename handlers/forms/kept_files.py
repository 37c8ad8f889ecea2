"""Files that come with the answer to another question."""

from dataclasses import replace

from handlers.forms.definition import Definition
from handlers.forms.file_field import FileField, FileLeftOut
from handlers.forms.reading import State, read
from handlers.forms.surroundings import Sent, Surroundings


def keep_file(definition: Definition, state: State, entry: Sent, surroundings: Surroundings) -> State:
    """The state with a file that came for another question, stored at the first question that can take it.

    Raises: FileLeftOut where there is no such question; FileTooBig. The caller keeps the caption in either case.
    """
    for question in read(definition, state, surroundings).fields:
        if isinstance(question, FileField):
            kept = state.answers.get(question.name)
            if kept is None or question.several:
                answer = question.join(kept, question.accept(entry, surroundings))
                return replace(state, answers={**state.answers, question.name: answer})
    raise FileLeftOut
