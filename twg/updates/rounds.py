"""The updates round: before a plenary every member tells of important developments (S4).

It is open from when members are first asked until the rule `updates_over`, and where that has no time any more, as with
a plenary at short notice, until the plenary begins. A plenary that is not announced yet has one too, since its agenda
is made from what comes; members are then told nothing of it but that it is prepared.

UpdatesRefusal
├── NoRound         there is no plenary ahead for which updates are taken
├── RoundOver       the round is over
└── NothingMeant    the person has told of something, and says that there is nothing
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Notification
from storage.core.spelling import is_visible
from storage.engine.database import hold
from storage.meetings import Meeting, MeetingKind, MeetingState, is_ahead
from storage.members import Membership, Role, list_without_account
from storage.reminders import ReminderState, list_reminders_of
from storage.updates import MemberUpdate, find_update, find_update_by_id, list_updates
from twg.core.actors import Actor
from twg.core.audiences import includes, list_audience
from twg.core.audit import record, values_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotFound, Refusal, TooLong
from twg.meetings.access import access_meeting
from twg.meetings.convening import check_organises, may_organise
from twg.updates import notices

#: Longest update, in characters: what an information post holds.
LONGEST_UPDATE = 3000
_TOLD = ("text", "answered_at")


class UpdatesRefusal(Refusal):
    key = "updates#refused"


class NoRound(UpdatesRefusal):
    key = "updates#no_round"


class RoundOver(UpdatesRefusal):
    key = "updates#over"


class NothingMeant(UpdatesRefusal):
    key = "updates#nothing_meant"


@dataclass(frozen=True)
class Round:
    """How an updates round stands, for who prepares the plenary.

    Attributes:
        told: what there is to report, in the order in which it came.
        nothing: those who have nothing to report.
        silent: those who have not answered.
        closes_at: UTC.
        without_account: those silent without Telegram, for whom the reader may enter an answer.
    """

    meeting: Meeting
    told: list[MemberUpdate]
    nothing: list[Membership]
    silent: list[Membership]
    closes_at: datetime
    without_account: list[Membership] = field(default_factory=list)


def is_plenary_ahead(meeting: Meeting, *, now: datetime) -> bool:
    """Whether updates may be asked for it."""
    stands = meeting.state is not MeetingState.CANCELLED and meeting.starts_at > now
    return meeting.kind is MeetingKind.PLENARY and stands


async def find_closing(session: AsyncSession, meeting: Meeting) -> datetime:
    """When the round of a plenary closes, UTC."""
    reminders = await list_reminders_of(session, Meeting.__tablename__, meeting.id)
    over = reminders.get(notices.OVER_RULE)
    return meeting.starts_at if over is None or over.state is ReminderState.VOID else over.due_at


async def access_next_plenary(session: AsyncSession, actor: Actor, *, now: datetime) -> Meeting | None:
    """The next plenary of the actor's TWG to which the actor is, or will be, invited; None if none is planned."""
    plenaries = Meeting.twg_id == actor.twg.id, Meeting.kind == MeetingKind.PLENARY
    query = select(Meeting).where(*plenaries, is_ahead(now)).order_by(Meeting.starts_at)
    found = await session.scalars(query)
    return next((meeting for meeting in found if includes(meeting.audience, actor.member)), None)


