"""Who may see a paper, and who accepts it (D6).

PaperRefusal
├── NobodyAccepts       the TWG has nobody who could accept a paper for this meeting
├── PaperSettled        it was accepted, returned or withdrawn meanwhile
├── PaperCirculated     it has gone out, so that only the secretariat can recall it
├── NothingToCirculate
├── ForAnotherMeeting   the words name another meeting than that of the paper
├── NoSuchItem          the meeting has no agenda item of this number
└── SamePaperFile       the new version is the file that is there
"""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.core.search import SearchEntry
from storage.engine.database import hold_whole, table_name
from storage.meetings import Meeting
from storage.members import Membership, Role, Twg, list_members
from storage.papers import Paper, PaperState, find_paper
from twg.core.actors import Actor
from twg.core.audiences import Reader, to_column
from twg.core.permissions import ORGANISERS, Permission
from twg.core.refusals import BadInput, NotFound, Refusal
from twg.meetings.access import access_meeting, check_ahead, visible_meetings


class PaperRefusal(Refusal):
    key = "papers#refused"


class NobodyAccepts(PaperRefusal):
    key = "papers#nobody_accepts"


class PaperSettled(PaperRefusal):
    """data: `paper`."""

    key = "papers#settled"


class PaperCirculated(PaperRefusal):
    """data: `paper`."""

    key = "papers#circulated_already"


class NothingToCirculate(PaperRefusal):
    """data: `meeting`."""

    key = "papers#nothing_to_circulate"


class ForAnotherMeeting(PaperRefusal):
    """data: `paper`."""

    key = "papers#for_another_meeting"


class NoSuchItem(BadInput):
    """data: `number`; `most`, the highest number on the agenda."""

    key = "papers#no_such_item"


class SamePaperFile(BadInput):
    """data: `paper`."""

    key = "papers#same_file"


def visible_papers(reader: Reader) -> ColumnElement[bool]:
    """The clause for papers this reader may see: their own; for organisers those for meetings that they may see."""
    own = Paper.handed_in_by_id == reader.person_id
    if reader.role not in ORGANISERS:
        return own
    return or_(own, exists().where(Meeting.id == Paper.meeting_id, visible_meetings(reader)))


def found_by(reader: Reader) -> ColumnElement[bool]:
    """The clause for entries of the search of papers that this reader may see and that are not circulated."""
    waiting = Paper.twg_id == reader.twg_id, Paper.document_id.is_(None), Paper.state != PaperState.WITHDRAWN
    its = SearchEntry.subject_type == table_name(Paper)
    return and_(its, SearchEntry.subject_id.in_(select(Paper.id).where(*waiting, visible_papers(reader))))


async def access_paper(session: AsyncSession, actor: Actor, paper_id: int) -> Paper:
    """The paper with all that hangs on it, if the actor may see it. Raises: NotFound."""
    actor.check_covers("papers")
    paper = await find_paper(session, paper_id, Paper.twg_id == actor.twg.id, visible_papers(Reader.of(actor)))
    if paper is None:
        raise NotFound
    return paper


async def access_held_paper(session: AsyncSession, actor: Actor, paper_id: int) -> Paper:
    """The paper, locked, as it is then. Raises: NotFound."""
    await hold_whole(session, await access_paper(session, actor, paper_id))
    return await access_paper(session, actor, paper_id)


async def access_own_paper(session: AsyncSession, actor: Actor, paper_id: int) -> Paper:
    """The actor's own paper, locked. Raises: NotFound."""
    paper = await access_held_paper(session, actor, paper_id)
    if paper.handed_in_by_id != actor.person.id:
        raise NotFound
    return paper


def check_acceptable(paper: Paper) -> None:
    """Raises: PaperSettled unless it waits to be accepted."""
    if paper.state is not PaperState.HANDED_IN:
        raise PaperSettled(paper=paper)


def check_waits(paper: Paper, now: datetime) -> None:
    """Raises: PaperSettled; MeetingCancelled, MeetingAlreadyHeld: then nobody is reminded of it."""
    check_acceptable(paper)
    check_ahead(paper.meeting, now=now)


def check_returnable(paper: Paper) -> None:
    """Raises: PaperCirculated, PaperSettled unless its newest version waits, or was accepted and has not gone out.

    One that was recalled as a document may be returned too.
    """
    if paper.is_sent and not paper.is_recalled:
        raise PaperCirculated(paper=paper)
    if paper.state not in {PaperState.HANDED_IN, PaperState.ACCEPTED}:
        raise PaperSettled(paper=paper)


def check_withdrawable(paper: Paper) -> None:
    """Raises: PaperSettled once it was accepted or withdrawn."""
    if paper.state not in {PaperState.HANDED_IN, PaperState.RETURNED} or paper.document_id is not None:
        raise PaperSettled(paper=paper)


async def list_accepting(session: AsyncSession, twg: Twg, meeting_id: int) -> list[Membership]:
    """Who accepts papers for a meeting: the secretariat, or the Chair where none of it may see the meeting."""
    organisers = await list_members(session, twg.id, Membership.role.in_(ORGANISERS))
    able = [member for member in organisers if await _sees(session, Actor(twg, member), meeting_id)]
    return [member for member in able if member.role is Role.SECRETARIAT] or able


async def _sees(session: AsyncSession, actor: Actor, meeting_id: int) -> bool:
    try:
        await access_meeting(session, actor, meeting_id)
    except NotFound:
        return False
    return True


def may_accept(actor: Actor) -> bool:
    """Whether the actor accepts the papers that they may see."""
    return actor.may_for_all(Permission.PAPER_ACCEPT)


async def make_findable(session: AsyncSession, paper: Paper) -> None:
    """Enter a paper in the index of the search, with the text of its file; `found_by` says for whom."""
    notes = [version.note for version in paper.versions]
    await session.flush()
    await search.put_entry(
        session,
        search.Entry(
            subject_type=Paper.__tablename__,
            subject_id=paper.id,
            twg_id=paper.twg_id,
            audience=to_column(),
            author_id=None,
            title=paper.title,
            body=" ".join(filter(None, [paper.file.name, paper.handed_in_by.name, *notes])),
            dated=paper.newest.created_at,
            about=(Meeting.__tablename__, paper.meeting_id),
            file_ids=[paper.file.id],
        ),
    )
