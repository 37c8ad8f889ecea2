"""Notices and reminders of reporting rounds (J2-J4)."""

from sqlalchemy.ext.asyncio import AsyncSession

from messages import indicators as contents
from messages.rendering.content import Content
from scheduler.delivery.notices import Occasion, notice
from scheduler.reminding.tick import Due, reminding
from storage.indicators import ReportRequest, Round, RoundState, find_submission, list_requests
from storage.members import Membership, Role, list_members
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.indicators.rounds import NoOpenRound, follow_round


async def _list_waiting(session: AsyncSession, round_id: int) -> list[ReportRequest]:
    """Everything that is still awaited in a round."""
    return await list_requests(session, ReportRequest.round_id == round_id, ReportRequest.reported_at.is_(None))


async def _owed(occasion: Occasion, round_: Round) -> list[ReportRequest]:
    """What this member still owes in the round, as long as it is open."""
    if round_.state is not RoundState.OPEN:
        return []
    waiting = await occasion.once(_list_waiting, round_.id)
    return [request for request in waiting if request.person_id == occasion.member.person_id]


@notice("indicators/requested", Permission.INDICATOR_REPORT, grouped=True)
async def requested(occasion: Occasion) -> Content | None:
    round_ = await occasion.session.get_one(Round, occasion.notification.subject_id)
    owed = await _owed(occasion, round_)
    return contents.requested(owed, round_, occasion.member.twg) if owed else None


@notice("indicators/reminder", Permission.INDICATOR_REPORT, grouped=True)
async def reminder(occasion: Occasion) -> Content | None:
    round_ = await occasion.session.get_one(Round, occasion.notification.subject_id)
    owed = await _owed(occasion, round_)
    return contents.reminder(owed, round_, occasion.member.twg, now=occasion.now) if owed else None


@notice("indicators/reported", Permission.SUBMISSION_REVIEW)
async def reported(occasion: Occasion) -> Content | None:
    submission = await occasion.once(find_submission, occasion.notification.subject_id)
    if submission is None:
        return None
    return contents.submitted(submission, heading="reported", keyboard=contents.review_keyboard(submission))


@notice("indicators/reviewed", Permission.SEE)
async def reviewed(occasion: Occasion) -> Content | None:
    submission = await occasion.once(find_submission, occasion.notification.subject_id)
    return None if submission is None else contents.submitted(submission, heading="reviewed")


@reminding("indicators/reminder")
async def who_has_not_reported(due: Due) -> list[Membership] | None:
    round_ = await due.session.get(Round, due.reminder.subject_id)
    if round_ is None or round_.state is not RoundState.OPEN:
        return None
    due.subject, due.expires_at = round_, round_.due_at if round_.due_at > due.now else None
    owing = {request.person_id for request in await _list_waiting(due.session, round_.id)}
    return [member for member in await list_members(due.session, round_.twg_id) if member.person_id in owing]


@notice("indicators/overdue", Permission.ROUND_RUN, grouped=True)
async def overdue(occasion: Occasion) -> Content | None:
    """To whoever may close the round, as long as it is open."""
    actor = Actor(occasion.member.twg, occasion.member)
    try:
        return contents.overdue(await follow_round(occasion.session, actor), actor.twg)
    except NoOpenRound:
        return None


@reminding("indicators/overdue")
async def who_may_close(due: Due) -> list[Membership] | None:
    round_ = await due.session.get(Round, due.reminder.subject_id)
    if round_ is None or round_.state is not RoundState.OPEN:
        return None
    due.subject = round_
    return await list_members(due.session, round_.twg_id, Membership.role == Role.SECRETARIAT)