async def access_round(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    """The plenary before which the actor may tell of something now. Raises: NotFound, NoRound, RoundOver."""
    actor.check_covers("updates")
    meeting = await session.get(Meeting, meeting_id)
    if meeting is None or meeting.twg_id != actor.twg.id or not includes(meeting.audience, actor.member):
        raise NotFound
    if not is_plenary_ahead(meeting, now=now):
        raise NoRound
    if now >= await find_closing(session, meeting):
        raise RoundOver
    return meeting


async def access_update(session: AsyncSession, actor: Actor, update_id: int) -> MemberUpdate:
    """What a member told: their own, or any for who prepares the plenary. Raises: NotFound."""
    actor.check_covers("updates")
    found = await find_update_by_id(session, update_id)
    if found is None or found.twg_id != actor.twg.id:
        raise NotFound
    runs = may_organise(actor, found.meeting.kind, found.meeting.audience)
    if found.person_id != actor.person.id and not (runs and includes(found.meeting.audience, actor.member)):
        raise NotFound
    return found


@operation(Permission.MEETING_ANSWER)
async def tell(session: AsyncSession, actor: Actor, meeting_id: int, text: str, *, now: datetime) -> MemberUpdate:
    """Tell of a development before a plenary; it is appended to what the actor told before.

    Raises: NotFound, NoRound, RoundOver; Missing, TooLong.
    """
    meeting = await access_round(session, actor, meeting_id, now=now)
    if not is_visible(text):
        raise Missing(field="text")
    await hold(session, meeting, shared=True)
    given = await find_update(session, meeting.id, actor.person.id)
    whole = "\n".join(filter(None, ["" if given is None else given.text, text.strip()]))
    if len(whole) > LONGEST_UPDATE:
        raise TooLong(field="text", limit=LONGEST_UPDATE, length=len(whole))
    return await _put(session, actor, meeting, given, whole, "updates.tell", now=now)


@operation(Permission.MEETING_ANSWER)
async def say_nothing(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> MemberUpdate:
    """Say that there is nothing to report. Raises: NotFound, NoRound, RoundOver; NothingMeant."""
    meeting = await access_round(session, actor, meeting_id, now=now)
    await hold(session, meeting, shared=True)
    given = await find_update(session, meeting.id, actor.person.id)
    if given is not None and given.text:
        raise NothingMeant
    return await _put(session, actor, meeting, given, "", "updates.say_nothing", now=now)


@operation(Permission.MEETING_ANSWER)
async def take_back(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> MemberUpdate:
    """Take back what the actor has told, as long as the round is open; then there is nothing to report.

    Raises: NotFound, also without an answer; NoRound, RoundOver.
    """
    meeting = await access_round(session, actor, meeting_id, now=now)
    given = await find_update(session, meeting.id, actor.person.id)
    if given is None:
        raise NotFound
    return await _put(session, actor, meeting, given, "", "updates.take_back", now=now)


async def _put(
    session: AsyncSession,
    actor: Actor,
    meeting: Meeting,
    given: MemberUpdate | None,
    text: str,
    change: str,
    *,
    now: datetime,
) -> MemberUpdate:
    before = None if given is None else values_of(given, *_TOLD)
    if given is None:
        given = MemberUpdate(twg_id=meeting.twg_id, meeting_id=meeting.id, person_id=actor.person.id)
        session.add(given)
    given.text, given.answered_at, given.entered_by_id = text, now, actor.by_id
    await record(session, actor, change, given, now=now, before=before, after=values_of(given, *_TOLD))
    told = await find_update(session, meeting.id, actor.person.id)
    assert told is not None  # noqa: S101 - it was written just now
    return told


@operation(Permission.MEETING_ORGANISE)
async def ask(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Notification:
    """Ask everybody invited who has not answered, at once; for a plenary at short notice.

    Raises: NotFound, NotAllowed, NoRound, RoundOver.
    """
    meeting = await access_meeting(session, actor, meeting_id)
    check_organises(actor, meeting)
    await access_round(session, actor, meeting_id, now=now)
    await record(session, actor, "updates.ask", meeting, now=now, after={"asked": meeting.audience})
    data = {"title": meeting.title}
    return await notify(session, notices.ASKED, subject=meeting, now=now, by=actor, data=data)


@operation(Permission.MEETING_ORGANISE)
async def list_round(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Round:
    """What came, and who has not answered. Raises: NotFound, NotAllowed."""
    meeting = await access_meeting(session, actor, meeting_id)
    check_organises(actor, meeting)
    return await access_standing(session, actor, meeting, now=now)


async def access_standing(session: AsyncSession, actor: Actor, meeting: Meeting, *, now: datetime) -> Round:
    """How the round of a plenary stands, for an actor who prepares it."""
    members = await list_audience(session, meeting.twg_id, meeting.audience)
    given = {update.person_id: update for update in await list_updates(session, meeting.id)}
    silent = [member for member in members if member.person_id not in given]
    closes_at = await find_closing(session, meeting)
    entered: set[int] = set()
    if actor.role is Role.SECRETARIAT and is_plenary_ahead(meeting, now=now) and now < closes_at:
        entered = await list_without_account(session, [member.person_id for member in silent])
    return Round(
        meeting=meeting,
        told=[update for update in given.values() if update.text],
        nothing=[member for member in members if member.person_id in given and not given[member.person_id].text],
        silent=silent,
        closes_at=closes_at,
        without_account=[member for member in silent if member.person_id in entered],
    )


async def list_for_agenda(session: AsyncSession, meeting: Meeting) -> list[MemberUpdate]:
    """What members have told before a plenary, with people and institutions, in the order in which it came first."""
    return [update for update in await list_updates(session, meeting.id) if update.text]
