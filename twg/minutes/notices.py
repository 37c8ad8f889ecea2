"""What people are told of minutes that circulate (G6)."""

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Meeting, find_meeting
from storage.members import Membership, Role, Twg, list_members
from storage.minutes import MinutesCorrection, MinutesVersion
from twg.core.actors import Actor
from twg.core.audiences import Reader, excluding, list_audience
from twg.core.notices import Cause, Notice
from twg.meetings.access import visible_meetings
from twg.minutes.access import decides, may_adopt
from twg.minutes.carrying import gather, is_to_pass_on, note_for


async def list_deciding(session: AsyncSession, meeting: Meeting) -> list[Membership]:
    """Those who decide corrections: who organises the meeting; the Chair only where nobody else does."""
    found = await _list_seeing(session, meeting, lambda actor: decides(actor, meeting))
    return [member for member in found if member.role is not Role.CHAIR] or found


async def list_adopting(session: AsyncSession, meeting: Meeting) -> list[Membership]:
    """Those who adopt the minutes of a meeting as the ones who chair it."""
    return await _list_seeing(session, meeting, lambda actor: may_adopt(actor.member, meeting))


async def _list_seeing(session: AsyncSession, meeting: Meeting, may: Callable[[Actor], bool]) -> list[Membership]:
    """The members who may do something with a meeting, and see it."""
    twg = await session.get_one(Twg, meeting.twg_id)
    found = []
    for member in await list_members(session, meeting.twg_id):
        actor = Actor(twg, member)
        if may(actor) and await find_meeting(session, meeting.id, visible_meetings(Reader.of(actor))) is not None:
            found.append(member)
    return found


async def _deciding(cause: Cause) -> list[Membership]:
    correction: MinutesCorrection = cause.subject
    return excluding(await list_deciding(cause.session, correction.version.meeting), cause.by_id)


async def _proposing(cause: Cause) -> list[Membership]:
    """Who proposed the correction, while they are a member."""
    correction: MinutesCorrection = cause.subject
    members = await list_members(cause.session, correction.twg_id, Membership.person_id == correction.proposed_by_id)
    return excluding(members, cause.by_id)


async def _invited(cause: Cause) -> list[Membership]:
    """Everybody invited to the meeting, apart from who adopted the minutes."""
    meeting: Meeting = cause.subject.meeting
    return excluding(await list_audience(cause.session, meeting.twg_id, meeting.audience), cause.by_id)


async def _passing_on(cause: Cause) -> list[Membership]:
    """Those whose task it is to pass on what was agreed, where there is anything for their side."""
    version: MinutesVersion = cause.subject
    agreed = await gather(cause.session, version)
    notes = [(each, note_for(agreed, each)) for each in agreed.members if is_to_pass_on(each, version.meeting)]
    return [each for each, note in notes if note is not None and not note.is_empty]


PROPOSED = Notice(name="minutes_correction", subject=MinutesCorrection, recipients=_deciding, grouped=True)
DECIDED = Notice(name="minutes_correction_decided", subject=MinutesCorrection, recipients=_proposing, grouped=True)
ADOPTED = Notice(name="minutes_adopted", subject=MinutesVersion, recipients=_invited, grouped=True)
#: Alone in its message, which is forwarded.
PASS_ON = Notice(name="minutes_pass_on", subject=MinutesVersion, recipients=_passing_on)
