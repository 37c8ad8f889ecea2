"""Handing in papers for a meeting, next versions of them, and withdrawing one's own (D6)."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Notification, find_untouched, void_notifications
from storage.core.withheld import list_ids_about, list_who_got
from storage.engine.database import hold_whole
from storage.meetings import AgendaItem, Meeting, MeetingState
from storage.members import Membership, list_members
from storage.papers import Paper, PaperState, PaperVersion, list_papers
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.files import SentFile, keep_file
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, TooLong
from twg.documents.likeness import NEAR, likeness, read_name
from twg.language.captions import read_caption
from twg.language.document_facts import find_item_number
from twg.meetings.access import access_meeting, check_ahead
from twg.meetings.rsvp import MeetingNotAnnounced
from twg.papers.access import (
    NobodyAccepts,
    NoSuchItem,
    PaperCirculated,
    PaperSettled,
    SamePaperFile,
    access_own_paper,
    check_withdrawable,
    list_accepting,
    make_findable,
    may_accept,
)
from twg.papers.notices import BURST, CORRECTED, HANDED_IN, WITHDRAWN
from twg.papers.reminding import remind

#: Longest title and note, in characters.
LONGEST_TITLE, LONGEST_NOTE = 200, 500
#: Papers that a person is shown of their own at most.
MOST_OWN = 40


class NewPaper(BaseModel):
    """A paper that is handed in; `replaces_id` is that of the actor's own paper whose next version it is."""

    file: SentFile
    title: str = Field(max_length=LONGEST_TITLE)
    agenda_item_id: int | None = None
    replaces_id: int | None = None


class HandingIn(BaseModel):
    """One act: papers for one meeting. `note` is about all of them."""

    meeting_id: int
    papers: list[NewPaper] = Field(min_length=1)
    note: str = Field(default="", max_length=LONGEST_NOTE)


@dataclass(frozen=True)
class HandedIn:
    """Attributes:
    papers: in the order in which they were given.
    notification: None where the actor accepts papers, and so has accepted these.
    """

    papers: list[Paper]
    notification: Notification | None


