"""What a file with minutes says is proposed, and taken into the record of the meeting by a tap (G6).

What is taken becomes lines of the record, so that it goes the way of all that is written there: owners and days are
asked for, actions arise when the record is closed, and the minutes circulate, are corrected and adopted.
Source: Guideline 2016, Part Three (d)(ii), (iii).
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import LONGEST_ACTION, Action, ActionState, list_actions
from storage.core.shortening import shorten
from storage.core.spelling import key_of
from storage.engine.database import hold
from storage.meetings import Meeting
from storage.minutes.files import MinutesFile, find_minutes_reading
from storage.records import LONGEST_NAMED, LONGEST_PART, LineKind, MeetingRecord, RecordLine, find_record
from twg.actions.access import visible_actions
from twg.attendance.access import Holding, find_holding
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.audit import record
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.language.action_lines import lead_first, without_title
from twg.language.addressees import Nameable, read_addressees
from twg.language.dues import Due, LeftOpen
from twg.language.handed_minutes.days import other_day
from twg.language.handed_minutes.model import FileState, Handed, Point, from_json
from twg.language.list_entries import MARK
from twg.language.record_lines import Line, kind_of_line, read_body, read_until, tokens_of, with_due
from twg.language.record_sentences import kind_of_sentence
from twg.meetings.minuted import check_not_circulating
from twg.minutes.access import FileNotReadYet
from twg.minutes.handing_in import access_file, access_handing
from twg.records import keeping

#: Action points that are taken into the record at once.
MOST_TAKEN = 200
#: Open actions among which those of the file are looked for.
_MOST_KNOWN = 200


@dataclass(frozen=True)
class Proposed:
    """An action point of a file, as the record would say it.

    Attributes:
        number: from 1.
        line: with owners and day as far as they are understood.
        item_token: of the agenda item under which it would stand; empty for none.
        unknown: names that are neither a member nor a part of the TWG.
        line_id: of the line that it became; 0 where it was left out; None while nobody has decided.
        known: whether an action, or the record, says the same already.
    """

    number: int
    point: Point
    line: Line
    item_token: str
    unknown: tuple[str, ...]
    line_id: int | None
    known: bool

    @property
    def says_when(self) -> bool:
        return Due(self.line.due_on, every=self.line.every, review_on=self.line.review_on).is_said

    @property
    def is_open(self) -> bool:
        """Whether it waits to be taken or left out."""
        return self.line_id is None and not self.known


@dataclass(frozen=True)
class HandedIn:
    """A file with what it says.

    Attributes:
        is_begun: whether the meeting counts as held, so that its minutes can be composed and sent.
        paragraphs: those that the record does not have, with the token of their agenda item.
        other_day: that the file names as the day of the meeting, where it is another; local date.
    """

    file: MinutesFile
    meeting: Meeting
    handed: Handed
    is_begun: bool
    proposed: tuple[Proposed, ...] = ()
    paragraphs: tuple[tuple[str, Line], ...] = ()
    other_day: date | None = None

    @property
    def open_points(self) -> list[Proposed]:
        return [each for each in self.proposed if each.is_open]


@operation(Permission.RECORD_KEEP)
async def read_handed_in(
    session: AsyncSession, actor: Actor, file_id: int, known: Sequence[Nameable], *, now: datetime
) -> HandedIn:
    """What a file says, and what of it the record would say.

    Args:
        known: whom an action may name.
    Raises: NotFound, NotAllowed, FileNotReadYet.
    """
    kept, meeting = await access_file(session, actor, file_id)
    reading = await find_minutes_reading(session, kept.id)
    if reading is None:
        raise FileNotReadYet
    handed = from_json(reading)
    is_begun = await find_holding(session, meeting, now=now) is Holding.HELD
    if handed.state is not FileState.READ:
        return HandedIn(kept, meeting, handed, is_begun)
    said, standing = await _said_already(session, actor, meeting)
    today = now.astimezone(actor.zone).date()
    proposed = []
    for number, point in enumerate(handed.points, start=1):
        line = _line_of(point, known, actor, today)
        decided = kept.decided.get(str(number))
        if decided and decided not in standing:
            decided = None  # its line was taken back
        proposed.append(
            Proposed(
                number,
                point,
                line,
                _item_named(point.agenda, meeting) if point.agenda else "",
                _unknown_in(line, known),
                decided,
                decided is None and key_of(line.text) in said,
            )
        )
    paragraphs = tuple(each for each in _by_item(handed, meeting) if key_of(each[1].text) not in said)
    day = other_day(handed.paragraphs, meeting.starts_at.astimezone(actor.zone).date())
    return HandedIn(kept, meeting, handed, is_begun, tuple(proposed), paragraphs, day)


async def _said_already(session: AsyncSession, actor: Actor, meeting: Meeting) -> tuple[set[str], set[int]]:
    """What open actions are about and what the record of the meeting says, as keys; and the ids of its lines."""
    open_ = Action.twg_id == meeting.twg_id, Action.state == ActionState.OPEN
    actions = await list_actions(session, *open_, visible_actions(Reader.of(actor)), limit=_MOST_KNOWN)
    kept = await find_record(session, MeetingRecord.meeting_id == meeting.id)
    lines = () if kept is None else kept.lines
    said = [each.text for each in actions] + [each.text for each in lines]
    return {key_of(text) for text in said}, {line.id for line in lines}


def _line_of(point: Point, known: Sequence[Nameable], actor: Actor, today: date) -> Line:
    """The line of the record that a point would be."""
    if not point.in_columns:
        return _fitting(read_body(LineKind.ACTION, point.text, known=known, today=today, hours=actor.hours))
    owners = lead_first(", ".join(without_title(each.strip()) for each in re.split(r"[,;\n]", point.responsible)))
    named = read_addressees(owners, known) if owners else []
    line = Line(LineKind.ACTION, point.text, ", ".join(each.text for each in named) or owners, tokens_of(named))
    until = read_until(point.due, today=today, hours=actor.hours) if point.due else None
    if isinstance(until, Due):
        line = with_due(line, until)
    elif isinstance(until, LeftOpen) or (until is not None and point.due_certain):
        line = replace(line, due=point.due)
    return _fitting(line)


def _fitting(line: Line) -> Line:
    """The line within the limits of the record; the file has all of it."""
    named = line.named if len(line.named) <= LONGEST_NAMED else ""
    owners, due = shorten(line.owners, LONGEST_PART), shorten(line.due, LONGEST_PART)
    return replace(line, text=shorten(line.text, LONGEST_ACTION), owners=owners, named=named, due=due)


def _unknown_in(line: Line, known: Sequence[Nameable]) -> tuple[str, ...]:
    if not line.owners or line.named:
        return ()
    return tuple(each.text for each in read_addressees(line.owners, known) if not each.sure)


def _by_item(handed: Handed, meeting: Meeting) -> Iterator[tuple[str, Line]]:
    """The paragraphs as lines of the record, each under the item whose heading stands above it."""
    token = ""
    for place, text in enumerate(handed.paragraphs):
        if place in handed.decisions:
            yield token, Line(LineKind.DECISION, text)
            continue
        heading = _item_named(text, meeting)
        if heading:
            token = heading
            continue
        begun = kind_of_line(text)
        sentence = kind_of_sentence(text) if begun is None else None
        if sentence is not None and sentence[0] is LineKind.DECISION:
            yield token, Line(LineKind.DECISION, text)
            continue
        kind, body = (LineKind.DISCUSSION, text) if begun is None else begun
        yield token, Line(kind, body if body.strip() else text)


def _item_named(text: str, meeting: Meeting) -> str:
    """The token of the agenda item that a heading names, by its title or, before that, its number."""
    plain = key_of(MARK.sub("", text, count=1).strip(" :៖."))
    for item in meeting.agenda:
        if plain and key_of(item.title) in (plain, plain.removeprefix("item ")):
            return item.token
    return ""


@operation(Permission.RECORD_KEEP)
async def take(
    session: AsyncSession,
    actor: Actor,
    file_id: int,
    known: Sequence[Nameable],
    *,
    numbers: Collection[int] | None = None,
    now: datetime,
) -> list[RecordLine]:
    """Write action points of a file into the record of its meeting, which is begun where there is none.

    Args:
        numbers: of the points; None for the next `MOST_TAKEN` that nobody has decided, and the paragraphs too.
    Returns: the lines that are new; none where everything was taken before.
    Raises: NotFound, NotAllowed, FileNotReadYet, NotHeld, AlreadyAdopted, RecordClosed; MinutesFixed once the minutes
        circulate.
    """
    kept, meeting = await access_file(session, actor, file_id)
    await hold(session, kept)
    await access_handing(session, actor, meeting.id, now=now)
    await check_not_circulating(session, meeting)
    handed_in = await read_handed_in(session, actor, file_id, known, now=now)
    if numbers is None:
        points = handed_in.open_points[:MOST_TAKEN]
    else:
        points = [each for each in handed_in.proposed if each.number in numbers and not each.line_id]
    paragraphs = handed_in.paragraphs if numbers is None else ()
    lines = [*paragraphs, *((each.item_token, each.line) for each in points)]
    if not lines:
        return []
    opened = await keeping.open_record(session, actor, meeting.id, now=now)
    rows = await keeping.write_by_item(session, actor, opened.id, lines, now=now)
    of_points = rows[len(rows) - len(points) :]
    kept.decided = {**kept.decided, **{str(each.number): row.id for each, row in zip(points, of_points, strict=True)}}
    taken = {"points_taken": ", ".join(str(each.number) for each in points)} if points else {}
    text = {"paragraphs_taken": len(paragraphs)} if paragraphs else {}
    await record(session, actor, "minutes.take", kept, now=now, after={**taken, **text})
    return rows


@operation(Permission.RECORD_KEEP)
async def leave_out(session: AsyncSession, actor: Actor, file_id: int, number: int, *, now: datetime) -> None:
    """Leave an action point of a file out; it can be taken later. Raises: NotFound, NotAllowed."""
    kept, _meeting = await access_file(session, actor, file_id)
    await hold(session, kept)
    if kept.decided.get(str(number)) is None:
        kept.decided = {**kept.decided, str(number): 0}
        after = {"points_left_out": str(number)}
        await record(session, actor, "minutes.leave_out", kept, now=now, after=after)
