"""Versions of minutes: the draft that circulates, and what corrects adopted ones (G6)."""

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.meetings import Meeting
from storage.members import Adoption, Membership
from storage.minutes import MinutesParagraph, MinutesVersion, find_newest
from twg.core.actors import Actor
from twg.core.audiences import excluding, list_audience
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAllowed, PastDay
from twg.minutes.access import AlreadyAdopted, NobodyToReceive, RecordStillOpen, decides
from twg.minutes.composing import Minutes, read_minutes
from twg.minutes.finding import make_findable
from twg.minutes.freezing import freeze_details
from twg.minutes.waiting import anchors_of
from twg.reminders.schedule import schedule

_BEGUN = ("number", "adoption", "correct_by")


def last_day_of(actor: Actor, *, now: datetime) -> date:
    """The last day of corrections that is proposed: so many days from now as the TWG gives, moved off days off."""
    today = now.astimezone(actor.zone).date()
    return actor.hours.later_working_day(today + timedelta(days=actor.twg.minutes_days))


async def access_sendable(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    """The meeting whose minutes the actor can send to those invited.

    Raises: NotFound, NotAllowed, NotHeld, RecordStillOpen.
    """
    minutes = await read_minutes(session, actor, meeting_id, now=now)
    if not decides(actor, minutes.meeting):
        raise NotAllowed
    if minutes.record is not None and minutes.record.closed_at is None:
        raise RecordStillOpen(meeting=minutes.meeting)
    return minutes.meeting


async def access_receiving(session: AsyncSession, actor: Actor, meeting: Meeting) -> list[Membership]:
    """To whom the minutes of a meeting go: everybody invited besides the actor. Raises: NobodyToReceive."""
    receiving = excluding(await list_audience(session, meeting.twg_id, meeting.audience), actor.person.id)
    if not receiving:
        raise NobodyToReceive(meeting=meeting)
    return receiving


@operation(Permission.DOCUMENT_CIRCULATE)
async def begin_round(
    session: AsyncSession, actor: Actor, meeting_id: int, correct_by: date, *, now: datetime
) -> MinutesVersion:
    """Let those invited correct the minutes, paragraph by paragraph, until a day.

    What the minutes say now becomes their first version. Where they circulate already, the day is moved.

    Args:
        correct_by: the last day, local date.
    Raises: as `access_sendable`; PastDay, AlreadyAdopted.
    Source: Guideline 2016, Part Three (d)(ii).
    """
    meeting = await access_sendable(session, actor, meeting_id, now=now)
    await hold(session, meeting)
    if correct_by < now.astimezone(actor.zone).date():
        raise PastDay(field="correct_by", day=correct_by)
    version = await find_newest(session, meeting.id)
    if version is not None and version.number > 1:
        raise AlreadyAdopted(version=version)
    if version is None:
        version = await _make_first(session, actor, await read_minutes(session, actor, meeting_id, now=now), now=now)
        before = None
    else:
        check_draft(version)
        before = values_of(version, "correct_by")
    version.correct_by = correct_by
    after = values_of(version, *(_BEGUN if before is None else before))
    await record(session, actor, "minutes.begin_round", version, now=now, before=before, after=after)
    await schedule(session, actor, version, anchors=anchors_of(version, actor.zone), now=now)
    return version


def check_draft(version: MinutesVersion) -> None:
    """Raises: AlreadyAdopted."""
    if version.adopted_at is not None:
        raise AlreadyAdopted(version=version)


async def _make_first(session: AsyncSession, actor: Actor, minutes: Minutes, *, now: datetime) -> MinutesVersion:
    version = MinutesVersion(
        twg_id=actor.twg.id,
        meeting_id=minutes.meeting.id,
        number=1,
        adoption=actor.twg.minutes_adoption,
        created_at=now,
        created_by_id=actor.person.id,
        facts={},
        paragraphs=[
            MinutesParagraph(
                twg_id=actor.twg.id,
                number=each.number,
                kind=each.kind,
                text=each.text,
                item_token="" if section.item is None else section.item.token,
                line_id=None if each.line is None else each.line.id,
                decision_id=None if each.decision is None else each.decision.id,
                action_id=None if each.action is None else each.action.id,
                details=freeze_details(each.line, each.action),
            )
            for section in minutes.sections
            for each in section.paragraphs
        ],
    )
    session.add(version)
    await session.flush()
    await make_findable(session, version, minutes.meeting)
    return version


async def make_next(
    session: AsyncSession, actor: Actor, adopted: MinutesVersion, meeting: Meeting, *, now: datetime
) -> MinutesVersion:
    """A version that corrects adopted minutes; it says what they say, and the Chair adopts it again."""
    version = MinutesVersion(
        twg_id=adopted.twg_id,
        meeting_id=meeting.id,
        number=adopted.number + 1,
        adoption=Adoption.CHAIR,
        created_at=now,
        created_by_id=actor.person.id,
        facts=adopted.facts,
        paragraphs=[
            MinutesParagraph(
                twg_id=each.twg_id,
                number=each.number,
                kind=each.kind,
                text=each.text,
                item_token=each.item_token,
                line_id=each.line_id,
                decision_id=each.decision_id,
                action_id=each.action_id,
                details=each.details,
            )
            for each in adopted.paragraphs
        ],
    )
    session.add(version)
    await session.flush()
    await record(session, actor, "minutes.make_version", version, now=now, after=values_of(version, *_BEGUN))
    return version
