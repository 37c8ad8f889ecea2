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
    Submission,
    SubmissionState,
    list_indicators,
    list_submissions,
)
from storage.notifications import Notification
from twg import indicators
from twg.files import SentFile
from twg.parsing import parse_indicator_number, parse_value, split_report, split_value
from twg.permissions import Permission

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
    text, evidence = request.incoming.replied_text, request.incoming.replied_file
    return await _report_among(request, candidates, text, evidence, known=candidates)


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


@reply_to("indicators/requested", "indicators/reminder", "indicators/reviewed")
async def report_by_reply(request: Request, about: list[Notification]) -> Reply:
    """`58% district hospitals` where one report is awaited; `2008-4 58%` says which of several.

    The outcome of a review awaits one where the report was returned.
    """
    asked: dict[int, Indicator] = {}
    awaited: dict[int, Indicator] = {}
    for notification in about:
        for indicator, is_awaited in await _asked_in(request.within(notification.twg_id), notification):
            asked[indicator.id] = indicator
            if is_awaited:
                awaited[indicator.id] = indicator
    candidates = list((awaited or asked).values())
    text, evidence = request.incoming.text, request.incoming.file
    return await _report_among(request, candidates, text, evidence, known=list(asked.values()))


async def _asked_in(request: Request, notification: Notification) -> list[tuple[Indicator, bool]]:
    """The indicators that a notification was about, each with whether a report on it is still awaited."""
    if notification.kind == "indicators/reviewed":
        found = await indicators.access_submission(request.session, request.member, notification.subject_id)
        return [(found.indicator, found.state is SubmissionState.RETURNED)]
    asked = await indicators.list_asked(request.session, request.member, notification.subject_id)
    return [(item.indicator, item.reported_at is None) for item in asked]


async def _report_among(
    request: Request, candidates: list[Indicator], text: str, evidence: SentFile | None, *, known: list[Indicator]
) -> Reply:
    """A report on the one of the known indicators that the text names, or the only candidate; else it is asked which.

    Each in its own TWG: one message may have asked for several.
    """
    number, line = split_report(text)
    named = indicators.find_by_number(known, number)
    if named is None and len(candidates) == 1:
        named, line = candidates[0], text.strip()
    if named is not None:
        request = request.within(named.twg_id)
        request.member.check(Permission.REPORT_INDICATOR)
        return await _report_line(request, named, line, evidence)
    request.member.check(Permission.REPORT_INDICATOR)
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
    submission = await indicators.accept(request.session, request.member, submission_id, now=request.now)
    return Reply(_without_file(submission), edit=True, toast=_("Accepted; its sender is told."))


def _without_file(submission: Submission) -> Content:
    return replace(submitted(submission), files=())


@action("indicators/return", subject=Submission)
async def send_back(request: Request, submission_id: int) -> Reply:
    request.member.check(Permission.RUN_ROUND)
    submission = await indicators.access_submission(request.session, request.member, submission_id)
    if submission.state is not SubmissionState.SUBMITTED:
        raise indicators.AlreadyReviewed(submission=submission)
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
