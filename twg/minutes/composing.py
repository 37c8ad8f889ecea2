"""The minutes of a meeting, composed from its record, the attendance, the decisions and the actions (G6).

Until they circulate they are kept nowhere: each reading composes them anew, so that they say what record and registers
say, whoever of those who keep the record has changed it. From then on they say what their newest version says.
Source: Guideline 2016, Part Three (d)(ii).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, list_actions
from storage.core.spelling import key_of
from storage.decisions import Decision, list_decisions
from storage.meetings import AgendaItem, Meeting, MeetingState
from storage.members import Role
from storage.minutes import MinutesVersion, find_newest
from storage.records import LineKind, MeetingRecord, RecordLine, find_record
from twg.actions.access import visible_actions
from twg.attendance.standing import Attendee, Standing, access_standing
from twg.core.actors import Actor
from twg.core.audiences import Reader, reaches_all_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.decisions.access import visible_decisions
from twg.minutes.access import access_minuted
from twg.minutes.arising import access_arising
from twg.minutes.freezing import thaw, thaw_details

#: The order of the lines of an item; those of one place stay as they were written.
_PLACES = {
    LineKind.DISCUSSION: 0,
    LineKind.NOTE: 0,
    LineKind.CONCLUSION: 1,
    LineKind.DECISION: 2,
    LineKind.ACTION: 3,
}
#: Decisions and actions of one meeting that are read.
_MOST = 500


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph.

    Attributes:
        number: from 1, through all items.
        line: of the record; None for a decision or an action that was entered without it.
        decision: the entry in the register; None for any other paragraph, and while the record is open.
        action: the agreed action, where it was recorded without a line.
    """

    number: int
    kind: LineKind
    text: str
    line: RecordLine | None = None
    decision: Decision | None = None
    action: Action | None = None

    @property
    def due_on(self) -> date | None:
        """The last day of an action, local date; None where none is known, and for any other paragraph."""
        row = self.action or self.line
        return None if row is None or self.kind is not LineKind.ACTION else row.due_on


@dataclass(frozen=True)
class Section:
    """An item of the agenda with its paragraphs. Attributes: `item`: None for what belongs to no item."""

    number: int
    item: AgendaItem | None
    paragraphs: tuple[Paragraph, ...]

    def of(self, *kinds: LineKind) -> list[Paragraph]:
        return [each for each in self.paragraphs if each.kind in kinds]


@dataclass(frozen=True)
class Minutes:
    """The minutes of a meeting as they are now.

    Attributes:
        record: None where nobody has begun one.
        arising: actions agreed earlier, with what has become of them.
        sections: in the order of the agenda; every item has one.
        next_meeting: the next one of the series that is announced; None while none is.
        version: the newest version that circulates or was adopted; None while they are composed anew.
    """

    meeting: Meeting
    record: MeetingRecord | None
    standing: Standing
    arising: tuple[Action, ...]
    sections: tuple[Section, ...]
    next_meeting: Meeting | None = None
    version: MinutesVersion | None = None
    paragraphs: tuple[Paragraph, ...] = field(init=False)

    def __post_init__(self) -> None:
        joined = tuple(each for section in self.sections for each in section.paragraphs)
        object.__setattr__(self, "paragraphs", joined)

    def of(self, *kinds: LineKind) -> list[Paragraph]:
        return [each for each in self.paragraphs if each.kind in kinds]

    @property
    def chairs(self) -> list[Attendee]:
        """The Chair of the TWG, where they, or a delegate, were there; not of a sub-group, which has its own."""
        return self._with(Role.CHAIR)

    @property
    def facilitators(self) -> list[Attendee]:
        """The lead facilitators who were there."""
        return self._with(Role.LEAD_FACILITATOR)

    def _with(self, role: Role) -> list[Attendee]:
        return [] if self.meeting.groups else [each for each in self.standing.here if each.role is role]


