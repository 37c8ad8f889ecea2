"""Contents of the notices and reminders about reporting rounds and reports (J2-J4)."""

from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from messages import indicators as contents
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.core.bound_messages import BoundMessage
from storage.indicators import (
    Indicator,
    ReportRequest,
    Round,
    RoundState,
    Submission,
    SubmissionState,
    find_submission,
    list_standing,
    list_submissions,
    list_unreported,
)
from storage.members import Membership, Role, Twg, list_members
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.indicators import changing_rounds, comparing, reporting, reviewing, rounds, taking_back, undoing_reviews
from twg.indicators.defining import Standing
from twg.indicators.round_progress import progress_of

WORDING = Wording()


async def _owed(occasion: Occasion, round_: Round) -> list[ReportRequest]:
    """The recipient's requests in the round that have no report yet; an empty list if the round is closed."""
    if round_.state is not RoundState.OPEN:
        return []
    waiting = await occasion.once(list_unreported, round_.id)
    return [request for request in waiting if request.person_id == occasion.member.person_id]


_OWED = "the round is open and the recipient owes a report in it"


@WORDING.of(rounds.REQUESTED, "indicators/request", "indicators/requests", holds=_OWED)
async def requested(occasion: Occasion) -> Content | None:
    round_ = await occasion.session.get_one(Round, occasion.notification.subject_id)
    owed = await _owed(occasion, round_)
    if not owed:
        return None
    reports = await occasion.once(list_standing, round_.twg_id)
    standing = {request.indicator_id: Standing.of(reports.get(request.indicator_id, ())) for request in owed}
    return contents.requested(owed, round_, occasion.member.twg, standing)


@WORDING.of(rounds.REMINDER, "indicators/reminder", holds=_OWED)
async def reminder(occasion: Occasion) -> Content | None:
    round_ = await occasion.session.get_one(Round, occasion.notification.subject_id)
    owed = await _owed(occasion, round_)
    return contents.reminder(owed, round_, occasion.member.twg, now=occasion.now) if owed else None


@WORDING.of(
    rounds.LATE,
    "indicators/reminder",
    holds="the round is open and a report is owed by the recipient or on an indicator of their institution",
)
async def late(occasion: Occasion) -> Content | None:
    """Remind those who owe a report, and of each indicator that nobody has reported on their colleagues."""
    round_, person = await occasion.session.get_one(Round, occasion.notification.subject_id), occasion.member.person
    if round_.state is not RoundState.OPEN:
        return None
    own = await _owed(occasion, round_)
    waiting = await occasion.once(list_unreported, round_.id)
    houses = {
        request.indicator_id: request
        for request in waiting
        if any(item.institution_id == person.institution_id for item in request.indicator.responsible)
    }
    ours = list(houses.values()) if person.institution_id is not None else []
    if own:
        return contents.reminder(own, round_, occasion.member.twg, now=occasion.now)
    return contents.reminder(ours, round_, occasion.member.twg, now=occasion.now, of_house=True) if ours else None


@WORDING.of(
    changing_rounds.MOVED,
    "indicators/moved",
    holds="the round is open, due on that day, and the recipient owes a report",
)
async def moved(occasion: Occasion) -> Content | None:
    round_ = await occasion.session.get_one(Round, occasion.notification.subject_id)
    data = occasion.notification.data
    if round_.due_at.isoformat() != datetime.fromisoformat(data["due_at"]).astimezone(UTC).isoformat():
        return None
    owed = await _owed(occasion, round_)
    return contents.moved(owed, round_, occasion.member.twg, data["reason"]) if owed else None


