"""What an entry answers besides its own question, and what becomes of that once the question is answered anew."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.forms.fields import Field
from handlers.forms.lines_field import LinesField
from handlers.forms.reading import Reading, State


def take_beside(state: State, question: Field | None, said: Mapping[str, Any], reading: Reading) -> State:
    """The state with what an entry says for other questions, joined with what these have been answered already.

    What followed from an earlier answer to the same question gives way to it.

    Args:
        question: the one that the entry is for; None for what joins the answers as they are.
        said: as `Field.besides` returns it.
    """
    answers, beside = dict(state.answers), set(state.beside)
    implied = () if question is None else question.implies
    for name, new in said.items():
        asked = reading.question(name)
        kept = None if name in implied and name in beside else answers.get(name)
        if kept is None:
            beside.add(name)
        answers[name] = new if asked is None else asked.join(kept, new)
    return replace(state, answers=answers, beside=frozenset(beside))


def take_answer(state: State, question: Field, answer: Any, said: Mapping[str, Any], reading: Reading) -> State:
    """The state with the answer to a question, in place of an earlier one and of what that implied.

    Args:
        answer: raw; None where the question is skipped.
        said: what the answer says for other questions, which stays.
    """
    earlier = state.answers.get(question.name)
    if earlier not in (None, answer) and not isinstance(question, LinesField):
        state = _drop_outdated(state, question, said, reading)
    state = state.answer(question.name, answer, done=answer is None or question.complete(answer))
    return replace(state, beside=state.beside - {question.name})


def _drop_outdated(state: State, question: Field, said: Mapping[str, Any], reading: Reading) -> State:
    """The state without what the earlier answer to a question implied, and without what was about that answer."""
    answered = [question, *filter(None, map(reading.question, said))]
    implied = {name for each in answered for name in each.implies if name in state.beside}
    gone = {*implied, *question.ends} - said.keys()
    answers = {name: raw for name, raw in state.answers.items() if name not in gone}
    return replace(state, answers=answers, beside=state.beside - gone)
