"""Reviewing reports on joint monitoring indicators (J4).

IndicatorRefusal
├── AlreadyReviewed
└── ReportReplaced          a later version exists, which is reviewed instead
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.indicators import (
    ReportRequest,
    Round,
    RoundState,
    Submission,
    SubmissionState,
    count_submissions,
    find_submission,
    list_requests,
    list_submissions,
)
from storage.members import Membership, list_members
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.indicators.defining import make_findable
from twg.indicators.facts import IndicatorRefusal
from twg.indicators.reporting import from_same_institution, list_waiting_before, replace_report


class AlreadyReviewed(IndicatorRefusal):
    """data: `submission`."""

    key = "indicators#already_reviewed"


class ReportReplaced(IndicatorRefusal):
    key = "indicators#report_replaced"


async def sender(cause: Cause) -> list[Membership]:
    """The person who reported."""
    submission: Submission = cause.subject
    return await list_members(cause.session, submission.twg_id, Membership.person_id == submission.submitted_by_id)


async def last_moment_to_correct(cause: Cause) -> datetime | None:
    """For a returned report the end of its round, if it is open and not past."""
    submission: Submission = cause.subject
    if submission.state is not SubmissionState.RETURNED or submission.round_id is None:
        return None
    round_ = await cause.session.get_one(Round, submission.round_id)
    return round_.due_at if round_.state is RoundState.OPEN and round_.due_at > cause.now else None


REVIEWED = Notice(name="indicator_reviewed", subject=Submission, recipients=sender, useful_until=last_moment_to_correct)


#: Reports on one page of the list.
PAGE = 20


@dataclass(frozen=True)
class ReviewPage:
    """One page of the reports that await review, oldest first.

    Attributes:
        later: number of reports after this page.
        waiting: number of reports that await review in all.
    """

    submissions: list[Submission]
    later: int
    waiting: int


@operation(Permission.SUBMISSION_REVIEW)
async def list_to_review(session: AsyncSession, actor: Actor, after_id: int = 0) -> ReviewPage:
    """A page of the reports that await review in the actor's TWG.

    Args:
        after_id: the last one of the page before; 0 for the first page.
    """
    waiting = Submission.twg_id == actor.twg.id, Submission.state == SubmissionState.SUBMITTED
    later = Submission.id > after_id
    page = await list_submissions(session, *waiting, later, oldest_first=True, limit=PAGE)
    left = await count_submissions(session, *waiting, later)
    return ReviewPage(page, left - len(page), await count_submissions(session, *waiting))


@operation(Permission.SUBMISSION_REVIEW)
async def accept(session: AsyncSession, actor: Actor, submission_id: int, *, now: datetime) -> Submission:
    """Accept a report. Earlier versions that await review are replaced, and their senders are told.

    Raises: NotFound, AlreadyReviewed, ReportReplaced.
    """
    submission = await _review(session, actor, submission_id, SubmissionState.ACCEPTED, "", now=now)
    for earlier in await list_waiting_before(session, submission):
        await replace_report(session, actor, earlier, now=now)
        await _tell_sender(session, actor, earlier, now=now)
    await make_findable(session, submission.indicator)
    return submission


@operation(Permission.SUBMISSION_REVIEW)
async def send_back(
    session: AsyncSession, actor: Actor, submission_id: int, comment: str, *, now: datetime
) -> Submission:
    """Return a report with a comment; its sender is told and asked to report again.

    Raises: NotFound, AlreadyReviewed, ReportReplaced.
    """
    submission = await _review(session, actor, submission_id, SubmissionState.RETURNED, comment, now=now)
    await _ask_again(session, actor, submission, now=now)
    await make_findable(session, submission.indicator)
    return submission


async def _ask_again(session: AsyncSession, actor: Actor, submission: Submission, *, now: datetime) -> None:
    """Reopen the request that the report had answered: its sender's, or else those of colleagues."""
    requests = await list_requests(
        session,
        ReportRequest.round_id == submission.round_id,
        ReportRequest.indicator_id == submission.indicator_id,
    )
    own = [request for request in requests if request.person_id == submission.submitted_by_id]
    colleagues = [request for request in requests if from_same_institution(request.person, submission.submitted_by)]
    for request in own or colleagues:
        before = values_of(request, "reported_at")
        request.reported_at = None
        after = values_of(request, *before)
        await record(session, actor, "indicators.ask_again", request, now=now, before=before, after=after)


async def _review(
    session: AsyncSession, actor: Actor, submission_id: int, state: SubmissionState, comment: str, *, now: datetime
) -> Submission:
    submission = await access_submission(session, actor, submission_id)
    await hold(session, submission.indicator, submission)
    check_reviewable(submission)
    before = values_of(submission, "state", "review_comment", "reviewed_by_id", "reviewed_at")
    submission.state, submission.review_comment = state, comment
    submission.reviewed_by_id, submission.reviewed_at = actor.person.id, now
    after = values_of(submission, *before)
    await record(session, actor, "indicators.review", submission, now=now, before=before, after=after)
    await _tell_sender(session, actor, submission, now=now)
    return submission


def check_reviewable(submission: Submission) -> None:
    """Raises: AlreadyReviewed, ReportReplaced."""
    if submission.state is SubmissionState.REPLACED:
        raise ReportReplaced
    if submission.state is not SubmissionState.SUBMITTED:
        raise AlreadyReviewed(submission=submission)


async def _tell_sender(session: AsyncSession, actor: Actor, submission: Submission, *, now: datetime) -> None:
    await notify(session, REVIEWED, subject=submission, now=now, by=actor)


async def is_corrected(session: AsyncSession, submission: Submission) -> bool:
    """Whether a returned report was followed by a later one of the same institution."""
    if submission.state is not SubmissionState.RETURNED:
        return False
    same = Submission.indicator_id == submission.indicator_id, Submission.version > submission.version
    later = await list_submissions(session, *same)
    return any(from_same_institution(one.submitted_by, submission.submitted_by) for one in later)


async def access_submission(session: AsyncSession, actor: Actor, submission_id: int) -> Submission:
    """The report, if it is the actor's TWG's. Raises: NotFound."""
    submission = await find_submission(session, submission_id)
    if submission is None or submission.twg_id != actor.twg.id:
        raise NotFound
    return submission
