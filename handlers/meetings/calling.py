"""Asking everybody invited to a meeting for their papers, in the chat (G3)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Surroundings
from handlers.meetings.changing import MEETING
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.texts import _, counted
from storage.meetings import Meeting
from twg.core.audiences import excluding
from twg.meetings import access, calling
from twg.meetings.convening import check_organises

router = Router("meetings")


def _check(request: Request, meeting: Meeting) -> None:
    check_organises(request.member, meeting)
    calling.check_callable(meeting, now=request.now)


@router.form(
    "call_for_papers",
    _("Ask for the papers"),
    saves=calling.call_for_papers,
    about=MEETING,
    opened_by="call",
    check=_check,
    adds=True,
)
class CallForm(Form):
    by: Annotated[
        date, DayField(question=_("By which day should the papers be there?"), label=_("Papers to be there by"))
    ]

    @classmethod
    async def initial(cls, request: Request, meeting: Meeting) -> Mapping[str, Any]:
        """The day of the next reminder of the papers, so that the form opens at the confirmation."""
        day = await calling.suggest_day(request.session, meeting, request.zone, request.today)
        return {} if day is None else {"by": day.isoformat()}

    @classmethod
    async def load(cls, request: Request, meeting: Meeting) -> int:
        """How many people are asked."""
        invited = await access.list_invited(request.session, request.member, meeting.id)
        return len(excluding(invited, request.member.person.id))

    @classmethod
    def surround(cls, loaded: int, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, save=counted(loaded, _("Ask 1 person"), _("Ask {n} people")))

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        notification = await calling.call_for_papers(
            request.session, request.member, meeting.id, self.by, now=request.now
        )
        return await followed(request, show("meetings/called", meeting=meeting, by=self.by), notification)
