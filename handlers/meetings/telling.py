"""What people tell of a meeting besides whether they come: it goes to those who organise it (G2)."""

from handlers.forms.conversation import open_form
from handlers.meetings.changing import MoveForm
from handlers.meetings.howtos import AGENDA
from handlers.requests.in_words import ask_in_words
from handlers.routing.questions import explain
from handlers.routing.request import Reply, Request
from storage.meetings import Meeting
from twg.language.about_meetings import Told, find_other_time, read_told
from twg.meetings import access
from twg.meetings.convening import may_organise


async def take_told(request: Request, meeting_id: int, text: str) -> Reply | None:
    """Send on what a text tells of a meeting, at once with [Undo]; None where it tells nothing of that kind.

    Who organises it is asked for its new time, with what the text names filled in, or told how its agenda is changed.
    """
    told = read_told(text)
    if told is None:
        return None
    meeting = await access.access_meeting(request.session, request.member, meeting_id)
    organises = may_organise(request.member, meeting.kind, meeting.audience)
    if organises and told is Told.OTHER_TIME:
        return await move_as(request, meeting, text)
    if organises and told is Told.AGENDA_ITEM:
        return Reply(await explain(request, [AGENDA]), to_message=True)
    return await ask_in_words(request, meeting, told.value, text.strip(), request.incoming.file)


async def move_as(request: Request, meeting: Meeting, text: str) -> Reply:
    """The form that moves the meeting, with the day and the time that a text names."""
    starts_at = meeting.starts_at.astimezone(request.zone)
    named = find_other_time(text, today=request.today, meets_on=starts_at.date())
    typed = {}
    if named.day is not None:
        typed["day"] = f"{named.day:%d/%m/%Y}"
    elif named.at is not None:  # another hour of the same day
        typed["day"] = f"{starts_at:%d/%m/%Y}"
    if named.at is not None:
        typed["at"] = f"{named.at:%H:%M}"
    return await open_form(request, MoveForm, context={"meeting_id": meeting.id}, typed=typed)
