"""The questions about an indicator: the few that every indicator needs, and what can be added or corrected (J1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Annotated, Any

from handlers.forms.choice_fields import ChoiceField, OptionField
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.person_field import PersonField, options_of
from handlers.forms.surroundings import Option, Surroundings
from handlers.indicators.lines import SPLITS, STEPS, TARGETS
from handlers.indicators.value_field import MEASURES, ValueField
from handlers.routing.request import Request
from messages.indicators import title_of
from messages.rendering.keyboards import shorten
from messages.rendering.texts import _
from storage.core.spelling import is_visible
from storage.engine.labels import N_, Labelled
from storage.indicators import Frequency, Indicator, list_indicators
from storage.members import Membership, list_members
from twg.indicators.facts import LONGEST_LINE, LONGEST_REASON, LONGEST_STATEMENT
from twg.indicators.measures import Measure
from twg.indicators.reporters import may_report
from twg.language.asked import is_bare_figure
from twg.language.indicator_lines import SplitLine, StepLine, TargetLine
from twg.language.periods import is_same_period
from twg.language.reports import parse_indicator_number

#: In `Surroundings.facts`: the indicator that is corrected; None for a new one.
_CORRECTED = "corrected"
#: Questions answered by a value in the indicator's unit, and those read in it.
_VALUES = ("target", "baseline", "lowest", "highest", "targets")


class Direction(Labelled):
    """Which values are the better ones."""

    HIGHER = "higher", N_("Higher is better")
    LOWER = "lower", N_("Lower is better")


def _is_new(_values: Mapping[str, Any], around: Surroundings) -> bool:
    return around.facts[_CORRECTED] is None


def _has_values(values: Mapping[str, Any], _around: Surroundings) -> bool:
    return bool(values.get("unit"))


def _is_revised(values: Mapping[str, Any], around: Surroundings) -> bool:
    """Whether a target that is in force is another one by now, or gone."""
    corrected: Indicator | None = around.facts[_CORRECTED]
    wanted: list[TargetLine] = values.get("targets") or []
    for old in [] if corrected is None else corrected.targets_in_force:
        same = next((one for one in wanted if is_same_period(one.period, old.period)), None)
        if same is None or same.value != old.value:
            return True
    return False


def _text(question: Any, label: Any, limit: int, hint: Any = None) -> Field:
    """A question for words that is asked on request."""
    return Field(question=question, label=label, limit=limit, hint=hint, on_request=True)


@dataclass(frozen=True)
class Loaded:
    """What the questions depend on.

    Attributes:
        whole: indicators of which this one may be a part.
        members: who may be named to report.
    """

    corrected: Indicator | None
    whole: Sequence[Indicator]
    members: list[Membership]


class DescriptionForm(Form):
    """Base of the forms in which an indicator is described."""

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
    statement: Annotated[str, Field(question=_("What does it measure?"), label=_("Indicator"), limit=LONGEST_STATEMENT)]
    statement_km: Annotated[
        str, _text(_("What does it measure, in Khmer?"), _("Indicator in Khmer"), LONGEST_STATEMENT)
    ] = ""
    outcome: Annotated[str, _text(_("Which outcome does it show?"), _("Outcome"), LONGEST_STATEMENT)] = ""
    output: Annotated[str, _text(_("Which output does it show?"), _("Output"), LONGEST_STATEMENT)] = ""
    grouping: Annotated[str, _text(_("To which part of the strategy does it belong?"), _("Belongs to"), 120)] = ""
    unit: Annotated[
        str,
        Field(
            question=_("In which unit is it measured? Please skip for a milestone."),
            label=_("Unit"),
            limit=20,
            suggest=lambda _around: ["%", "m²", "USD", "riel"],
        ),
    ] = ""
    baseline: Annotated[
        Decimal | None,
        ValueField(
            question=_("What was the value at the beginning?"),
            label=_("Baseline"),
            on_request=True,
            when=_has_values,
        ),
    ] = None
    baseline_period: Annotated[
        str,
        Field(
            question=_("When was that?"),
            hint=_("For example: Dec 2006, or SY 2006/07"),
            label=_("Period of the baseline"),
            limit=40,
            on_request=True,
            like=is_bare_figure,
        ),
    ] = ""
    baseline_note: Annotated[
        str, _text(_("How did it stand at the beginning, in words?"), _("Baseline in words"), LONGEST_LINE)
    ] = ""
    direction: Annotated[
        Direction | None,
        ChoiceField(
            question=_("Which values are better?"),
            label=_("Direction"),
            members=tuple(Direction),
            on_request=True,
            when=_has_values,
        ),
    ] = None
    lowest: Annotated[
        Decimal | None,
        ValueField(
            question=_("Which is the lowest value that it can have?"),
            label=_("Lowest value"),
            on_request=True,
            when=_has_values,
        ),
    ] = None
    highest: Annotated[
        Decimal | None,
        ValueField(
            question=_("Which is the highest value that it can have?"),
            hint=_("For example: 100; a gross enrolment rate may be higher"),
            label=_("Highest value"),
            on_request=True,
            when=_has_values,
        ),
    ] = None
    target: Annotated[
        Decimal | None,
        ValueField(
            question=_("What is the target?"),
            label=_("Target"),
            when=lambda values, around: _is_new(values, around) and _has_values(values, around),
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
            when=_is_new,
        ),
    ] = ""
    targets: Annotated[list[TargetLine], TARGETS] = []  # noqa: RUF012 - pydantic copies the default
    steps: Annotated[list[StepLine], replace(STEPS, when=lambda values, around: not _has_values(values, around))] = []  # noqa: RUF012 - pydantic copies the default
    splits: Annotated[list[SplitLine], replace(SPLITS, when=_has_values)] = []  # noqa: RUF012 - pydantic copies the default
    frequency: Annotated[
        Frequency | None,
        ChoiceField(
            question=_("How often is there a new value?"),
            label=_("How often"),
            members=tuple(Frequency),
            on_request=True,
        ),
    ] = None
    source: Annotated[str, _text(_("Where do the data come from?"), _("Source of data"), LONGEST_LINE)] = ""
    validator: Annotated[str, _text(_("Who confirms the data?"), _("Validated by"), LONGEST_LINE)] = ""
    funding: Annotated[str, _text(_("Which money is there for it, and from whom?"), _("Resources"), LONGEST_LINE)] = ""
    parent: Annotated[
        str,
        OptionField(question=_("Of which indicator is it a part?"), label=_("Part of"), on_request=True),
    ] = ""
    reporter: Annotated[
        str, PersonField(question=_("Who is asked for reports first?"), label=_("Reporter"), on_request=True)
    ] = ""
    deputy: Annotated[
        str, PersonField(question=_("Who is asked in their place?"), label=_("Deputy"), on_request=True)
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
    reason: Annotated[
        str,
        Field(
            question=_("Why is the target changed? The reason is kept with it."),
            label=_("Reason"),
            limit=LONGEST_REASON,
            when=_is_revised,
            required=_is_revised,
        ),
    ] = ""

    @classmethod
    async def load(cls, request: Request, about: Any) -> Loaded:
        corrected = about if isinstance(about, Indicator) else None
        members = await list_members(request.session, request.member.twg.id)
        listed = await list_indicators(request.session, request.member.twg.id, Indicator.parent_id.is_(None))
        named = () if corrected is None else (corrected.reporter_id, corrected.deputy_id)
        return Loaded(
            corrected,
            [one for one in listed if one is not corrected],
            [member for member in members if may_report(member) or member.person_id in named],
        )

    @classmethod
    def surround(cls, loaded: Loaded, answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        people = options_of(loaded.members)
        whole = [Option(str(one.id), shorten(title_of(one, base.locale))) for one in loaded.whole]
        measure = Measure(answers.get("unit") or "")
        more = _("“Change…” adds a Khmer name, a baseline, limits, further targets, steps, splits or a reporter.")
        return replace(
            base,
            options={"parent": whole, "reporter": people, "deputy": people},
            facts={_CORRECTED: loaded.corrected, MEASURES: dict.fromkeys(_VALUES, measure)},
            note=more if loaded.corrected is None else None,
        )

    def described(self) -> dict[str, Any]:
        """The answers as the operations take them."""
        names = [name.strip() for name in self.responsible.split(",") if is_visible(name)]
        people = {"reporter_id": self.reporter, "deputy_id": self.deputy, "parent_id": self.parent}
        apart = {"direction", "responsible", "reporter", "deputy", "parent", "reason"}
        return {
            **{name: getattr(self, name) for name in type(self).model_fields if name not in apart},
            **{name: int(key) if key else None for name, key in people.items()},
            "lower_is_better": self.direction is Direction.LOWER,
            "responsible": names,
        }
