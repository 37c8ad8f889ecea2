"""Who keeps the record of a meeting, in the chat (G6)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.form import Form
from handlers.forms.person_field import PersonField, options_of
from handlers.forms.surroundings import Option, Surroundings
from handlers.meetings.changing import MEETING
from handlers.records.keeping import instead_of_card
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import records as messages
from messages.rendering.texts import _
from storage.meetings import Meeting
from twg.core.permissions import Permission
from twg.records import keepers

router = Router("records")


@router.button("keepers", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def show_keepers(request: Request, meeting_id: int) -> Reply:
    meeting, named, _invited = await keepers.read_keepers(request.session, request.member, meeting_id)
    return await instead_of_card(request, messages.keepers(meeting, named))


@router.button("unname", subject=Meeting, permission=Permission.MEETING_ORGANISE)
async def unname(request: Request, meeting_id: int, person_id: int) -> Reply:
    """Take the task from a member."""
    await keepers.end_keeper(request.session, request.member, meeting_id, person_id, now=request.now)
    return await show_keepers(request, meeting_id)


@router.form(
    "name_record_keeper",
    _("Who keeps the record"),
    saves=keepers.name_keeper,
    about=MEETING,
    opened_by="name",
    confirm=False,
    adds=True,
)
class NameForm(Form):
    person: Annotated[str, PersonField(question=_("Who keeps the record too?"), label=_("Member"))]

    @classmethod
    async def load(cls, request: Request, meeting: Meeting) -> list[Option]:
        _meeting, _named, invited = await keepers.read_keepers(request.session, request.member, meeting.id)
        return options_of([member for member in invited if member.person_id != request.member.person.id])

    @classmethod
    def surround(cls, loaded: list[Option], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, options={"person": loaded})

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        await keepers.name_keeper(request.session, request.member, meeting.id, int(self.person), now=request.now)
        return replace(await show_keepers(request, meeting.id), edit=False)
