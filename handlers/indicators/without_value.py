"""What a person can do who is asked for a value and has none yet (J3)."""

from collections.abc import Mapping
from typing import Any

from handlers.forms.fields import Field
from handlers.indicators.value_field import ValueField
from handlers.routing.request import Request
from messages.rendering.keyboards import Button, button
from messages.rendering.texts import _
from storage.indicators import ReportRequest, find_open_round
from storage.requests import RequestKind
from twg.indicators import reporting


async def ways_without_a_value(request: Request, answers: Mapping[str, Any], question: Field) -> list[Button]:
    """What a person can do who has no value yet: ask for more time, say that there is none, or who has it."""
    path, dot, _name = question.name.rpartition(".")
    chosen = answers.get(f"{path}{dot}indicator")
    if not isinstance(question, ValueField) or chosen is None:
        return []
    current = await find_open_round(request.session, request.member.twg.id)
    asked = [] if current is None else await reporting.list_asked(request.session, request.member, current.id)
    owed = [item for item in asked if str(item.indicator_id) == chosen and item.reported_at is None]
    about = [(ReportRequest.__tablename__, item.id) for item in owed[:1]]
    return [
        *(button(_("More time"), "requests:ask_with", RequestKind.MORE_TIME, *each) for each in about),
        *(button(_("There is no data"), "requests:ask_with", RequestKind.NO_DATA, *each) for each in about),
        *(button(_("Somebody else"), "requests:ask_with", RequestKind.HAND_OVER, *each) for each in about),
        button(_("What is expected?"), "indicators:expected", int(chosen)),
    ]
