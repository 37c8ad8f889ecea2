"""The papers of a meeting: what has gone out, what is missing, who owes what, and who is reminded of it (D2, D6, G3).

Source: Guideline 2016, Part Three (c)(iii): documentation is shared 10 days in advance (`twg.meetings.lead_time`).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.documents import DocumentKind
from storage.documents.packs import list_meeting_papers
from storage.engine.labels import N_
from storage.meetings import AgendaItem, Meeting, MeetingState
from storage.members import Membership
from storage.papers import STANDING, Paper, PaperState, list_papers
from storage.reminders import ReminderState, list_reminders_of
from twg.core.audiences import includes
from twg.core.notices import Cause, Notice, secretariat
from twg.core.permissions import Permission
from twg.core.rules import rule
from twg.language.procedural import needs_no_paper
from twg.meetings.owing import Owed, list_owed

#: Sent for a meeting, and no paper of an agenda item.
_NO_PAPERS = frozenset({DocumentKind.AGENDA, DocumentKind.MINUTES})


@dataclass(frozen=True)
class Pack:
    """What is there for a meeting.

    Attributes:
        sent: how many papers have gone out, without agenda and minutes.
        unplaced: how many of these are for no item as far as is known.
        missing: the agenda items for which none has gone out, nor was handed in.
        waiting: how many were handed in and wait to be accepted.
        accepted: how many were accepted, of which the newest version has not gone out.
        owed: who was asked for a paper and has not handed it in.
    """

    sent: int
    unplaced: int
    missing: tuple[AgendaItem, ...]
    waiting: int = 0
    accepted: int = 0
    owed: tuple[Owed, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether papers have gone out and none is known to be missing: each item may have one of those unplaced."""
        rest = self.waiting or self.accepted or self.owed
        return self.sent > 0 and self.unplaced >= len(self.missing) and not rest

    @property
    def unasked(self) -> tuple[AgendaItem, ...]:
        """The missing items of which nobody is known to owe the paper."""
        asked = {each.item.id for each in self.owed}
        return tuple(item for item in self.missing if item.id not in asked)


async def read_pack(session: AsyncSession, meeting: Meeting) -> Pack:
    """The pack of a meeting that is loaded with its agenda."""
    sent = [paper for paper in await list_meeting_papers(session, meeting.id) if paper.kind not in _NO_PAPERS]
    standing = await list_papers(session, Paper.meeting_id == meeting.id, Paper.state.in_(STANDING))
    placed = {paper.agenda_item_id for paper in sent} | {paper.agenda_item_id for paper in standing}
    return Pack(
        len(sent),
        sum(paper.agenda_item_id is None for paper in sent),
        tuple(item for item in list_owing(meeting) if item.id not in placed),
        waiting=sum(paper.state is PaperState.HANDED_IN for paper in standing),
        accepted=sum(paper.state is PaperState.ACCEPTED and not paper.is_sent for paper in standing),
        owed=tuple(await list_owed(session, meeting)),
    )


async def count_papers(session: AsyncSession, meeting: Meeting, member: Membership) -> int:
    """How many documents were sent for a meeting to an audience in which this member is."""
    return sum(includes(paper.audience, member) for paper in await list_meeting_papers(session, meeting.id))


async def list_titles_by_item(session: AsyncSession, meeting: Meeting, member: Membership) -> dict[int, list[str]]:
    """The titles of the documents that were sent for each agenda item, by its id, to an audience with this member."""
    found: dict[int, list[str]] = {}
    for paper in await list_meeting_papers(session, meeting.id):
        if paper.agenda_item_id is not None and includes(paper.audience, member):
            found.setdefault(paper.agenda_item_id, []).append(paper.title)
    return found


def list_owing(meeting: Meeting) -> list[AgendaItem]:
    """The agenda items for which a paper is expected: those that somebody presents; all, where nobody is named.

    Items about the conduct of the meeting have none.
    """
    of_substance = [item for item in meeting.agenda if not needs_no_paper(item.title)]
    return [item for item in of_substance if item.presenter] or of_substance


async def who_prepares(cause: Cause) -> list[Membership] | None:
    """The secretariat; None where the pack has gone out and nothing is missing."""
    pack = await read_pack(cause.session, cause.subject)
    return None if pack.is_complete else await secretariat(cause)


async def who_owes(cause: Cause) -> list[Membership] | None:
    """Those who owe a paper for the meeting; None where nobody does, and before it is announced."""
    meeting: Meeting = cause.subject
    if meeting.state is not MeetingState.ANNOUNCED:
        return None
    found = {member.person_id: member for each in await list_owed(cause.session, meeting) for member in each.members}
    return list(found.values()) or None


#: One notice for three rules: where days off move two of them to one morning, the one nearest to the meeting speaks.
PAPERS = Notice(
    name="meeting_papers",
    subject=Meeting,
    recipients=who_prepares,
    permission=Permission.MEETING_ORGANISE,
    grouped=True,
)
OWED = Notice(name="paper_owed", subject=Meeting, recipients=who_owes, grouped=True)

#: Back-planned from the ten days: a call for papers, a week to write them, a few days to collect them, and the last
#: working day before the tenth day. Each is of use until the next one; the last until the tenth day is well over.
CALL, COLLECT, SEND = "papers_21_days", "papers_14_days", "papers_11_days"
PAPER_RULES = (
    rule(CALL, N_("Papers: call for them"), PAPERS, days=-21, grace_h=144),
    rule(COLLECT, N_("Papers: collect them"), PAPERS, days=-14, grace_h=72),
    rule(SEND, N_("Papers: last working day to send them"), PAPERS, days=-11, grace_h=72),
)
#: On the days on which the secretariat is reminded to collect and to send, those who owe are reminded to hand in.
OWED_RULES = (
    rule("papers_owed_14_days", N_("Papers: remind who owes one"), OWED, days=-14, grace_h=72),
    rule("papers_owed_11_days", N_("Papers: remind who still owes one"), OWED, days=-11, grace_h=72),
)


async def find_last_moment(session: AsyncSession, meeting_id: int) -> datetime | None:
    """When the last working day to send the pack of a meeting begins, UTC; None where no reminder says."""
    reminder = (await list_reminders_of(session, Meeting.__tablename__, meeting_id)).get(SEND)
    return None if reminder is None or reminder.state is ReminderState.VOID else reminder.due_at
