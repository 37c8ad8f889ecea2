"""Accepting papers, returning them with a comment, replacing them by another file (D6)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import is_visible
from storage.papers import Paper, PaperState, list_papers
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.files import SentFile
from twg.core.notices import Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing
from twg.core.subjects import Domains
from twg.core.undoing import Undo, held_until
from twg.meetings.access import access_meeting
from twg.papers.access import (
    PaperSettled,
    SamePaperFile,
    access_held_paper,
    check_acceptable,
    check_returnable,
    make_findable,
)
from twg.papers.handing_in import add_version
from twg.papers.notices import ACCEPTED, REPLACED, RETURNED
from twg.papers.reminding import remind

#: In characters.
LONGEST_COMMENT = 1000
#: What returning a paper changes.
_RETURN = ("state", "comment", "decided_by_id", "decided_at")


@operation(Permission.PAPER_ACCEPT)
async def accept(session: AsyncSession, actor: Actor, paper_id: int, *, now: datetime) -> Paper:
    """Accept a paper; its author is told. Raises: NotFound, PaperSettled."""
    paper = await access_held_paper(session, actor, paper_id)
    check_acceptable(paper)
    await _settle(session, actor, paper, PaperState.ACCEPTED, "papers.accept", ACCEPTED, now=now)
    return paper


@operation(Permission.PAPER_ACCEPT)
async def accept_all(
    session: AsyncSession, actor: Actor, meeting_id: int, newest_id: int, *, now: datetime
) -> list[Paper]:
    """Accept the papers for a meeting that wait, as far as they were shown; their authors are told.

    Args:
        newest_id: id of the newest version that was shown; what came later is not accepted.
    Raises: NotFound, PaperSettled where a colleague has settled all of them.
    """
    meeting = await access_meeting(session, actor, meeting_id)
    waiting = Paper.meeting_id == meeting.id, Paper.state == PaperState.HANDED_IN
    found = [paper for paper in await list_papers(session, *waiting) if paper.newest.id <= newest_id]
    accepted = []
    for each in found:
        paper = await access_held_paper(session, actor, each.id)
        if paper.state is PaperState.HANDED_IN and paper.newest.id <= newest_id:
            await _settle(session, actor, paper, PaperState.ACCEPTED, "papers.accept", ACCEPTED, now=now)
            accepted.append(paper)
    if not accepted:
        shown = await list_papers(session, Paper.meeting_id == meeting.id, Paper.decided_at.is_not(None))
        raise PaperSettled(paper=shown[-1] if shown else None)
    return accepted


@operation(Permission.PAPER_ACCEPT)
async def return_paper(session: AsyncSession, actor: Actor, paper_id: int, comment: str, *, now: datetime) -> Paper:
    """Return a paper with a comment; its author is told after `UNDO_FOR`.

    Raises: NotFound, PaperSettled, PaperCirculated; Missing.
    """
    paper = await access_held_paper(session, actor, paper_id)
    check_returnable(paper)
    if not is_visible(comment):
        raise Missing(field="comment")
    before = values_of(paper, *_RETURN)
    paper.comment = comment.strip()
    about = session, actor, paper, PaperState.RETURNED, "papers.return_paper", RETURNED
    await _settle(*about, now=now, before=before, not_before=held_until(RETURNED, now=now))
    return paper


@operation(Permission.PAPER_ACCEPT)
async def undo_return(
    session: AsyncSession, actor: Actor, paper_id: int, before: Mapping[str, Any], _domains: Domains, *, now: datetime
) -> Paper:
    """Undo that a paper was returned: it is what it was before. Raises: NotFound."""
    paper = await access_held_paper(session, actor, paper_id)
    returned = values_of(paper, *_RETURN)
    decided_at = before["decided_at"]
    paper.state, paper.comment = PaperState(before["state"]), before["comment"]
    paper.decided_by_id = before["decided_by_id"]
    paper.decided_at = None if decided_at is None else datetime.fromisoformat(decided_at)
    await session.refresh(paper, ["decided_by"])
    await remind(session, actor, paper, now=now)
    await record(
        session, actor, "papers.undo_return", paper, now=now, before=returned, after=values_of(paper, *_RETURN)
    )
    return paper


@operation(Permission.PAPER_ACCEPT)
async def replace_file(
    session: AsyncSession, actor: Actor, paper_id: int, file: SentFile, note: str = "", *, now: datetime
) -> Paper:
    """Put another file in place of a paper's, which is accepted with that; its author is told, and gets the file.

    Raises: NotFound, PaperSettled for a paper that was withdrawn; SamePaperFile.
    """
    paper = await access_held_paper(session, actor, paper_id)
    if paper.state is PaperState.WITHDRAWN:
        raise PaperSettled(paper=paper)
    if paper.file.handle == file.handle:
        raise SamePaperFile(paper=paper, field="file")
    await add_version(session, actor, paper, file, note, now=now)
    await _settle(session, actor, paper, PaperState.ACCEPTED, "papers.replace_file", REPLACED, now=now)
    await make_findable(session, paper)
    return paper


async def _settle(
    session: AsyncSession,
    actor: Actor,
    paper: Paper,
    state: PaperState,
    change: str,
    told: Notice,
    *,
    now: datetime,
    before: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
) -> None:
    """Write down what became of a paper, and tell its author.

    Args:
        before: the values that an undo restores; None for a change that is not undone.
        not_before: when to tell, UTC; None for now.
    """
    before = values_of(paper, "state") if before is None else before
    paper.state, paper.decided_by, paper.decided_at = state, actor.person, now
    await remind(session, actor, paper, now=now)
    await session.flush()
    after = {**values_of(paper, *before), "number": paper.newest.number}
    data = {"number": paper.newest.number}
    notice = await notify(session, told, subject=paper, now=now, by=actor, not_before=not_before, data=data)
    await record(session, actor, change, paper, now=now, before=before, after=after, notices=[notice.id])


UNDOS = (Undo(change="papers.return_paper", reverse=undo_return),)
