"""Minutes are adopted: by who chairs the meeting, by silence once the last day is over, or at the next meeting (G6).

Source: Guideline 2016, Part Three (d)(ii).
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Meeting, MeetingState, find_meeting
from storage.members import Adoption, Twg
from storage.minutes import MinutesVersion, find_version
from twg.attendance.access import Holding, find_holding
from twg.attendance.standing import access_standing
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notices import Cause
from twg.core.notifications import notify
from twg.core.operations import operation, operation_without_actor
from twg.core.permissions import Permission
from twg.core.refusals import NotAllowed
from twg.minutes import notices
from twg.minutes.access import (
    AlreadyAdopted,
    CorrectionsOpen,
    NotMetAgain,
    RoundOpen,
    access_held_newest,
    decides,
    may_adopt,
)
from twg.minutes.arising import list_arising
from twg.minutes.composing import find_next
from twg.minutes.finding import make_findable
from twg.minutes.freezing import freeze
from twg.reminders.schedule import void_reminders

_ADOPTED = ("adopted_at", "adopted_how", "adopted_by_id", "adopted_at_meeting_id")
#: `source` in the audit of what comes about by itself on its day.
TIME = "time"


@operation(Permission.MINUTES_ADOPT)
async def adopt(session: AsyncSession, actor: Actor, version_id: int, *, now: datetime) -> MinutesVersion:
    """Adopt the newest version of minutes, as who chairs the meeting; everybody invited is told.

    Raises: NotFound, NotAllowed, AlreadyAdopted, CorrectionsOpen; RoundOpen while members can propose corrections.
    """
    version, meeting = await access_held_newest(session, actor, version_id)
    if not may_adopt(actor.member, meeting):
        raise NotAllowed
    check_adoptable(version)
    if version.correct_by is not None and now.astimezone(actor.zone).date() <= version.correct_by:
        raise RoundOpen(day=version.correct_by)
    await _adopt(session, actor, version, meeting, Adoption.CHAIR, now=now)
    return version


def check_adoptable(version: MinutesVersion) -> None:
    """Raises: AlreadyAdopted, CorrectionsOpen."""
    if version.adopted_at is not None:
        raise AlreadyAdopted(version=version)
    if version.open_corrections:
        raise CorrectionsOpen(count=len(version.open_corrections))


@operation(Permission.MEETING_ORGANISE)
async def adopt_at_meeting(session: AsyncSession, actor: Actor, version_id: int, *, now: datetime) -> MinutesVersion:
    """Note that the last meeting of the series has adopted the minutes of an earlier one; everybody invited is told.

    Raises: NotFound, NotAllowed, AlreadyAdopted, CorrectionsOpen; NotMetAgain where none has been held since.
    """
    version, meeting = await access_held_newest(session, actor, version_id)
    if not decides(actor, meeting):
        raise NotAllowed
    check_adoptable(version)
    adopting = await find_adopting(session, meeting, now=now)
    if adopting is None:
        raise NotMetAgain(meeting=meeting)
    await _adopt(session, actor, version, meeting, Adoption.NEXT_MEETING, at=adopting, now=now)
    return version


async def find_adopting(session: AsyncSession, meeting: Meeting, *, now: datetime) -> Meeting | None:
    """The last meeting of the series after this one that was held; None where none was."""
    same = Meeting.twg_id == meeting.twg_id, Meeting.kind == meeting.kind, Meeting.audience == meeting.audience
    since = Meeting.starts_at > meeting.starts_at, Meeting.starts_at <= now, Meeting.state == MeetingState.ANNOUNCED
    query = select(Meeting.id).where(*same, *since).order_by(Meeting.starts_at.desc())
    for meeting_id in await session.scalars(query):
        found = await find_meeting(session, meeting_id)
        if found is not None and await find_holding(session, found, now=now) is Holding.HELD:
            return found
    return None


async def adopt_on_its_day(cause: Cause) -> None:
    """What the reminder of the day after the last one brings about before anybody is told."""
    version: MinutesVersion = cause.subject
    await adopt_by_silence(cause.session, version.id, now=cause.now)


@operation_without_actor
async def adopt_by_silence(session: AsyncSession, version_id: int, *, now: datetime) -> bool:
    """Adopt minutes to which nobody objects any more, where the TWG has them adopted by silence.

    It is so once the last day for corrections is over and each correction was decided. Returns: whether it is.
    """
    version = await find_version(session, version_id)
    if version is None or version.adoption is not Adoption.SILENCE or version.correct_by is None:
        return False
    twg = await session.get_one(Twg, version.twg_id)
    silent = now.astimezone(ZoneInfo(twg.zone)).date() > version.correct_by
    if version.adopted_at is not None or version.open_corrections or not silent:
        return False
    meeting = await find_meeting(session, version.meeting_id)
    assert meeting is not None  # noqa: S101 - they are its minutes
    await _adopt(session, Actor(twg, source=TIME), version, meeting, Adoption.SILENCE, now=now)
    return True


async def _adopt(
    session: AsyncSession,
    actor: Actor,
    version: MinutesVersion,
    meeting: Meeting,
    how: Adoption,
    *,
    at: Meeting | None = None,
    now: datetime,
) -> None:
    before = values_of(version, *_ADOPTED)
    version.adopted_at, version.adopted_how, version.adopted_by_id = now, how, actor.person_id
    version.adopted_by = None if actor.membership is None else actor.person
    version.adopted_at_meeting, version.adopted_at_meeting_id = at, None if at is None else at.id
    if not version.facts:
        standing = await access_standing(session, meeting)
        version.facts = freeze(standing, await list_arising(session, meeting), await find_next(session, meeting))
    await void_reminders(session, version)
    await session.flush()
    await record(session, actor, "minutes.adopt", version, now=now, before=before, after=values_of(version, *_ADOPTED))
    await make_findable(session, version, meeting)
    by = None if actor.membership is None else actor
    await notify(session, notices.ADOPTED, subject=version, now=now, by=by)
    await notify(session, notices.PASS_ON, subject=version, now=now, by=by)
