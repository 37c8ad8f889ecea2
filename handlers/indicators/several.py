"""Reports on several indicators in one message: shown together as they were read, and saved together."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.file_field import accept_file
from handlers.forms.form import Form, about_kept
from handlers.forms.lines_field import LinesLeftOut
from handlers.forms.sections import MORE, Another, Section
from handlers.forms.surroundings import Surroundings
from handlers.indicators.choosing import INDICATOR, INDICATORS, options_of, reportable
from handlers.indicators.evidence import EVIDENCE
from handlers.indicators.known import Known, load_known
from handlers.indicators.parts_field import PARTS, by_split
from handlers.indicators.period_field import PERIOD, ROUND_PERIOD, TOLD, told_periods
from handlers.indicators.report_answers import Unread, joined, told_step, unclear_step
from handlers.indicators.report_form import NOTE, VALUE, ask_about, open_report
from handlers.indicators.step_fields import REACHED_ON, STEP, OneStep, step_options
from handlers.indicators.value_field import MEASURES, as_raw, told_beside
from handlers.indicators.without_value import ways_without_a_value
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.keyboards import Button, button, rows
from messages.rendering.texts import _
from storage.core.shortening import shorten
from storage.indicators import ENDED, Indicator, find_open_round
from twg.core.files import SentFile
from twg.core.refusals import Refusal
from twg.indicators import facts, reporting
from twg.language.periods import UnreadablePast
from twg.language.reports import Known as KnownNumber
from twg.language.reports import Message, Said
from twg.language.told_parts import PartLine
from twg.language.told_values import read_told

router = Router("indicators")

#: Reports that one form takes.
_MOST = 40
#: Lines not taken that are each named with the reason; the others follow together.
_MOST_NAMED = 4


class Unnamed(facts.IndicatorRefusal):
    """A line of a message that names no indicator."""

    key = "indicators#unnamed"


class SeveralContext(BaseModel):
    """What the form does not ask, as typed.

    Attributes:
        unread: reports whose value is not clear; asked about once the others are saved.
        unknown: lines with the number of no indicator: number and text.
        left: lines that name none.
    """

    unread: list[Unread] = []
    unknown: list[tuple[str, str]] = []
    left: list[str] = []


class OneReport(BaseModel):
    """A report as one of several."""

    indicator: Annotated[str, INDICATOR]
    value: Annotated[Decimal | None, VALUE]
    period: Annotated[str, PERIOD] = ""
    parts: Annotated[list[PartLine], replace(PARTS, on_request=True)] = []
    step: Annotated[str, replace(STEP, on_request=True)] = ""
    reached_on: Annotated[date | None, replace(REACHED_ON, on_request=True)] = None
    note: Annotated[str, NOTE] = ""


@router.form(
    "report_several",
    _("Report on several indicators"),
    saves=reporting.report,
    about=about_kept(SeveralContext),
    save=_("Save all"),
)
class SeveralForm(Form):
    reports: Annotated[
        list[OneReport],
        Section(OneReport, label=_("Report"), question=_("Is there another report?"), most=_MOST),
    ]
    evidence: Annotated[SentFile | None, EVIDENCE] = None

    @classmethod
    async def load(cls, request: Request, context: SeveralContext) -> tuple[Known, SeveralContext]:
        return await load_known(request), context

    @classmethod
    def surround(
        cls, loaded: tuple[Known, SeveralContext], answers: Mapping[str, Any], base: Surroundings
    ) -> Surroundings:
        known, context = loaded
        listed = known.indicators
        by_id = {str(item.id): item for item in listed}
        chosen = {
            name.rpartition(".")[0]: by_id.get(raw) for name, raw in answers.items() if name.endswith("indicator")
        }
        measures = {f"{path}.value": known.measure_of(item, base.today) for path, item in chosen.items()}
        steps = {f"{path}.step": step_options(item) for path, item in chosen.items()}
        return replace(
            base,
            options={"reports.indicator": options_of(reportable(listed), base.locale), **steps},
            facts={
                INDICATORS: by_id,
                MEASURES: measures,
                ROUND_PERIOD: known.period,
                TOLD: told_periods(answers),
            },
            left_out=_left_out(context, by_id, base.today),
            note=_("The reports not taken are asked about after the others are saved.") if context.unread else None,
        )

    @classmethod
    async def instead(
        cls, request: Request, _context: SeveralContext, answers: Mapping[str, Any], question: Field
    ) -> Sequence[Button]:
        return await ways_without_a_value(request, answers, question)

    async def save(self, request: Request, context: SeveralContext) -> Reply:
        submissions = []
        for one in self.reports:
            args = reporting.Report(
                indicator_id=int(one.indicator),
                value=one.value,
                period=one.period,
                parts=by_split(one.parts),
                step_id=int(one.step) if one.step else None,
                reached_on=one.reached_on,
                note=one.note,
                evidence=self.evidence,
            )
            submissions.append(
                await reporting.report(request.session, request.member, args, request.domains, now=request.now)
            )
        label = _("Change {number}…")
        buttons = [
            button(label.with_(number=made.indicator.number), "indicators:change", made.id) for made in submissions
        ]
        reply = show("indicators/recorded_several", keyboard=rows(buttons, per_row=2), submissions=submissions)
        return replace(reply, also=await ask_about(request, context.unread))


def _left_out(context: SeveralContext, by_id: Mapping[str, Indicator], today: date) -> Refusal | None:
    """The lines that the form does not take, each with the reason."""
    left_out: list[tuple[str, Refusal]] = []
    for said in context.unread:
        indicator = by_id.get(str(said.indicator_id))
        if indicator is not None:
            refusal = _refusal_of(said.text, indicator, today)
            if indicator.state in ENDED:
                refusal = facts.IndicatorEnded(indicator=indicator, successor=indicator.replaced_by)
            left_out.append((f"{indicator.number}: {said.text}", refusal))
    known = [item.number for item in by_id.values()]
    for number, text in context.unknown:
        left_out.append((f"{number}: {text}", facts.UnknownIndicator(number=shorten(number, 20), known=known)))
    left_out += [(line, Unnamed()) for line in context.left]
    rest = left_out[_MOST_NAMED:]
    if len(rest) > 1:  # the summary and these lines share one message
        left_out = [*left_out[:_MOST_NAMED], ("; ".join(line for line, _refusal in rest), rest[0][1])]
    return LinesLeftOut(left_out=left_out) if left_out else None


def _refusal_of(text: str, indicator: Indicator, today: date) -> Refusal:
    """Why the value in a text is not clear, or of a milestone the step or its day."""
    asked = unclear_step(indicator, text, today=today)
    if "step" in asked:
        return OneStep(text=asked["step"])
    if "reached_on" in asked:
        return UnreadablePast(text=asked["reached_on"])
    try:
        read_told(text, unit=indicator.unit, splits=indicator.splits, today=today)
    except Refusal as refusal:
        return refusal
    return reporting.ValueExpected(indicator=indicator, text=text)


def known_of(indicator: Indicator) -> KnownNumber:
    """An indicator as a message may name it."""
    return KnownNumber(indicator.number, indicator.statement, "" if indicator.milestone else indicator.unit)


async def open_several(
    request: Request, message: Message, indicators: list[Indicator], evidence: SentFile | None
) -> Reply:
    """Show all reports of a message as they were read, each TWG's by themselves.

    Args:
        indicators: those that the message may name.
    """
    by_number = {indicator.number: indicator for indicator in indicators}
    twg_ids = list(dict.fromkeys(by_number[said.number].twg_id for said in message.said if said.known))
    replies = []
    for place, twg_id in enumerate(twg_ids):
        of_twg = [said for said in message.said if said.known and by_number[said.number].twg_id == twg_id]
        unknown = [(said.number, said.text) for said in message.said if not said.known] if place == 0 else []
        left = [line for line in message.left if any(map(str.isdigit, line))] if place == 0 else []
        context = SeveralContext(unknown=unknown, left=left)
        replies.append(await _open_within(request.within(twg_id), of_twg, by_number, context, evidence))
    first, *others = replies
    return replace(first, also=(*first.also, *others))


async def _open_within(
    request: Request,
    said: list[Said],
    by_number: Mapping[str, Indicator],
    context: SeveralContext,
    evidence: SentFile | None,
) -> Reply:
    """The form for the reports of one TWG; where none can be read, the form for the first of them."""
    answers: dict[str, Any] = {"evidence": None}
    current = await find_open_round(request.session, request.member.twg.id)
    of_round, count = "" if current is None else current.period, 0
    for one in said:
        indicator = by_number[one.number]
        path = f"reports.{count}"
        read = _read(one, indicator, today=request.today)
        if read is None or count == _MOST or indicator.state in ENDED:
            context.unread.append(Unread(indicator_id=indicator.id, text=one.text, note=one.note))
            continue
        if of_round and "period" not in read:
            read["period"] = of_round
        answers |= {f"{path}.indicator": str(indicator.id), **{f"{path}.{name}": raw for name, raw in read.items()}}
        count += 1
    if not count:
        first, *then = context.unread
        return await open_report(request, by_number[said[0].number], first, evidence, then=then)
    answers[f"reports.{count - 1}.{MORE}"] = Another.NO.value
    if evidence is not None:
        answers["evidence"] = accept_file(evidence, request.settings.max_file_mb)
    opened = await open_form(request, SeveralForm, context=context.model_dump(mode="json"), answers=answers)
    return replace(opened, edit=True)


def _read(said: Said, indicator: Indicator, *, today: date) -> dict[str, Any] | None:
    """The raw answers about one report; `None` where its value is not clear or its note is too long."""
    if indicator.milestone:
        note = joined(said.text, said.note)
        if not note or len(note) > NOTE.limit or unclear_step(indicator, said.text, today=today):
            return None
        return {"note": note, **told_step(indicator, said.text, today=today)}
    try:
        found = read_told(said.text, unit=indicator.unit, splits=indicator.splits, today=today)
    except Refusal:
        return None
    note = joined(found.note, said.note)
    if len(note) > NOTE.limit:
        return None
    beside = told_beside(found.period, found.parts)
    return {"value": as_raw(found.value, found.figure, indicator.unit), "note": note or None, **beside}
