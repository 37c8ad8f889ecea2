"""What messages that show who comes to a meeting show once somebody has answered (G2)."""

from sqlalchemy.ext.asyncio import AsyncSession

from messages.meetings import answers as messages
from messages.rendering.content import Content
from scheduler.meetings.notices import WORDING
from storage.core.bound_messages import BoundMessage
from storage.meetings import Meeting
from storage.members import Membership, Twg, list_members
from twg.core.actors import Actor
from twg.core.refusals import NotAllowed, NotFound
from twg.meetings.overview import list_answers


@WORDING.binds(Meeting)
async def bound(session: AsyncSession, message: BoundMessage) -> Content | None:
    """Who comes, as it is now, for who still organises the meeting."""
    meeting, account = await session.get(Meeting, message.subject_id), message.account
    if meeting is None or account is None:
        return None
    twg = await session.get_one(Twg, meeting.twg_id)
    members = await list_members(session, twg.id, Membership.person_id == account.person_id)
    if not members:
        return None
    try:
        listed = await list_answers(session, Actor(twg, members[0]), meeting.id)
    except (NotFound, NotAllowed):
        return None
    return messages.answers(listed, twg)
