"""Taking back the review of a report; those who were told of it are told so (J4)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import find_last_change
from storage.engine.database import hold
from storage.indicators import ReportRequest, Submission, SubmissionState, list_requests, list_submissions
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notices import Notice
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.subjects import Domains
from twg.core.undoing import ChangedSince, Undo
from twg.indicators.defining import make_findable
from twg.indicators.reporting import from_same_institution, list_waiting_before, replace_report
from twg.indicators.reviewing import access_submission, is_corrected, sender
from twg.indicators.steps import note_steps

REVIEW_UNDONE = Notice(name="review_taken_back", subject=Submission, recipients=sender)


@operation(Permission.SUBMISSION_REVIEW)
async def undo_review(
    session: AsyncSession,
    actor: Actor,
    submission_id: int,
    before: Mapping[str, Any],
    _domains: Domains,
    *,
    now: datetime,
) -> None:
    """Let a report await review again, with those that it replaced; what was asked for again is answered by it.

    Where its institution has sent a later version since, that one awaits review, and this one is replaced by it.

    Raises: NotFound; ChangedSince where a returned report was corrected since, or another one accepted.
    """
    submission = await access_submission(session, actor, submission_id)
    await hold(session, submission.indicator, submission)
    if await is_corrected(session, submission) or await _is_overtaken(session, submission):
        raise ChangedSince(name="")
    reviewed, reviewed_at = values_of(submission, *before), submission.reviewed_at
    await _answer_again(session, actor, submission, reviewed_at, now=now)
    for earlier in await _list_replaced_at(session, submission, reviewed_at):
        replaced = values_of(earlier, "state")
        earlier.state = SubmissionState.SUBMITTED
        after = values_of(earlier, *replaced)
        await record(session, actor, "indicators.undo_replace", earlier, now=now, before=replaced, after=after)
    submission.state, submission.review_comment, submission.standing_reason = SubmissionState.SUBMITTED, "", ""
    submission.reviewed_by_id, submission.reviewed_at = None, None
    await note_steps(session, actor, submission, now=now)
    after = values_of(submission, *before)
    await record(session, actor, "indicators.undo_review", submission, now=now, before=reviewed, after=after)
    if await _has_later_version(session, submission):
        await replace_report(session, actor, submission, now=now)
    await make_findable(session, submission.indicator)


async def _is_overtaken(session: AsyncSession, submission: Submission) -> bool:
    """Whether a later version was accepted in place of it."""
    later = Submission.indicator_id == submission.indicator_id, Submission.version > submission.version
    accepted = await list_submissions(session, *later, Submission.state == SubmissionState.ACCEPTED)
    return any(one.stands for one in accepted)


async def _has_later_version(session: AsyncSession, submission: Submission) -> bool:
    """Whether the same institution has sent another version since, which awaits review."""
    later = Submission.indicator_id == submission.indicator_id, Submission.version > submission.version
    for one in await list_submissions(session, *later, Submission.state == SubmissionState.SUBMITTED):
        if from_same_institution(one.submitted_by, submission.submitted_by):
            return submission.id in [each.id for each in await list_waiting_before(session, one)]
    return False


async def _list_replaced_at(session: AsyncSession, submission: Submission, at: datetime | None) -> list[Submission]:
    """The earlier versions that were replaced when this one was accepted."""
    earlier = await list_submissions(
        session,
        Submission.indicator_id == submission.indicator_id,
        Submission.version < submission.version,
        Submission.state == SubmissionState.REPLACED,
    )
    changes = [(one, await find_last_change(session, Submission.__tablename__, one.id)) for one in earlier]
    return [one for one, change in changes if change is not None and change.at == at]


async def _answer_again(
    session: AsyncSession, actor: Actor, submission: Submission, at: datetime | None, *, now: datetime
) -> None:
    """Let the requests that were asked again when this report was returned be answered by it, as they were."""
    asked = ReportRequest.round_id == submission.round_id, ReportRequest.indicator_id == submission.indicator_id
    for request in await list_requests(session, *asked, ReportRequest.reported_at.is_(None)):
        change = await find_last_change(session, ReportRequest.__tablename__, request.id)
        if change is None or change.at != at or change.action != "indicators.ask_again":
            continue
        before = values_of(request, "reported_at")
        request.reported_at = datetime.fromisoformat(change.data["before"]["reported_at"])
        after = values_of(request, *before)
        await record(session, actor, "indicators.answer_request", request, now=now, before=before, after=after)


UNDOS = (Undo(change="indicators.review", reverse=undo_review, undone=REVIEW_UNDONE, within=timedelta(hours=24)),)
