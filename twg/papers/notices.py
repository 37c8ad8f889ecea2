"""What people are told of papers: that some wait to be accepted, what became of theirs, that one was withdrawn (D6)."""

from datetime import timedelta

from storage.meetings import Meeting
from storage.members import Membership, Twg, list_members
from storage.papers import Paper
from twg.core.audiences import excluding
from twg.core.notices import Cause, Notice
from twg.core.permissions import Permission
from twg.papers.access import list_accepting

#: What is handed in within this time of each other is told in one message.
BURST = timedelta(minutes=2)


async def who_accepts(cause: Cause) -> list[Membership]:
    """Those who accept papers for the meeting, without who handed these in."""
    meeting: Meeting = cause.subject
    twg = await cause.session.get_one(Twg, meeting.twg_id)
    return excluding(await list_accepting(cause.session, twg, meeting.id), cause.by_id)


async def who_accepts_it(cause: Cause) -> list[Membership]:
    """Those who accept the paper, without its author."""
    paper: Paper = cause.subject
    twg = await cause.session.get_one(Twg, paper.twg_id)
    return excluding(await list_accepting(cause.session, twg, paper.meeting_id), paper.handed_in_by_id)


async def author(cause: Cause) -> list[Membership]:
    """Who handed the paper in, unless they have left or did it themselves."""
    paper: Paper = cause.subject
    members = await list_members(cause.session, paper.twg_id, Membership.person_id == paper.handed_in_by_id)
    return excluding(members, cause.by_id)


#: It lists every paper for the meeting that waits to be accepted.
HANDED_IN = Notice(
    name="papers_handed_in",
    subject=Meeting,
    recipients=who_accepts,
    permission=Permission.PAPER_ACCEPT,
    grouped=True,
)
WITHDRAWN = Notice(
    name="paper_withdrawn",
    subject=Paper,
    recipients=who_accepts_it,
    permission=Permission.PAPER_ACCEPT,
    grouped=True,
)
#: data: `number` of the version that was decided on.
ACCEPTED = Notice(name="paper_accepted", subject=Paper, recipients=author, grouped=True)
RETURNED = Notice(name="paper_returned", subject=Paper, recipients=author, grouped=True)
REPLACED = Notice(name="paper_replaced", subject=Paper, recipients=author, grouped=True)
