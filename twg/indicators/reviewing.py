"""Reviewing reports on joint monitoring indicators (J4).

A report of a body that is not responsible is accepted beside what those responsible report: it stands for the indicator
only where the reviewer says why.

IndicatorRefusal
├── AlreadyReviewed
├── ReportReplaced          a later version exists, which is reviewed instead
└── NotFromElsewhere        it comes from those responsible, and stands without a reason
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.indicators import (
    Indicator,
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
from twg.core.permissions import ORGANISERS, Permission
from twg.core.refusals import NotFound
from twg.indicators.defining import make_findable
from twg.indicators.facts import IndicatorRefusal
from twg.indicators.reporters import may_report
from twg.indicators.reporting import from_same_institution, list_waiting_before, replace_report
from twg.indicators.steps import note_steps


class AlreadyReviewed(IndicatorRefusal):
    """data: `submission`."""

    key = "indicators#already_reviewed"


class ReportReplaced(IndicatorRefusal):
    key = "indicators#report_replaced"


class NotFromElsewhere(IndicatorRefusal):
    """data: `submission`."""

    key = "indicators#not_from_elsewhere"


async def sender(cause: Cause) -> list[Membership]:
    """The person who reported; once they have left, the colleagues who report for the same institution."""
    return await list_told(cause.session, cause.subject)


async def list_told(session: AsyncSession, submission: Submission) -> list[Membership]:
    """Who hears what becomes of a report: see `sender`. Nobody where no colleague is a member either."""
    members, by = await list_members(session, submission.twg_id), submission.submitted_by
    own = [member for member in members if member.person_id == by.id]
    colleagues = [one for one in members if from_same_institution(one.person, by) and may_report(one)]
    return own or [one for one in colleagues if one.role not in ORGANISERS]


async def last_moment_to_correct(cause: Cause) -> datetime | None:
    """For a returned report the end of its round, if it is open and not past."""
    submission: Submission = cause.subject
    if submission.state is not SubmissionState.RETURNED or submission.round_id is None:
        return None
    round_ = await cause.session.get_one(Round, submission.round_id)
    return round_.due_at if round_.state is RoundState.OPEN and round_.due_at > cause.now else None


REVIEWED = Notice(name="indicator_reviewed", subject=Submission, recipients=sender, useful_until=last_moment_to_correct)


#: Reports on one page of the list, and those among which numbers choose several.
PAGE, MOST_TOGETHER = 20, 200


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
async def list_to_review(session: AsyncSession, actor: Actor, after_id: int = 0, *, most: int = PAGE) -> ReviewPage:
    """A page of the reports that await review in the actor's TWG.

    Args:
        after_id: the last one of the page before; 0 for the first page.
    """
    waiting = Submission.twg_id == actor.twg.id, Submission.state == SubmissionState.SUBMITTED
    later = Submission.id > after_id
    page = await list_submissions(session, *waiting, later, oldest_first=True, limit=most)
    left = await count_submissions(session, *waiting, later)
    return ReviewPage(page, left - len(page), await count_submissions(session, *waiting))


@operation(Permission.SUBMISSION_REVIEW)
async def accept(
    session: AsyncSession, actor: Actor, submission_id: int, reason: str = "", *, now: datetime
) -> Submission:
    """Accept a report. Earlier versions that await review are replaced by one that stands, and their senders are told.

    Args:
        reason: why a report from elsewhere stands for the indicator; without one it is kept beside what those
            responsible report, and replaces nothing of theirs.
    Raises: NotFound, AlreadyReviewed, ReportReplaced, NotFromElsewhere.
    Source: Guideline, Part Two (6)(i)-(ii).
    """
    submission = await access_submission(session, actor, submission_id)
    if reason and not submission.elsewhere:
        raise NotFromElsewhere(submission=submission)
    told = await _review(session, actor, submission, SubmissionState.ACCEPTED, now=now, reason=reason)
    if submission.stands:
        for earlier in await list_waiting_before(session, submission):
            await replace_report(session, actor, earlier, now=now)
            told.append(await _tell_sender(session, actor, earlier, now=now))
    await note_steps(session, actor, submission, now=now)
    await _record_review(session, actor, submission, told, now=now)
    await make_findable(session, submission.indicator)
    return submission


@operation(Permission.SUBMISSION_REVIEW)
async def send_back(
    session: AsyncSession, actor: Actor, submission_id: int, comment: str, *, now: datetime
) -> Submission:
    """Return a report with a comment; its sender is told and asked to report again.

    Raises: NotFound, AlreadyReviewed, ReportReplaced.
    """
    submission = await access_submission(session, actor, submission_id)
    told = await _review(session, actor, submission, SubmissionState.RETURNED, now=now, comment=comment)
    await _ask_again(session, actor, submission, now=now)
    await _record_review(session, actor, submission, told, now=now)
    await make_findable(session, submission.indicator)
    return submission


async def _ask_again(session: AsyncSession, actor: Actor, submission: Submission, *, now: datetime) -> None:
    """Reopen the request that the report had answered: its sender's, or once they have left those of colleagues."""
    requests = await list_requests(
        session,
        ReportRequest.round_id == submission.round_id,
        ReportRequest.indicator_id == submission.indicator_id,
    )
    told = {member.person_id for member in await list_told(session, submission)}
    is_member = submission.submitted_by_id in told
    own = [request for request in requests if is_member and request.person_id == submission.submitted_by_id]
    colleagues = [request for request in requests if from_same_institution(request.person, submission.submitted_by)]
    for request in own or colleagues:
        before = values_of(request, "reported_at")
        request.reported_at = None
        after = values_of(request, *before)
        await record(session, actor, "indicators.ask_again", request, now=now, before=before, after=after)


