"""Contents of the notices about papers: asked for, handed in, and what became of them (D6, G3)."""

from datetime import date
from zoneinfo import ZoneInfo

from messages import papers as contents
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.meetings import Meeting, MeetingState, find_meeting
from storage.papers import Paper, PaperState, find_paper, list_papers
from twg.core.audiences import includes
from twg.core.refusals import NotFound
from twg.meetings.access import access_meeting
from twg.meetings.owing import list_owed, list_owed_by
from twg.papers import access, asking, notices

WORDING = Wording()


@WORDING.of(
    asking.CALLED,
    "papers/asked",
    holds="it is announced and ahead, the recipient is invited, and the day by which papers are asked for is not over",
)
async def called(occasion: Occasion) -> Content | None:
    meeting, by = await _invited(occasion), date.fromisoformat(occasion.notification.data["by"])
    today = occasion.now.astimezone(ZoneInfo(occasion.member.twg.zone)).date()
    if meeting is None or meeting.state is not MeetingState.ANNOUNCED or by < today:
        return None
    theirs = list_owed_by(await list_owed(occasion.session, meeting), occasion.member)
    if theirs:
        return contents.asked(meeting, occasion.member.twg, by, theirs)
    return occasion.alike(lambda: contents.asked(meeting, occasion.member.twg, by, ()))


async def _invited(occasion: Occasion) -> Meeting | None:
    """The meeting; None where it has begun, or the recipient is not invited."""
    meeting = await occasion.once(find_meeting, occasion.notification.subject_id)
    if meeting is None or not includes(meeting.audience, occasion.member) or meeting.starts_at <= occasion.now:
        return None
    return meeting


@WORDING.of(
    notices.HANDED_IN,
    "papers/handed_in",
    holds="papers for it wait to be accepted, and the recipient accepts them and may see it",
)
async def handed_in(occasion: Occasion) -> Content | None:
    try:
        meeting = await access_meeting(occasion.session, occasion.actor, occasion.notification.subject_id)
    except NotFound:
        return None
    waiting = await list_papers(occasion.session, Paper.meeting_id == meeting.id, Paper.state == PaperState.HANDED_IN)
    theirs = [paper for paper in waiting if paper.handed_in_by_id != occasion.member.person_id]
    return contents.handed_in(meeting, occasion.member.twg, theirs) if theirs else None


@WORDING.of(
    notices.WAITING,
    "papers/handed_in",
    holds="it waits, is the first of those that wait for its meeting, and the recipient accepts it",
)
async def waiting(occasion: Occasion) -> Content | None:
    """All papers that wait for the meeting, said once: about the one that was handed in first."""
    if not await occasion.still_calls():
        return None
    try:
        paper = await access.access_paper(occasion.session, occasion.actor, occasion.notification.subject_id)
    except NotFound:
        return None
    waits = Paper.meeting_id == paper.meeting_id, Paper.state == PaperState.HANDED_IN
    theirs = [
        each
        for each in await list_papers(occasion.session, *waits)
        if each.handed_in_by_id != occasion.member.person_id
    ]
    if not theirs or theirs[0].id != paper.id:
        return None
    return contents.handed_in(paper.meeting, occasion.member.twg, theirs, still=True)


@WORDING.of(notices.WITHDRAWN, "papers/card", holds="it is withdrawn, and the recipient may see it")
async def withdrawn(occasion: Occasion) -> Content | None:
    try:
        paper = await access.access_paper(occasion.session, occasion.actor, occasion.notification.subject_id)
    except NotFound:
        return None
    return contents.card(occasion.actor, paper, heading="withdrawn") if paper.state is PaperState.WITHDRAWN else None


@WORDING.of(
    notices.CORRECTED,
    "papers/card",
    holds="it waits, or is accepted and not circulated, and the recipient accepts it",
)
async def corrected(occasion: Occasion) -> Content | None:
    try:
        paper = await access.access_paper(occasion.session, occasion.actor, occasion.notification.subject_id)
    except NotFound:
        return None
    waits = paper.state in {PaperState.HANDED_IN, PaperState.ACCEPTED} and not paper.is_sent
    return contents.card(occasion.actor, paper, heading="corrected") if waits else None


async def _decided(occasion: Occasion, state: PaperState) -> Paper | None:
    """The recipient's paper, where this was decided of its newest version."""
    paper = await occasion.once(find_paper, occasion.notification.subject_id)
    if paper is None or paper.state is not state or paper.handed_in_by_id != occasion.member.person_id:
        return None
    return paper if paper.newest.number == occasion.notification.data["number"] else None


@WORDING.of(notices.ACCEPTED, "papers/card", holds="its newest version is accepted, and it is the recipient's")
async def accepted(occasion: Occasion) -> Content | None:
    paper = await _decided(occasion, PaperState.ACCEPTED)
    return None if paper is None else contents.card(occasion.actor, paper, heading="accepted")


@WORDING.of(notices.RETURNED, "papers/card", holds="its newest version is returned, and it is the recipient's")
async def returned(occasion: Occasion) -> Content | None:
    paper = await _decided(occasion, PaperState.RETURNED)
    return None if paper is None else contents.card(occasion.actor, paper, heading="returned")


@WORDING.of(notices.REPLACED, "papers/card", holds="its newest version is the other file, and it is the recipient's")
async def replaced(occasion: Occasion) -> Content | None:
    paper = await _decided(occasion, PaperState.ACCEPTED)
    return None if paper is None else contents.card(occasion.actor, paper, heading="replaced", file=True)
