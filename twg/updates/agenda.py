"""What members told before the next plenary, as proposals for an agenda (G7, S4).

Source: Guideline 2016, Part Three (c)(v).
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.shortening import first_line
from storage.engine.labels import N_
from storage.meetings import MeetingKind
from storage.updates import MemberUpdate
from twg.core.actors import Actor
from twg.core.agenda_sources import MOST_PROPOSED, AgendaSource, Proposal
from twg.core.permissions import Permission
from twg.meetings.convening import may_organise
from twg.updates.rounds import access_next_plenary, list_for_agenda

#: Members are asked before a plenary, and what they tell is for it.
_KINDS = frozenset({MeetingKind.PLENARY})


async def _propose(session: AsyncSession, actor: Actor, now: datetime) -> list[Proposal]:
    """An item for each of the first developments told, for who prepares the next plenary; one for the others."""
    meeting = await access_next_plenary(session, actor, now=now)
    if meeting is None or not may_organise(actor, meeting.kind, meeting.audience):
        return []
    told = await list_for_agenda(session, meeting)
    proposals = [_proposal(update) for update in told[:MOST_PROPOSED]]
    if len(told) > MOST_PROPOSED:
        title = N_("Other developments told by members: {count}")
        data = {"count": len(told) - MOST_PROPOSED}
        proposals.append(Proposal(key="updates", title=title, data=data, kinds=_KINDS))
    return proposals


def _proposal(update: MemberUpdate) -> Proposal:
    title, data = N_("Development: {text}"), {"text": first_line(update.text)}
    return Proposal(key=f"update-{update.id}", title=title, data=data, presenter=update.person.name, kinds=_KINDS)


SOURCES = (AgendaSource(permission=Permission.MEETING_ORGANISE, propose=_propose),)
