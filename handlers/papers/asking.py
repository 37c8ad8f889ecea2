"""Asking for papers in the chat: everybody invited, or one person or institution (D6, G3)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.forms.choice_fields import OptionField
from handlers.forms.conversation import open_form
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField
from handlers.forms.person_field import PersonField, options_of
from handlers.forms.surroundings import Option, Surroundings
from handlers.papers.listing import show_meeting
from handlers.papers.subjects import MEETING
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.keyboards import Button, button, rows, shorten
from messages.rendering.labels import local_name
from messages.rendering.texts import _, counted
from storage.meetings import Meeting
from storage.papers import AskedPaper
from twg.core.audiences import excluding
from twg.core.permissions import Permission
from twg.meetings import access
from twg.meetings.convening import check_organises
from twg.papers import asking
from twg.papers.access import may_accept
from twg.papers.asking import NewAsked

router = Router("papers")

#: Begins the key of an option that is an institution, and no person.
_INSTITUTION = "i"


def _check(request: Request, meeting: Meeting) -> None:
    check_organises(request.member, meeting)
    asking.check_callable(meeting, now=request.now)


def _shown_by(request: Request, meeting: Meeting) -> list[Button]:
    """The button to what is there for the meeting; none for who leads a sub-group, and accepts no papers."""
    return [button(_("Show the papers"), "papers:meeting", meeting.id)] if may_accept(request.member) else []


@router.form(
    "call_for_papers", _("Ask for the papers"), saves=asking.call_for_papers, about=MEETING, check=_check, adds=True
)
class CallForm(Form):
    by: Annotated[
        date, DayField(question=_("By which day should the papers be there?"), label=_("Papers to be there by"))
    ]

    @classmethod
    async def initial(cls, request: Request, meeting: Meeting) -> Mapping[str, Any]:
        """The day of the next reminder of the papers, so that the form opens at the confirmation."""
        day = await asking.suggest_day(request.session, meeting, request.zone, request.today)
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
        called = await asking.call_for_papers(request.session, request.member, meeting.id, self.by, now=request.now)
        buttons = [button(_("Ask one person or institution"), "papers:ask", meeting.id)] if called.unknown else []
        reply = show(
            "papers/called",
            keyboard=rows([*buttons, *_shown_by(request, meeting)]),
            meeting=meeting,
            by=self.by,
            owed=called.asked,
            unknown=called.unknown,
        )
        return await followed(request, reply, called.notification)


@router.button("call", subject=Meeting, permission=Permission.MEETING_ORGANISE, formerly="meetings:call")
async def call(request: Request, meeting_id: int) -> Reply:
    return await open_form(request, CallForm, context=MEETING.context_of(meeting_id))


@router.form(
    "ask_for_paper", _("Ask for a paper"), saves=asking.ask, about=MEETING, opened_by="ask", check=_check, adds=True
)
class AskForm(Form):
    item: Annotated[str, OptionField(question=_("For which agenda item is it?"), label=_("Agenda item"))]
    whom: Annotated[str, PersonField(question=_("Who should hand it in?"), label=_("From"))]
    by: Annotated[date, DayField(question=_("By which day should it be there?"), label=_("Papers to be there by"))]

    @classmethod
    async def initial(cls, request: Request, meeting: Meeting) -> Mapping[str, Any]:
        """The day of the next reminder of the papers, which can be changed."""
        day = await asking.suggest_day(request.session, meeting, request.zone, request.today)
        return {} if day is None else {"by": day.isoformat()}

    @classmethod
    async def load(cls, request: Request, meeting: Meeting) -> "_Asking":
        invited = await access.list_invited(request.session, request.member, meeting.id)
        bodies = {each.id: local_name(each) for member in invited if (each := member.person.institution)}
        institutions = [Option(f"{_INSTITUTION}{key}", name) for key, name in bodies.items()]
        items = [Option(str(item.id), shorten(f"{item.position}. {item.title}")) for item in meeting.agenda]
        return _Asking(items, [*options_of(excluding(invited, request.member.person.id)), *institutions])

    @classmethod
    def surround(cls, loaded: "_Asking", _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, options={"item": loaded.items, "whom": loaded.whom})

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        is_body = self.whom.startswith(_INSTITUTION)
        number = int(self.whom.removeprefix(_INSTITUTION))
        whom = {"institution_id": number} if is_body else {"person_id": number}
        args = NewAsked(item_id=int(self.item), due_on=self.by, **whom)
        owed, notification = await asking.ask(request.session, request.member, meeting.id, args, now=request.now)
        keyboard = rows(_shown_by(request, meeting))
        reply = show("papers/called", keyboard=keyboard, meeting=meeting, by=self.by, owed=owed, unknown=[])
        return await followed(request, reply, notification)


@dataclass(frozen=True)
class _Asking:
    """For what, and whom, a paper can be asked."""

    items: list[Option]
    whom: list[Option]


@router.button("unask", permission=Permission.MEETING_ORGANISE)
async def unask(request: Request, asked_id: int) -> Reply:
    """Ask for a paper no longer, and show what is there for the meeting."""
    request = await request.within_twg_of(AskedPaper, asked_id)
    meeting = await asking.stop_asking(request.session, request.member, asked_id, now=request.now)
    shown = await show_meeting(request, meeting.id)
    return replace(shown, edit=True, toast=_("It is not asked for any more."))
