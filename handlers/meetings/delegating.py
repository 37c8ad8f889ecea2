"""Sending a delegate to a meeting in the chat, and saying whether one can speak for another (G2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import About, Form
from handlers.forms.surroundings import Surroundings
from handlers.forms.waiting import drop_forms
from handlers.meetings.planning import show_card
from handlers.routing.replies import is_shared
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.keyboards import button
from messages.rendering.templating import format_moment
from messages.rendering.texts import _
from storage.core.audit import AuditRow
from storage.meetings import Attendance, Meeting, Rsvp
from storage.members import Person
from twg.core.refusals import NotFound
from twg.language.contacts import parse_contact
from twg.language.delegates import comes_along
from twg.language.rsvp import names_delegate
from twg.language.telling import may_name_person
from twg.meetings import access, delegating, rsvp

router = Router("meetings")


class DelegationContext(BaseModel):
    """The meeting, the local day shown in the invitation, and the words in which a delegate was spoken of, if any."""

    meeting_id: int
    day: date
    words: str = ""


@dataclass(frozen=True)
class Delegation:
    """A meeting to which a delegate is sent, and the local day shown in the invitation."""

    meeting: Meeting
    day: date
    words: str


async def ask_delegate(request: Request, context: DelegationContext) -> Reply:
    """Open the form that asks who comes instead."""
    await drop_forms(request, DelegateForm, meeting_id=context.meeting_id)
    return await open_form(request, DelegateForm, context=context.model_dump(mode="json"))


async def _access_delegation(request: Request, context: DelegationContext) -> Delegation:
    meeting = await access.access_meeting(request.session, request.member, context.meeting_id)
    return Delegation(meeting, context.day, context.words)


@router.form(
    "send_delegate",
    _("Send a delegate"),
    saves=rsvp.answer,
    about=About(DelegationContext, _access_delegation, lambda delegation: delegation.meeting.title),
)
class DelegateForm(Form):
    name: Annotated[
        str,
        Field(
            question=_("Who will come in your place?"),
            hint=_("Name and position, for example: Dr Chan Sophea, Deputy Director"),
            label=_("Delegate"),
            is_name=True,
            like=names_delegate,
            unlike=comes_along,
            evident=may_name_person,
            limit=120,
        ),
    ]
    contact: Annotated[
        str,
        Field(
            question=_("To give their number or e-mail to the secretariat, please type it now."),
            label=_("Contact"),
            limit=120,
            read_text=lambda text, _around: parse_contact(text),
            at_summary=True,
        ),
    ] = ""

    @classmethod
    async def load(cls, request: Request, about: Delegation) -> str:
        """The title and time of the meeting."""
        moment = format_moment(about.meeting.starts_at.astimezone(request.zone), locale=request.locale)
        return f"{about.meeting.title}\n{moment}"

    @classmethod
    def surround(cls, loaded: str, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, about=loaded)

    @classmethod
    async def is_answered(
        cls, request: Request, about: Delegation, _answers: Mapping[str, Any], changes: Sequence[AuditRow]
    ) -> bool:
        given = [await request.session.get(Attendance, change.subject_id) for change in changes]
        return any(each is not None and each.meeting_id == about.meeting.id for each in given)

    async def save(self, request: Request, about: Delegation) -> Reply:
        """Record the delegate and edit the invitation above, so that it no longer asks for an answer."""
        meeting = about.meeting
        args = rsvp.Answer(
            rsvp=Rsvp.DELEGATE,
            day=about.day,
            delegate_name=self.name,
            delegate_contact=self.contact,
            words=about.words,
        )
        try:
            given = await rsvp.answer(request.session, request.member, meeting.id, args, now=request.now)
        except rsvp.MeetingMoved as refusal:
            return Reply(await show_card(request, meeting.id), edit=True, refusal=refusal)
        opened_from = request.opened_from
        card = Reply(await show_card(request, meeting.id), message_id=opened_from)
        if opened_from is not None and await is_shared(request, opened_from):
            card = replace(card, message_id=None)
        reply = show("meetings/delegated", meeting=meeting, given=given, toast=_("Your answer is recorded."))
        return replace(reply, also=(card,))


@router.button("speak_for", subject=Meeting)
async def speak_for(request: Request, meeting_id: int, sender_id: int, choice: Rsvp) -> Reply:
    """Say whether the person can speak for the member who named them: "yes" or "no"."""
    if choice not in {Rsvp.YES, Rsvp.NO}:
        raise NotFound
    agrees = choice is Rsvp.YES
    sent = await delegating.speak_for(request.session, request.member, meeting_id, sender_id, agrees, now=request.now)
    meeting = await access.access_meeting(request.session, request.member, meeting_id)
    opener = ((button(_("Open the meeting"), "meetings:open", meeting_id),),)
    sender = await request.session.get_one(Person, sent.person_id)
    return show("meetings/spoken_for", keyboard=opener, meeting=meeting, sender=sender, agrees=agrees)
