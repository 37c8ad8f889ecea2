"""Correcting a meeting that is not announced, and meetings whose messages were edited (G1, U2)."""

from collections.abc import Mapping
from typing import Any

from handlers.forms.conversation import open_form
from handlers.forms.form import Form, about_row
from handlers.meetings.agenda_field import write_item
from handlers.meetings.amending import LengthenForm, RetitleForm
from handlers.meetings.changing import MEETING, MoveForm, RelocateForm
from handlers.meetings.one_line import read_line
from handlers.meetings.planning import NewMeetingForm, preview
from handlers.routing.edits import without_command
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.rendering.texts import _
from storage.meetings import Meeting, MeetingState
from twg.core.audiences import chosen_value
from twg.meetings import access, planning
from twg.meetings.agenda_differences import line_of
from twg.meetings.convening import check_organises

router = Router("meetings")

_AMENDED: dict[str, type[Form]] = {"title": RetitleForm, "duration_min": LengthenForm}


def _check_draft(request: Request, meeting: Meeting) -> None:
    check_organises(request.member, meeting)
    access.check_draft(meeting)


@router.form(
    "correct_meeting",
    _("Correct the meeting"),
    saves=planning.correct,
    about=about_row(Meeting, access.access_meeting, lambda _meeting: ""),
    opened_by="correct",
    check=_check_draft,
)
class CorrectMeetingForm(NewMeetingForm):
    """The questions of a new meeting for one not yet announced; the person changes only wrong answers."""

    seeks_date = False

    @classmethod
    async def initial(cls, request: Request, meeting: Meeting) -> Mapping[str, Any]:
        """The stored facts of the meeting as answers."""
        starts_at = meeting.starts_at.astimezone(request.zone)
        lines = [write_item(line_of(item)) for item in meeting.agenda]
        return {
            "title": meeting.title,
            "kind": meeting.kind,
            "day": starts_at.date().isoformat(),
            "at": f"{starts_at:%H:%M}",
            "duration": str(meeting.duration_min),
            "place": meeting.place,
            "audience": chosen_value(meeting.audience),
            "number": None if meeting.number is None else str(meeting.number),
            "link": meeting.link or None,
            "agenda": {"lines": lines, "done": True} if lines else None,
        }

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        await planning.correct(request.session, request.member, meeting.id, self.facts(), now=request.now)
        return await preview(request, meeting.id)


@router.edit_of(Meeting)
async def correct(request: Request, meeting_id: int, field: str, text: str) -> Reply:
    """Change a draft by its own form; of an announced meeting the one fact, of which the invited are told.

    Raises: NotFound; MeetingAlreadyAnnounced, for what is not changed any more.
    """
    request = await request.within_twg_of(Meeting, meeting_id)
    meeting, _invited = await access.access_organised(request.session, request.member, meeting_id)
    context, starts_at = MEETING.context_of(meeting_id), meeting.starts_at.astimezone(request.zone)
    if meeting.state is MeetingState.DRAFT:
        if field:
            return await open_form(request, CorrectMeetingForm, context=context, typed={field: text})
        line = await read_line(request, without_command(request.incoming, text))
        return await open_form(request, CorrectMeetingForm, context=context, typed=line.typed, doubt=line.doubt)
    if field == "place":
        return await open_form(request, RelocateForm, context=context, typed={field: text})
    others = {"day": {"at": f"{starts_at:%H:%M}"}, "at": {"day": starts_at.date().isoformat()}}
    if field in _AMENDED:
        return await open_form(request, _AMENDED[field], context=context, typed={field: text})
    if field in others:
        return await open_form(request, MoveForm, context=context, typed={field: text}, answers=others[field])
    raise access.MeetingAlreadyAnnounced(meeting=meeting)