async def access_open_meeting(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    """A meeting for which papers are taken; a draft is one for those who accept papers.

    Raises: NotFound, MeetingCancelled, MeetingAlreadyHeld, MeetingNotAnnounced.
    """
    meeting = await access_meeting(session, actor, meeting_id)
    check_ahead(meeting, now=now)
    if meeting.state is not MeetingState.ANNOUNCED and not may_accept(actor):
        raise MeetingNotAnnounced(meeting=meeting)
    return meeting


async def _hold_open_meeting(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    """As `access_open_meeting`; neither the meeting nor its agenda changes until what is handed in is kept."""
    meeting = await access_open_meeting(session, actor, meeting_id, now=now)
    await hold_whole(session, meeting, shared=True)
    return await access_open_meeting(session, actor, meeting_id, now=now)


@operation(Permission.PAPER_HAND_IN)
async def hand_in(session: AsyncSession, actor: Actor, args: HandingIn, *, now: datetime) -> HandedIn:
    """Keep papers for a meeting and tell those who accept them, once for what comes within `BURST`.

    What who accepts papers hands in is accepted with that.

    Raises: NotFound (the meeting, a paper of somebody else or for another meeting), MeetingCancelled,
        MeetingAlreadyHeld, MeetingNotAnnounced; NoSuchItem, SamePaperFile; NobodyAccepts.
    """
    meeting = await _hold_open_meeting(session, actor, args.meeting_id, now=now)
    items = {item.id for item in meeting.agenda}
    if any(paper.agenda_item_id is not None and paper.agenda_item_id not in items for paper in args.papers):
        raise NoSuchItem(number=None, most=len(items))
    accepting = excluding(await list_accepting(session, actor.twg, meeting.id), actor.person.id)
    if not accepting and not may_accept(actor):
        raise NobodyAccepts
    papers = []
    for each in args.papers:
        paper = await _take(session, actor, meeting, each, args.note, now=now)
        await make_findable(session, paper)
        await remind(session, actor, paper, now=now)
        papers.append(paper)
    notification = None if may_accept(actor) else await _tell_of(session, actor, meeting, accepting, now=now)
    return HandedIn(papers, notification)


async def _take(
    session: AsyncSession, actor: Actor, meeting: Meeting, args: NewPaper, note: str, *, now: datetime
) -> Paper:
    """A new paper, or the next version of the actor's own."""
    if args.replaces_id is None:
        before = None
        paper = Paper(twg_id=actor.twg.id, title=args.title, created_at=now, versions=[], comment="")
        paper.meeting, paper.handed_in_by, paper.decided_by = meeting, actor.person, None
        paper.document = paper.document_id = paper.sent_number = paper.decided_at = None
        session.add(paper)
    else:
        paper = await access_own_paper(session, actor, args.replaces_id)
        if paper.meeting_id != meeting.id:
            raise NotFound
        if paper.file.handle == args.file.handle:
            raise SamePaperFile(paper=paper, field="file")
        before = {**values_of(paper, "state"), "number": paper.newest.number, "file_id": paper.file.id}
    if args.replaces_id is None or args.agenda_item_id is not None:
        paper.item = next((item for item in meeting.agenda if item.id == args.agenda_item_id), None)
    accepts = may_accept(actor)
    paper.state = PaperState.ACCEPTED if accepts else PaperState.HANDED_IN
    paper.decided_by, paper.decided_at = (actor.person, now) if accepts else (None, None)
    await add_version(session, actor, paper, args.file, note, now=now)
    after = {**values_of(paper, "state"), "number": paper.newest.number, "file_id": paper.file.id}
    if before is None:
        after |= values_of(paper, "title", "meeting_id", "agenda_item_id")
    await record(session, actor, "papers.hand_in", paper, now=now, before=before, after=after)
    return paper


async def add_version(
    session: AsyncSession, actor: Actor, paper: Paper, file: SentFile, note: str, *, now: datetime
) -> None:
    """Add the next version of a paper, which then is its newest."""
    stored = await keep_file(session, actor, file, now=now)
    number = paper.versions[-1].number + 1 if paper.versions else 1
    paper.versions.append(
        PaperVersion(
            number=number,
            file_id=stored.id,
            file=stored,
            created_at=now,
            created_by_id=actor.person.id,
            note=note.strip(),
        )
    )
    await session.flush()


async def _tell_of(
    session: AsyncSession, actor: Actor, meeting: Meeting, to: list[Membership], *, now: datetime
) -> Notification:
    """Tell of all papers that wait for a meeting; an earlier notice that is still to be sent is in this one."""
    await void_notifications(
        session, await list_ids_about(session, Meeting.__tablename__, meeting.id, kinds=[HANDED_IN.name])
    )
    return await notify(session, HANDED_IN, subject=meeting, to=to, now=now, by=actor, not_before=now + BURST)


@operation(Permission.PAPER_HAND_IN)
async def withdraw(session: AsyncSession, actor: Actor, paper_id: int, *, now: datetime) -> Paper:
    """Withdraw one's own paper before it is accepted; those who were told of it are told.

    Raises: NotFound, PaperSettled.
    """
    paper = await access_own_paper(session, actor, paper_id)
    check_withdrawable(paper)
    before = values_of(paper, "state")
    paper.state = PaperState.WITHDRAWN
    paper.decided_by, paper.decided_at = actor.person, now
    await remind(session, actor, paper, now=now)
    await record(session, actor, "papers.withdraw", paper, now=now, before=before, after=values_of(paper, "state"))
    if to := await _list_told(session, actor, paper):
        await notify(session, WITHDRAWN, subject=paper, to=to, now=now, by=actor)
    return paper


async def _list_told(session: AsyncSession, actor: Actor, paper: Paper) -> list[Membership]:
    """The members whom the assistant has told of papers for this meeting, without the actor."""
    ids = await list_ids_about(session, Meeting.__tablename__, paper.meeting_id, kinds=[HANDED_IN.name])
    told = await list_who_got(session, ids, part=0)
    members = await list_members(session, actor.twg.id, Membership.person_id.in_(told)) if told else []
    return excluding(members, actor.person.id)


@operation(Permission.PAPER_HAND_IN)
async def correct_words(session: AsyncSession, actor: Actor, paper_id: int, words: str, *, now: datetime) -> Paper:
    """Change what was typed with one's own paper and those handed in with it; one alone goes to the item named.

    What the words ask for is no part of the note.

    Those who were told of the papers are told what changed.

    Raises: NotFound, PaperSettled for a paper that was withdrawn, PaperCirculated; TooLong, NoSuchItem.
    """
    paper = await access_own_paper(session, actor, paper_id)
    if paper.state is PaperState.WITHDRAWN:
        raise PaperSettled(paper=paper)
    if paper.is_sent:
        raise PaperCirculated(paper=paper)
    if len(words) > LONGEST_NOTE:
        raise TooLong(limit=LONGEST_NOTE, length=len(words))
    own = Paper.twg_id == actor.twg.id, Paper.handed_in_by_id == actor.person.id
    listed = await list_papers(session, *own, Paper.meeting_id == paper.meeting_id)
    together = [each for each in listed if each.newest.created_at == paper.newest.created_at and not each.is_sent]
    number = find_item_number(words) if len(together) == 1 else None
    today = now.astimezone(actor.zone).date()
    note = read_caption(words, (), [paper.meeting.title], today=today).note
    for each in together:
        before = {"note": each.newest.note, **values_of(each, "agenda_item_id")}
        each.newest.note = note
        if number is not None:
            each.item = find_item(paper.meeting, number)
        await session.flush()
        after = {"note": each.newest.note, **values_of(each, "agenda_item_id")}
        await record(session, actor, "papers.correct_words", each, now=now, before=before, after=after)
        await make_findable(session, each)
        if after != before:
            await _tell_corrected(session, actor, each, now=now)
    return paper


async def _tell_corrected(session: AsyncSession, actor: Actor, paper: Paper, *, now: datetime) -> None:
    """Tell those who read the paper's words before; who has not been told of it yet will read the new ones."""
    untold = await find_untouched(session, HANDED_IN.name, subject_id=paper.meeting_id)
    unread = await find_untouched(session, CORRECTED.name, subject_id=paper.id)
    if paper.state is PaperState.RETURNED or unread is not None:
        return
    if paper.state is PaperState.HANDED_IN and untold is not None:
        return
    if to := await _list_told(session, actor, paper):
        await notify(session, CORRECTED, subject=paper, to=to, now=now, by=actor)


def find_item(meeting: Meeting, number: int) -> AgendaItem:
    """Raises: NoSuchItem."""
    found = next((item for item in meeting.agenda if item.position == number), None)
    if found is None:
        raise NoSuchItem(number=number, most=len(meeting.agenda))
    return found


@operation(Permission.PAPER_HAND_IN)
async def list_own(session: AsyncSession, actor: Actor, *, now: datetime) -> list[Paper]:
    """The actor's papers for meetings ahead, by meeting, without those that they have withdrawn."""
    ahead = Paper.meeting.has(Meeting.starts_at > now), Paper.state != PaperState.WITHDRAWN
    own = Paper.twg_id == actor.twg.id, Paper.handed_in_by_id == actor.person.id
    found = await list_papers(session, *own, *ahead, limit=MOST_OWN)
    return sorted(found, key=lambda paper: (paper.meeting.starts_at, paper.id))


def find_same_name(papers: list[Paper], file: SentFile) -> Paper | None:
    """The paper of which a file has the name, apart from marks of versions; None without one."""
    sought = read_name(file.name)
    rated = [
        (max(likeness(sought, read_name(name)) for name in (paper.title, *_names_of(paper))), paper) for paper in papers
    ]
    share, best = max(rated, key=lambda one: one[0], default=(0.0, None))
    return best if share >= NEAR else None


def _names_of(paper: Paper) -> list[str]:
    return [version.file.name for version in paper.versions]
