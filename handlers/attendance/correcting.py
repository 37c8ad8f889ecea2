"""What is noted of one person at a meeting, corrected; guests (G5)."""

from dataclasses import dataclass, replace
from datetime import time
from typing import Annotated

from pydantic import BaseModel

from handlers.attendance.listing import ABOUT, note_one, one_of, read
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import About, Form
from handlers.forms.moment_fields import TimeField
from handlers.meetings.guests import GUESTS
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import attendance as messages
from messages.rendering.texts import _
from storage.attendance import LONGEST_NAME, Presence
from storage.meetings import Meeting
from twg.attendance import access, noting
from twg.attendance.standing import Attendee, Standing
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.language.guests import Guest

router = Router("attendance")

#: What a button may set by itself; a delegate has a name.
_SET = frozenset({Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT})


async def show_person(request: Request, meeting_id: int, person_id: int) -> Reply:
    """What is noted of somebody, with what can be noted instead."""
    found = await read(request, meeting_id)
    return Reply(messages.person(found, one_of(found, person_id)), edit=True)


@router.button("person", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def person(request: Request, meeting_id: int, person_id: int) -> Reply:
    return await show_person(request, meeting_id, person_id)


@router.button("set", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def set_(request: Request, meeting_id: int, person_id: int, presence: Presence) -> Reply:
    """Note somebody as they are now shown to be; of a person who sent somebody, that they came themselves."""
    if presence not in _SET:
        raise NotFound
    about = request.session, request.member, meeting_id, person_id, presence
    await noting.note(*about, now=request.now)
    return await show_person(request, meeting_id, person_id)


@router.button("clear", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def clear(request: Request, meeting_id: int, person_id: int) -> Reply:
    await noting.clear(request.session, request.member, meeting_id, person_id, now=request.now)
    return await show_person(request, meeting_id, person_id)


class AttendeeContext(BaseModel):
    """Somebody at a meeting."""

    meeting_id: int
    person_id: int


@dataclass(frozen=True)
class AttendeeOf:
    """Somebody on the list of a meeting."""

    standing: Standing
    attendee: Attendee

    @property
    def ids(self) -> tuple[int, int]:
        """Of the meeting and the person."""
        return self.standing.meeting.id, self.attendee.person.id


async def _access(request: Request, context: AttendeeContext) -> AttendeeOf:
    found = await read(request, context.meeting_id)
    return AttendeeOf(found, one_of(found, context.person_id))


_ONE = About(AttendeeContext, _access, lambda about: f"{about.standing.meeting.title}\n{about.attendee.person.name}")


@router.button("came_late", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def came_late(request: Request, meeting_id: int, person_id: int) -> Reply:
    """Ask at what time somebody came."""
    context = AttendeeContext(meeting_id=meeting_id, person_id=person_id)
    await _access(request, context)
    return await open_form(request, CameLateForm, context=context.model_dump())


@router.form("note_arrival", _("Came late"), saves=noting.note, about=_ONE, confirm=False, adds=True)
class CameLateForm(Form):
    at: Annotated[time, TimeField(question=_("At what time did they come?"), label=_("Came at"))]

    async def save(self, request: Request, about: AttendeeOf) -> Reply:
        toast = await note_one(request, *about.ids, Presence.PRESENT, at=self.at)
        return replace(await show_person(request, *about.ids), edit=False, toast=toast)


@router.button("delegate", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def delegate(request: Request, meeting_id: int, person_id: int) -> Reply:
    """Note the delegate whom somebody has named; else ask who came in their place."""
    context = AttendeeContext(meeting_id=meeting_id, person_id=person_id)
    about = await _access(request, context)
    named = await noting.find_delegate(request.session, meeting_id, person_id)
    if not named or about.attendee.presence is Presence.DELEGATE:
        return await open_form(request, DelegateForm, context=context.model_dump())
    await note_one(request, meeting_id, person_id, Presence.PRESENT)
    return await show_person(request, meeting_id, person_id)


@router.form("note_delegate", _("A delegate came"), saves=noting.note, about=_ONE, confirm=False, adds=True)
class DelegateForm(Form):
    name: Annotated[
        str,
        Field(
            question=_("Who came in their place?"),
            hint=_("For example: Mr Sok Vannak"),
            label=_("Delegate"),
            limit=LONGEST_NAME,
            is_name=True,
        ),
    ]

    async def save(self, request: Request, about: AttendeeOf) -> Reply:
        given = request.session, request.member, *about.ids, Presence.DELEGATE
        await noting.note(*given, delegate_name=self.name, now=request.now)
        return replace(await show_person(request, *about.ids), edit=False)


@router.button("guests", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def guests(request: Request, meeting_id: int, page: int = 1) -> Reply:
    return Reply(messages.guests(await read(request, meeting_id), page=page), edit=True)


@router.button("guest", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def guest(request: Request, meeting_id: int, guest_id: int, presence: Presence, page: int = 1) -> Reply:
    """Note whether a guest is here."""
    about = request.session, request.member, meeting_id, guest_id, presence
    await noting.note_guest(*about, now=request.now)
    return await guests(request, meeting_id, page)


def _check_on(request: Request, meeting: Meeting) -> None:
    access.check_notable(request.member, meeting, now=request.now)


@router.form(
    "note_guests",
    _("Add guests"),
    saves=noting.add_guests,
    about=ABOUT,
    opened_by="add_guests",
    check=_check_on,
    confirm=False,
    adds=True,
)
class NewGuestsForm(Form):
    guests: Annotated[list[Guest], replace(GUESTS, question=_("Which guests came? One a line: name, institution."))]

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        await noting.add_guests(request.session, request.member, meeting.id, self.guests, now=request.now)
        return replace(await guests(request, meeting.id), edit=False)
