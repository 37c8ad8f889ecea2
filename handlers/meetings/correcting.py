"""Meetings whose messages were edited: the form that changes them opens with what the message says now (U2)."""

from handlers.forms.conversation import open_form
from handlers.forms.form import Form
from handlers.meetings.amending import LengthenForm, RetitleForm
from handlers.meetings.changing import MEETING, MoveForm, RelocateForm
from handlers.meetings.one_line import typed_in_line
from handlers.meetings.planning import CorrectMeetingForm
from handlers.routing.edits import without_command
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from storage.meetings import Meeting, MeetingState
from twg.meetings import access

router = Router("meetings")

_AMENDED: dict[str, type[Form]] = {"title": RetitleForm, "duration_min": LengthenForm}


@router.edit_of(Meeting)
async def correct(request: Request, meeting_id: int, field: str, text: str) -> Reply:
    """Change a draft by its own form; of an announced meeting the one fact, of which the invited are told.

    Raises: NotFound; MeetingAlreadyAnnounced, for what is not changed any more.
    """
    request = await request.within_twg_of(Meeting, meeting_id)
    meeting, _invited = await access.access_organised(request.session, request.member, meeting_id)
    context, starts_at = MEETING.context_of(meeting_id), meeting.starts_at.astimezone(request.zone)
    if meeting.state is MeetingState.DRAFT:
        typed = {field: text} if field else typed_in_line(request, without_command(request.incoming, text))
        return await open_form(request, CorrectMeetingForm, context=context, typed=typed)
    if field == "place":
        return await open_form(request, RelocateForm, context=context, typed={field: text})
    others = {"day": {"at": f"{starts_at:%H:%M}"}, "at": {"day": starts_at.date().isoformat()}}
    if field in _AMENDED:
        return await open_form(request, _AMENDED[field], context=context, typed={field: text})
    if field in others:
        return await open_form(request, MoveForm, context=context, typed={field: text}, answers=others[field])
    raise access.MeetingAlreadyAnnounced(meeting=meeting)
