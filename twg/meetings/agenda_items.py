"""The items of an agenda as rows, and the agenda as an edition (G12).

MeetingRefusal
└── TooManyItems
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import key_of
from storage.meetings import AgendaEdition, AgendaItem, Meeting
from storage.members import find_institution, list_members
from twg.core.actors import Actor
from twg.language.agenda import AgendaLine
from twg.language.agenda_kinds import kind_of
from twg.meetings.access import MeetingRefusal
from twg.meetings.agenda_differences import FIELDS, snapshot

#: Items of one agenda.
MOST_ITEMS = 100


class TooManyItems(MeetingRefusal):
    """data: `most`."""

    key = "meetings#too_many_items"


async def set_items(
    session: AsyncSession, meeting: Meeting, pairs: Sequence[tuple[AgendaItem | None, AgendaLine]]
) -> None:
    """Let the agenda of a meeting be these items, each a row that goes on or a new one. Raises: TooManyItems."""
    if len(pairs) > MOST_ITEMS:
        raise TooManyItems(most=MOST_ITEMS)
    people = {key_of(member.person.name): member.person_id for member in await list_members(session, meeting.twg_id)}
    agenda = []
    for position, (row, line) in enumerate(pairs, start=1):
        item = row or AgendaItem(title="")
        if item.presenter != line.presenter:
            item.person_id = people.get(key_of(line.presenter)) if line.presenter else None
            found = None
            if line.presenter and item.person_id is None:
                found = await find_institution(session, line.presenter)
            item.institution_id = None if found is None else found.id
        item.position, item.kind = position, kind_of(line.title)
        for name in FIELDS:
            setattr(item, name, getattr(line, name))
        agenda.append(item)
    meeting.agenda = agenda


async def issue_first(session: AsyncSession, actor: Actor, meeting: Meeting, *, now: datetime) -> None:
    """Keep the agenda of a meeting that is being announced as its first edition."""
    await session.flush()
    session.add(edition_of(actor, meeting, 1, now))


def edition_of(actor: Actor, meeting: Meeting, number: int, now: datetime) -> AgendaEdition:
    """The agenda of a meeting as it is now as an edition, not stored yet."""
    items = snapshot(meeting.agenda)
    return AgendaEdition(
        meeting_id=meeting.id, number=number, items=items, created_at=now, created_by_id=actor.person_id
    )
