"""Answers to a meeting in the chat: the buttons below its announcement, and replies to it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pydantic import BaseModel

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import About, Form
from handlers.meetings.planning import show_card
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from messages.rendering.texts import _
from storage.meetings import Meeting, Rsvp
from twg.language.intents import SMALL_TALK, Intent, read_intent
from twg.language.rsvp import BELOW_INVITATION, parse_answer
from twg.meetings import access, rsvp
from twg.meetings.access import MeetingRefusal

router = Router("meetings")


@router.button("answer", subject=Meeting)
async def answer(request: Request, meeting_id: int, choice: Rsvp, day: date) -> Reply:
    """Record an answer, or open the form that asks for a delegate.

    Args:
        day: local day shown in the message with the button; an answer is refused where the meeting has moved since.
    """
    if choice is not Rsvp.DELEGATE:
        return await _record(request, meeting_id, rsvp.Answer(rsvp=choice, day=day))
    try:
        await rsvp.access_answerable(request.session, request.member, meeting_id, day, now=request.now)
    except rsvp.MeetingMoved as refusal:
        return Reply(await show_card(request, meeting_id), edit=True, refusal=refusal)
    return await open_form(request, DelegateForm, context={"meeting_id": meeting_id, "day": day.isoformat()})


@router.reply_below("answer")
async def answer_in_words(request: Request, meeting_id: int, _first: Rsvp, day: date) -> Reply:
    """Record the answer in a reply to an invitation; where it is unclear, ask with the buttons."""
    taken = await take_words(request, meeting_id, day, request.incoming.text)
    if taken.refusal is not None or taken.content is None or taken.toast is None:
        return taken
    return replace(taken, also=(Reply(taken.content, message_id=request.incoming.replied_to),))


async def take_words(request: Request, meeting_id: int, day: date, text: str) -> Reply:
    """Record the answer that the text clearly gives, with the words; where it is unclear, ask with the buttons."""
    given = parse_answer(text)
    if given is None:
        return await _ask_with_buttons(request, meeting_id, day, text)
    args = rsvp.Answer(rsvp=given.rsvp, day=day, delegate_name=given.delegate_name, words=text.strip())
    return replace(await _record(request, meeting_id, args), edit=False, to_message=True)


async def _record(request: Request, meeting_id: int, args: rsvp.Answer) -> Reply:
    try:
        await rsvp.answer(request.session, request.member, meeting_id, args, now=request.now)
    except rsvp.MeetingMoved as refusal:
        return Reply(await show_card(request, meeting_id), edit=True, refusal=refusal)
    return Reply(await show_card(request, meeting_id), edit=True, toast=_("Your answer is recorded."))


async def _ask_with_buttons(request: Request, meeting_id: int, day: date, text: str) -> Reply:
    """Ask with the card and its buttons; an answer that was unclear is said not to be recorded."""
    refusal: MeetingRefusal | None = rsvp.AnswerUnclear()
    if read_intent(text, among=BELOW_INVITATION).is_clearly(*SMALL_TALK, Intent.WAIT):
        refusal = None
    try:
        await rsvp.access_answerable(request.session, request.member, meeting_id, day, now=request.now)
    except rsvp.MeetingMoved as moved:
        refusal = moved
    return Reply(await show_card(request, meeting_id), to_message=True, refusal=refusal)


class DelegationContext(BaseModel):
    """The meeting, and the local day shown in the invitation."""

    meeting_id: int
    day: date


@dataclass(frozen=True)
class Delegation:
    """A meeting to which a delegate is sent, and the local day shown in the invitation."""

    meeting: Meeting
    day: date


async def _access_delegation(request: Request, context: DelegationContext) -> Delegation:
    meeting = await access.access_meeting(request.session, request.member, context.meeting_id)
    return Delegation(meeting, context.day)


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
            limit=120,
        ),
    ]

    async def save(self, request: Request, about: Delegation) -> Reply:
        """Record the delegate and edit the invitation above, so that it no longer asks for an answer."""
        meeting = about.meeting
        args = rsvp.Answer(rsvp=Rsvp.DELEGATE, day=about.day, delegate_name=self.name)
        try:
            await rsvp.answer(request.session, request.member, meeting.id, args, now=request.now)
        except rsvp.MeetingMoved as refusal:
            return Reply(await show_card(request, meeting.id), edit=True, refusal=refusal)
        card = Reply(await show_card(request, meeting.id), message_id=request.opened_from)
        reply = show("meetings/delegated", meeting=meeting, name=self.name, toast=_("Your answer is recorded."))
        return replace(reply, also=(card,))


@router.button("answers", subject=Meeting)
async def list_(request: Request, meeting_id: int) -> Reply:
    listed = await rsvp.list_answers(request.session, request.member, meeting_id)
    return say("meetings/answers", answers=listed, Rsvp=Rsvp)
