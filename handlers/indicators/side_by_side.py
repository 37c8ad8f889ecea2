"""Reports of several bodies that differ, shown beside one another: which one is accepted is asked (J4)."""

from collections import Counter
from collections.abc import Sequence

from handlers.forms.conversation import open_form
from handlers.indicators.reviewing_several import ReviewSeveralForm, Verdict
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.indicators import side_by_side
from storage.indicators import Indicator, Submission, SubmissionState
from twg.core.permissions import Permission
from twg.indicators import reviewing
from twg.indicators.comparing import compare
from twg.indicators.facts import IndicatorRefusal

router = Router("indicators")


class NothingDiffers(IndicatorRefusal):
    """All but one of the reports were reviewed or replaced meanwhile."""

    key = "indicators#nothing_differs"


async def list_differing(request: Request, submissions: Sequence[Submission]) -> list[list[Submission]]:
    """Of reports that await review those beside which another body's says otherwise, by indicator, the oldest first."""
    found: dict[int, list[Submission]] = {}
    counts = Counter(one.indicator_id for one in submissions)
    for one in submissions:
        if counts[one.indicator_id] == 1:
            continue
        others = (await compare(request.session, one)).others
        if any(other.state is SubmissionState.SUBMITTED for other in others):
            found.setdefault(one.indicator_id, []).append(one)
    return [group for group in found.values() if len(group) > 1]


def show_beside(request: Request, group: Sequence[Submission]) -> Reply:
    """The reports on one indicator beside one another, with a button to accept each, and one to return all."""
    return Reply(side_by_side(group, request.locale))


@router.button("side_by_side", subject=Indicator, permission=Permission.SUBMISSION_REVIEW)
async def open_beside(request: Request, indicator_id: int) -> Reply:
    """The reports on an indicator that differ and await review. Raises: NothingDiffers."""
    groups = await list_differing(request, await _list_on(request, indicator_id))
    if not groups:
        raise NothingDiffers
    return show_beside(request, groups[0])


@router.button("return_all", subject=Indicator, permission=Permission.SUBMISSION_REVIEW)
async def return_all(request: Request, indicator_id: int) -> Reply:
    """The form that returns all reports that await review on an indicator, with one comment."""
    ids = [one.id for one in await _list_on(request, indicator_id)]
    return await open_form(request, ReviewSeveralForm, context={"ids": ids}, answers={"verdict": Verdict.RETURN.value})


async def _list_on(request: Request, indicator_id: int) -> list[Submission]:
    page = await reviewing.list_to_review(request.session, request.member, most=reviewing.MOST_TOGETHER)
    return [one for one in page.submissions if one.indicator_id == indicator_id]
