"""The adopted minutes of a sub-group go to the next plenary as its report (G6).

Source: Guideline 2016, Part Three (b): sub-groups report back to the TWG.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import key_of
from storage.meetings import Meeting, MeetingKind, is_announced_ahead, list_meetings
from twg.core.actors import Actor
from twg.core.audiences import Reader
from twg.core.refusals import NotAllowed
from twg.meetings.access import visible_meetings
from twg.minutes.access import NoPlenary, NotAdopted, access_newest, decides


async def access_reported(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    """The meeting of a sub-group whose adopted minutes the actor can hand in for the plenary.

    Raises: NotFound, NotCirculating, NotAllowed, NotAdopted; NoPlenary where none is announced.
    """
    version, meeting = await access_newest(session, actor, meeting_id)
    if not meeting.groups or not decides(actor, meeting):
        raise NotAllowed
    if version.adopted_at is None:
        raise NotAdopted(meeting=meeting)
    if await access_plenary(session, actor, now=now) is None:
        raise NoPlenary
    return meeting


async def access_plenary(session: AsyncSession, actor: Actor, *, now: datetime) -> Meeting | None:
    """The next plenary that is announced and that the actor sees; None without one."""
    plenaries = Meeting.kind == MeetingKind.PLENARY, visible_meetings(Reader.of(actor))
    found = await list_meetings(session, actor.twg.id, *plenaries, is_announced_ahead(now), limit=1)
    return found[0] if found else None


def item_for(plenary: Meeting, meeting: Meeting) -> int | None:
    """The id of the item of the plenary that names the sub-group; None where none does."""
    names = [key_of(name) for group in meeting.groups for name in (group.name, group.name_km) if name]
    for item in plenary.agenda:
        if any(name in key_of(item.title) for name in names):
            return item.id
    return None
