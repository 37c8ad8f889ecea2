"""A capability that no release has: minutes, whose form has a section within a section.

An agenda item has a discussion, a decision and actions. Nothing is stored: the form shows what it would have saved.
"""

import sys
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from bot.registry import Capability
from handlers.forms.choice_fields import ChoiceField, OptionField
from handlers.forms.conversation import open_form
from handlers.forms.definition import Definition
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.lines_field import LinesField
from handlers.forms.moment_fields import DayField
from handlers.forms.sections import OUTER, Section
from handlers.forms.surroundings import Option, Surroundings
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.texts import Text
from storage.meetings import MeetingKind
from twg.core.actors import Actor
from twg.core.operations import operation, operations_of
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.core.subjects import Domain

TEMPLATES = {
    "agendas/saved.html.j2": "{% trans title=agenda.title %}Minutes: {{ title }}{% endtrans %}",
    "agendas/refusals.html.j2": "{% macro unheard(d) %}{% trans %}Nobody heard of that.{% endtrans %}{% endmacro %}",
}
#: The Khmer of every text of the templates and the form.
KHMER = {
    "Minutes: %(title)s": "កំណត់ហេតុ៖ %(title)s",
    "Nobody heard of that.": "គ្មាននរណាដឹងទេ។",
    "Minutes": "កំណត់ហេតុ",
    "Title": "ចំណងជើង",
    "Kind": "ប្រភេទ",
    "Discussion": "ការពិភាក្សា",
    "Decision": "សេចក្ដីសម្រេច",
    "Papers": "ឯកសារ",
    "Task": "កិច្ចការ",
    "Owner": "អ្នកទទួលខុសត្រូវ",
    "Due": "កាលកំណត់",
    "Remark": "កំណត់សម្គាល់",
    "Agenda item": "ចំណុច",
    "Action": "សកម្មភាព",
    "Is there another agenda item?": "តើមានចំណុចមួយទៀតទេ?",
    "Is there another action?": "តើមានសកម្មភាពមួយទៀតទេ?",
    "Was an action agreed?": "តើមានសកម្មភាពដែរឬទេ?",
}


def words(text: str) -> dict[str, Text]:
    return {"question": Text(text), "label": Text(text)}


def _is_decided(values: dict[str, Any], _around: Surroundings) -> bool:
    """A plenary decides what was discussed."""
    return values[OUTER].get("kind") is MeetingKind.PLENARY and bool(values.get("discussion"))


class AgreedAction(BaseModel):
    task: Annotated[str, Field(**words("Task"), limit=40)]
    owner: Annotated[str, OptionField(**words("Owner"))]
    due: Annotated[date | None, DayField(**words("Due"))] = None


class AgendaItem(BaseModel):
    title: Annotated[str, Field(**words("Title"), limit=40)]
    discussion: Annotated[str | None, Field(**words("Discussion"))] = None
    decision: Annotated[str | None, Field(**words("Decision"), when=_is_decided)]
    papers: Annotated[list[str], LinesField(**words("Papers"), most=3)] = []
    actions: Annotated[
        list[AgreedAction],
        Section(
            AgreedAction,
            label=Text("Action"),
            question=Text("Is there another action?"),
            first=Text("Was an action agreed?"),
            most=3,
        ),
    ] = []


class Unheard(Refusal):
    key = "agendas#unheard"


class Agenda(BaseModel):
    title: str
    items: list[AgendaItem]


@operation(Permission.SEE)
async def minute(_session: AsyncSession, _actor: Actor, agenda: Agenda, *, now: datetime) -> Agenda:
    """Check what would be recorded. Raises: Unheard, at the first item that is called "Unheard"."""
    for place, item in enumerate(agenda.items):
        if item.title == "Unheard":
            raise Unheard(field=f"agenda.{place}.title")
    return agenda


router = Router("agendas")


@router.form("minute_meeting", Text("Minutes"), saves=minute, opened_by="minute")
class MinutesForm(Form):
    title: Annotated[str, Field(**words("Title"))]
    kind: Annotated[MeetingKind, ChoiceField(**words("Kind"), members=tuple(MeetingKind))]
    agenda: Annotated[
        list[AgendaItem],
        Section(AgendaItem, label=Text("Agenda item"), question=Text("Is there another agenda item?"), most=60),
    ]
    remark: Annotated[str | None, Field(**words("Remark"))] = None

    @classmethod
    def surround(cls, _loaded: Any, _answers: Any, base: Surroundings) -> Surroundings:
        base.options["agenda.actions.owner"] = [Option("1", "MoH"), Option("2", "UNFPA")]
        return base

    async def save(self, request: Request, _about: Any) -> Reply:
        agenda = Agenda(title=self.title, items=self.agenda)
        return show("agendas/saved", agenda=await minute(request.session, request.member, agenda, now=request.now))


@router.command("minuting", Text("Minutes"))
async def open_minutes(request: Request, _rest: str) -> Reply:
    return await open_form(request, MinutesForm)


DEFINITION: Definition = MinutesForm.definition
AGENDAS = Capability("agendas", Domain(operations=operations_of(sys.modules[__name__])), router=router)
