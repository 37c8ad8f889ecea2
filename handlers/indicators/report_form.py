"""The form for a report on one indicator, opened by a button, or with the answers that a message gives."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.file_field import accept_file
from handlers.forms.form import About, Form
from handlers.forms.surroundings import Surroundings
from handlers.indicators.choosing import INDICATOR, INDICATORS, is_numeric, options_of, reportable
from handlers.indicators.evidence import EVIDENCE
from handlers.indicators.known import Known, load_known
from handlers.indicators.parts_field import PARTS, by_split
from handlers.indicators.period_field import PERIOD, ROUND_PERIOD, TOLD, told_periods
from handlers.indicators.report_answers import (
    KEPT,
    Unread,
    adds_words,
    answers_in,
    correction_in,
    is_correction,
    joined,
    raw_report,
)
from handlers.indicators.step_fields import REACHED_ON, STEP, step_options
from handlers.indicators.value_field import MEASURES, ValueField, as_raw
from handlers.indicators.without_value import ways_without_a_value
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages.indicators import title_of
from messages.rendering.keyboards import Button, button, rows
from messages.rendering.texts import Text, _
from storage.core.audit import AuditRow
from storage.indicators import ENDED, Indicator, Submission, SubmissionState, find_open_round
from twg.core.files import SentFile, as_sent, with_the_others
from twg.core.refusals import NotFound, UnreadableNumber
from twg.indicators import defining, reporting, reviewing
from twg.language.asked import is_request, puts_off
from twg.language.doubts import UnclearValue
from twg.language.told_parts import PartLine

router = Router("indicators")

#: Optional answers that a one-line report skips; the button "Change" of the summary still asks them.
_DETAILS = ("parts", "step", "reached_on", "constraints", "next_steps", "evidence")


class ReportContext(BaseModel):
    """What a report is about.

    Attributes:
        indicator_id: the indicator that was named.
        corrects: the returned submission that this report corrects.
        then: reports of the same message that are asked about after this one.
    """

    indicator_id: int | None = None
    corrects: int | None = None
    then: list[Unread] = []


class Reported(BaseModel):
    """The subject of the form, loaded: see `ReportContext`."""

    model_config = {"arbitrary_types_allowed": True}

    corrected: Submission | None = None
    then: list[Unread] = []


async def _access_reported(request: Request, context: ReportContext) -> Reported:
    """The returned report that this one corrects, if any, and what is asked about afterwards."""
    corrected = None
    if context.corrects is not None:
        corrected = await reviewing.access_submission(request.session, request.member, context.corrects)
    return Reported(corrected=corrected, then=context.then)


VALUE = ValueField(
    question=_("What is the value now?"),
    hint=_("For example: 58 or 58,5 %"),
    label=_("Value"),
    when=is_numeric,
    rest="note",
)
NOTE = Field(
    question=_("What does the value stand for, or what has been achieved?"),
    label=_("Note"),
    limit=1000,
    unlike=is_request,
)


@router.form(
    "report_indicator",
    _("Report on an indicator"),
    saves=reporting.report,
    about=About(ReportContext, _access_reported, lambda _reported: ""),
    opened_by="new",
)
class ReportForm(Form):
    indicator: Annotated[str, INDICATOR]
    value: Annotated[Decimal | None, VALUE]
    period: Annotated[str, PERIOD] = ""
    parts: Annotated[list[PartLine], PARTS] = []  # noqa: RUF012 - pydantic copies the default
    step: Annotated[str, STEP] = ""
    reached_on: Annotated[date | None, REACHED_ON] = None
    note: Annotated[str, NOTE] = ""
    constraints: Annotated[
        str,
        Field(question=_("Which constraints were encountered?"), label=_("Constraints"), limit=1000, unlike=is_request),
    ] = ""
    next_steps: Annotated[
        str, Field(question=_("What are the next steps?"), label=_("Next steps"), limit=1000, unlike=is_request)
    ] = ""
    evidence: Annotated[SentFile | None, EVIDENCE] = None

    @classmethod
    async def is_answered(
        cls, request: Request, reported: Reported, answers: Mapping[str, Any], changes: Sequence[AuditRow]
    ) -> bool:
        """Whether the indicator was reported on, and nothing is asked of another one afterwards."""
        made = [await request.session.get(Submission, change.subject_id) for change in changes]
        same = any(each is not None and str(each.indicator_id) == answers.get("indicator") for each in made)
        return same and not reported.then

    @classmethod
    async def initial(cls, request: Request, _about: Any) -> Mapping[str, Any]:
        """The period of the open round, until the words of a value name another."""
        current = await find_open_round(request.session, request.member.twg.id)
        return {} if current is None or not current.period else {"period": current.period}

    @classmethod
    async def load(cls, request: Request, reported: Reported) -> tuple[Known, Submission | None]:
        return await load_known(request), reported.corrected

    @classmethod
    def surround(
        cls, loaded: tuple[Known, Submission | None], answers: Mapping[str, Any], base: Surroundings
    ) -> Surroundings:
        known, corrected = loaded
        listed = reportable(known.indicators)
        by_id = {str(item.id): item for item in listed}
        chosen = by_id.get(answers.get("indicator") or "")
        return replace(
            base,
            options={"indicator": options_of(listed, base.locale), "step": step_options(chosen)},
            note=_kept_from_returned(corrected, answers),
            facts={
                INDICATORS: by_id,
                MEASURES: {"value": known.measure_of(chosen, base.today)},
                ROUND_PERIOD: known.period,
                TOLD: told_periods(answers),
            },
            about=base.about if chosen is None else title_of(chosen, base.locale),
        )

    @classmethod
    async def instead(
        cls, request: Request, _reported: Reported, answers: Mapping[str, Any], question: Field
    ) -> Sequence[Button]:
        return await ways_without_a_value(request, answers, question)

    async def save(self, request: Request, reported: Reported) -> Reply:
        indicator = await defining.access_indicator(request.session, request.member, int(self.indicator))
        args = reporting.Report(
            indicator_id=indicator.id,
            parts=by_split(self.parts),
            step_id=int(self.step) if self.step else None,
            **self.model_dump(exclude={"indicator", "parts", "step"}),
        )
        submission = await reporting.report(request.session, request.member, args, request.domains, now=request.now)
        return replace(await show_recorded(request, submission), also=await ask_about(request, reported.then))


async def show_recorded(request: Request, submission: Submission, corrected: Submission | None = None) -> Reply:
    """That a report is recorded, with [Change…] and [Undo].

    Args:
        corrected: the report of which this one is the next version, where only its value is another.
    """
    change = (button(_("Change…"), "indicators:change", submission.id),)
    keyboard = (change, *await undo_keyboard(request, submission))
    told: dict[str, Any] = {"submission": submission, "indicator": submission.indicator, "corrected": corrected}
    return show("indicators/recorded", keyboard=keyboard, **told)


def _kept_from_returned(before: Submission | None, answers: Mapping[str, Any]) -> Text | None:
    """A note that names the answers still taken from the returned report."""
    if before is None:
        return None
    constraints = bool(before.constraints) and answers.get("constraints") == before.constraints
    next_steps = bool(before.next_steps) and answers.get("next_steps") == before.next_steps
    if constraints and next_steps:
        return _("Constraints and next steps are those of the returned report.")
    if constraints:
        return _("The constraints are those of the returned report.")
    return _("The next steps are those of the returned report.") if next_steps else None


async def open_report(
    request: Request,
    indicator: Indicator,
    said: Unread,
    evidence: SentFile | None = None,
    *,
    corrects: Submission | None = None,
    then: list[Unread] | None = None,
) -> Reply:
    """Open the report form with what a message says: at its summary, or at the value where that is not clear.

    A text whose value is not clear is kept as the note.

    Args:
        corrects: a returned report, whose constraints and next steps are kept, and its evidence where none came.
        then: reports to ask about once this one is saved.
    Raises: IndicatorEnded.
    """
    defining.check_reported_on(indicator)
    newest = corrects or await reviewing.find_newest(request.session, request.member, indicator)
    if newest is not None and not then and is_correction(newest, said, now=request.now):
        return replace(await _correct(request, newest, said, evidence), edit=True)
    corrects = newest if newest is not None and newest.state is SubmissionState.RETURNED else None
    answers: dict[str, Any] = {"indicator": str(indicator.id), "note": None, **dict.fromkeys(_DETAILS)}
    typed, found, refusal = answers_in(indicator, said, today=request.today)
    if corrects is not None:
        answers |= {name: raw for name, raw in raw_report(corrects).items() if name in KEPT and raw is not None}
    answers |= found
    if evidence is not None:
        answers["evidence"] = accept_file(evidence, request.settings.max_file_mb)
    context: dict[str, Any] = {"indicator_id": indicator.id}
    kept_value = None if corrects is None or not adds_words(refusal, said.text) else corrects.value
    if corrects is not None and kept_value is not None:  # "see page 12": the figure stays as it was reported
        answers["value"] = as_raw(kept_value, "", indicator.unit, sure=True)
        typed = {"note": joined(corrects.note, said.text, said.note)}
    if corrects is not None:
        context["corrects"] = corrects.id
    if then:
        context["then"] = [unread.model_dump() for unread in then]
    opened = await open_form(request, ReportForm, context=context, typed=typed, answers=answers)
    may_be_read = isinstance(refusal, UnclearValue) and bool(refusal.data["readings"])
    has_none = isinstance(refusal, UnreadableNumber) or (refusal is not None and puts_off(said.text))
    if opened.content is not None and has_none and not may_be_read:
        ways = rows(await ways_without_a_value(request, answers, VALUE), per_row=2)
        content = replace(opened.content, keyboard=(*ways, *opened.content.keyboard))
        opened = replace(opened, content=content, to_message=True)
    return replace(opened, edit=True)


async def _correct(request: Request, made: Submission, said: Unread, evidence: SentFile | None) -> Reply:
    """Open a report that waits for its review with the value that a message gives instead of its own."""
    typed, instead = correction_in(made, said, today=request.today)
    if evidence is not None:
        sent = with_the_others(evidence, [*map(as_sent, made.evidence)])
        instead["evidence"] = accept_file(sent, request.settings.max_file_mb)
    return await open_again(request, made, typed, instead)


async def open_again(
    request: Request, made: Submission, typed: dict[str, str], instead: Mapping[str, Any] | None = None
) -> Reply:
    """The form with what a report says.

    Args:
        typed: new answers, by question, as typed.
        instead: raw answers in place of the report's.
    """
    context = {"indicator_id": made.indicator_id}
    answers = {**raw_report(made), **(instead or {})}
    return await open_form(request, ReportForm, context=context, typed=typed, answers=answers)


async def ask_about(request: Request, unread: list[Unread]) -> tuple[Reply, ...]:
    """Open the form for the first of several reports whose value is not clear; the others follow once it is saved."""
    for place, said in enumerate(unread):
        try:
            indicator = await defining.access_indicator(request.session, request.member, said.indicator_id)
        except NotFound:
            continue
        if indicator.state in ENDED:
            continue
        reply = await open_report(request, indicator, said, then=unread[place + 1 :])
        return (replace(reply, edit=False),)
    return ()


@router.button("report", subject=Indicator)
async def report(request: Request, indicator_id: int) -> Reply:
    indicator = await defining.access_indicator(request.session, request.member, indicator_id)
    defining.check_reported_on(indicator)
    answers = {"indicator": str(indicator.id)}
    context = {"indicator_id": indicator.id}
    return await open_form(request, ReportForm, context=context, answers=answers)