@operation(Permission.RECORD_KEEP)
async def read_minutes(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Minutes:
    """The minutes of a meeting that was held, for who keeps its record. Raises: NotFound, NotAllowed, NotHeld."""
    meeting = await access_minuted(session, actor, meeting_id, now=now)
    version = await find_newest(session, meeting.id)
    if version is not None:
        return await access_written(session, actor, version, meeting)
    record = await find_record(session, MeetingRecord.meeting_id == meeting.id)
    decided = Decision.meeting_id == meeting.id, visible_decisions(Reader.of(actor))
    decisions = await list_decisions(session, *decided, limit=_MOST)
    agreed = Action.meeting_id == meeting.id, visible_actions(Reader.of(actor))
    actions = await list_actions(session, *agreed, limit=_MOST)
    return Minutes(
        meeting,
        record,
        await access_standing(session, meeting),
        tuple(await access_arising(session, actor, meeting)),
        tuple(_sections(meeting, record, decisions[::-1], [each for each in actions if _known_to_all(each, meeting)])),
        await find_next(session, meeting),
    )


async def access_written(session: AsyncSession, actor: Actor, version: MinutesVersion, meeting: Meeting) -> Minutes:
    """The minutes as a version says them; who was there and what arose are as they were once it was adopted."""
    record = await find_record(session, MeetingRecord.meeting_id == meeting.id)
    frozen = thaw(meeting, version.facts) if version.facts else None
    if frozen is None:
        arising = tuple(await access_arising(session, actor, meeting))
        about = await access_standing(session, meeting), arising, await find_next(session, meeting)
    else:
        about = frozen.standing, frozen.arising, frozen.next_meeting
    standing, arising, following = about
    sections = tuple(_sections_of(version, meeting))
    return Minutes(meeting, record, standing, arising, sections, following, version)


def _sections_of(version: MinutesVersion, meeting: Meeting) -> list[Section]:
    by_item: dict[str, list[Paragraph]] = {}
    tokens = {item.token for item in meeting.agenda}
    for each in version.paragraphs:
        if not each.stands:
            continue
        line, action = thaw_details(each.text, each.details)
        paragraph = Paragraph(each.number, each.kind, each.text, line, each.decision, action)
        by_item.setdefault(each.item_token if each.item_token in tokens else "", []).append(paragraph)
    sections = [
        Section(place, item, tuple(by_item.get(item.token, ()))) for place, item in enumerate(meeting.agenda, start=1)
    ]
    return [*sections, Section(0, None, tuple(by_item[""]))] if "" in by_item else sections


def _known_to_all(action: Action, meeting: Meeting) -> bool:
    return reaches_all_of(action.audience, meeting.audience)


async def find_next(session: AsyncSession, meeting: Meeting) -> Meeting | None:
    """The next meeting of the same kind and for the same people."""
    same = Meeting.twg_id == meeting.twg_id, Meeting.kind == meeting.kind, Meeting.audience == meeting.audience
    later = Meeting.starts_at > meeting.starts_at, Meeting.state == MeetingState.ANNOUNCED
    return await session.scalar(select(Meeting).where(*same, *later).order_by(Meeting.starts_at).limit(1))


def _sections(
    meeting: Meeting, record: MeetingRecord | None, decisions: Sequence[Decision], actions: Sequence[Action]
) -> list[Section]:
    lines = () if record is None else record.lines
    registered = {each.line_id: each for each in decisions if each.line_id is not None}
    entered = [each for each in decisions if each.line_id is None and each.withdrawn_at is None]
    titles, tokens = {item.title for item in meeting.agenda}, {item.token for item in meeting.agenda}
    arose = {action.line_id for action in actions}
    written = {key_of(line.text) for line in lines if line.kind is LineKind.ACTION and line.id not in arose}
    others = [action for action in actions if action.line_id is None and key_of(action.text) not in written]
    numbers = count(1)
    sections = []
    for place, item in enumerate(meeting.agenda, start=1):
        of_item = [line for line in lines if line.item_token == item.token]
        drafts = [*_from_lines(of_item, registered), *_entered(each for each in entered if each.item == item.title)]
        sections.append(_section(place, item, drafts, numbers))
    rest = [line for line in lines if line.item_token not in tokens]
    drafts = [*_from_lines(rest, registered), *_entered(each for each in entered if each.item not in titles)]
    drafts += [Paragraph(0, LineKind.ACTION, action.text, action=action) for action in others]
    return [*sections, _section(0, None, drafts, numbers)] if drafts else sections


def _section(number: int, item: AgendaItem | None, drafts: list[Paragraph], numbers: Iterable[int]) -> Section:
    ordered = sorted(drafts, key=lambda each: _PLACES[each.kind])
    numbered = [
        Paragraph(n, each.kind, each.text, each.line, each.decision, each.action)
        for each, n in zip(ordered, numbers, strict=False)
    ]
    return Section(number, item, tuple(numbered))


def _from_lines(lines: Iterable[RecordLine], registered: dict[int, Decision]) -> list[Paragraph]:
    """The paragraphs of lines; a decision says what the register says, and one that was withdrawn there is left out."""
    found = []
    for line in lines:
        decision = registered.get(line.id)
        if decision is None:
            found.append(Paragraph(0, line.kind, line.text, line))
        elif decision.withdrawn_at is None:
            found.append(Paragraph(0, line.kind, decision.text, line, decision))
    return found


def _entered(decisions: Iterable[Decision]) -> list[Paragraph]:
    return [Paragraph(0, LineKind.DECISION, each.text, decision=each) for each in decisions]
