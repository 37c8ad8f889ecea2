"""The adopted minutes of a sub-group are handed in for the next plenary, in the chat (G6)."""

from collections.abc import Mapping
from typing import Annotated, Any

from handlers.forms.file_field import FileField
from handlers.forms.form import About, Form
from handlers.meetings.subjects import about_meeting
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.minutes import versions as messages
from messages.rendering.texts import _
from storage.core.shortening import shorten
from storage.meetings import Meeting
from twg.core.files import SentFile
from twg.meetings.access import access_meeting
from twg.minutes import reporting
from twg.minutes.access import NoPlenary
from twg.papers import handing_in
from twg.papers.handing_in import LONGEST_TITLE, HandingIn, NewPaper

router = Router("minutes")

_REPORTED: About[Meeting] = about_meeting(access_meeting)


@router.form(
    "report_minutes",
    _("Report to the plenary"),
    saves=handing_in.hand_in,
    about=_REPORTED,
    opened_by="report",
    save=_("Report to the plenary"),
)
class ReportForm(Form):
    file: Annotated[SentFile, FileField(question=_("Please send the minutes as a file."), label=_("File"))]

    @classmethod
    async def initial(cls, request: Request, meeting: Meeting) -> Mapping[str, Any]:
        """The file above the button. Raises: as `access_reported`."""
        await reporting.access_reported(request.session, request.member, meeting.id, now=request.now)
        file = request.incoming.below_file
        return {} if file is None else {"file": file.model_dump(mode="json")}

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        about = request.session, request.member
        reported = await reporting.access_reported(*about, meeting.id, now=request.now)
        plenary = await reporting.access_plenary(*about, now=request.now)
        if plenary is None:
            raise NoPlenary
        title = _("Minutes: {title}").with_(title=reported.title).render(request.locale)
        paper = NewPaper(
            file=self.file,
            title=shorten(title, LONGEST_TITLE),
            agenda_item_id=reporting.item_for(plenary, reported),
        )
        await handing_in.hand_in(*about, HandingIn(meeting_id=plenary.id, papers=[paper]), now=request.now)
        return Reply(messages.reported(request.member.twg, reported, plenary))
