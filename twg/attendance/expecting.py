"""Whom the answers to the invitation let expect at a meeting, and noting them all as here (G5)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.attendance import MeetingPresence, Presence
from storage.meetings import Attendance, Meeting, Rsvp, list_attendance
from twg.attendance.access import access_noted
from twg.attendance.rows import put
from twg.attendance.standing import list_rows, list_those_noted
from twg.core.actors import Actor
from twg.core.audiences import list_audience
from twg.core.audit import Recorded, record, record_all
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.undoing import check_in_time
from twg.general import access_change

#: What an answer to the invitation lets expect.
_FROM_ANSWER = {
    Rsvp.YES: Presence.EXPECTED,
    Rsvp.LATE: Presence.EXPECTED,
    Rsvp.DELEGATE: Presence.EXPECTED,
    Rsvp.NO: Presence.EXCUSED,
}


@operation(Permission.MEETING_ORGANISE)
async def take_over(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> int:
    """Note those who have said that they come, or send somebody, as expected, and those who do not with apologies.

    What is noted already stays, apart from who was expected and has answered otherwise since.

    Returns: how many are noted by it.
    Raises: NotFound, NotAllowed, MeetingCancelled, MeetingNotAnnounced, NotOpenYet.
    """
    meeting = await access_noted(session, actor, meeting_id, now=now)
    answers, noted = await list_attendance(session, meeting.id), await list_rows(session, meeting.id)
    changes = []
    for member in await list_audience(session, meeting.twg_id, meeting.audience):
        answer, row = answers.get(member.person_id), noted.get(member.person_id)
        presence = None if answer is None or answer.rsvp is None else _FROM_ANSWER.get(answer.rsvp)
        known = None if row is None else row.presence
        stands = known is not None and (known is not Presence.EXPECTED or presence is Presence.EXPECTED)
        if presence is not None and not stands:
            by_id = actor.person.id
            changes.append(put(row, meeting, presence, now=now, by_id=by_id, person_id=member.person_id))
    session.add_all(change.subject for change in changes)
    await record_all(session, actor, "attendance.take_over", changes, now=now)
    return len(changes)


@operation(Permission.MEETING_ORGANISE)
async def note_expected(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> int:
    """Note everybody who is expected as here, or their delegate.

    Returns: how many.
    Raises: NotFound, NotAllowed, MeetingCancelled, MeetingNotAnnounced, NotOpenYet.
    """
    meeting = await access_noted(session, actor, meeting_id, now=now)
    answers = await list_attendance(session, meeting.id)
    noted = await list_those_noted(session, meeting.id)
    rows = [row for row in noted.values() if row.presence is Presence.EXPECTED]
    changes = [_arrived(row, answers, meeting, actor, now=now) for row in rows]
    await record_all(session, actor, "attendance.note", changes, now=now)
    people = {"people": [row.person_id for row in rows]}
    await record(session, actor, "attendance.note_expected", meeting, now=now, after=people)
    return len(changes)


def _arrived(
    row: MeetingPresence, answers: Mapping[int, Attendance], meeting: Meeting, actor: Actor, *, now: datetime
) -> Recorded:
    """A row of somebody who was expected: they are here, or who they have said speaks for them."""
    answer = None if row.person_id is None else answers.get(row.person_id)
    sends = answer is not None and answer.rsvp is Rsvp.DELEGATE and answer.delegate_name != ""
    presence, name = (Presence.DELEGATE, answer.delegate_name) if sends and answer else (Presence.PRESENT, "")
    return put(row, meeting, presence, now=now, by_id=actor.person.id, delegate_name=name)


@operation(Permission.MEETING_ORGANISE)
async def expect_again(session: AsyncSession, actor: Actor, change_id: int, *, now: datetime) -> int:
    """Take back the actor's own `note_expected`: those are expected again who were not noted otherwise since.

    Args:
        change_id: of its audit row.
    Returns: the id of the meeting.
    Raises: NotFound, NotAllowed, TooLateToUndo; MeetingCancelled.
    """
    change = await access_change(session, actor, change_id)
    if change.action != "attendance.note_expected" or change.subject_type != Meeting.__tablename__:
        raise NotFound
    check_in_time(change.at, now=now)
    meeting = await access_noted(session, actor, change.subject_id, now=now)
    noted = await list_those_noted(session, meeting.id)
    rows = [noted[person_id] for person_id in change.data["after"]["people"] if person_id in noted]
    as_left = [row for row in rows if row.attended and row.noted_at == change.at]
    changes = [put(row, meeting, Presence.EXPECTED, now=now, by_id=actor.person.id) for row in as_left]
    await record_all(session, actor, "attendance.expect_again", changes, now=now)
    return meeting.id
