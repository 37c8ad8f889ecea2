"""Taking back a report that was just sent; those who were told of it are told so (J3, A3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import find_last_change
from storage.engine.database import hold
from storage.indicators import (
    Indicator,
    ReportRequest,
    Submission,
    SubmissionState,
    list_requests,
    list_submissions,
)
from storage.members import Membership
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice, secretariat
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.subjects import Domains
from twg.core.undoing import ChangedSince, Undo
from twg.indicators.defining import make_findable
from twg.indicators.reviewing import access_submission


async def secretariat_but_sender(cause: Cause) -> list[Membership]:
    """The secretariat, apart from the person who took the report back."""
    return excluding(await secretariat(cause), cause.by_id)


#: data: `name` of who took it back.
TAKEN_BACK = Notice(
    name="report_taken_back",
    subject=Indicator,
    recipients=secretariat_but_sender,
    permission=Permission.SUBMISSION_REVIEW,
    grouped=True,
)


@operation(Permission.INDICATOR_REPORT)
async def undo_report(
    session: AsyncSession,
    actor: Actor,
    submission_id: int,
    _before: Mapping[str, Any],
    domains: Domains,
    *,
    now: datetime,
) -> None:
    """Remove one's own report: the one that it replaced awaits review again, and the requests wait again.

    Raises: NotFound; ChangedSince where it was reviewed or replaced.
    """
    submission = await access_submission(session, actor, submission_id)
    indicator, sent_at = submission.indicator, submission.submitted_at
    await hold(session, indicator)
    if submission.submitted_by_id != actor.person.id:
        raise NotFound
    if submission.state is not SubmissionState.SUBMITTED:
        raise ChangedSince(name="")
    for earlier in await _list_replaced(session, submission):
        before = values_of(earlier, "state")
        earlier.state = SubmissionState.SUBMITTED
        after = values_of(earlier, *before)
        await record(session, actor, "indicators.undo_replace", earlier, now=now, before=before, after=after)
    asked = ReportRequest.round_id == submission.round_id, ReportRequest.indicator_id == indicator.id
    for request in await list_requests(session, *asked, ReportRequest.reported_at == sent_at):
        before = values_of(request, "reported_at")
        request.reported_at = None
        after = values_of(request, *before)
        await record(session, actor, "indicators.ask_again", request, now=now, before=before, after=after)
        await domains.undo_end_about(session, actor, ReportRequest.__tablename__, request.id, sent_at, now=now)
    removed = values_of(submission, "version", "value", "note", "constraints", "next_steps")
    await session.delete(submission)
    await record(session, actor, "indicators.undo_report", indicator, now=now, before=removed, after={})
    await make_findable(session, indicator)
    await notify(session, TAKEN_BACK, subject=indicator, now=now, by=actor, data={"name": actor.person.name})


async def _list_replaced(session: AsyncSession, submission: Submission) -> list[Submission]:
    """The reports that were replaced when this one was sent."""
    earlier = await list_submissions(
        session,
        Submission.indicator_id == submission.indicator_id,
        Submission.version < submission.version,
        Submission.state == SubmissionState.REPLACED,
    )
    changes = [(each, await find_last_change(session, Submission.__tablename__, each.id)) for each in earlier]
    return [each for each, change in changes if change is not None and change.at == submission.submitted_at]


UNDOS = (Undo(change="indicators.report", reverse=undo_report),)
