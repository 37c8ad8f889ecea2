"""Sending the papers of a meeting from the reminder of them (G3)."""

from handlers.documents.circulating import CirculateForm
from handlers.documents.sending import load_sending
from handlers.forms.conversation import open_form
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from storage.meetings import Meeting
from twg.core.permissions import Permission
from twg.meetings.access import access_meeting, check_ahead

router = Router("documents")


@router.button("pack", subject=Meeting, permission=Permission.DOCUMENT_CIRCULATE)
async def send_pack(request: Request, meeting_id: int) -> Reply:
    """Ask for the files of a meeting's papers; for which meeting they are, and for whom, is known."""
    meeting = await access_meeting(request.session, request.member, meeting_id)
    check_ahead(meeting, now=request.now)
    sending, key = await load_sending(request), str(meeting.id)
    answers = {"meeting": key} if any(each.id == meeting.id for each in sending.ahead) else {}
    if answers and key in sending.invited:
        answers["audience"] = sending.invited[key]
    return await open_form(request, CirculateForm, answers=answers)
