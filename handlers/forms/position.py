"""Where a question stands among the others of its form."""

from handlers.forms.fields import Field
from handlers.forms.reading import Reading, State
from handlers.forms.sections import AnotherField, begun_items
from handlers.forms.surroundings import Surroundings


def counted(reading: Reading, surroundings: Surroundings) -> list[str]:
    """The names of the questions that are counted, a section as one, in their order.

    One that was answered with another, "15 Dec 9:00", is counted too: the form goes on by two and gets no shorter.
    """
    asked = (item for item in reading.fields if not item.passed_over and item.top not in surroundings.given)
    return list(dict.fromkeys(item.top for item in asked))


def removable(state: State, reading: Reading, question: Field) -> str:
    """The path of the item that can be removed at a question: the last at "another one?", its own at its first."""
    if isinstance(question, AnotherField):
        return question.last
    if not question.within:
        return ""
    item = question.within[-1]
    is_first = question == next(other for other in reading.fields if item in other.within)
    return item.path if is_first and item.path in begun_items(state.answers) else ""
