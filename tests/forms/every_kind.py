"""A form with a question of each kind, to try the engine on."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Annotated, Any

from handlers.forms.choice_fields import ChoiceField, OptionField
from handlers.forms.definition import Definition
from handlers.forms.fields import Field
from handlers.forms.file_field import FileField
from handlers.forms.form import Form
from handlers.forms.lines_field import LinesField
from handlers.forms.moment_fields import DayField, TimeField
from handlers.forms.surroundings import Option, Surroundings
from handlers.routing.router import Router
from messages.rendering.texts import Text
from storage.meetings import MeetingKind
from twg.core.files import SentFile
from twg.language.times import parse_duration_min

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AROUND = Surroundings(
    now=NOW, today=NOW.date(), options={"house": [Option("1", "MoH"), Option("2", "UNFPA office")]}, max_file_mb=20
)


def words(question: str) -> dict[str, Text]:
    return {"question": Text(question), "label": Text(question)}


router = Router("tests")


@router.form("every_kind", Text("Every kind of question"), saves=lambda: None)
class EveryKind(Form):
    """One question of each kind, with and without a default, and one that depends on another."""

    title: Annotated[str, Field(**words("Title"), limit=20)]
    kind: Annotated[MeetingKind, ChoiceField(**words("Kind"), members=tuple(MeetingKind))]
    sub_group: Annotated[str | None, Field(**words("Sub-group"), when=lambda values, _around: is_sub_group(values))]
    day: Annotated[date, DayField(**words("Day"))]
    at: Annotated[time, TimeField(**words("Time"), suggest=lambda _around: ["09:00", "14:00"])]
    lasts: Annotated[int | None, Field(**words("Lasts"), read_text=lambda text, _around: parse_duration_min(text))] = (
        None
    )
    house: Annotated[str, OptionField(**words("House"))]
    paper: Annotated[SentFile | None, FileField(**words("Paper"))] = None
    agenda: Annotated[list[str], LinesField(**words("Agenda"), limit=30, most=5)] = []  # noqa: RUF012 - pydantic copies it


def is_sub_group(values: Mapping[str, Any]) -> bool:
    return values.get("kind") is MeetingKind.SUB_GROUP


DEFINITION: Definition = EveryKind.definition
