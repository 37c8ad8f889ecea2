"""Defining, correcting and ending indicators in the chat (J1)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.choice_fields import ChoiceField, OptionField
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.forms.surroundings import Option, Surroundings
from handlers.indicators.description import DescriptionForm, Direction
from handlers.indicators.lines import lines_of
from handlers.indicators.overview import show_overview
from handlers.indicators.value_field import as_raw
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.indicators import title_of
from messages.rendering.keyboards import shorten
from messages.rendering.texts import _
from storage.indicators import Indicator, IndicatorState, list_indicators
from twg.core.audit import to_plain
from twg.indicators import defining
from twg.indicators.facts import LONGEST_REASON, IndicatorFacts

router = Router("indicators")

INDICATOR = about_row(
    Indicator, defining.access_indicator, lambda indicator: f"{indicator.number} {indicator.statement}"
)
#: Answers that are columns of the indicator, as texts.
_TEXTS = (
    "number",
    "statement",
    "statement_km",
    "outcome",
    "output",
    "grouping",
    "unit",
    "baseline_period",
    "baseline_note",
    "source",
    "validator",
    "funding",
)


@router.form("define_indicator", _("Add an indicator"), saves=defining.define, opened_by="define")
class DefineForm(DescriptionForm):
    async def save(self, request: Request, _about: Any) -> Reply:
        args = defining.NewIndicator(**self.described())
        indicator = await defining.define(request.session, request.member, args, now=request.now)
        return Reply(await show_overview(request, indicator), edit=True, toast=_("The indicator is added."))


@router.form(
    "correct_indicator",
    _("Correct the indicator"),
    saves=defining.correct,
    about=INDICATOR,
    opened_by="correct",
)
class CorrectForm(DescriptionForm):
    @classmethod
    async def initial(cls, _request: Request, indicator: Indicator) -> Mapping[str, Any]:
        """All that the indicator says, so that the form opens at its summary."""
        texts = {name: getattr(indicator, name) or None for name in _TEXTS}
        people = {"reporter": indicator.reporter_id, "deputy": indicator.deputy_id, "parent": indicator.parent_id}
        values = {name: getattr(indicator, name) for name in ("baseline", "lowest", "highest")}
        return {
            **texts,
            **{name: None if row_id is None else str(row_id) for name, row_id in people.items()},
            **{
                name: None if value is None else as_raw(value, to_plain(value), indicator.unit)
                for name, value in values.items()
            },
            **lines_of(indicator),
            "direction": Direction.LOWER.value if indicator.lower_is_better else None,
            "frequency": None if indicator.frequency is None else indicator.frequency.value,
            "responsible": ", ".join(item.institution.name for item in indicator.responsible) or "–",
        }

    async def save(self, request: Request, indicator: Indicator) -> Reply:
        args = IndicatorFacts(**self.described())
        corrected = await defining.correct(
            request.session, request.member, indicator.id, args, self.reason, now=request.now
        )
        return Reply(await show_overview(request, corrected), edit=True, toast=_("The indicator is corrected."))


def _is_replaced(values: Mapping[str, Any], _around: Surroundings) -> bool:
    return values.get("state") is IndicatorState.REPLACED


@router.form(
    "change_indicator_state",
    _("Change the state of the indicator"),
    saves=defining.change_state,
    about=INDICATOR,
    opened_by="state",
)
class StateForm(Form):
    state: Annotated[
        IndicatorState,
        ChoiceField(question=_("How does it stand now?"), label=_("State"), members=tuple(IndicatorState)),
    ]
    successor: Annotated[
        str | None,
        OptionField(question=_("Which indicator takes its place?"), label=_("Replaced by"), when=_is_replaced),
    ]
    reason: Annotated[
        str,
        Field(
            question=_("Why? The reason is kept with it."),
            label=_("Reason"),
            limit=LONGEST_REASON,
            required=lambda values, _around: values.get("state") in defining.NEEDS_REASON,
        ),
    ] = ""

    @classmethod
    async def load(cls, request: Request, indicator: Indicator) -> list[Indicator]:
        listed = await list_indicators(request.session, request.member.twg.id)
        return [one for one in listed if one.id != indicator.id]

    @classmethod
    def surround(cls, loaded: list[Indicator], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        others = [Option(str(one.id), shorten(title_of(one, base.locale))) for one in loaded]
        return replace(base, options={"successor": others})

    async def save(self, request: Request, indicator: Indicator) -> Reply:
        successor = None if self.successor is None else int(self.successor)
        args = defining.StateChange(state=self.state, reason=self.reason, replaced_by_id=successor)
        changed = await defining.change_state(request.session, request.member, indicator.id, args, now=request.now)
        return Reply(await show_overview(request, changed), edit=True, toast=_("The state is changed."))
