"""Papers that are owed or were returned pass to another member, and from one entry of a person to another (M10)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.row_log import RowLog
from storage.meetings import Meeting, is_ahead
from storage.members import Membership
from storage.papers import AskedPaper, Paper, PaperState, list_papers
from twg.core.actors import Actor
from twg.core.audiences import includes
from twg.core.audit import record, values_of
from twg.core.handing import Handing, handing_of_column
from twg.core.uniting import Uniting, unite_rows
from twg.papers.access import make_findable


async def list_asked_of(session: AsyncSession, twg_id: int, person_id: int, now: datetime) -> list[int]:
    """Ids of the papers that were asked of a person for meetings ahead."""
    asked = AskedPaper.twg_id == twg_id, AskedPaper.person_id == person_id, AskedPaper.agenda_item_id.is_not(None)
    query = select(AskedPaper.id).join(Meeting, Meeting.id == AskedPaper.meeting_id).where(*asked, is_ahead(now))
    return list(await session.scalars(query.order_by(AskedPaper.id)))


async def choose(session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    """Those that are not asked of a member already."""
    return [row.id for row in await _list(session, ids) if await _find_same(session, row, to) is None]


async def join(session: AsyncSession, log: RowLog, ids: list[int], to: Membership, now: datetime) -> None:
    """Let what is asked of a member too be asked of them alone."""
    for row in await _list(session, ids):
        theirs = await _find_same(session, row, to)
        if theirs is not None:
            await unite_rows(session, log, TWICE_ASKED, theirs, row, now=now)


async def _list(session: AsyncSession, ids: list[int]) -> list[AskedPaper]:
    return list(await session.scalars(select(AskedPaper).where(AskedPaper.id.in_(ids)).order_by(AskedPaper.id)))


async def _find_same(session: AsyncSession, row: AskedPaper, to: Membership) -> AskedPaper | None:
    same = AskedPaper.agenda_item_id == row.agenda_item_id, AskedPaper.person_id == to.person_id
    found: AskedPaper | None = await session.scalar(select(AskedPaper).where(*same).limit(1))
    return found


async def list_unsettled(session: AsyncSession, twg_id: int, person_id: int, now: datetime) -> list[int]:
    """Ids of the papers for meetings ahead that a person has handed in, and that wait or were returned to them."""
    theirs = Paper.twg_id == twg_id, Paper.handed_in_by_id == person_id
    unsettled = Paper.state.in_((PaperState.HANDED_IN, PaperState.RETURNED))
    query = select(Paper.id).join(Meeting, Meeting.id == Paper.meeting_id).where(*theirs, unsettled, is_ahead(now))
    return list(await session.scalars(query.order_by(Paper.id)))


async def give_unsettled(
    session: AsyncSession, actor: Actor, ids: list[int], to: Membership, *, now: datetime, **_from: Any
) -> list[int]:
    """Let a member who is invited to the meetings go on with papers: they hand in what comes next.

    Who has handed in the versions so far stays with these.
    """
    given = []
    for paper in await list_papers(session, Paper.id.in_(ids)):
        if not includes(paper.meeting.audience, to):
            continue
        before = values_of(paper, "handed_in_by_id")
        paper.handed_in_by = to.person
        await make_findable(session, paper)
        after = values_of(paper, "handed_in_by_id")
        await record(session, actor, "papers.hand_over", paper, now=now, before=before, after=after)
        given.append(paper.id)
    return given


def _last_day(one: AskedPaper, other: AskedPaper) -> dict[str, Any]:
    """Who was asked twice has until the day that was named last."""
    last = max((one, other), key=lambda row: (row.asked_at, row.id))
    return {"due_on": last.due_on, "asked_at": last.asked_at}


TWICE_ASKED = Uniting(
    table=AskedPaper,
    same=("agenda_item_id",),
    counts=lambda row: row.agenda_item_id is not None,
    unite=_last_day,
)
HANDINGS = (
    handing_of_column("asked_papers", AskedPaper.person_id, list_asked_of, told_as="papers", choose=choose, join=join),
    Handing(
        kind="papers",
        columns=(Paper.handed_in_by_id,),
        table=Paper,
        told_as="papers",
        list_open=list_unsettled,
        give=give_unsettled,
    ),
)
UNITINGS = (TWICE_ASKED,)
