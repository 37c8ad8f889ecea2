"""The agenda of a meeting: changing it before and after it is announced, and its editions (G7, G12).

MeetingRefusal
└── AgendaChangedSince      the numbers are those of an agenda that was changed meanwhile
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audit import find_last_change
from storage.core.notifications import Notification, find_untouched, void_notifications
from storage.meetings import AgendaEdition, AgendaItem, Meeting, MeetingState, find_edition, find_last_edition
from storage.members import Person
from twg.core.actors import Actor
from twg.core.agenda_sources import Proposal
from twg.core.audit import record
from twg.core.notices import Notice
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.subjects import Domains
from twg.core.undoing import Undo
from twg.language.agenda import AgendaLine
from twg.language.agenda_corrections import Correction, NothingCorrected, apply
from twg.meetings import notices
from twg.meetings.access import MeetingRefusal, access_held, access_meeting, check_ahead
from twg.meetings.agenda_differences import ItemChange, compare, line_of, pair, snapshot
from twg.meetings.agenda_items import edition_of, list_about, put_back_about, set_items
from twg.meetings.items import follow_items
from twg.meetings.planning import make_findable, tell_invited

#: Changes within this time of each other are one edition and one notice.
EDITION_SETTLES = timedelta(minutes=2)


class AgendaChangedSince(MeetingRefusal):
    """data: `meeting`."""

    key = "meetings#agenda_changed_since"


#: data: `edition`, its number.
AGENDA_CHANGED = Notice(
    name="agenda_changed",
    subject=Meeting,
    recipients=notices.invited,
    useful_until=notices.a_day_before,
)


@dataclass(frozen=True)
class AgendaChange:
    """A meeting whose agenda was changed, with the notice of it.

    Attributes:
        before, after: the items, as `snapshot` gives them.
        told: the notice that tells of it, which may tell of changes minutes ago too; None where nobody is told.
        notice: `told`, where this change wrote it.
    """

    meeting: Meeting
    before: list[dict[str, Any]]
    after: list[dict[str, Any]]
    told: Notification | None = None
    notice: Notification | None = None


@operation(Permission.MEETING_ORGANISE)
async def change_agenda(
    session: AsyncSession, actor: Actor, meeting_id: int, lines: Sequence[AgendaLine], *, now: datetime
) -> AgendaChange:
    """Replace the agenda of a meeting that is ahead; items with the same title go on, with their papers.

    Of an announced meeting everybody invited is told what changed, in one notice for the changes of some minutes.

    Raises: NotFound, NotAllowed, MeetingAlreadyHeld, MeetingCancelled, TooManyItems, NothingCorrected.
    Source: Guideline, Part Three (c)(iii).
    """
    meeting = await _access_changeable(session, actor, meeting_id, now=now)
    return await _change(session, actor, meeting, list(zip(pair(meeting.agenda, lines), lines, strict=True)), now=now)


@operation(Permission.MEETING_ORGANISE)
async def correct_agenda(
    session: AsyncSession,
    actor: Actor,
    meeting_id: int,
    corrections: Iterable[Correction],
    *,
    seen: int = 0,
    now: datetime,
) -> AgendaChange:
    """Correct items by their numbers, as `change_agenda`.

    Args:
        seen: id of the last change of the meeting when the agenda with these numbers was shown; 0: as it is now.
    Raises: as `change_agenda`; AgendaChangedSince; NoSuchItem, MovedPastEnd, TooLong.
    """
    meeting = await _access_changeable(session, actor, meeting_id, now=now)
    last = await find_last_change(session, Meeting.__tablename__, meeting.id)
    if seen and last is not None and last.id != seen:
        raise AgendaChangedSince(meeting=meeting)
    rows = list(meeting.agenda)
    corrected = apply([line_of(row) for row in rows], corrections)
    pairs = [(rows[each.number - 1] if each.number else None, each.line) for each in corrected]
    return await _change(session, actor, meeting, pairs, now=now)


@operation(Permission.MEETING_ORGANISE)
async def restore_agenda(
    session: AsyncSession,
    actor: Actor,
    meeting_id: int,
    before: Mapping[str, Any] | None,
    _domains: Domains,
    *,
    now: datetime,
) -> None:
    """Give a meeting the agenda that it had before a change, with what was about its items.

    Raises: as `change_agenda`.
    """
    meeting = await _access_changeable(session, actor, meeting_id, now=now)
    rows = {row.token: row for row in meeting.agenda}
    kept = (before or {}).get("agenda_items", [])
    pairs = [(rows.get(item["token"]) or AgendaItem(token=item["token"], title=""), line_of(item)) for item in kept]
    await _change(session, actor, meeting, pairs, now=now)
    await put_back_about(session, meeting.agenda, (before or {}).get("about_items", {}))


async def change_presenter(
    session: AsyncSession, actor: Actor, meeting: Meeting, item_ids: Collection[int], to: Person, *, now: datetime
) -> None:
    """Let somebody else present items of a meeting that is ahead; those invited are told of a new edition."""
    pairs: list[tuple[AgendaItem | None, AgendaLine]] = [
        (row, replace(line_of(row), presenter=to.name) if row.id in item_ids else line_of(row))
        for row in meeting.agenda
    ]
    await _change(session, actor, meeting, pairs, now=now)
    for row in meeting.agenda:
        if row.id in item_ids:  # others may have the same name
            row.person_id, row.institution_id = to.id, None


UNDOS = (Undo(change="meetings.change_agenda", reverse=restore_agenda, within=EDITION_SETTLES),)


async def _access_changeable(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    meeting = await access_held(session, actor, meeting_id)
    check_ahead(meeting, now=now)
    return meeting


async def _change(
    session: AsyncSession,
    actor: Actor,
    meeting: Meeting,
    pairs: Sequence[tuple[AgendaItem | None, AgendaLine]],
    *,
    now: datetime,
) -> AgendaChange:
    before = snapshot(meeting.agenda)
    stay = {id(row) for row, _line in pairs}
    about = await list_about(session, [row for row in meeting.agenda if id(row) not in stay])
    await set_items(session, meeting, pairs)
    await session.flush()
    after = snapshot(meeting.agenda)
    if before == after:
        raise NothingCorrected
    values = {"agenda_items": before, **({"about_items": about} if about else {})}, {"agenda_items": after}
    await record(session, actor, "meetings.change_agenda", meeting, now=now, before=values[0], after=values[1])
    if meeting.state is not MeetingState.ANNOUNCED:
        return AgendaChange(meeting, before, after)
    await make_findable(session, meeting)
    await follow_items(session, actor, meeting, now=now)
    told, notice = await _issue(session, actor, meeting, now=now)
    return AgendaChange(meeting, before, after, told, notice)


async def _issue(
    session: AsyncSession, actor: Actor, meeting: Meeting, *, now: datetime
) -> tuple[Notification | None, Notification | None]:
    """Make the agenda as it is now an edition, and tell of it; an edition of which nobody was told yet is replaced.

    Returns: the notice that tells of it, None where everything was taken back; and the same, where it is a new one.
    """
    last = await find_last_edition(session, meeting.id)
    number = 0 if last is None else last.number
    waiting = await find_untouched(session, AGENDA_CHANGED.name, subject_id=meeting.id)
    if last is not None and waiting is not None and waiting.data["edition"] == number:
        told = await find_edition(session, meeting.id, number - 1)
        if told is not None and told.items == snapshot(meeting.agenda):  # everything was taken back
            await void_notifications(session, [waiting.id])
            await session.delete(last)
            return None, None
        last.items, last.created_at, last.created_by_id = snapshot(meeting.agenda), now, actor.person_id
        return waiting, None
    session.add(edition_of(actor, meeting, number + 1, now))
    notice = await tell_invited(
        session,
        actor,
        meeting,
        AGENDA_CHANGED,
        now=now,
        not_before=now + EDITION_SETTLES,
        expires_at=meeting.starts_at,
        data={"edition": number + 1},
    )
    return notice, notice


@dataclass(frozen=True)
class ShownEdition:
    """An edition of an agenda with what it changed.

    Attributes:
        last: the number of the newest edition.
        by: the name of who made the newest change in it; empty where that is not known.
    """

    meeting: Meeting
    edition: AgendaEdition
    changes: list[ItemChange]
    last: int
    by: str


async def access_edition(session: AsyncSession, actor: Actor, meeting_id: int, number: int) -> ShownEdition | None:
    """An edition of the agenda of a meeting that the actor may see; None where there is none. Raises: NotFound."""
    meeting = await access_meeting(session, actor, meeting_id)
    edition, last = await find_edition(session, meeting.id, number), await find_last_edition(session, meeting.id)
    if edition is None or last is None:
        return None
    before = await find_edition(session, meeting.id, number - 1)
    changes = [] if before is None else compare(before.items, edition.items)
    person = None if edition.created_by_id is None else await session.get(Person, edition.created_by_id)
    return ShownEdition(meeting, edition, changes, last.number, "" if person is None else person.name)


async def access_proposals(session: AsyncSession, actor: Actor, domains: Domains, *, now: datetime) -> list[Proposal]:
    """What is open and may be proposed for an agenda, source by source, as far as the actor may see it."""
    sources = [source for source in domains.agenda_sources if actor.may(source.permission)]
    return [proposal for source in sources for proposal in await source.propose(session, actor, now)]
