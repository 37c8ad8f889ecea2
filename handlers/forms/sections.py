"""Repeating sections of a form: agenda items, each with its discussion, its decision and its actions.

Answers stay flat and raw, under dotted names that count from 0:

    agenda.more                 "yes": there is a first item; asked only of a section that may be empty
    agenda.0.title              an answer about the first item
    agenda.0.actions.1.owner    an answer about the second action of the first item
    agenda.0.more               "yes": another item follows; asked only after the last one

An item exists once one of its questions has an answer, or "yes" was said before it. So none disappears by another
answer to "another one?", only when the person removes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pydantic import BaseModel

from handlers.forms.choice_fields import ChoiceField
from handlers.forms.fields import Field
from messages.rendering.keyboards import LONGEST_DATA
from messages.rendering.texts import Text
from storage.engine.labels import N_, Labelled

#: The key under which a condition (`when`) finds the values of the enclosing item or form.
OUTER = ".."
#: The last part of the name under which "another one?" is answered.
MORE = "more"
#: A button that names a question must fit into Telegram's limit, with the form's id and revision before it.
LONGEST_NAME = LONGEST_DATA - len("f:9999999999:999999:change=")


class Another(Labelled):
    """Whether a section has one item more."""

    YES = "yes", N_("Yes")
    NO = "no", N_("No")


@dataclass(frozen=True, kw_only=True)
class Section(Field):
    """Questions asked about each of several items. The type of the field is a list of `item`.

        agenda: Annotated[
            list[AgendaItem],
            Section(AgendaItem, label=_("Agenda item"), question=_("Is there another agenda item?"), most=60),
        ]

    With a default it may be empty, and `first` is asked before anything else. A condition (`when`) of a question about
    an item gets the values of this item so far, and those of the enclosing item or form as `values[OUTER]`.
    Surroundings give choices and questions by the name without numbers, "agenda.owner", or for one item by the full
    name.

    Attributes:
        item: a pydantic model, whose fields are annotated with their questions; some may be sections.
        label: what one item is called; items are numbered.
        question: whether there is another one.
        first: whether there is one at all; `question` where empty.
        most: number of items after which no further one is asked for.
    """

    item: type[BaseModel] = field(kw_only=False)
    first: Text | None = None
    most: int = 20

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The questions about an item."""
        return fields_of(self.item)


@dataclass(frozen=True, kw_only=True)
class AnotherField(ChoiceField):
    """Whether there is another item, below those that there are.

    Attributes:
        section: path of the section, "agenda.0.actions".
        count: how many items there are.
    """

    members: tuple[Labelled, ...] = tuple(Another)
    section: str
    count: int

    @property
    def last(self) -> str:
        """The path of the last item; empty where there is none."""
        return f"{self.section}.{self.count - 1}" if self.count else ""


def fields_of(model: type[BaseModel]) -> tuple[Field, ...]:
    """The questions of a form or of an item, each with the name of its field; one with a default may be skipped."""
    fields = []
    for name, info in model.model_fields.items():
        question = next(item for item in info.metadata if isinstance(item, Field))
        fields.append(replace(question, name=name, optional=not info.is_required()))
    return tuple(fields)


def check_names(fields: Iterable[Field], path: str = "") -> None:
    """Raises: ValueError, with the name of a question that no button can carry, or that "another one?" has."""
    for question in fields:
        name = f"{path}{question.name}"
        if path and question.name == MORE:
            raise ValueError(f"{name}: no question about an item may have this name")
        if len(name) > LONGEST_NAME:
            raise ValueError(f"{name}: the name of a question has at most {LONGEST_NAME} characters")
        if isinstance(question, Section):
            check_names(question.fields, f"{name}.{question.most - 1}.")


def begun_items(answers: Iterable[str]) -> set[str]:
    """The paths of items about which a question is answered; "another one?" is a question about none of them."""
    begun = set()
    for name in answers:
        parts = name.split(".")
        end = len(parts) - (2 if parts[-1] == MORE else 1)
        begun |= {".".join(parts[:place]) for place in range(2, end + 1, 2)}
    return begun


def more_after(section: str, count: int) -> str:
    """The name of the question "another one?" after `count` items."""
    return f"{section}.{count - 1}.{MORE}" if count else f"{section}.{MORE}"


def without_item(answers: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The answers without those about an item; the items after it take its place.

    Without the last item it is asked again whether there is another, unless "no" was said already.
    """
    section, _dot, place = path.rpartition(".")
    removed = int(place)
    kept: dict[str, Any] = {}
    is_last = True
    for name, raw in answers.items():
        number, rest = _place_in(section, name)
        if number is None or number < removed:
            kept[name] = raw
        elif number > removed:
            kept[f"{section}.{number - 1}.{rest}"] = raw
            is_last = False
    before, after = more_after(section, removed), more_after(section, removed + 1)
    if is_last and before in kept:
        del kept[before]
        kept |= {before: answers[after]} if after in answers else {}
    return kept


def _place_in(section: str, name: str) -> tuple[int | None, str]:
    """The number of the item that an answer is about, and the name of the question about it."""
    if not name.startswith(f"{section}."):
        return None, name
    number, _dot, rest = name.removeprefix(f"{section}.").partition(".")
    return (int(number), rest) if number.isdecimal() else (None, name)


def with_unasked(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with `None` for required questions that did not apply (a milestone has no value), in items too."""
    whole = dict(values)
    for question in fields:
        if question.name not in values and not question.optional:
            whole[question.name] = None
        elif isinstance(question, Section) and question.name in values:
            whole[question.name] = [with_unasked(question.fields, item) for item in values[question.name]]
    return whole
