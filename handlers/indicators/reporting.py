"""Joint monitoring indicators in the chat: /jmi, and replies to requests, reminders and reviews."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field, OptionField
from handlers.forms.file_field import FileField, accept_file
from handlers.forms.form import About, Form
from handlers.forms.surroundings import Option, Surroundings
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from messages.indicators import overview, report_keyboard, with_unit
from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.texts import Text, _
from storage.core.notifications import Notification
from storage.indicators import Indicator, Submission, SubmissionState, list_indicators
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.indicators import defining, reporting, reviewing, rounds
from twg.language.values import parse_value, split_report, split_value

#: Optional answers that a one-line report skips; the button "Change" of the summary still asks them.
_DETAILS = ("constraints", "next_steps", "evidence")


router = Router("indicators")


def _is_numeric(_values: dict[str, Any], around: Surroundings) -> bool:
    """Whether a value is asked for: only once the indicator is known, and has a unit."""
    indicator = around.facts.get("indicator")
    return indicator is not None and not indicator.milestone


class ReportContext(BaseModel):
    """The indicator that was named, and the returned submission that this report corrects."""

    indicator_id: int | None = None
    corrects: int | None = None


async def _access_corrected(request: Request, context: ReportContext) -> Submission | None:
    """The returned report that this one corrects; `None` where it corrects none."""
    if context.corrects is None:
        return None
    return await reviewing.access_submission(request.session, request.member, context.corrects)


@router.form(
    "report_indicator",
    _("Report on an indicator"),
    saves=reporting.report,
    about=About(ReportContext, _access_corrected, lambda _corrected: ""),
    opened_by="new",
)
class ReportForm(Form):
    indicator: Annotated[
        str, OptionField(question=_("On which indicator would you like to report?"), label=_("Indicator"))
    ]
    value: Annotated[
        Decimal | None,
        Field(
            question=_("What is the value now?"),
            hint=_("For example: 58 or 58,5 %"),
            label=_("Value"),
            read_text=lambda text, around: parse_value(text, unit=around.facts["indicator"].unit),
            show=lambda value, around: with_unit(value, around.facts["indicator"].unit, around.locale),
            when=_is_numeric,
        ),
    ]
    note: Annotated[
        str, Field(question=_("What does the value stand for, or what has been achieved?"), label=_("Note"), limit=1000)
    ] = ""
    constraints: Annotated[
        str, Field(question=_("Which constraints were encountered?"), label=_("Constraints"), limit=1000)
    ] = ""
    next_steps: Annotated[str, Field(question=_("What are the next steps?"), label=_("Next steps"), limit=1000)] = ""
    evidence: Annotated[
        SentFile | None,
        FileField(question=_("Is there a file as evidence? Please send it now, or skip."), label=_("Evidence")),
    ] = None

    @classmethod
    async def load(cls, request: Request, corrected: Submission | None) -> tuple[list[Indicator], Submission | None]:
        return await list_indicators(request.session, request.member.twg.id), corrected

    @classmethod
    def surround(
        cls,
        loaded: tuple[list[Indicator], Submission | None],
        answers: Mapping[str, Any],
        base: Surroundings,
    ) -> Surroundings:
        listed, corrected = loaded
        options = [Option(str(item.id), shorten(f"{item.number} {item.statement}")) for item in listed]
        base = replace(base, options={"indicator": options}, note=_kept_from_returned(corrected, answers))
        chosen = next((item for item in listed if str(item.id) == answers.get("indicator")), None)
        if chosen is None:
            return base
        return replace(base, facts={"indicator": chosen}, about=f"{chosen.number} {chosen.statement}")

    async def save(self, request: Request, _corrected: Submission | None) -> Reply:
        args = reporting.Report(indicator_id=int(self.indicator), **self.model_dump(exclude={"indicator"}))
        submission = await reporting.report(request.session, request.member, args, now=request.now)
        return show("indicators/recorded", submission=submission, indicator=submission.indicator)


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


@router.command("jmi", _("Report on an indicator, or see them"), permission=Permission.SEE)
async def jmi(request: Request, rest: str) -> Reply:
    """`/jmi` lists, `/jmi 2008-4` shows one, `/jmi 2008-4 58% note` reports."""
    if not rest:
        return await list_(request)
    number, line = split_report(rest)
    indicator = await defining.access_indicator_by_number(request.session, request.member, number)
    if not line and request.incoming.file is None:
        return Reply(await _overview(request, indicator))
    return await report_line(request, indicator, line, request.incoming.file)


async def report_line(
    request: Request,
    indicator: Indicator,
    line: str,
    evidence: SentFile | None,
    *,
    corrects: Submission | None = None,
) -> Reply:
    """Open the report form at its summary, with the answers of a one-line report or a reply.

    A line without a value is kept as the note; the text in place of the value is refused, so that the form asks for it.

    Args:
        corrects: a returned report, whose constraints and next steps are kept.
    """
    if indicator.milestone:
        typed = {"note": line}
    else:
        value, note = split_value(line, unit=indicator.unit)
        typed = {"value": value or note[:40], "note": note}
    typed = {name: text for name, text in typed.items() if text}
    answers: dict[str, Any] = {"indicator": str(indicator.id), "note": None, **dict.fromkeys(_DETAILS)}
    if evidence is not None:
        answers["evidence"] = accept_file(evidence, request.settings.max_file_mb)
    context = {"indicator_id": indicator.id}
    if corrects is not None:
        kept = {"constraints": corrects.constraints, "next_steps": corrects.next_steps}
        answers |= {name: text for name, text in kept.items() if text}
        context["corrects"] = corrects.id
    opened = await open_form(request, ReportForm, context=context, typed=typed, answers=answers)
    return replace(opened, edit=True)


async def list_(request: Request) -> Reply:
    listed = await defining.list_all(request.session, request.member)
    buttons = [button(indicator.number, "indicators:open", indicator.id) for indicator, _standing in listed]
    keyboard = rows(buttons, per_row=3)
    if listed and request.member.may(Permission.INDICATOR_REPORT):
        keyboard = (*keyboard, (button(_("Report on an indicator"), "indicators:new"),))
    if request.member.may(Permission.INDICATOR_DEFINE):
        keyboard = (*keyboard, (button(_("Add an indicator"), "indicators:define"),))
    return say("indicators/list", indicators=listed, keyboard=keyboard)


@router.button("open", subject=Indicator, opens=True)
async def open_(request: Request, indicator_id: int) -> Reply:
    indicator = await defining.access_indicator(request.session, request.member, indicator_id)
    return Reply(await _overview(request, indicator))


async def _overview(request: Request, indicator: Indicator) -> Content:
    standing = await defining.find_standing(request.session, request.member, indicator)
    keyboard = report_keyboard(indicator.id) if request.member.may(Permission.INDICATOR_REPORT) else ()
    return overview(indicator, standing, keyboard=keyboard)


@router.button("take")
async def take(request: Request) -> Reply:
    """Report with the text of the message to which the buttons were offered."""
    candidates = await list_indicators(request.session, request.member.twg.id)
    text, evidence = request.incoming.replied_text, request.incoming.replied_file
    return await _report_among(request, candidates, text, evidence, known=candidates)


@router.button("this", subject=Indicator)
async def report_on_this(request: Request, indicator_id: int) -> Reply:
    """Report on the indicator that was chosen, with the text of the earlier message."""
    indicator = await defining.access_indicator(request.session, request.member, indicator_id)
    return await report_line(request, indicator, request.incoming.replied_text, request.incoming.replied_file)


@router.button("report", subject=Indicator)
async def report(request: Request, indicator_id: int) -> Reply:
    indicator = await defining.access_indicator(request.session, request.member, indicator_id)
    answers = {"indicator": str(indicator.id)}
    context = {"indicator_id": indicator.id}
    return await open_form(request, ReportForm, context=context, answers=answers)


@router.reply_to(rounds.REQUESTED, rounds.REMINDER, reviewing.REVIEWED, label=_("A report on an indicator"))
async def report_by_reply(request: Request, about: list[Notification]) -> Reply:
    """Report by reply: `58% district hospitals` where one report is awaited; `2008-4 58%` names one of several.

    A reply to the outcome of a review reports again where the report was returned.
    """
    asked: dict[int, Indicator] = {}
    awaited: dict[int, Indicator] = {}
    returned: dict[int, Submission] = {}
    for notification in about:
        within = request.within(notification.twg_id)
        if notification.kind == reviewing.REVIEWED.name:
            reviewed = await reviewing.access_submission(within.session, within.member, notification.subject_id)
            asked[reviewed.indicator_id] = reviewed.indicator
            if reviewed.state is SubmissionState.RETURNED:
                awaited[reviewed.indicator_id] = reviewed.indicator
                returned[reviewed.indicator_id] = reviewed
            continue
        for item in await reporting.list_asked(within.session, within.member, notification.subject_id):
            asked[item.indicator_id] = item.indicator
            if item.reported_at is None:
                awaited[item.indicator_id] = item.indicator
    candidates = list((awaited or asked).values())
    text, evidence = request.incoming.text, request.incoming.file
    return await _report_among(request, candidates, text, evidence, known=list(asked.values()), returned=returned)


async def _report_among(
    request: Request,
    candidates: list[Indicator],
    text: str,
    evidence: SentFile | None,
    *,
    known: list[Indicator],
    returned: Mapping[int, Submission] | None = None,
) -> Reply:
    """Report on the known indicator that the text names, or on the only candidate; else ask which one is meant.

    The report is made in the TWG of its indicator, since one message may ask for reports of several TWGs.

    Args:
        candidates: the indicators to choose from.
        known: the indicators that the text may name.
        returned: by indicator id, the report that the new one corrects; it keeps what the text leaves out.
    """
    number, line = split_report(text)
    named = defining.find_by_number(known, number)
    if named is None and len(candidates) == 1:
        named, line = candidates[0], text.strip()
    if named is not None:
        request = request.within(named.twg_id)
        request.member.check(Permission.INDICATOR_REPORT)
        return await report_line(request, named, line, evidence, corrects=(returned or {}).get(named.id))
    request.member.check(Permission.INDICATOR_REPORT)
    if not candidates:
        raise defining.UnknownIndicator(number=number, known=[])
    buttons = [button(shorten(f"{item.number} {item.statement}"), "indicators:this", item.id) for item in candidates]
    return replace(show("indicators/which", keyboard=rows(buttons)), to_message=True)


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to report with a text."""
    if request.incoming.file is not None or not request.member.may(Permission.INDICATOR_REPORT):
        return []
    return [Offer(30, button(_("Report on an indicator"), "indicators:take"))]
