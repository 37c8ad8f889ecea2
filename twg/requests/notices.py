"""What people are told of requests, and when those who decide are reminded of one that waits (A3)."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action
from storage.engine.labels import N_
from storage.indicators import ReportRequest, Round
from storage.meetings import Meeting
from storage.members import Membership, Twg, list_members
from storage.requests import UNLIMITED, MemberRequest, RequestKind, RequestState, list_granted_time, waits_for_time
from twg.core.audiences import excluding
from twg.core.notices import Cause, Notice, end_of
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.core.rules import rule
from twg.meetings.notices import NEAR
from twg.requests.access import REPORT, check_calls, check_waiting, deciders_of, find_subject


async def who_asked(cause: Cause) -> list[Membership]:
    """The person who asked, unless they have left or caused it themselves."""
    request: MemberRequest = cause.subject
    members = await list_members(cause.session, request.twg_id, Membership.person_id == request.asked_by_id)
    return excluding(members, cause.by_id)


async def deciders(cause: Cause) -> list[Membership]:
    """Those who decide it."""
    twg = await cause.session.get_one(Twg, cause.subject.twg_id)
    return await deciders_of(cause.session, twg, cause.subject)


async def deciders_if_it_matters(cause: Cause) -> list[Membership] | None:
    """Those who decide it; None if what it is about is over."""
    found = await deciders(cause)
    if found and not await matters(cause.session, found[0], cause.subject, now=cause.now):
        return None
    return found


async def matters(session: AsyncSession, member: Membership, request: MemberRequest, *, now: datetime) -> bool:
    """Whether a decision is still called for: what it is about is not over. Questions and messages always are.

    Args:
        member: somebody who decides it.
    """
    if request.kind in UNLIMITED:
        return True
    subject = await find_subject(session, member, request)
    try:
        if subject is not None:
            await check_calls(session, subject, now=now)
    except Refusal:
        return False
    return True


def is_agreed_time(request: MemberRequest) -> bool:
    """Whether more time was agreed for a report; an action has its own day, which moves when time is agreed for it."""
    is_granted = request.state is RequestState.GRANTED and request.kind is RequestKind.MORE_TIME
    return is_granted and request.until is not None and request.subject_type == REPORT


def check_reminded(request: MemberRequest) -> None:
    """Raises: AlreadyDecided for a request of which nobody is reminded."""
    if not is_agreed_time(request):
        check_waiting(request)


async def who_owes_the_report(cause: Cause) -> list[Membership] | None:
    """The person who was given more time; nobody for now while they ask for more.

    None where they have reported, the round is closed, or another day was agreed since.
    """
    request: MemberRequest = cause.subject
    about = request.subject_type, request.subject_id
    [newest, *_earlier] = await list_granted_time(cause.session, request.asked_by_id, *about)
    if newest.id != request.id or await deciders_if_it_matters(cause) is None:
        return None
    resting = await waits_for_time(cause.session, *about, request.asked_by_id)
    return [] if resting else await who_asked(cause)


async def while_it_helps(cause: Cause) -> datetime | None:
    """The end of what it is about: the day an action or a report is due, a day before a meeting begins."""
    request: MemberRequest = cause.subject
    twg = await cause.session.get_one(Twg, request.twg_id)
    match request.subject_type:
        case Action.__tablename__:
            action = await cause.session.get_one(Action, request.subject_id)
            return end_of(action.due_on, cause, twg)
        case ReportRequest.__tablename__:
            asked = await cause.session.get_one(ReportRequest, request.subject_id)
            due_at = (await cause.session.get_one(Round, asked.round_id)).due_at
            return due_at if due_at > cause.now else None
        case Meeting.__tablename__:
            starts_at = (await cause.session.get_one(Meeting, request.subject_id)).starts_at
            return starts_at - NEAR if starts_at > cause.now else None
    return None


MADE = Notice(
    name="request_made",
    subject=MemberRequest,
    recipients=deciders,
    permission=Permission.REQUEST_DECIDE,
    grouped=True,
    useful_until=while_it_helps,
)
WITHDRAWN = Notice(
    name="request_withdrawn",
    subject=MemberRequest,
    recipients=deciders,
    permission=Permission.REQUEST_DECIDE,
    grouped=True,
)
DECIDED = Notice(
    name="request_decided", subject=MemberRequest, recipients=who_asked, grouped=True, useful_until=while_it_helps
)
OVER = Notice(name="request_over", subject=MemberRequest, recipients=who_asked, grouped=True)
UNDECIDED = Notice(name="request_undecided", subject=MemberRequest, recipients=who_asked, grouped=True)
REMINDER = Notice(
    name="request_reminder",
    subject=MemberRequest,
    recipients=deciders_if_it_matters,
    permission=Permission.REQUEST_DECIDE,
    grouped=True,
)

TIME_ENDS = Notice(name="request_time_ends", subject=MemberRequest, recipients=who_owes_the_report, grouped=True)

#: Of requests that wait.
WAITING_RULES = (
    rule(
        "request_waiting",
        N_("Request: not decided, then every week"),
        REMINDER,
        days=1,
        grace_h=144,
        every=timedelta(weeks=1),
    ),
)
#: Of reports for which more time was agreed.
TIME_RULES = (
    rule("request_time_1_day", N_("More time for a report: first reminder"), TIME_ENDS, days=-1, grace_h=20),
    rule("request_time_last_day", N_("More time for a report: last reminder"), TIME_ENDS, days=0, grace_h=12),
)
RULES = (*WAITING_RULES, *TIME_RULES)
