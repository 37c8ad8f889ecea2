"""Contents of the notices and reminders about reporting rounds and reports (J2-J4)."""

from messages import indicators as contents
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.indicators import (
    Indicator,
    ReportRequest,
    Round,
    RoundState,
    Submission,
    SubmissionState,
    find_submission,
    list_submissions,
    list_unreported,
)
from twg.indicators import reporting, reviewing, rounds, taking_back

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
    return contents.requested(owed, round_, occasion.member.twg) if owed else None


@WORDING.of(rounds.REMINDER, "indicators/reminder", holds=_OWED)
async def reminder(occasion: Occasion) -> Content | None:
    round_ = await occasion.session.get_one(Round, occasion.notification.subject_id)
    owed = await _owed(occasion, round_)
    return contents.reminder(owed, round_, occasion.member.twg, now=occasion.now) if owed else None


@WORDING.of(reporting.REPORTED, "indicators/submission", holds="the report awaits review")
async def reported(occasion: Occasion) -> Content | None:
    """Tell those who review of a report; nothing once it is reviewed or replaced by a later one, of which they hear."""
    submission = await occasion.once(find_submission, occasion.notification.subject_id)
    if submission is None or submission.state is not SubmissionState.SUBMITTED:
        return None
    return contents.submitted(submission, heading="reported", keyboard=contents.review_keyboard(submission))


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
    return contents.overdue(await rounds.progress_of(occasion.session, round_), occasion.member.twg)
