"""What people ask to have done with the papers of a meeting (D6, U2)."""

from handlers.forms.conversation import open_form
from handlers.meetings.wishes import of_each
from handlers.papers.asking import CallForm
from handlers.papers.meant import find_meant
from handlers.papers.subjects import MEETING
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.wishes import wished
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.texts import _
from storage.meetings import Meeting
from twg.core.permissions import Permission
from twg.language.mentions import Kind, Nameable, named_among
from twg.language.wish_details import find_day
from twg.papers import handing_in

router = Router("papers")

#: Longest title behind what is done with it.
_LONGEST = 36
_LISTED = button(_("Papers for meetings"), "general:only", "papers")


@router.wish("call_papers", permission=Permission.MEETING_ORGANISE)
async def call(request: Request, text: str) -> list[Button]:
    return await of_each(request, text, _("Ask for the papers: {meeting}"), "papers:call_as", moves=True)


@router.button("call_as", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def open_call(request: Request, meeting_id: int) -> Reply:
    """The form that asks for papers, with the day that the message names."""
    day = find_day(wished(request), today=request.today)
    typed = {} if day is None else {"by": f"{day:%d/%m/%Y}"}
    return await open_form(request, CallForm, context=MEETING.context_of(meeting_id), typed=typed)


@router.wish("own_paper")
async def own(request: Request, text: str) -> list[Button]:
    """The person's papers for meetings ahead, with all that can be done with them; without one, the list."""
    papers = await handing_in.list_own(request.session, request.member, now=request.now)
    whats = [Nameable(Kind.DOCUMENT, paper.title) for paper in papers]
    meant = [papers[place] for place in named_among(text, whats, today=request.today, by_kind=False)] or papers
    label = _("My paper: {title}")
    found = [button(label.with_(title=shorten(paper.title, _LONGEST)), "papers:open", paper.id) for paper in meant]
    return found or [_LISTED]


@router.wish("hand_in_paper", permission=Permission.PAPER_HAND_IN)
async def hand_in(request: Request, text: str) -> list[Button]:
    meeting = (await find_meant(request, text)).meeting
    return [button(_("Hand in a paper"), "papers:new", *([] if meeting is None else [meeting.id]))]


@router.wish("see_papers")
async def see(request: Request, text: str) -> list[Button]:
    """Of the meetings that are meant, which papers are there and which are owed; for members their own list."""
    may = request.member.may(Permission.PAPER_ACCEPT)
    return (await send_pack(request, text) if may else []) or [_LISTED]


@router.wish("send_pack", "review_paper", permission=Permission.PAPER_ACCEPT)
async def send_pack(request: Request, text: str) -> list[Button]:
    return await of_each(request, text, _("Papers: {meeting}"), "papers:meeting")
