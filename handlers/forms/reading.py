"""Reading the answers given so far: the questions that apply, their values, and the question that is open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from handlers.forms.definition import Definition
from handlers.forms.fields import Field
from handlers.forms.sections import OUTER, Another, AnotherField, Section, begun_items, more_after
from handlers.forms.surroundings import Item, Surroundings, Typed
from messages.rendering.texts import _
from twg.core.refusals import Refusal


@dataclass(frozen=True)
class State:
    """Answers so far, raw.

    Attributes:
        reopened: the name of a question that is asked again although it has an answer.
        beside: names of questions whose answers came with those to others; the person has not answered them themselves.
    """

    answers: Mapping[str, Any] = field(default_factory=dict)
    reopened: str = ""
    beside: frozenset[str] = frozenset()

    def answer(self, name: str, raw: Any, *, done: bool = True) -> "State":
        """With an answer; the form goes on to the first question that has none."""
        return replace(self, answers={**self.answers, name: raw}, reopened="" if done else name)


@dataclass(frozen=True)
class Reading:
    """The questions that apply by the answers so far, their values, and the question that is open.

    Attributes:
        fields: those about items under their dotted names.
        values: by these names.
        saved: values by the form's own fields, those of a section as a list of mappings.
    """

    fields: tuple[Field, ...]
    values: dict[str, Any]
    saved: dict[str, Any]
    current: Field | None
    refusal: Refusal | None

    def question(self, name: str) -> Field | None:
        """The question of this name, or the first one about this section or item."""
        exact = (question for question in self.fields if question.name == name)
        below = (question for question in self.fields if question.name.startswith(f"{name}."))
        return next(exact, None) or next(below, None)


def read(definition: Definition, state: State, surroundings: Surroundings) -> Reading:
    """Read every answer as of now. The open question is the reopened one, else the first without a good answer."""
    walk = _Walk(state.answers, surroundings)
    saved = walk.go(definition.fields)
    current, refusal = walk.current, walk.refusal
    reopened = next((question for question in walk.fields if question.name == state.reopened), None)
    if reopened is not None:
        current, refusal = reopened, None
    return Reading(tuple(walk.fields), walk.values, saved, current, refusal)


class _Walk:
    """Goes through the questions of a form in their order and reads the answers so far.

    Attributes:
        fields: the questions that apply; those about items under their dotted names.
        values: of the answers that can be used, by these names.
        current: the first question that has no such answer; `refusal` says what is wrong with the one it has.
    """

    def __init__(self, answers: Mapping[str, Any], surroundings: Surroundings) -> None:
        self.fields: list[Field] = []
        self.values: dict[str, Any] = {}
        self.current: Field | None = None
        self.refusal: Refusal | None = None
        self._answers, self._surroundings = answers, surroundings
        self._begun = begun_items(answers)

    def go(
        self, fields: Iterable[Field], within: tuple[Item, ...] = (), outer: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Go through the questions of a form, or of the innermost of the items.

        Returns:
            Values by field; of a section a list of such mappings.
        """
        values: dict[str, Any] = {}
        path = f"{within[-1].path}." if within else ""
        for question in fields:
            known = values if outer is None else {**values, OUTER: outer}
            if not question.when(known, self._surroundings):
                continue
            if isinstance(question, Section):
                values[question.name] = self._go_through_items(question, within, f"{path}{question.name}", known)
                continue
            placed = replace(question, name=f"{path}{question.name}", within=within) if within else question
            if question.required is not None and question.required(known, self._surroundings):
                placed = replace(placed, optional=False)
            self._read(placed)
            if placed.name in self.values:
                values[question.name] = self.values[placed.name]
        return values

    def _go_through_items(
        self, section: Section, within: tuple[Item, ...], path: str, outer: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = []
        while self._has_another(section, within, path, len(items)):
            item = Item(section.label, f"{path}.{len(items)}", len(items) + 1)
            items.append(self.go(section.fields, (*within, item), outer))
        return items

    def _has_another(self, section: Section, within: tuple[Item, ...], path: str, count: int) -> bool:
        """Whether there is an item after the first `count`; the person is asked, unless it is begun or required."""
        if f"{path}.{count}" in self._begun or (count == 0 and not section.optional):
            return True
        if count >= section.most:
            return False
        another = AnotherField(
            name=more_after(path, count),
            question=(section.first or section.question) if count == 0 else section.question,
            label=_("Another one") if count else section.label,
            within=within,
            section=path,
            count=count,
        )
        self._read(another)
        return self.values.get(another.name) is Another.YES

    def _read(self, question: Field) -> None:
        self.fields.append(question)
        raw = self._answers.get(question.name)
        if raw is None:
            unasked = question.name not in self._answers and not question.passed_over
            if unasked or not question.optional:
                self.current = self.current or question
            return
        try:
            self.values[question.name] = question.read(raw, self._surroundings)
        except Refusal as error:
            if self.current is None:
                self.current, self.refusal = question, error
            return
        if not question.complete(raw):
            self.current = self.current or question


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
