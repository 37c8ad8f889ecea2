"""Drafts of meetings, and invitations to one item of an agenda, pass from a member to another one (M10)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Meeting, MeetingState
from storage.meetings.items import ItemInvitation, list_item_invitations
from storage.members import Membership
from twg.core.actors import Actor
from twg.core.audiences import includes
from twg.core.handing import Handing, handing_of_column, handing_of_forms
from twg.core.permissions import Permission
from twg.meetings.convening import may_organise
from twg.meetings.items import follow_items


async def list_open(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
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


async def list_invitations(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the invitations to one item that stand; those to meetings that are over are not given."""
    theirs = ItemInvitation.twg_id == twg_id, ItemInvitation.person_id == person_id
    invited = await list_item_invitations(session, *theirs, Meeting.state != MeetingState.CANCELLED)
    return [invitation.id for invitation in invited]


async def give_invitations(
    session: AsyncSession, actor: Actor, ids: list[int], to: Membership, *, now: datetime, **_from: int
) -> list[int]:
    """Invite a member in place of another to the items ahead to which they are not invited yet, and tell them."""
    ahead = Meeting.starts_at > now
    rows = await list_item_invitations(session, ItemInvitation.id.in_(ids), ahead)
    given = []
    for row in rows:
        of_item = ItemInvitation.meeting_id == row.meeting_id, ItemInvitation.item_token == row.item_token
        known = await list_item_invitations(session, *of_item, ItemInvitation.person_id == to.person_id, removed=True)
        if known or includes(row.meeting.audience, to):
            continue
        row.clear()
        row.person_id, row.told = to.person_id, None
        await session.flush()
        session.expire(row, ["person"])
        given.append(row.id)
        await follow_items(session, actor, row.meeting, now=now)
    return given


HANDINGS = (
    handing_of_column("drafts", Meeting.created_by_id, list_open, told_as="drafts", choose=choose),
    Handing(
        kind="item_invitations",
        table=ItemInvitation,
        list_open=list_invitations,
        give=give_invitations,
    ),
    handing_of_forms("meeting_forms", Permission.MEETING_ORGANISE, "plan_meeting"),
)
