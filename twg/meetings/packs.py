"""The pack of papers of a meeting: what has gone out, what is missing, and who is reminded of it (D2, G3).

Source: Guideline 2016, Part Three (c)(iii): documentation is shared 10 days in advance (`twg.meetings.lead_time`).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.documents import DocumentKind
from storage.documents.packs import list_meeting_papers
from storage.engine.labels import N_
from storage.meetings import AgendaItem, Meeting
from storage.members import Membership
from storage.reminders import ReminderState, list_reminders_of
from twg.core.audiences import includes
from twg.core.notices import Cause, Notice, secretariat
from twg.core.permissions import Permission
from twg.core.rules import rule
from twg.language.procedural import needs_no_paper

#: Sent for a meeting, and no paper of an agenda item.
_NO_PAPERS = frozenset({DocumentKind.AGENDA, DocumentKind.MINUTES})


@dataclass(frozen=True)
class Pack:
    """What has gone out for a meeting.

    Attributes:
        sent: how many papers, without agenda and minutes.
        unplaced: how many of them are for no item as far as is known.
        missing: the agenda items that have none.
    """

    sent: int
    unplaced: int
    missing: tuple[AgendaItem, ...]

    @property
    def is_complete(self) -> bool:
        """Whether papers have gone out and none is known to be missing: each item may have one of those unplaced."""
        return self.sent > 0 and self.unplaced >= len(self.missing)


async def read_pack(session: AsyncSession, meeting: Meeting) -> Pack:
    """The pack of a meeting that is loaded with its agenda."""
    papers = [paper for paper in await list_meeting_papers(session, meeting.id) if paper.kind not in _NO_PAPERS]
    placed = {paper.agenda_item_id for paper in papers if paper.agenda_item_id is not None}
    missing = tuple(item for item in list_owing(meeting) if item.id not in placed)
    return Pack(len(papers), sum(paper.agenda_item_id is None for paper in papers), missing)


async def count_papers(session: AsyncSession, meeting: Meeting, member: Membership) -> int:
    """How many documents were sent for a meeting to an audience in which this member is."""
    return sum(includes(paper.audience, member) for paper in await list_meeting_papers(session, meeting.id))


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


#: One notice for three rules: where days off move two of them to one morning, the one nearest to the meeting speaks.
PAPERS = Notice(
    name="meeting_papers",
    subject=Meeting,
    recipients=who_prepares,
    permission=Permission.MEETING_ORGANISE,
    grouped=True,
)

#: Back-planned from the ten days: a call for papers, a week to write them, a few days to collect them, and the last
#: working day before the tenth day. Each is of use until the next one; the last until the tenth day is well over.
CALL, COLLECT, SEND = "papers_21_days", "papers_14_days", "papers_11_days"
PAPER_RULES = (
    rule(CALL, N_("Papers: call for them"), PAPERS, days=-21, grace_h=144),
    rule(COLLECT, N_("Papers: collect them"), PAPERS, days=-14, grace_h=72),
    rule(SEND, N_("Papers: last working day to send them"), PAPERS, days=-11, grace_h=72),
)


async def find_last_moment(session: AsyncSession, meeting_id: int) -> datetime | None:
    """When the last working day to send the pack of a meeting begins, UTC; None where no reminder says."""
    reminder = (await list_reminders_of(session, Meeting.__tablename__, meeting_id)).get(SEND)
    return None if reminder is None or reminder.state is ReminderState.VOID else reminder.due_at
