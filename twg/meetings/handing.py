"""Drafts of meetings, agenda items to present, and invitations to one item pass from a member to another one (M10)."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.row_log import RowLog
from storage.meetings import AgendaItem, Meeting, MeetingState, is_ahead, list_meetings
from storage.meetings.items import ItemInvitation, list_item_invitations
from storage.members import Membership
from twg.core.actors import Actor
from twg.core.audiences import includes
from twg.core.handing import Handing, handing_of_column, handing_of_forms
from twg.core.permissions import Permission
from twg.meetings.agenda import change_presenter
from twg.meetings.convening import may_organise
from twg.meetings.items import follow_items
from twg.reminders.schedule import void_reminders


async def list_open(session: AsyncSession, twg_id: int, person_id: int, _now: datetime) -> list[int]:
    """Ids of the meetings that a person has planned and not announced."""
    drafts = Meeting.twg_id == twg_id, Meeting.created_by_id == person_id, Meeting.state == MeetingState.DRAFT
    # Sorted here: for an order by id SQLite would walk through the meetings of all TWGs.
    return sorted(await session.scalars(select(Meeting.id).where(*drafts)))


async def choose(session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    """Those that a member can announce: all by their role, or those of a sub-group that they lead."""
    columns = Meeting.id, Meeting.kind, Meeting.audience
    drafts = await session.execute(select(*columns).where(Meeting.id.in_(ids)).order_by(Meeting.id))
    theirs = Actor(to.twg, to)
    return [number for number, kind, audience in drafts if may_organise(theirs, kind, audience)]


async def list_invitations(session: AsyncSession, twg_id: int, person_id: int, now: datetime) -> list[int]:
    """Ids of the invitations to one item of a meeting ahead that stand."""
    theirs = ItemInvitation.twg_id == twg_id, ItemInvitation.person_id == person_id
    return [invitation.id for invitation in await list_item_invitations(session, *theirs, is_ahead(now))]


async def give_invitations(
    session: AsyncSession,
    actor: Actor,
    ids: list[int],
    to: Membership,
    *,
    log: RowLog,
    now: datetime,
    **_from: int,
) -> list[int]:
    """Invite a member in place of another to these items, and tell them.

    Who is invited to the item, or to the whole meeting, stays as they are; the invitation of the other one ends. One
    that was taken back from the member is not given again.
    """
    rows = await list_item_invitations(session, ItemInvitation.id.in_(ids))
    given = []
    for row in rows:
        of_item = ItemInvitation.meeting_id == row.meeting_id, ItemInvitation.item_token == row.item_token
        known = await list_item_invitations(session, *of_item, ItemInvitation.person_id == to.person_id, removed=True)
        if includes(row.meeting.audience, to) or any(each.removed_at is None for each in known):
            await log.change(row, removed_at=now, told=None)
            await void_reminders(session, row)
        elif not known:
            row.clear()
            row.person_id, row.told = to.person_id, None
            await session.flush()
            session.expire(row, ["person"])
            given.append(row.id)
        await follow_items(session, actor, row.meeting, now=now)
    return given


async def follow_invitations(session: AsyncSession, actor: Actor, ids: list[int], *, now: datetime) -> None:
    """Remind again of the items to which these invite."""
    for row in await list_item_invitations(session, ItemInvitation.id.in_(ids)):
        await follow_items(session, actor, row.meeting, now=now)


async def list_presented(session: AsyncSession, twg_id: int, person_id: int, now: datetime) -> list[int]:
    """Ids of the agenda items of meetings ahead that a person presents."""
    theirs = Meeting.twg_id == twg_id, AgendaItem.person_id == person_id
    query = select(AgendaItem.id).join(Meeting, Meeting.id == AgendaItem.meeting_id)
    return list(await session.scalars(query.where(*theirs, is_ahead(now)).order_by(AgendaItem.id)))


async def give_presented(
    session: AsyncSession, actor: Actor, ids: list[int], to: Membership, *, now: datetime, **_from: Any
) -> list[int]:
    """Let a member present these items, as far as they are invited to them."""
    given: list[int] = []
    meetings = select(AgendaItem.meeting_id).where(AgendaItem.id.in_(ids))
    for meeting in await list_meetings(session, to.twg_id, Meeting.id.in_(meetings), limit=len(ids)):
        invited = await list_item_invitations(
            session, ItemInvitation.meeting_id == meeting.id, ItemInvitation.person_id == to.person_id
        )
        tokens, is_invited = {each.item_token for each in invited}, includes(meeting.audience, to)
        theirs = [row.id for row in meeting.agenda if row.id in ids and (is_invited or row.token in tokens)]
        if theirs:
            await change_presenter(session, actor, meeting, theirs, to.person, now=now)
            given += theirs
    return sorted(given)


HANDINGS = (
    handing_of_column("drafts", Meeting.created_by_id, list_open, told_as="drafts", choose=choose),
    Handing(
        kind="item_invitations",
        columns=(ItemInvitation.person_id,),
        table=ItemInvitation,
        list_open=list_invitations,
        give=give_invitations,
        follow=follow_invitations,
    ),
    Handing(
        kind="presented",  # behind the invitations: by these a member may present
        columns=(AgendaItem.person_id,),
        table=AgendaItem,
        told_as="items",
        list_open=list_presented,
        give=give_presented,
    ),
    handing_of_forms("meeting_forms", Permission.MEETING_ORGANISE, "plan_meeting"),
)
