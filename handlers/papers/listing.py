"""/papers: a member's own papers and what they owe; for the secretariat what is there for each meeting (D6)."""

from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.papers import by_meeting, mine, of_meeting
from messages.rendering.texts import _
from storage.meetings import Meeting, MeetingState
from storage.papers import Paper
from twg.core.permissions import Permission
from twg.language.tasks import Deed
from twg.papers import listing
from twg.papers.access import may_accept

router = Router("papers")


@router.command(
    "papers", _("Papers for meetings"), permission=Permission.PAPER_HAND_IN, lists=True, group=Group.PAPERS, among=Paper
)
async def papers(request: Request) -> Reply:
    if not may_accept(request.member):
        return await show_mine(request)
    found = await listing.list_by_meeting(request.session, request.member, now=request.now)
    return Reply(by_meeting(request.member, found), edit=True)


@router.button("mine", permission=Permission.PAPER_HAND_IN)
async def show_mine(request: Request) -> Reply:
    """What the person has handed in and owes."""
    own = await listing.list_mine(request.session, request.member, now=request.now)
    ahead = await listing.list_meetings_ahead(request.session, request.member, now=request.now)
    return Reply(mine(request.member, own, ahead), edit=True)


@router.button("meeting", subject=Meeting, permission=Permission.PAPER_ACCEPT)
async def show_meeting(request: Request, meeting_id: int) -> Reply:
    """Everything that is there, and missing, for one meeting."""
    found = await listing.read_meeting(request.session, request.member, meeting_id)
    ahead = found.meeting.state is MeetingState.ANNOUNCED and found.meeting.starts_at > request.now
    return Reply(of_meeting(request.member, found, ahead=ahead))


router.explain(
    Howto(
        _("Hand in a paper for a meeting"),
        _("Send me the file with words such as “for the meeting of 17 December, item 3”; /papers shows its state."),
        Deed(("hand_in", "send"), ("paper",)),
        "papers",
        Permission.PAPER_HAND_IN,
    ),
    Howto(
        _("Ask for the papers of a meeting, accept and circulate them"),
        _("/papers, choose the meeting: “Ask for the papers”; below each that came are “Accept” and “Return…”."),
        Deed(("ask", "review"), ("paper",)),
        "papers",
        Permission.PAPER_ACCEPT,
    ),
)
