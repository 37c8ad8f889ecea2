"""What people are told of papers: that some wait to be accepted, what became of theirs, that one was withdrawn (D6)."""

from datetime import timedelta

from storage.engine.labels import N_
from storage.meetings import Meeting
from storage.members import Membership, Twg, list_members
from storage.papers import Paper, PaperState
from twg.core.audiences import excluding
from twg.core.notices import Cause, Notice
from twg.core.permissions import Permission
from twg.core.rules import rule
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


async def who_still_accepts_it(cause: Cause) -> list[Membership] | None:
    """Those who accept the paper; None once it does not wait."""
    return await who_accepts_it(cause) if cause.subject.state is PaperState.HANDED_IN else None


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
#: It lists every paper for the meeting that waits, and is sent about the one that was handed in first.
WAITING = Notice(
    name="papers_waiting",
    subject=Paper,
    recipients=who_still_accepts_it,
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
#: Its author changed the words that came with it, or its item; the file is the same.
CORRECTED = Notice(
    name="paper_corrected",
    subject=Paper,
    recipients=who_accepts_it,
    permission=Permission.PAPER_ACCEPT,
    grouped=True,
    silent=True,
)
#: data: `number` of the version that was decided on.
ACCEPTED = Notice(name="paper_accepted", subject=Paper, recipients=author, grouped=True)
RETURNED = Notice(name="paper_returned", subject=Paper, recipients=author, grouped=True)
REPLACED = Notice(name="paper_replaced", subject=Paper, recipients=author, grouped=True)

#: The next working day, the third, and every week then: the papers of a meeting have ten days at most to be accepted.
RULES = (
    rule("paper_waiting_1_day", N_("Paper: waits to be accepted"), WAITING, days=1, grace_h=20),
    rule(
        "paper_waiting_3_days",
        N_("Paper: still waits, then every week"),
        WAITING,
        days=3,
        grace_h=72,
        every=timedelta(weeks=1),
    ),
)
