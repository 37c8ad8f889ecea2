"""What somebody typed in an open form, to be read without the form: no database, no choices that it offered."""

from collections.abc import Iterator
from typing import Any

from handlers.forms.choice_fields import ChoiceField, OptionField
from handlers.forms.definition import Definition
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.opened import GIVEN, HELD
from handlers.forms.sections import Section
from storage.core.forms import OpenForm


def list_typed(definition: Definition, row: OpenForm) -> list[tuple[str, str]]:
    """The labels of questions, in English, with the answers as typed, and messages kept beside them with no label.

    Chosen answers are left out: they are no words of the person's, and are chosen again in a moment.
    """
    # A form that begins with what is stored, to correct it, has answers that nobody typed.
    begins_with_stored = definition.model.initial.__func__ is not Form.initial.__func__  # type: ignore[attr-defined]  # a class method has it
    before = set(row.context.get(GIVEN, ())) if begins_with_stored else set()
    answered = [
        (question.label.msgid, text)
        for name, raw in row.answers.items()
        if name not in before and (question := _question(definition, name)) is not None
        for text in _texts(question, raw)
    ]
    held = [("", str(kept["text"])) for kept in row.context.get(HELD, {}).values() if kept.get("text")]
    return [*answered, *held]


def _question(definition: Definition, name: str) -> Field | None:
    """The question of a name, which may be dotted: "agenda.0.title"."""
    fields, found = definition.fields, None
    for part in name.split("."):
        if part.isdecimal():
            continue
        found = next((field for field in fields if field.name == part), None)
        if found is None:
            return None
        fields = found.fields if isinstance(found, Section) else ()
    return found


def _texts(question: Field, raw: Any) -> Iterator[str]:
    match raw:
        case {"lines": lines}:
            yield from lines
        case {"typed": typed}:
            yield typed
        case {"name": name}:
            yield name
        case str() if raw and not isinstance(question, ChoiceField | OptionField):
            yield raw
