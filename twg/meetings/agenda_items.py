"""The items of an agenda as rows, and the agenda as an edition (G12).

MeetingRefusal
└── TooManyItems
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import key_of
from storage.engine.database import Base
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


#: Of items, by their tokens: by table, the ids of the rows that are about each.
About = Mapping[str, Mapping[str, Sequence[int]]]


async def list_about(session: AsyncSession, items: Sequence[AgendaItem]) -> About:
    """What is about these items; taking an item off the agenda takes it from there too."""
    found: dict[str, dict[str, list[int]]] = {}
    tokens = {item.id: item.token for item in items}
    for column in _columns_about_items() if items else ():
        query = select(column, column.table.c.id).where(column.in_(tokens)).order_by(column.table.c.id)
        for item_id, row_id in await session.execute(query):
            found.setdefault(tokens[item_id], {}).setdefault(column.table.name, []).append(row_id)
    return found


async def put_back_about(session: AsyncSession, items: Sequence[AgendaItem], about: About) -> None:
    """Let these items have again what was about them, except for what is about another item by now."""
    for item in items:
        rows = about.get(item.token, {})
        for column in _columns_about_items():
            if ids := rows.get(column.table.name):
                free = column.table.c.id.in_(ids), column.is_(None)
                await session.execute(update(column.table).where(*free).values({column: item.id}))


def _columns_about_items() -> Iterator[Column[int]]:
    """The columns of all tables that name an agenda item."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == AgendaItem.__tablename__ for key in column.foreign_keys):
                yield column


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
