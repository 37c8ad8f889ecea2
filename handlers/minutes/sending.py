"""The minutes of a meeting are sent to those invited to it, who acknowledge them (G6, D1)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.documents.library import receipts_keyboard
from handlers.documents.sending import Sending, load_sending
from handlers.forms.fields import Field
from handlers.forms.file_field import FileField
from handlers.forms.form import Form, about_row
from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Surroundings
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.texts import _, counted
from storage.core.shortening import shorten
from storage.documents import Circulation, DocumentKind
from storage.meetings import Meeting
from storage.reminders import find_next_of
from twg.core.addressing import check_runs
from twg.core.audiences import chosen_value, excluding, list_audience
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.documents import circulating
from twg.documents.circulating import LIMITS, NewCirculation, NewDocument
from twg.documents.naming import name_of_circulation
from twg.minutes.access import access_minuted
from twg.records.access import access_kept

router = Router("minutes")


def _check(request: Request, meeting: Meeting) -> None:
    check_runs(request.member, Permission.DOCUMENT_CIRCULATE, meeting.audience)


@router.form(
    "send_minutes",
    _("Send the minutes"),
    saves=circulating.circulate,
    about=about_row(Meeting, access_kept, lambda meeting: meeting.title),
    opened_by="send",
    check=_check,
)
class SendForm(Form):
    file: Annotated[SentFile, FileField(question=_("Please send the minutes as a file."), label=_("File"))]
    acknowledge_by: Annotated[
        date | None,
        DayField(
            question=_("By which day should they be read and acknowledged?"),
            hint=_("Whoever has not acknowledged it is reminded. Please skip to set no day."),
            label=_("Acknowledge by"),
        ),
    ] = None
    note: Annotated[str, Field(question=_("Would you like to add a note?"), label=_("Note"), limit=LIMITS["note"])] = ""

    @classmethod
    async def initial(cls, request: Request, meeting: Meeting) -> Mapping[str, Any]:
        """The file above the button; neither a day nor a note is asked for. Raises: NotHeld."""
        await access_minuted(request.session, request.member, meeting.id, now=request.now)
        file = request.incoming.below_file
        above = {} if file is None else {"file": file.model_dump(mode="json")}
        return {"acknowledge_by": None, "note": None, **above}

    @classmethod
    async def load(cls, request: Request, meeting: Meeting) -> tuple[Sending, Meeting]:
        return await load_sending(request), meeting

    @classmethod
    def surround(cls, loaded: tuple[Sending, Meeting], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        sending, meeting = loaded
        count = sending.count(meeting.audience)
        return replace(base, save=counted(count, _("Circulate to 1 person"), _("Circulate to {n} people")))

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        await access_minuted(request.session, request.member, meeting.id, now=request.now)
        title = _("Draft minutes: {title}").with_(title=meeting.title).render(request.locale)
        document = NewDocument(
            file=self.file,
            title=shorten(title, LIMITS["title"]),
            kind=DocumentKind.MINUTES,
        )
        args = NewCirculation(
            documents=[document],
            audience=chosen_value(meeting.audience),
            acknowledge_by=self.acknowledge_by,
            meeting_id=meeting.id,
            note=self.note or "",
        )
        circulation, notification = await circulating.circulate(request.session, request.member, args, now=request.now)
        recipients = await list_audience(request.session, circulation.twg_id, circulation.audience)
        reply = show(
            "documents/circulated_to",
            keyboard=receipts_keyboard(circulation.documents[0]),
            circulation=circulation,
            name=name_of_circulation(circulation),
            count=len(excluding(recipients, request.member.person.id)),
            reminded_at=await find_next_of(request.session, Circulation.__tablename__, circulation.id),
        )
        return await followed(request, reply, notification)
