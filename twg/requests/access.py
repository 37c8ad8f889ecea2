"""Who may see a request, what can be asked about what, and who decides.

MemberRequestRefusal
├── NotAskable          this cannot be asked about that
├── NotTheirs           only the person whose task it is may ask that
├── NobodyDecides       the TWG has nobody who could decide
├── AlreadyDecided      it was decided, answered or withdrawn
├── NotForYou           somebody else decides it
├── TaskHandedOn        the task is with somebody else than the person who asked
└── NotLater            more time is asked for until a day that is no later than the one on which it is due
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action
from storage.engine.database import Base, hold
from storage.indicators import ReportRequest
from storage.meetings import Meeting
from storage.members import Membership, Person, Role, Twg, find_membership, list_members
from storage.requests import TOLD, MemberRequest, RequestKind, RequestState, find_request
from twg.actions.access import access_action, check_open, visible_actions
from twg.actions.owners import is_responsible, token_among_owners
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.permissions import ORGANISERS
from twg.core.refusals import NotFound, Refusal
from twg.indicators.reporters import may_report
from twg.indicators.reporting import access_report_request, check_awaited
from twg.meetings.access import access_meeting, check_ahead, visible_meetings


class MemberRequestRefusal(Refusal):
    key = "requests#refused"


class NotAskable(MemberRequestRefusal):
    key = "requests#not_askable"


class NotTheirs(MemberRequestRefusal):
    key = "requests#not_theirs"


class NobodyDecides(MemberRequestRefusal):
    key = "requests#nobody_decides"


class AlreadyDecided(MemberRequestRefusal):
    """data: `request`."""

    key = "requests#already_decided"


class NotForYou(MemberRequestRefusal):
    key = "requests#not_for_you"


class TaskHandedOn(MemberRequestRefusal):
    """data: `action`, `request`."""

    key = "requests#task_handed_on"


class NotLater(MemberRequestRefusal):
    """data: `day`, `due`, the day on which it is due now."""

    key = "requests#not_later"


#: The table of what is about nothing smaller than the TWG.
TWG = Twg.__tablename__
ACTION, REPORT, MEETING = Action.__tablename__, ReportRequest.__tablename__, Meeting.__tablename__
#: What can be asked about a row, by its table, in the order in which it is offered.
KINDS: dict[str, tuple[RequestKind, ...]] = {
    ACTION: (
        RequestKind.MORE_TIME,
        RequestKind.HAND_OVER,
        RequestKind.NOT_MINE,
        RequestKind.STILL_NEEDED,
        RequestKind.QUESTION,
    ),
    REPORT: (
        RequestKind.MORE_TIME,
        RequestKind.HAND_OVER,
        RequestKind.NO_DATA,
        RequestKind.NOT_MINE,
        RequestKind.QUESTION,
    ),
    MEETING: (RequestKind.QUESTION,),
    TWG: (RequestKind.QUESTION, RequestKind.LEFT),
}
#: What only the person asks whose task it is.
_OWN = frozenset({RequestKind.MORE_TIME, RequestKind.HAND_OVER, RequestKind.NOT_MINE, RequestKind.NO_DATA})


async def access_subject(session: AsyncSession, actor: Actor, subject_type: str, subject_id: int) -> Base:
    """The row that a request is about, if the actor may see it. Raises: NotFound."""
    if subject_type == ACTION:
        return await access_action(session, actor, subject_id)
    if subject_type == REPORT:
        return await access_report_request(session, actor, subject_id)
    if subject_type == MEETING:
        return await access_meeting(session, actor, subject_id)
    if (subject_type, subject_id) == (TWG, actor.twg.id):
        return actor.twg
    raise NotFound


async def find_subject(session: AsyncSession, member: Membership, request: MemberRequest) -> Base | None:
    """The row that a request is about; None if this member may not see it any more."""
    try:
        return await access_subject(session, Actor(member.twg, member), request.subject_type, request.subject_id)
    except NotFound:
        return None


def title_of(subject: Base | None) -> str:
    """What a request is about, in a line; empty for what is about the TWG."""
    match subject:
        case Action() | Meeting():
            return subject.title
        case ReportRequest():
            return f"{subject.indicator.number} {subject.indicator.statement}"
    return ""


def kinds_for(member: Membership, subject: Base) -> tuple[RequestKind, ...]:
    """What this member can ask about a row."""
    kinds = KINDS[subject.__tablename__]
    return tuple(kind for kind in kinds if kind not in _OWN or _is_task_of(member.person, member, kind, subject))


def _is_task_of(person: Person, member: Membership | None, kind: RequestKind, subject: Base) -> bool:
    """Whether a person may ask that as the one who has a task.

    Of an action that a whole part of the TWG, a role or a sub-group shares, more time alone, as a member of these.
    """
    match subject:
        case Action():
            shares = member is not None and kind is RequestKind.MORE_TIME and is_responsible(subject, member)
            return shares or token_among_owners(subject, person) is not None
        case ReportRequest():
            return subject.person_id == person.id
    return True


async def check_askable(
    session: AsyncSession, member: Membership, kind: RequestKind, subject: Base, *, now: datetime
) -> None:
    """Raises: NotAskable, NotTheirs; for what is over its own refusal, apart from questions about it."""
    told = kind in TOLD and isinstance(subject, Meeting)  # in words, and not offered
    if kind not in KINDS[subject.__tablename__] and not told:
        raise NotAskable
    if not told and kind not in kinds_for(member, subject):
        raise NotTheirs
    if kind is not RequestKind.QUESTION:
        await check_calls(session, subject, now=now)


async def check_calls(session: AsyncSession, subject: Base, *, now: datetime) -> None:
    """Raises: AlreadyClosed, MeetingCancelled, MeetingAlreadyHeld, RoundOver, AlreadyReported."""
    match subject:
        case Action():
            check_open(subject)
        case Meeting():
            check_ahead(subject, now=now)
        case ReportRequest():
            await check_awaited(session, subject)


def visible_requests(reader: Reader) -> ColumnElement[bool]:
    """The clause for requests this reader may see: their own; for organisers those about what they may see."""
    own = MemberRequest.asked_by_id == reader.person_id
    if reader.role not in ORGANISERS:
        return own
    about = MemberRequest.subject_type
    # EXISTS looks up one row for each request; IN (SELECT …) would read every action and meeting of all TWGs first.
    action = exists().where(Action.id == MemberRequest.subject_id, visible_actions(reader))
    meeting = exists().where(Meeting.id == MemberRequest.subject_id, visible_meetings(reader))
    return or_(own, about.in_((TWG, REPORT)), and_(about == ACTION, action), and_(about == MEETING, meeting))


async def access_request(session: AsyncSession, actor: Actor, request_id: int) -> MemberRequest:
    """The request with its people, if the actor may see it. Raises: NotFound."""
    request = await find_request(
        session, request_id, MemberRequest.twg_id == actor.twg.id, visible_requests(Reader.of(actor))
    )
    if request is None:
        raise NotFound
    return request


def check_waiting(request: MemberRequest) -> None:
    """Raises: AlreadyDecided."""
    if request.state is not RequestState.WAITING:
        raise AlreadyDecided(request=request)


async def access_to_decide(session: AsyncSession, actor: Actor, request_id: int) -> MemberRequest:
    """The request, locked, if it waits and the actor decides it. Raises: NotFound, NotForYou, AlreadyDecided."""
    request = await access_request(session, actor, request_id)
    if not await may_decide(session, actor.member, request):
        raise NotForYou
    await hold_waiting(session, request)
    return request


async def hold_waiting(session: AsyncSession, request: MemberRequest) -> None:
    """Lock a request and read again what became of it. Raises: AlreadyDecided."""
    await hold_request(session, request)
    check_waiting(request)


async def hold_request(session: AsyncSession, request: MemberRequest) -> None:
    """Lock a request and read again what became of it, with its people and files."""
    await hold(session, request)
    await session.refresh(request, ["named", "decided_by", "files"])


async def list_deciders(
    session: AsyncSession, twg: Twg, asked_by_id: int, subject_type: str, subject_id: int
) -> list[Membership]:
    """Who decides what a person asks: the secretariat, or the Chair where the secretariat asks.

    Only those who may see what it is about, and never the person who asks; where nobody of the first is left, the other
    organisers.
    """
    asking = await find_membership(session, asked_by_id, twg.id)
    first = Role.CHAIR if asking is not None and asking.role is Role.SECRETARIAT else Role.SECRETARIAT
    organisers = [
        member
        for member in await list_members(session, twg.id, Membership.role.in_(ORGANISERS))
        if member.person_id != asked_by_id and await _sees(session, Actor(twg, member), subject_type, subject_id)
    ]
    return [member for member in organisers if member.role is first] or organisers


async def _sees(session: AsyncSession, actor: Actor, subject_type: str, subject_id: int) -> bool:
    try:
        await access_subject(session, actor, subject_type, subject_id)
    except NotFound:
        return False
    return True


async def may_decide(session: AsyncSession, member: Membership, request: MemberRequest) -> bool:
    """Whether a member decides a request that they may see: one who is asked, or the Chair."""
    if member.person_id == request.asked_by_id or member.role not in ORGANISERS:
        return False
    return member.role is Role.CHAIR or member.person_id in ids_of(await deciders_of(session, member.twg, request))


async def deciders_of(session: AsyncSession, twg: Twg, request: MemberRequest) -> list[Membership]:
    """Who decides this request, as of now."""
    return await list_deciders(session, twg, request.asked_by_id, request.subject_type, request.subject_id)


def list_able(members: Sequence[Membership], subject_type: str) -> list[Membership]:
    """Those of the members to whom a row of this table could be handed over."""
    return [member for member in members if subject_type != REPORT or may_report(member)]


def ids_of(members: Collection[Membership]) -> set[int]:
    """Their person ids."""
    return {member.person_id for member in members}


async def access_task(session: AsyncSession, actor: Actor, request: MemberRequest) -> Any:
    """The action or report request that a request is about, if it still calls for anything, and is with who asked.

    Raises: NotFound; AlreadyClosed, RoundOver, AlreadyReported; TaskHandedOn.
    """
    subject = await access_subject(session, actor, request.subject_type, request.subject_id)
    if isinstance(subject, Action):
        check_open(subject)
        members = await list_members(session, request.twg_id, Membership.person_id == request.asked_by_id)
        asking = next(iter(members), None)
        if request.kind in _OWN and not _is_task_of(request.asked_by, asking, request.kind, subject):
            raise TaskHandedOn(action=subject, request=request)
    elif isinstance(subject, ReportRequest):
        await check_awaited(session, subject)
    return subject