#: What a review changes.
_REVIEW = ("state", "review_comment", "reviewed_by_id", "reviewed_at")


async def _review(
    session: AsyncSession,
    actor: Actor,
    submission: Submission,
    state: SubmissionState,
    *,
    now: datetime,
    comment: str = "",
    reason: str = "",
) -> list[int]:
    """Write down the outcome. Returns the id of the notice to its sender, in a list."""
    await hold(session, submission.indicator, submission)
    check_reviewable(submission)
    submission.state, submission.review_comment, submission.standing_reason = state, comment, reason
    submission.reviewed_by_id, submission.reviewed_at = actor.person.id, now
    return [await _tell_sender(session, actor, submission, now=now)]


async def _record_review(
    session: AsyncSession, actor: Actor, submission: Submission, notices: list[int], *, now: datetime
) -> None:
    """The audit row of a review, with the notices that undoing it makes void."""
    names = (*_REVIEW, "standing_reason") if submission.standing_reason else _REVIEW
    texts: dict[str, Any] = dict.fromkeys({"review_comment", "standing_reason"}.intersection(names), "")
    before = {**dict.fromkeys(names), **texts, "state": SubmissionState.SUBMITTED}
    after = values_of(submission, *names)
    await record(session, actor, "indicators.review", submission, now=now, before=before, after=after, notices=notices)


def check_from_elsewhere(submission: Submission) -> None:
    """Whether a reviewer may let a report stand. Raises: AlreadyReviewed, ReportReplaced, NotFromElsewhere."""
    check_reviewable(submission)
    if not submission.elsewhere:
        raise NotFromElsewhere(submission=submission)


def check_reviewable(submission: Submission) -> None:
    """Raises: AlreadyReviewed, ReportReplaced."""
    if submission.state is SubmissionState.REPLACED:
        raise ReportReplaced
    if submission.state is not SubmissionState.SUBMITTED:
        raise AlreadyReviewed(submission=submission)


async def _tell_sender(session: AsyncSession, actor: Actor, submission: Submission, *, now: datetime) -> int:
    return (await notify(session, REVIEWED, subject=submission, now=now, by=actor)).id


async def is_corrected(session: AsyncSession, submission: Submission) -> bool:
    """Whether a returned report was followed by a later one of the same institution."""
    if submission.state is not SubmissionState.RETURNED:
        return False
    same = Submission.indicator_id == submission.indicator_id, Submission.version > submission.version
    later = await list_submissions(session, *same)
    return any(from_same_institution(one.submitted_by, submission.submitted_by) for one in later)


async def find_newest(session: AsyncSession, actor: Actor, indicator: Indicator) -> Submission | None:
    """The newest report of the actor or their institution on an indicator."""
    for submission in await list_submissions(session, Submission.indicator_id == indicator.id):
        if from_same_institution(submission.submitted_by, actor.person):
            return submission
    return None


async def access_submission(session: AsyncSession, actor: Actor, submission_id: int) -> Submission:
    """The report, if it is the actor's TWG's. Raises: NotFound."""
    submission = await find_submission(session, submission_id)
    if submission is None or submission.twg_id != actor.twg.id:
        raise NotFound
    return submission
