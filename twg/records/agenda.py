"""Items that the last meeting did not decide, as proposals for the next agenda (G7, G16)."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.meetings import AgendaItem, AgendaKind, Meeting, MeetingState
from storage.records import LineKind, MeetingRecord
from twg.core.actors import Actor
from twg.core.agenda_sources import MOST_PROPOSED, AgendaSource, Proposal
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.records.access import access_record

#: Newest records that are looked at: one a series of meetings.
_MOST_RECORDS = 10
#: Lines by which an item has come to something.
_OUTCOMES = frozenset({LineKind.CONCLUSION, LineKind.DECISION, LineKind.ACTION})


async def _propose(session: AsyncSession, actor: Actor, now: datetime) -> list[Proposal]:
    """The first items without an outcome of the last recorded meeting of each series, for meetings of its kind."""
    closed = MeetingRecord.closed_at.is_not(None), Meeting.starts_at <= now, Meeting.state == MeetingState.ANNOUNCED
    newest = select(MeetingRecord.id).join(Meeting, Meeting.id == MeetingRecord.meeting_id)
    query = newest.where(MeetingRecord.twg_id == actor.twg.id, *closed).order_by(Meeting.starts_at.desc())
    proposals: list[Proposal] = []
    seen = set[tuple[str, str]]()
    for record_id in await session.scalars(query.limit(_MOST_RECORDS)):
        try:
            record, meeting = await access_record(session, actor, record_id)
        except NotFound:
            continue
        if (meeting.kind, meeting.audience) not in seen:
            seen.add((meeting.kind, meeting.audience))
            proposals += list(_of(record, meeting))[:MOST_PROPOSED]
    return proposals


def _of(record: MeetingRecord, meeting: Meeting) -> Iterator[Proposal]:
    decided = {line.item_token for line in record.lines if line.kind in _OUTCOMES}
    written = {line.item_token for line in record.lines}
    for item in meeting.agenda:
        is_left = item.token in written or record.closing_of(item.token) is None
        if item.kind is AgendaKind.SUBSTANCE and item.token not in decided and is_left:
            yield _proposal(record, meeting, item)


def _proposal(record: MeetingRecord, meeting: Meeting, item: AgendaItem) -> Proposal:
    title, key = N_("Left from the last meeting: {item}"), f"left-{record.id}-{item.position}"
    kinds = frozenset({meeting.kind})
    return Proposal(key=key, title=title, data={"item": item.title[:200]}, presenter=item.presenter, kinds=kinds)


SOURCES = (AgendaSource(permission=Permission.MEETING_ORGANISE, propose=_propose),)
