"""Reviewing reports on indicators: /review, and the buttons below a report."""

from dataclasses import replace
from typing import Annotated

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from messages.indicators import review_keyboard, submitted
from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows, told_apart
from messages.rendering.templating import format_moment
from messages.rendering.texts import _, counted
from storage.indicators import Submission
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.indicators import reviewing
from twg.language.asked import Wanted

router = Router("indicators")


@router.command(
    "review", _("Reports that await review"), permission=Permission.SUBMISSION_REVIEW, lists=True, group=Group.WORK
)
async def review(request: Request) -> Reply:
    return await _to_review(request)


@router.button("to_review", subject=Submission, permission=Permission.SUBMISSION_REVIEW)
async def review_more(request: Request, after_id: int) -> Reply:
    """The next page: reports that came after this one."""
    return await _to_review(request, after_id)


async def _to_review(request: Request, after_id: int = 0) -> Reply:
    """A page of the reports that await review, longest waiting first."""
    page = await reviewing.list_to_review(request.session, request.member, after_id)
    submitted_at = [item.submitted_at.astimezone(request.zone) for item in page.submissions]
    moments = [format_moment(moment, locale=request.locale, short=True) for moment in submitted_at]
    labels = told_apart([f"{item.indicator.number} · {item.submitted_by.name}" for item in page.submissions], moments)
    buttons = [
        button(label, "indicators:submission", item.id) for label, item in zip(labels, page.submissions, strict=True)
    ]
    if page.later:
        more = counted(page.later, _("1 more"), _("{n} more"))
        buttons.append(button(more, "indicators:to_review", page.submissions[-1].id))
    return say("indicators/to_review", waiting=page.waiting, keyboard=rows(buttons))


@router.button("submission", subject=Submission, permission=Permission.SUBMISSION_REVIEW)
async def open_submission(request: Request, submission_id: int) -> Reply:
    submission = await reviewing.access_submission(request.session, request.member, submission_id)
    return Reply(submitted(submission, keyboard=review_keyboard(submission)))


@router.button("accept", subject=Submission)
async def accept(request: Request, submission_id: int) -> Reply:
    try:
        submission = await reviewing.accept(request.session, request.member, submission_id, now=request.now)
    except (reviewing.AlreadyReviewed, reviewing.ReportReplaced) as refusal:
        return await _show_current(request, submission_id, refusal)
    return Reply(_without_file(submission), edit=True, toast=_("Accepted; its sender is told."))


async def _show_current(request: Request, submission_id: int, refusal: Refusal) -> Reply:
    """The refusal, and the report as it is now, without its outdated buttons."""
    submission = await reviewing.access_submission(request.session, request.member, submission_id)
    return Reply(_without_file(submission), edit=True, refusal=refusal)


def _without_file(submission: Submission) -> Content:
    return replace(submitted(submission), files=())


@router.button("return", subject=Submission, permission=Permission.SUBMISSION_REVIEW)
async def send_back(request: Request, submission_id: int) -> Reply:
    try:
        return await open_form(request, ReturnForm, context=SUBMISSION.context_of(submission_id))
    except (reviewing.AlreadyReviewed, reviewing.ReportReplaced) as refusal:
        return await _show_current(request, submission_id, refusal)


SUBMISSION = about_row(
    Submission,
    reviewing.access_submission,
    lambda submission: f"{submission.indicator.number} – {submission.submitted_by.name}",
)


@router.form(
    "return_report",
    _("Return a report"),
    saves=reviewing.send_back,
    about=SUBMISSION,
    check=lambda _request, submission: reviewing.check_reviewable(submission),
    save=_("Return the report"),
)
class ReturnForm(Form):
    comment: Annotated[
        str,
        Field(
            question=_("What should its sender correct or add?"),
            label=_("Comment"),
            limit=1000,
            wanted=Wanted.QUESTION,
        ),
    ]

    async def save(self, request: Request, submission: Submission) -> Reply:
        returned = await reviewing.send_back(
            request.session, request.member, submission.id, self.comment, now=request.now
        )
        return Reply(_without_file(returned), edit=True, toast=_("Returned; its sender is told."))
