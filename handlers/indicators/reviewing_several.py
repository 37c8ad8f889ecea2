"""Reviewing several reports at once: accepted together, or returned with one comment (J4)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.forms.choice_fields import ChoiceField
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_kept
from handlers.forms.surroundings import Surroundings
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.indicators import with_unit
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.texts import _
from storage.engine.labels import N_, Labelled
from storage.indicators import Submission, SubmissionState
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.indicators import reviewing
from twg.language.asked import Wanted
from twg.reports import overtaking

router = Router("indicators")


class Verdict(Labelled):
    """What becomes of several reports."""

    ACCEPT = "accept", N_("Accept them")
    RETURN = "return", N_("Return them with a comment")


class SeveralIds(BaseModel):
    """The ids of the reports that are reviewed together."""

    ids: list[int]


def suitable(submissions: Sequence[Submission]) -> list[Submission]:
    """Those that may be reviewed together: from those responsible, and the only ones on their indicators."""
    counts: dict[int, int] = {}
    for one in submissions:
        counts[one.indicator_id] = counts.get(one.indicator_id, 0) + 1
    return [one for one in submissions if not one.elsewhere and counts[one.indicator_id] == 1]


@router.button("review_page", permission=Permission.SUBMISSION_REVIEW)
async def review_page(request: Request, after_id: int = 0) -> Reply:
    """Review those of a page together that may be."""
    page = await reviewing.list_to_review(request.session, request.member, after_id)
    return await open_together(request, suitable(page.submissions))


async def open_together(request: Request, submissions: Sequence[Submission]) -> Reply:
    """The form to review these together."""
    return await open_form(request, ReviewSeveralForm, context={"ids": [one.id for one in submissions]})


def _returns(values: Mapping[str, Any], _around: Surroundings) -> bool:
    return values.get("verdict") is Verdict.RETURN


@router.form(
    "review_several",
    _("Review several reports"),
    saves=reviewing.accept,
    about=about_kept(SeveralIds),
    save=_("Save all"),
)
class ReviewSeveralForm(Form):
    verdict: Annotated[
        Verdict, ChoiceField(question=_("What becomes of them?"), label=_("Outcome"), members=tuple(Verdict))
    ]
    comment: Annotated[
        str,
        Field(
            question=_("What should their senders correct or add?"),
            label=_("Comment"),
            limit=1000,
            wanted=Wanted.QUESTION,
            when=_returns,
            required=_returns,
        ),
    ] = ""

    @classmethod
    async def load(cls, request: Request, about: SeveralIds) -> list[Submission]:
        found = [await _find(request, row_id) for row_id in about.ids]
        return [one for one in found if one is not None and one.state is SubmissionState.SUBMITTED]

    @classmethod
    def surround(cls, loaded: list[Submission], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, about="; ".join(_line(one, base.locale) for one in loaded))

    async def save(self, request: Request, about: SeveralIds) -> Reply:
        done: list[Submission] = []
        for row_id in about.ids:
            submission = await _find(request, row_id)
            if submission is not None and submission.state is SubmissionState.SUBMITTED:
                done.append(await self._review(request, row_id))
        buttons = [button(shorten(one.indicator.number), "indicators:submission", one.id) for one in done]
        shown = show(
            "indicators/reviewed_several",
            keyboard=rows(buttons, per_row=3),
            submissions=done,
            left=len(about.ids) - len(done),
        )
        return replace(shown, edit=True)

    async def _review(self, request: Request, row_id: int) -> Submission:
        if self.verdict is Verdict.RETURN:
            return await reviewing.send_back(request.session, request.member, row_id, self.comment, now=request.now)
        return await accept_report(request, row_id)


async def accept_report(request: Request, submission_id: int, reason: str = "") -> Submission:
    """Accept a report; the secretariat is told where what the Chair signed does not have it. Raises: as `accept`."""
    about = request.session, request.member, submission_id
    accepted = await reviewing.accept(*about, reason, now=request.now)
    await overtaking.tell_behind(*about, now=request.now)
    return accepted


async def _find(request: Request, row_id: int) -> Submission | None:
    """The report; None where the person may not see it, or it was taken back."""
    try:
        return await reviewing.access_submission(request.session, request.member, row_id)
    except NotFound:
        return None


def _line(submission: Submission, locale: str) -> str:
    """ "2008-4: 58 % – Sokha"."""
    indicator = submission.indicator
    said = submission.step or shorten(submission.note, 30)
    told = said if submission.value is None else with_unit(submission.value, indicator.unit, locale)
    return f"{indicator.number}: {told} – {submission.submitted_by.name}"
