"""The list of who is at a meeting, for its organisers: one tap a name (G5)."""

from dataclasses import replace
from typing import Annotated

from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.meetings.subjects import about_meeting
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import attendance as messages
from messages.attendance import Names, Tap
from messages.rendering.texts import Text, _
from storage.attendance import Presence
from storage.core.audit import AuditRow, find_last_change
from storage.meetings import Meeting
from twg.attendance import expecting, noting, standing
from twg.attendance.standing import Standing
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.language.asked import Wanted
from twg.meetings import access

router = Router("attendance")

#: Most people whom a search shows.
_MOST_FOUND = 12
ABOUT = about_meeting(access.access_meeting)
_NOTES = {Tap.HERE: Presence.PRESENT, Tap.LATE: Presence.PRESENT, Tap.EXCUSED: Presence.EXCUSED}
_NOTED: dict[Presence, Text] = {
    Presence.PRESENT: _("{name} is here."),
    Presence.DELEGATE: _("{name} is here by a delegate."),
    Presence.EXCUSED: _("{name} sent apologies."),
    Presence.ABSENT: _("{name} is absent."),
}


async def read(request: Request, meeting_id: int) -> Standing:
    """Who is at the meeting. Raises: NotFound, NotAllowed; refusals of one that is not on yet, or not held."""
    return await standing.read_standing(request.session, request.member, meeting_id, now=request.now)


@router.button("open", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def open_(request: Request, meeting_id: int) -> Reply:
    return await show_overview(request, meeting_id)


async def show_overview(request: Request, meeting_id: int, *, undo_id: int | None = None) -> Reply:
    """The figures, with the lists a tap away."""
    found = await read(request, meeting_id)
    return Reply(messages.overview(request.member.twg, found, undo_id=undo_id), edit=True)


@router.button("names", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def names(request: Request, meeting_id: int, of: Names, tap: Tap = Tap.HERE, page: int = 1) -> Reply:
    """A page of one list."""
    return Reply(messages.names(await read(request, meeting_id), of, tap=tap, page=page), edit=True)


@router.button("mark", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def mark(request: Request, meeting_id: int, person_id: int, tap: Tap, page: int = 1) -> Reply:
    """Note somebody by a tap on their name, and show those who are left."""
    at = request.now.astimezone(request.zone).time() if tap is Tap.LATE else None
    presence = _NOTES.get(tap, Presence.ABSENT)
    toast = await note_one(request, meeting_id, person_id, presence, at=at)
    return replace(await names(request, meeting_id, Names.TO_MARK, tap, page), toast=toast)


async def note_one(request: Request, meeting_id: int, person_id: int, presence: Presence, **options: object) -> Text:
    """Note somebody; who has named a delegate is here by that. Returns: what was noted, in a line."""
    delegate = await noting.find_delegate(request.session, meeting_id, person_id)
    if presence is Presence.PRESENT and delegate:
        presence, options = Presence.DELEGATE, {**options, "delegate_name": delegate}
    about = request.session, request.member, meeting_id, person_id, presence
    await noting.note(*about, **options, now=request.now)  # type: ignore[arg-type]  # those of `note`
    found = await read(request, meeting_id)
    name = next((each.person.name for each in found.people if each.person.id == person_id), "")
    return _NOTED[presence].with_(name=name)


@router.button("take_over", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def take_over(request: Request, meeting_id: int) -> Reply:
    """Take over the answers to the invitation: who is expected, and who sent apologies."""
    count = await expecting.take_over(request.session, request.member, meeting_id, now=request.now)
    return replace(await show_overview(request, meeting_id), toast=_("Taken over: {n}").with_(n=count))


@router.button("all", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def note_all(request: Request, meeting_id: int) -> Reply:
    """Note all who are expected as here; one tap takes it back."""
    count = await expecting.note_expected(request.session, request.member, meeting_id, now=request.now)
    change = await find_last_change(request.session, Meeting.__tablename__, meeting_id)
    undo_id = None if change is None or not count else change.id
    return replace(await show_overview(request, meeting_id, undo_id=undo_id), toast=_("Noted: {n}").with_(n=count))


@router.button("expect_again", permission=Permission.MEETING_ORGANISE)
async def expect_again(request: Request, change_id: int) -> Reply:
    """Take back that all who were expected are here."""
    request = await request.within_twg_of(AuditRow, change_id)
    meeting_id = await expecting.expect_again(request.session, request.member, change_id, now=request.now)
    return replace(await show_overview(request, meeting_id), toast=_("Undone; nobody was told."))


@router.form(
    "find_attendee",
    _("Find a name"),
    saves=standing.read_standing,
    about=ABOUT,
    opened_by="find",
    confirm=False,
    passing=True,
)
class FindForm(Form):
    name: Annotated[
        str,
        Field(
            question=_("Whose name? A part of it, or of the institution, is enough."),
            label=_("Name"),
            limit=100,
            wanted=Wanted.QUERY,
        ),
    ]

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        found = await read(request, meeting.id)
        people = standing.find_named(found.people, self.name)
        return Reply(messages.found(found, self.name, people, most=_MOST_FOUND))


def one_of(found: Standing, person_id: int) -> standing.Attendee:
    """Somebody on the list. Raises: NotFound."""
    each = next((each for each in found.people if each.person.id == person_id), None)
    if each is None:
        raise NotFound
    return each
