"""What people are told of requests, and when those who decide are reminded of one that waits (A3)."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.members import Membership, Twg, list_members
from storage.requests import MemberRequest, RequestKind
from twg.core.audiences import excluding
from twg.core.notices import Cause, Notice
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.core.rules import rule
from twg.requests.access import check_calls, deciders_of, find_subject


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
    """Whether a decision is still called for: what it is about is not over. A question is answered all the same.

    Args:
        member: somebody who decides it.
    """
    if request.kind is RequestKind.QUESTION:
        return True
    subject = await find_subject(session, member, request)
    try:
        if subject is not None:
            await check_calls(session, subject, now=now)
    except Refusal:
        return False
    return True


async def who_asked(cause: Cause) -> list[Membership]:
    """The person who asked, unless they have left."""
    request: MemberRequest = cause.subject
    members = await list_members(cause.session, request.twg_id, Membership.person_id == request.asked_by_id)
    return excluding(members, cause.by_id)


MADE = Notice(
    name="request_made",
    subject=MemberRequest,
    recipients=deciders,
    permission=Permission.REQUEST_DECIDE,
    grouped=True,
)
WITHDRAWN = Notice(
    name="request_withdrawn",
    subject=MemberRequest,
    recipients=deciders,
    permission=Permission.REQUEST_DECIDE,
    grouped=True,
)
DECIDED = Notice(name="request_decided", subject=MemberRequest, recipients=who_asked, grouped=True)
REMINDER = Notice(
    name="request_reminder",
    subject=MemberRequest,
    recipients=deciders_if_it_matters,
    permission=Permission.REQUEST_DECIDE,
    grouped=True,
)

RULES = (
    rule(
        "request_waiting",
        N_("Request: not decided, then every week"),
        REMINDER,
        days=1,
        grace_h=144,
        every=timedelta(weeks=1),
    ),
)
