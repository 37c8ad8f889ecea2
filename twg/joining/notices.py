"""Notices about requests to join (M2)."""

from storage.joining import JoinRequest
from storage.members import Membership, Role, list_members, outsider
from twg.core.notices import Cause, Notice
from twg.core.permissions import Permission
from twg.joining.deciding import list_deciders


async def deciders(cause: Cause) -> list[Membership]:
    """Who decides it as it stands."""
    return await list_deciders(cause.session, cause.subject)


async def lead_facilitators(cause: Cause) -> list[Membership]:
    return await list_members(cause.session, cause.subject.twg_id, Membership.role == Role.LEAD_FACILITATOR)


async def who_asked_the_question(cause: Cause) -> list[Membership]:
    """The person who put the question; those who decide where that person has left."""
    request: JoinRequest = cause.subject
    by = Membership.person_id == request.question_by_id
    return await list_members(cause.session, request.twg_id, by) or await deciders(cause)


async def who_screened(cause: Cause) -> list[Membership]:
    """The person who passed it on to the Chair, unless that person has decided it too."""
    request: JoinRequest = cause.subject
    if request.screened_by_id is None or request.screened_by_id == cause.by_id:
        return []
    return await list_members(cause.session, request.twg_id, Membership.person_id == request.screened_by_id)


async def who_asks(cause: Cause) -> list[Membership]:
    """The person who asks to join, who is no member yet."""
    request: JoinRequest = cause.subject
    return [outsider(request.person, request.twg)]


ASKED = Notice(name="join_asked", subject=JoinRequest, recipients=deciders, permission=Permission.JOINING_DECIDE)
PASSED_ON = Notice(
    name="join_passed_on", subject=JoinRequest, recipients=deciders, permission=Permission.JOINING_DECIDE
)
CONSULTED = Notice(
    name="join_consulted", subject=JoinRequest, recipients=lead_facilitators, permission=Permission.JOINING_ADVISE
)
ADVISED = Notice(name="join_advised", subject=JoinRequest, recipients=deciders, permission=Permission.JOINING_DECIDE)
QUESTION = Notice(name="join_question", subject=JoinRequest, recipients=who_asks, to_outsiders=True)
ANSWERED = Notice(
    name="join_answered", subject=JoinRequest, recipients=who_asked_the_question, permission=Permission.JOINING_DECIDE
)
DECIDED = Notice(name="join_decided", subject=JoinRequest, recipients=who_asks, to_outsiders=True)
#: To who was admitted and who was told of it.
ADMISSION_UNDONE = Notice(name="join_admission_undone", subject=JoinRequest, recipients=who_asks, to_outsiders=True)
CHAIR_DECLINED = Notice(
    name="join_chair_declined", subject=JoinRequest, recipients=who_screened, permission=Permission.JOINING_DECIDE
)
