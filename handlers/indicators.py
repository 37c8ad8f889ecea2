"""Joint monitoring indicators in the chat: /jmi, /round, /review, and replies to requests and reminders."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

from handlers.forms.conversation import open_form
from handlers.forms.definition import Form, form
from handlers.forms.fields import Around, Field, FileField, Option, OptionField, check_size
from handlers.registry import action, command, reply_to
from handlers.request import Reply, Request, say, show
from messages.content import Content
from messages.indicators import overview, review_keyboard, submitted, with_unit
from messages.keyboards import Keyboard, button, rows, shorten
from messages.texts import _, counted
from storage.indicators import (
    Indicator,
    ReportRequest,
    Submission,
    SubmissionState,
    list_indicators,
    list_submissions,
)
from twg import indicators
from twg.files import SentFile
from twg.parsing import parse_indicator_number, parse_value, split_report, split_value
from twg.permissions import Permission
from twg.refusals import NotFound, Refusal

#: Optional answers of a report that a one-line report leaves out; they can still be given by "Change".
_DETAILS = ("constraints", "next_steps", "evidence")
#: Reports that one message of /review offers.
REVIEW_PAGE = 20


def _is_numeric(_values: dict[str, Any], around: Around) -> bool:
    """Whether a value is asked; in which unit is not known before the indicator is."""
    indicator = around.facts.get("indicator")
    return indicator is not None and not indicator.milestone


@form("indicators/report", _("Report on an indicator"), permission=Permission.REPORT_INDICATOR)
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
    async def around(
        cls, request: Request, _context: Mapping[str, Any], answers: Mapping[str, Any], around: Around
    ) -> Around:
        listed = await list_indicators(request.session, request.member.twg.id)
        options = [Option(str(item.id), shorten(f"{item.number} {item.statement}")) for item in listed]
        chosen = next((item for item in listed if str(item.id) == answers.get("indicator")), None)
        if chosen is None:
            return replace(around, options={"indicator": options})
        about = f"{chosen.number} {chosen.statement}"
        return replace(around, options={"indicator": options}, facts={"indicator": chosen}, about=about)

    async def save(self, request: Request, _context: Mapping[str, Any]) -> Reply:
        args = indicators.Report(indicator_id=int(self.indicator), **self.model_dump(exclude={"indicator"}))
        submission = await indicators.report(request.session, request.member, args, now=request.now)
        return show("indicators/recorded", submission=submission, indicator=submission.indicator)


@command("jmi", _("Report on an indicator, or see them"), permission=Permission.SEE)
async def jmi(request: Request, rest: str) -> Reply:
    """`/jmi` lists, `/jmi 2008-4` shows one, `/jmi 2008-4 58% note` reports."""
    if not rest:
        return await list_(request)
    number, line = split_report(rest)
    indicator = await indicators.access_indicator_by_number(request.session, request.member, number)
    if not line and request.incoming.file is None:
        return Reply(await _overview(request, indicator))
    return await _report_line(request, indicator, line, request.incoming.file)


async def _report_line(request: Request, indicator: Indicator, line: str, evidence: SentFile | None) -> Reply:
    """A report in one line or by reply: straight to the summary, where the rest can be added.

    A line without a value is kept as the note; what stands in the place of the value is refused and asked again.
    """
    if indicator.milestone:
        typed = {"note": line}
    else:
        value, note = split_value(line, unit=indicator.unit)
        typed = {"value": value or note[:40], "note": note}
    typed = {name: text for name, text in typed.items() if text}
    answers: dict[str, Any] = {"indicator": str(indicator.id), "note": None, **dict.fromkeys(_DETAILS)}
    if evidence is not None:
        check_size(evidence, request.settings.max_file_mb)
        answers["evidence"] = evidence.model_dump()
    context = {"indicator_id": indicator.id}
    return await open_form(request, ReportForm, context=context, typed=typed, answers=answers)


async def list_(request: Request) -> Reply:
    listed = await indicators.list_all(request.session, request.member)
    buttons = [button(indicator.number, "indicators/open", indicator.id) for indicator, _standing in listed]
    keyboard = rows(buttons, per_row=3)
    if listed and request.member.may(Permission.REPORT_INDICATOR):
        keyboard = (*keyboard, (button(_("Report on an indicator"), "indicators/new"),))
    if request.member.may(Permission.RUN_ROUND):
        keyboard = (*keyboard, (button(_("Add an indicator"), "indicators/define"),))
    return say("indicators/list", indicators=listed, keyboard=keyboard)


@action("indicators/open", subject=Indicator)
async def open_(request: Request, indicator_id: int) -> Reply:
    indicator = await indicators.access_indicator(request.session, request.member, indicator_id)
    return Reply(await _overview(request, indicator))


async def _overview(request: Request, indicator: Indicator) -> Content:
    standing = await indicators.find_standing(request.session, request.member, indicator)
    keyboard: Keyboard = ()
    if request.member.may(Permission.REPORT_INDICATOR):
        keyboard = ((button(_("Report by form"), "indicators/report", indicator.id),),)
    return overview(indicator, standing, keyboard=keyboard)


@action("indicators/new")
async def new(request: Request) -> Reply:
    return replace(await open_form(request, ReportForm), edit=False)


@action("indicators/take")
async def take(request: Request) -> Reply:
    """Report with the text of the message that was sent before the button appeared."""
    candidates = await list_indicators(request.session, request.member.twg.id)
    return await _report_among(request, candidates, request.incoming.replied_text, request.incoming.replied_file)


@action("indicators/this", subject=Indicator)
async def report_on_this(request: Request, indicator_id: int) -> Reply:
    """Report with the text of the message that left open which indicator it is about."""
    indicator = await indicators.access_indicator(request.session, request.member, indicator_id)
    return await _report_line(request, indicator, request.incoming.replied_text, request.incoming.replied_file)


@action("indicators/report", subject=Indicator)
async def report(request: Request, indicator_id: int) -> Reply:
    indicator = await indicators.access_indicator(request.session, request.member, indicator_id)
    answers = {"indicator": str(indicator.id)}
    context = {"indicator_id": indicator.id}
    return replace(await open_form(request, ReportForm, context=context, answers=answers), edit=False)


@reply_to("indicators/requested")
async def report_by_reply(request: Request, request_id: int) -> Reply:
    """`58% district hospitals` as a reply to the request."""
    asked = await request.session.get(ReportRequest, request_id)
    if asked is None:
        raise NotFound
    indicator = await indicators.access_indicator(request.session, request.member, asked.indicator_id)
    return await _report_among(request, [indicator], request.incoming.text, request.incoming.file)


@reply_to("indicators/reviewed")
async def report_again(request: Request, submission_id: int) -> Reply:
    """A corrected report as a reply to what came of the one before."""
    submission = await indicators.access_submission(request.session, request.member, submission_id)
    return await _report_among(request, [submission.indicator], request.incoming.text, request.incoming.file)


@reply_to("indicators/reminder")
async def report_by_reply_to_reminder(request: Request, round_id: int) -> Reply:
    """`58% district hospitals` where one report is awaited; `2008-4 58%` says which of several."""
    owed = await indicators.list_owed(request.session, request.member, round_id)
    return await _report_among(request, owed, request.incoming.text, request.incoming.file)


async def _report_among(request: Request, candidates: list[Indicator], text: str, evidence: SentFile | None) -> Reply:
    """A report on the indicator that the text names, or the only one there is; else it is asked which one."""
    request.member.check(Permission.REPORT_INDICATOR)
    number, line = split_report(text)
    named = indicators.find_by_number(candidates, number)
    if named is not None:
        return await _report_line(request, named, line, evidence)
    if len(candidates) == 1:
        return await _report_line(request, candidates[0], text.strip(), evidence)
    if not candidates:
        raise indicators.UnknownIndicator(number=number, known=[])
    buttons = [button(shorten(f"{item.number} {item.statement}"), "indicators/this", item.id) for item in candidates]
    return replace(show("indicators/which", keyboard=rows(buttons)), to_message=True)


@form("indicators/define", _("Add an indicator"), permission=Permission.RUN_ROUND)
class DefineForm(Form):
    number: Annotated[
        str,
        Field(
            question=_("What is its number?"),
            hint=_("For example: 2008-4"),
            label=_("Number"),
            limit=20,
            read_text=lambda text, _around: parse_indicator_number(text),
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
        Field(
            question=_("What is the target?"),
            label=_("Target"),
            read_text=lambda text, around: parse_value(text, unit=around.facts["unit"]),
            show=lambda value, around: with_unit(value, around.facts["unit"], around.locale),
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
        ),
    ] = ""
    responsible: Annotated[
        str,
        Field(
            question=_("Which institutions report on it? Separate them by commas; the first leads."),
            hint=_("For example: MoH, UNFPA"),
            label=_("Responsible"),
        ),
    ]

    @classmethod
    async def around(
        cls, _request: Request, _context: Mapping[str, Any], answers: Mapping[str, Any], around: Around
    ) -> Around:
        return replace(around, facts={"unit": answers.get("unit") or ""})

    async def save(self, request: Request, _context: Mapping[str, Any]) -> Reply:
        args = indicators.NewIndicator(
            **self.model_dump(exclude={"responsible"}),
            milestone=not self.unit,
            responsible=[name.strip() for name in self.responsible.split(",") if name.strip()],
        )
        indicator = await indicators.define(request.session, request.member, args, now=request.now)
        return Reply(overview(indicator, indicators.Standing()), edit=True, toast=_("The indicator is added."))


@action("indicators/define")
async def define(request: Request) -> Reply:
    return replace(await open_form(request, DefineForm), edit=False)


@command("review", _("Reports that await review"), permission=Permission.RUN_ROUND)
async def review(request: Request, _rest: str) -> Reply:
    return await _to_review(request)


@action("indicators/to_review", subject=Submission)
async def review_more(request: Request, after_id: int) -> Reply:
    """Those that came after this one."""
    request.member.check(Permission.RUN_ROUND)
    return await _to_review(request, after_id)


async def _to_review(request: Request, after_id: int = 0) -> Reply:
    """A page of them, those waiting longest first."""
    submitted_here = (Submission.twg_id == request.member.twg.id, Submission.state == SubmissionState.SUBMITTED)
    waiting = (await list_submissions(request.session, *submitted_here))[::-1]
    later = [item for item in waiting if item.id > after_id]
    page = later[:REVIEW_PAGE]
    buttons = [
        button(shorten(f"{item.indicator.number} · {item.submitted_by.name}"), "indicators/submission", item.id)
        for item in page
    ]
    if len(later) > len(page):
        more = counted(len(later) - len(page), _("1 more"), _("{n} more"))
        buttons.append(button(more, "indicators/to_review", page[-1].id))
    return say("indicators/to_review", waiting=waiting, keyboard=rows(buttons))


@action("indicators/submission", subject=Submission)
async def open_submission(request: Request, submission_id: int) -> Reply:
    request.member.check(Permission.RUN_ROUND)
    submission = await indicators.access_submission(request.session, request.member, submission_id)
    return Reply(submitted(submission, keyboard=review_keyboard(submission)))


@action("indicators/accept", subject=Submission)
async def accept(request: Request, submission_id: int) -> Reply:
    try:
        submission = await indicators.accept(request.session, request.member, submission_id, now=request.now)
    except (indicators.AlreadyReviewed, indicators.ReportReplaced) as refusal:
        return await _as_it_stands(request, submission_id, refusal)
    return Reply(_without_file(submission), edit=True, toast=_("Accepted; its sender is told."))


async def _as_it_stands(request: Request, submission_id: int, refusal: Refusal) -> Reply:
    """The report without the buttons that are out of date."""
    submission = await indicators.access_submission(request.session, request.member, submission_id)
    return Reply(_without_file(submission), edit=True, refusal=refusal)


def _without_file(submission: Submission) -> Content:
    return replace(submitted(submission), files=())


@action("indicators/return", subject=Submission)
async def send_back(request: Request, submission_id: int) -> Reply:
    request.member.check(Permission.RUN_ROUND)
    submission = await indicators.access_submission(request.session, request.member, submission_id)
    try:
        indicators.check_reviewable(submission)
    except (indicators.AlreadyReviewed, indicators.ReportReplaced) as refusal:
        return await _as_it_stands(request, submission_id, refusal)
    return replace(await open_form(request, ReturnForm, context={"submission_id": submission.id}), edit=False)


@form("indicators/return", _("Return a report"), permission=Permission.RUN_ROUND, save=_("Return the report"))
class ReturnForm(Form):
    comment: Annotated[
        str,
        Field(question=_("What should its sender correct or add?"), label=_("Comment"), limit=1000),
    ]

    @classmethod
    async def around(
        cls, request: Request, context: Mapping[str, Any], _answers: Mapping[str, Any], around: Around
    ) -> Around:
        submission = await indicators.access_submission(request.session, request.member, context["submission_id"])
        return replace(around, about=f"{submission.indicator.number} – {submission.submitted_by.name}")

    async def save(self, request: Request, context: Mapping[str, Any]) -> Reply:
        submission = await indicators.send_back(
            request.session, request.member, context["submission_id"], self.comment, now=request.now
        )
        return Reply(_without_file(submission), edit=True, toast=_("Returned; its sender is told."))
