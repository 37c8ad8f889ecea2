"""What people ask to have done with the papers of a meeting (D6, U2)."""

from handlers.forms.conversation import open_form
from handlers.meetings.wishes import of_each
from handlers.papers.asking import CallForm
from handlers.papers.subjects import MEETING
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.wishes import wished
from messages.rendering.keyboards import Button
from messages.rendering.texts import _
from storage.meetings import Meeting
from twg.core.permissions import Permission
from twg.language.wish_details import find_day

router = Router("papers")


@router.wish("call_papers", permission=Permission.MEETING_ORGANISE)
async def call(request: Request, text: str) -> list[Button]:
    return await of_each(request, text, _("Ask for the papers: {meeting}"), "papers:call_as", moves=True)


@router.button("call_as", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def open_call(request: Request, meeting_id: int) -> Reply:
    """The form that asks for papers, with the day that the message names."""
    day = find_day(wished(request), today=request.today)
    typed = {} if day is None else {"by": f"{day:%d/%m/%Y}"}
    return await open_form(request, CallForm, context=MEETING.context_of(meeting_id), typed=typed)


@router.wish("send_pack", permission=Permission.PAPER_ACCEPT)
async def send_pack(request: Request, text: str) -> list[Button]:
    return await of_each(request, text, _("Papers: {meeting}"), "papers:meeting")
