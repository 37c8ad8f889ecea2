"""Reviewing reports on indicators: /review, and the buttons below a report."""

import re
from dataclasses import replace
from typing import Annotated

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.indicators import reviewing_several, side_by_side
from handlers.indicators.reviewing_several import accept_report, open_together, suitable
from handlers.indicators.side_by_side import list_differing, show_beside
from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages.indicators import review_keyboard, submitted
from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows, shorten, told_apart
from messages.rendering.templating import format_moment
from messages.rendering.texts import Text, _, counted
from storage.core.spelling import is_visible
from storage.indicators import Submission
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.indicators import reviewing
from twg.indicators.comparing import compare
from twg.indicators.facts import LONGEST_REASON, UnknownIndicator, find_by_number
from twg.language.asked import Wanted

router = Router("indicators", reviewing_several.router, side_by_side.router)


@router.command(
    "review", _("Reports that await review"), permission=Permission.SUBMISSION_REVIEW, lists=True, group=Group.WORK
)
async def review(request: Request, numbers: str) -> Reply:
    """`/review` lists what awaits review; `/review 2008-3, 2008-4` opens these together, what differs side by side."""
    named = [word for word in re.split(r"[\s,;]+", numbers) if is_visible(word)]
    if not named:
        return await _to_review(request)
    page = await reviewing.list_to_review(request.session, request.member, most=reviewing.MOST_TOGETHER)
    known = [one.indicator for one in page.submissions]
    chosen = [find_by_number(known, word) for word in named]
    meant = [one for one in page.submissions if one.indicator in chosen]
    if not meant or None in chosen:
        missing = next((word for word, one in zip(named, chosen, strict=True) if one is None), numbers)
        raise UnknownIndicator(number=shorten(missing, 20), known=sorted({one.number for one in known}))
    groups = await list_differing(request, meant)
    rest = [one for one in meant if not any(one in group for group in groups)]
    replies = [show_beside(request, group) for group in groups]
    if rest:
        alone = len(rest) == 1
        replies.append(Reply(await _card(request, rest[0])) if alone else await open_together(request, rest))
    return replace(replies[0], also=(*replies[0].also, *replies[1:]))


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
    for group in await list_differing(request, page.submissions):
        beside = _("{number}: {count} side by side").with_(number=group[0].indicator.number, count=len(group))
        buttons.insert(0, button(beside, "indicators:side_by_side", group[0].indicator_id))
    if len(together := suitable(page.submissions)) > 1:
        label = _("Review {count} together").with_(count=len(together))
        buttons.append(button(label, "indicators:review_page", *([after_id] if after_id else [])))
    if page.later:
        more = counted(page.later, _("1 more"), _("{n} more"))
        buttons.append(button(more, "indicators:to_review", page.submissions[-1].id))
    return say("indicators/to_review", waiting=page.waiting, keyboard=rows(buttons))


@router.button("submission", subject=Submission, permission=Permission.SUBMISSION_REVIEW)
async def open_submission(request: Request, submission_id: int) -> Reply:
    submission = await reviewing.access_submission(request.session, request.member, submission_id)
    return Reply(await _card(request, submission))


async def _card(request: Request, submission: Submission) -> Content:
    """A report with the others beside it, and what can be done with it: a review of a moment ago is taken back."""
    compared = await compare(request.session, submission)
    keyboard = review_keyboard(submission) or await undo_keyboard(request, submission)
    return submitted(submission, keyboard=keyboard, compared=compared)


@router.button("accept", subject=Submission)
async def accept(request: Request, submission_id: int) -> Reply:
    try:
        submission = await accept_report(request, submission_id)
    except (reviewing.AlreadyReviewed, reviewing.ReportReplaced) as refusal:
        return await _show_current(request, submission_id, refusal)
    return Reply(await _without_file(request, submission), edit=True, toast=_("Accepted; its sender is told."))


async def _show_current(request: Request, submission_id: int, refusal: Refusal) -> Reply:
    """The refusal, and the report as it is now, without its outdated buttons."""
    submission = await reviewing.access_submission(request.session, request.member, submission_id)
    return Reply(await _without_file(request, submission), edit=True, refusal=refusal)


async def _without_file(request: Request, submission: Submission) -> Content:
    return replace(await _card(request, submission), files=())


@router.button("return", subject=Submission, permission=Permission.SUBMISSION_REVIEW)
async def send_back(request: Request, submission_id: int) -> Reply:
    try:
        return await open_form(request, ReturnForm, context=SUBMISSION.context_of(submission_id))
    except (reviewing.AlreadyReviewed, reviewing.ReportReplaced) as refusal:
        return await _show_current(request, submission_id, refusal)


async def _returned_to(request: Request, submission: Submission) -> Text:
    """Who corrects a report that was returned."""
    told = [member.person_id for member in await reviewing.list_told(request.session, submission)]
    if submission.submitted_by_id in told:
        return _("Returned; its sender is told.")
    if told:
        return _("Returned; its sender has left, and colleagues are told.")
    return _("Returned; its sender has left, and nobody else is there to correct it.")


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
        shown = await _without_file(request, returned)
        return Reply(shown, edit=True, toast=await _returned_to(request, returned))


@router.form(
    "let_report_stand",
    _("Let a report from elsewhere stand"),
    saves=reviewing.accept,
    about=SUBMISSION,
    opened_by="let_stand",
    check=lambda _request, submission: reviewing.check_from_elsewhere(submission),
    save=_("Let it stand"),
)
class LetStandForm(Form):
    reason: Annotated[
        str,
        Field(
            question=_("It does not come from those responsible. Why does it stand for the indicator?"),
            label=_("Reason"),
            limit=LONGEST_REASON,
        ),
    ]

    async def save(self, request: Request, submission: Submission) -> Reply:
        accepted = await accept_report(request, submission.id, self.reason)
        shown = await _without_file(request, accepted)
        return Reply(shown, edit=True, toast=_("Accepted; its sender is told."))
