"""Defining an indicator in the chat."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.surroundings import Surroundings
from handlers.indicators.value_field import UNITS, ValueField
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.indicators import overview
from messages.rendering.texts import _
from storage.core.spelling import is_visible
from twg.indicators import defining
from twg.language.asked import is_bare_figure
from twg.language.reports import parse_indicator_number

router = Router("indicators")


@router.form("define_indicator", _("Add an indicator"), saves=defining.define, opened_by="define")
class DefineForm(Form):
    number: Annotated[
        str,
        Field(
            question=_("What is its number?"),
            hint=_("For example: 2008-4"),
            label=_("Number"),
            limit=20,
            read_text=lambda text, _around: parse_indicator_number(text),
            checked=False,
        ),
    ]
    statement: Annotated[str, Field(question=_("What does it measure?"), label=_("Indicator"), limit=300)]
    unit: Annotated[
        str,
        Field(
            question=_("In which unit is it measured? Please skip for a milestone."),
            label=_("Unit"),
            limit=20,
            suggest=lambda _around: ["%", "m²", "USD", "riel"],
        ),
    ] = ""
    target: Annotated[
        Decimal | None,
        ValueField(
            question=_("What is the target?"),
            label=_("Target"),
            when=lambda values, _around: bool(values.get("unit")),
        ),
    ] = None
    target_period: Annotated[
        str,
        Field(
            question=_("By when should it be reached?"),
            hint=_("For example: Dec 2026"),
            label=_("Target date"),
            limit=40,
            like=is_bare_figure,  # "2027"
        ),
    ] = ""
    responsible: Annotated[
        str,
        Field(
            question=_("Which institutions report on it? Separate them by commas; the first leads."),
            hint=_("For example: MoH, UNFPA"),
            label=_("Responsible"),
            is_name=True,
        ),
    ]

    @classmethod
    def surround(cls, _loaded: Any, answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, facts={UNITS: {"target": answers.get("unit") or ""}})

    async def save(self, request: Request, _about: Any) -> Reply:
        args = defining.NewIndicator(
            **self.model_dump(exclude={"responsible"}),
            milestone=not self.unit,
            responsible=[name.strip() for name in self.responsible.split(",") if is_visible(name)],
        )
        indicator = await defining.define(request.session, request.member, args, now=request.now)
        return Reply(overview(indicator, defining.Standing()), edit=True, toast=_("The indicator is added."))
