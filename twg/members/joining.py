"""For a new member: invitations to answer and documents to acknowledge that were sent before they joined (M1)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.audiences import shares_token
from storage.documents import Circulation, Document, Receipt, list_circulations, list_documents
from storage.meetings import Meeting, find_attendance, is_announced_ahead, list_meetings
from storage.members import Membership
from twg.core.actors import Actor
from twg.core.audiences import tokens_of
from twg.core.operations import operation
from twg.core.permissions import Permission

#: Most of each that are listed; /meetings and /documents list all.
MOST_WAITING = 5


@dataclass(frozen=True)
class Waiting:
    """What a person has not answered or acknowledged yet."""

    meetings: list[Meeting]
    circulations: list[Circulation]
    #: Whether there are more than are listed.
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.meetings or self.circulations)


async def expect_receipts(session: AsyncSession, membership: Membership, *, now: datetime) -> None:
    """Ask a new member too to acknowledge documents whose last day for it is in the future."""
    today = now.astimezone(ZoneInfo(membership.twg.zone)).date()
    has = select(Receipt.document_id).where(Receipt.person_id == membership.person_id)
    for_them = shares_token(Document.audience, tokens_of(membership))
    asked = for_them, Circulation.acknowledge_by >= today, Document.recalled_at.is_(None), Document.id.not_in(has)
    for document in await list_documents(session, membership.twg_id, *asked, limit=1000):
        session.add(Receipt(document_id=document.id, person_id=membership.person_id))


@operation(Permission.SEE)
async def list_waiting(session: AsyncSession, actor: Actor, *, now: datetime) -> Waiting:
    """The actor's invitations without an answer, the soonest first, and papers to acknowledge, the newest first."""
    today, person_id = now.astimezone(actor.zone).date(), actor.person.id
    invited = shares_token(Meeting.audience, tokens_of(actor.member))
    unanswered = []
    for meeting in await list_meetings(session, actor.twg.id, invited, is_announced_ahead(now), limit=100):
        attendance = await find_attendance(session, meeting.id, person_id)
        if attendance is None or attendance.rsvp is None:
            unanswered.append(meeting)
    not_recalled = select(Document.circulation_id).where(Document.recalled_at.is_(None))
    mine = Receipt.person_id == person_id, Receipt.acknowledged_at.is_(None)
    waiting = not_recalled.join(Receipt, Receipt.document_id == Document.id).where(*mine)
    in_time = or_(Circulation.acknowledge_by.is_(None), Circulation.acknowledge_by >= today)
    asked = Circulation.id.in_(waiting), in_time
    papers = await list_circulations(session, actor.twg.id, *asked, limit=MOST_WAITING + 1)
    more = max(len(unanswered), len(papers)) > MOST_WAITING
    return Waiting(unanswered[:MOST_WAITING], list(papers[:MOST_WAITING]), more)