@WORDING.of(
    rounds.CLOSED,
    "indicators/closed_without",
    "indicators/closed_summary",
    holds="the round is closed; the recipient owes a report that nobody has given since, or is the Chair or of CRDB",
)
async def closed(occasion: Occasion) -> Content | None:
    round_ = await occasion.session.get_one(Round, occasion.notification.subject_id)
    if round_.state is not RoundState.CLOSED:
        return None
    waiting = await occasion.once(list_unreported, round_.id)
    since = Submission.submitted_at >= round_.closed_at, Submission.round_id.is_distinct_from(round_.id)
    later = await list_submissions(occasion.session, Submission.twg_id == round_.twg_id, *since)
    reported = {submission.indicator_id for submission in later}
    mine = [request for request in waiting if request.person_id == occasion.member.person_id]
    owed = [request for request in mine if request.indicator_id not in reported]
    if owed:
        return contents.closed_without(owed, round_, occasion.member.twg)
    if mine or occasion.member.role not in (Role.CHAIR, Role.CRDB):
        return None
    return contents.closed_summary(await progress_of(occasion.session, round_), occasion.member.twg)


@WORDING.binds(Round)
async def bound(session: AsyncSession, message: BoundMessage) -> Content | None:
    """How the round stands now, for who may still see it."""
    round_, account, now = await session.get(Round, message.subject_id), message.account, message.change_at
    if round_ is None or account is None or now is None:
        return None
    twg = await session.get_one(Twg, round_.twg_id)
    members = await list_members(session, twg.id, Membership.person_id == account.person_id)
    actor = Actor(twg, members[0]) if members else None
    if actor is None or not actor.may(Permission.ROUND_SEE):
        return None
    return contents.standing_of(await progress_of(session, round_), actor, now=now)


@WORDING.of(reporting.REPORTED, "indicators/submission", holds="the report awaits review")
async def reported(occasion: Occasion) -> Content | None:
    """Tell those who review of a report; nothing once it is reviewed or replaced by a later one, of which they hear."""
    submission = await occasion.once(find_submission, occasion.notification.subject_id)
    if submission is None or submission.state is not SubmissionState.SUBMITTED:
        return None
    compared = await comparing.compare(occasion.session, submission)
    keyboard = contents.review_keyboard(submission)
    return contents.submitted(submission, heading="reported", keyboard=keyboard, compared=compared)


WORDING.merges(reporting.REPORTED, "indicators/submissions", contents.submitted_together)


@WORDING.of(reviewing.REVIEWED, "indicators/submission", holds="a returned report was not followed by a later one")
async def reviewed(occasion: Occasion) -> Content | None:
    """Tell the sender what became of a report; a returned one that they have corrected since is not asked for again."""
    submission = await occasion.once(find_submission, occasion.notification.subject_id)
    if submission is None or submission.state is SubmissionState.SUBMITTED:
        return None
    if await reviewing.is_corrected(occasion.session, submission):
        return None
    return contents.submitted(submission, heading="reviewed")


@WORDING.of(undoing_reviews.REVIEW_UNDONE, "indicators/review_taken_back", holds="the report was not reviewed anew")
async def review_taken_back(occasion: Occasion) -> Content | None:
    """Tell those who were told of the outcome of a review that it does not hold; nothing once it is reviewed anew."""
    submission = await occasion.once(find_submission, occasion.notification.subject_id)
    if submission is None or submission.state not in (SubmissionState.SUBMITTED, SubmissionState.REPLACED):
        return None
    return contents.review_taken_back(submission, occasion.member.twg)


@WORDING.of(taking_back.TAKEN_BACK, "indicators/taken_back", holds="nothing was reported on it since")
async def taken_back(occasion: Occasion) -> Content | None:
    """Tell those who were told of the report; nothing where another one has come since, of which they hear."""
    indicator = await occasion.session.get_one(Indicator, occasion.notification.subject_id)
    since = Submission.submitted_at >= occasion.notification.created_at
    if await list_submissions(occasion.session, Submission.indicator_id == indicator.id, since):
        return None
    return contents.taken_back(indicator, occasion.member.twg, occasion.notification.data["name"])


@WORDING.of(rounds.OVERDUE, "indicators/overdue", holds="the round is open after its last day")
async def overdue(occasion: Occasion) -> Content | None:
    """Tell those who may close a round that it is overdue; nothing if it has been closed."""
    round_ = await occasion.session.get_one(Round, occasion.notification.subject_id)
    if round_.state is not RoundState.OPEN or round_.due_at > occasion.now:
        return None
    return contents.overdue(await progress_of(occasion.session, round_), occasion.member.twg)
