"""Keeping the record of a meeting: it is opened, lines are written and corrected, and it is closed (G6)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import LONGEST_ACTION, list_from_lines
from storage.core.audit import find_last_of
from storage.core.bound_messages import change_bound
from storage.engine.database import hold
from storage.meetings import Meeting
from storage.records import (
    LONGEST_LINE,
    LONGEST_NAMED,
    LONGEST_PART,
    LineKind,
    MeetingRecord,
    RecordLine,
    find_record,
)
from twg.attendance.access import check_notable
from twg.core.actors import Actor
from twg.core.audit import Recorded, record_all, values_of
from twg.core.audit import record as record_change
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, TooLong
from twg.core.undoing import is_undoable
from twg.language.record_lines import Line
from twg.meetings.minuted import check_not_circulating
from twg.records.access import (
    LineExpected,
    Unfinished,
    access_kept,
    access_line,
    access_open,
    access_record,
    find_unfinished,
)

_LINE = ("kind", "text", "owners", "named", "due", "due_on", "every", "review_on")


@operation(Permission.RECORD_KEEP)
async def open_record(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> MeetingRecord:
    """The record of a meeting; the first time it is begun with the first item of the agenda.

    Raises: NotFound, NotAllowed, MeetingCancelled, MeetingNotAnnounced, NotOpenYet.
    """
    meeting = await access_kept(session, actor, meeting_id)
    check_notable(actor, meeting, now=now)
    await hold(session, meeting)
    found = await find_record(session, MeetingRecord.meeting_id == meeting.id)
    if found is not None:
        return found
    record = MeetingRecord(
        twg_id=meeting.twg_id,
        meeting_id=meeting.id,
        item_token=meeting.agenda[0].token if meeting.agenda else "",
        opened_at=now,
        opened_by_id=actor.person.id,
    )
    session.add(record)
    after = {"opened_at": now, "meeting_id": meeting.id}
    await record_change(session, actor, "records.open_record", record, now=now, after=after)
    return (await access_record(session, actor, record.id))[0]


@operation(Permission.RECORD_KEEP)
async def read_record(session: AsyncSession, actor: Actor, record_id: int) -> tuple[MeetingRecord, Meeting]:
    """A record with its meeting. Raises: NotFound, NotAllowed."""
    return await access_record(session, actor, record_id)


@operation(Permission.RECORD_KEEP)
async def read_line(session: AsyncSession, actor: Actor, line_id: int) -> tuple[RecordLine, MeetingRecord, Meeting]:
    """A line with its record and meeting. Raises: NotFound, NotAllowed."""
    return await access_line(session, actor, line_id)


@operation(Permission.RECORD_KEEP)
async def write(
    session: AsyncSession, actor: Actor, record_id: int, lines: Sequence[Line], *, now: datetime
) -> list[RecordLine]:
    """Write lines under the agenda item that is open, in their order.

    Raises: NotFound, NotAllowed, RecordClosed, MeetingCancelled; LineExpected (none), TooLong.
    """
    record, _meeting = await access_open(session, actor, record_id, now=now)
    return await _write(session, actor, record, [record.item_token] * len(lines), lines, now=now)


@operation(Permission.RECORD_KEEP)
async def write_by_item(
    session: AsyncSession, actor: Actor, record_id: int, lines: Sequence[tuple[str, Line]], *, now: datetime
) -> list[RecordLine]:
    """Write lines that are taken from one file, each under an item of its own.

    Args:
        lines: with the token of their agenda item; empty for none.
    Raises: as `write`.
    """
    record, _meeting = await access_open(session, actor, record_id, now=now)
    return await _write(
        session, actor, record, [token for token, _line in lines], [each for _t, each in lines], now=now
    )


async def _write(
    session: AsyncSession,
    actor: Actor,
    record: MeetingRecord,
    item_tokens: Sequence[str],
    lines: Sequence[Line],
    *,
    first_id: int | None = None,
    now: datetime,
) -> list[RecordLine]:
    """Write lines.

    Args:
        item_tokens: of each line.
        first_id: of the line that the message began with; None for a message that has none yet.
    """
    _check(lines)
    rows = [
        RecordLine(
            twg_id=record.twg_id,
            record_id=record.id,
            item_token=item_token,
            first_id=first_id,
            written_at=now,
            written_by_id=actor.person.id,
            **_values(line),
        )
        for item_token, line in zip(item_tokens, lines, strict=True)
    ]
    session.add_all(rows)
    await session.flush()
    for row in rows[1:] if first_id is None else ():
        row.first_id = rows[0].id
    await record_all(session, actor, "records.write", [Recorded(row, values_of(row, *_LINE)) for row in rows], now=now)
    await _changed(session, record, now=now)
    return rows


def _check(lines: Sequence[Line]) -> None:
    if not lines:
        raise LineExpected
    for line in lines:
        longest = LONGEST_ACTION if line.kind is LineKind.ACTION else LONGEST_LINE
        parts = (line.text, longest), (line.owners, LONGEST_PART), (line.due, LONGEST_PART), (line.named, LONGEST_NAMED)
        for text, limit in parts:
            if len(text) > limit:
                raise TooLong(limit=limit, length=len(text))


def _values(line: Line) -> dict[str, Any]:
    return {name: getattr(line, name) for name in _LINE}


def _put(row: RecordLine, new: Line, *, now: datetime) -> None:
    for name, value in _values(new).items():
        setattr(row, name, value)
    row.changed_at = now


async def _changed(session: AsyncSession, record: MeetingRecord, *, now: datetime) -> None:
    """Let the cards of this record that keepers have open show it as it is."""
    await change_bound(session, MeetingRecord.__tablename__, [record.id], now=now)


async def list_written_with(session: AsyncSession, line: RecordLine) -> list[RecordLine]:
    """The lines of the message that a line came with, itself among them, in their order; also those taken back."""
    first = line.first_id or line.id
    query = select(RecordLine).where(or_(RecordLine.id == first, RecordLine.first_id == first))
    return list(await session.scalars(query.order_by(RecordLine.id)))


@operation(Permission.RECORD_KEEP)
async def rewrite(
    session: AsyncSession, actor: Actor, line_id: int, lines: Sequence[Line], *, now: datetime
) -> list[RecordLine]:
    """Give the message that a line came with other lines, because it was edited; they stay at their place.

    Raises: NotFound, NotAllowed, RecordClosed, MeetingCancelled; LineExpected, TooLong.
    """
    line, record, _meeting = await access_line(session, actor, line_id)
    await access_open(session, actor, record.id, now=now)
    _check(lines)
    rows = await list_written_with(session, line)
    changes = []
    for row, new in zip(rows, lines, strict=False):
        before = values_of(row, *_LINE)
        _put(row, new, now=now)
        row.removed_at = None
        changes.append(Recorded(row, values_of(row, *_LINE), before))
    await record_all(session, actor, "records.correct", changes, now=now)
    await _remove(session, actor, rows[len(lines) :], now=now)
    more = lines[len(rows) :]
    added = []
    if more:
        tokens = [line.item_token] * len(more)
        added = await _write(session, actor, record, tokens, more, first_id=rows[0].id, now=now)
    await _changed(session, record, now=now)
    return [*rows[: len(lines)], *added]


@operation(Permission.RECORD_KEEP)
async def correct(session: AsyncSession, actor: Actor, line_id: int, new: Line, *, now: datetime) -> RecordLine:
    """Give one line other words; in a record that is closed, only an action that lacks an owner or a last day.

    Raises: as `rewrite`.
    """
    line, record, _meeting = await access_line(session, actor, line_id)
    if record.closed_at is None or line.kind is not LineKind.ACTION or await list_from_lines(session, [line.id]):
        await access_open(session, actor, record.id, now=now)
    _check([new])
    before = values_of(line, *_LINE)
    _put(line, new, now=now)
    after = values_of(line, *_LINE)
    await record_change(session, actor, "records.correct", line, now=now, before=before, after=after)
    await _changed(session, record, now=now)
    return line


@operation(Permission.RECORD_KEEP)
async def find_just_written(session: AsyncSession, actor: Actor, *, now: datetime) -> RecordLine | None:
    """The line that the actor wrote a few minutes ago, where they have done nothing since; None where they have.

    Raises: NotFound, NotAllowed: they do not keep that record any more.
    """
    change = await find_last_of(session, actor.person.id)
    if change is None or change.action != "records.write" or not is_undoable(change.at, now=now):
        return None
    return (await access_line(session, actor, change.subject_id))[0]


@operation(Permission.RECORD_KEEP)
async def take_back(session: AsyncSession, actor: Actor, line_id: int, *, now: datetime) -> MeetingRecord:
    """Take back the lines of the message that a line came with. Raises: NotFound, NotAllowed, RecordClosed."""
    line, record, _meeting = await access_line(session, actor, line_id)
    await access_open(session, actor, record.id, now=now)
    await _remove(session, actor, await list_written_with(session, line), now=now)
    await _changed(session, record, now=now)
    return record


async def _remove(session: AsyncSession, actor: Actor, rows: Sequence[RecordLine], *, now: datetime) -> None:
    changes = []
    for row in rows:
        if row.removed_at is None:
            row.removed_at = now
            changes.append(Recorded(row, {"removed_at": now}, {"removed_at": None}))
    await record_all(session, actor, "records.take_back", changes, now=now)


@operation(Permission.RECORD_KEEP)
async def restore(session: AsyncSession, actor: Actor, line_id: int, *, now: datetime) -> MeetingRecord:
    """Bring back the lines of a message that were taken back, at their place. Raises: as `take_back`."""
    line, record, _meeting = await access_line(session, actor, line_id)
    await access_open(session, actor, record.id, now=now)
    changes = []
    for row in await list_written_with(session, line):
        if row.removed_at is not None:
            before = {"removed_at": row.removed_at}
            row.removed_at = None
            changes.append(Recorded(row, {"removed_at": None}, before))
    await record_all(session, actor, "records.restore", changes, now=now)
    await _changed(session, record, now=now)
    return record


@operation(Permission.RECORD_KEEP)
async def close(
    session: AsyncSession, actor: Actor, record_id: int, *, anyway: bool = False, now: datetime
) -> MeetingRecord:
    """Close a record; no lines are taken until it is opened again.

    Args:
        anyway: also where nobody is noted as having been there, or items are left.
    Raises: NotFound, NotAllowed, MeetingCancelled; RecordClosed, with who closed it; Unfinished.
    """
    record, meeting = await access_open(session, actor, record_id, now=now)
    nobody, untouched = await find_unfinished(session, record, meeting)
    if not anyway and (nobody or untouched):
        raise Unfinished(meeting=meeting, nobody=nobody, untouched=untouched)
    record.closed_at, record.closed_by = now, actor.person
    before, after = {"closed_at": None}, {"closed_at": now}
    await record_change(session, actor, "records.close", record, now=now, before=before, after=after)
    await _changed(session, record, now=now)
    return record


@operation(Permission.RECORD_KEEP)
async def reopen(session: AsyncSession, actor: Actor, record_id: int, *, now: datetime) -> MeetingRecord:
    """Take lines again; a record that is open stays as it is.

    Raises: NotFound, NotAllowed; MinutesFixed once its minutes circulate.
    """
    record, meeting = await access_record(session, actor, record_id)
    await check_not_circulating(session, meeting)
    await hold(session, record)
    if record.closed_at is not None:
        before = {"closed_at": record.closed_at}
        record.closed_at, record.closed_by = None, None
        after = {"closed_at": None}
        await record_change(session, actor, "records.reopen", record, now=now, before=before, after=after)
        await _changed(session, record, now=now)
    return record


async def access_action_line(session: AsyncSession, actor: Actor, line_id: int) -> RecordLine:
    """A line that is an action. Raises: as `access_record`; NotFound for any other line."""
    line, _record, _meeting = await access_line(session, actor, line_id)
    if line.kind is not LineKind.ACTION or line.removed_at is not None:
        raise NotFound
    return line
