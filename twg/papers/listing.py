"""What members and the secretariat see of papers: their own, what they owe, and what is there for each meeting (D6)."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Meeting, is_announced_ahead, list_meetings
from storage.papers import Paper, PaperState, list_papers
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.meetings.access import access_meeting, visible_meetings
from twg.meetings.owing import Owed, list_owed, list_owed_by
from twg.meetings.preparing import Pack, read_pack
from twg.papers.handing_in import list_own

#: Meetings ahead whose papers are listed.
MOST_MEETINGS = 8


@dataclass(frozen=True)
class OwnPapers:
    """What a member has handed in, and owes, for meetings ahead.

    Attributes:
        owed: with its meeting.
    """

    papers: list[Paper]
    owed: list[tuple[Meeting, Owed]]


@dataclass(frozen=True)
class MeetingPapers:
    """The papers for one meeting, as those who accept them see it."""

    meeting: Meeting
    papers: list[Paper]
    pack: Pack


@operation(Permission.PAPER_HAND_IN)
async def list_meetings_ahead(session: AsyncSession, actor: Actor, *, now: datetime) -> list[Meeting]:
    """The announced meetings ahead for which the actor may hand in papers, the soonest first."""
    seen = visible_meetings(Reader.of(actor))
    return await list_meetings(session, actor.twg.id, seen, is_announced_ahead(now), limit=MOST_MEETINGS)


@operation(Permission.PAPER_HAND_IN)
async def list_mine(session: AsyncSession, actor: Actor, *, now: datetime) -> OwnPapers:
    """What the actor has handed in, and owes, for meetings ahead."""
    owed = []
    for meeting in await list_meetings_ahead(session, actor, now=now):
        owed += [(meeting, each) for each in list_owed_by(await list_owed(session, meeting), actor.member)]
    return OwnPapers(await list_own(session, actor, now=now), owed)


@operation(Permission.PAPER_ACCEPT)
async def read_meeting(session: AsyncSession, actor: Actor, meeting_id: int) -> MeetingPapers:
    """The papers for a meeting, without those withdrawn, in the order of its agenda. Raises: NotFound."""
    meeting = await access_meeting(session, actor, meeting_id)
    shown = Paper.meeting_id == meeting.id, Paper.state != PaperState.WITHDRAWN
    papers = sorted(await list_papers(session, *shown), key=attrgetter("place"))
    return MeetingPapers(meeting, papers, await read_pack(session, meeting))


@operation(Permission.PAPER_ACCEPT)
async def list_by_meeting(session: AsyncSession, actor: Actor, *, now: datetime) -> list[MeetingPapers]:
    """The papers for each meeting ahead that the actor may see, the soonest first."""
    ahead = await list_meetings_ahead(session, actor, now=now)
    return [await read_meeting(session, actor, meeting.id) for meeting in ahead]
