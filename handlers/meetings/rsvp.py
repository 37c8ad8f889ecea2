"""Answers to a meeting in the chat: the buttons under its announcement."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from handlers.forms.conversation import OPENED_FROM, open_form
from handlers.forms.definition import Form, form
from handlers.forms.fields import Around, Field
from handlers.meetings.planning import about_meeting, show_card
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import action, reply_below
from messages.rendering.texts import _
from storage.meetings import Meeting, Rsvp
from twg.core.permissions import Permission
from twg.language.parsing import parse_answer
from twg.meetings import planning, rsvp
from twg.meetings.planning import MeetingRefusal


@action("meetings/answer", subject=Meeting)
async def answer(request: Request, meeting_id: int, choice: Rsvp, day: date) -> Reply:
    """`day` is what the message with the button shows: what was meant for another day is not recorded."""
    try:
        if choice is Rsvp.DELEGATE:
            await rsvp.access_answerable(request.session, request.member, meeting_id, day, now=request.now)
            context = {"meeting_id": meeting_id, "day": day.isoformat()}
            return replace(await open_form(request, DelegateForm, context=context), edit=False)
        args = rsvp.Answer(rsvp=choice, day=day)
        await rsvp.answer(request.session, request.member, meeting_id, args, now=request.now)
    except rsvp.MeetingMoved as refusal:
        return Reply(await show_card(request, meeting_id), edit=True, refusal=refusal)
    return Reply(await show_card(request, meeting_id), edit=True, toast=_("Your answer is recorded."))


@reply_below("meetings/answer")
async def answer_in_words(request: Request, meeting_id: int, _first: Rsvp, day: date) -> Reply:
    """A reply to an invitation: the answer it is beyond doubt, else it is asked for with the buttons."""
    choice = parse_answer(request.incoming.text)
    if choice is None:
        return await _ask_plainly(request, meeting_id, day)
    said = await answer(request, meeting_id, choice, day)
    invitation = Reply(said.content, message_id=request.incoming.replied_to)
    return replace(said, to_message=True, also=(invitation,))


async def _ask_plainly(request: Request, meeting_id: int, day: date) -> Reply:
    """Whoever wrote something unclear reads that it did not count."""
    refusal: MeetingRefusal = rsvp.AnswerUnclear()
    try:
        await rsvp.access_answerable(request.session, request.member, meeting_id, day, now=request.now)
    except rsvp.MeetingMoved as moved:
        refusal = moved
    return Reply(await show_card(request, meeting_id), to_message=True, refusal=refusal)


@form("meetings/delegate", _("Send a delegate"), permission=Permission.MEETING_ANSWER)
class DelegateForm(Form):
    name: Annotated[
        str,
        Field(
            question=_("Who will come in your place?"),
            hint=_("Name and position, for example: Dr Chan Sophea, Deputy Director"),
            label=_("Delegate"),
            limit=120,
        ),
    ]

    @classmethod
    async def around(
        cls, request: Request, context: Mapping[str, Any], _answers: Mapping[str, Any], around: Around
    ) -> Around:
        return await about_meeting(request, context, around)

    async def save(self, request: Request, context: Mapping[str, Any]) -> Reply:
        """The invitation above shows the answer too, so that it does not go on asking."""
        meeting_id, day = context["meeting_id"], date.fromisoformat(context["day"])
        args = rsvp.Answer(rsvp=Rsvp.DELEGATE, day=day, delegate_name=self.name)
        try:
            await rsvp.answer(request.session, request.member, meeting_id, args, now=request.now)
        except rsvp.MeetingMoved as refusal:
            return Reply(await show_card(request, meeting_id), edit=True, refusal=refusal)
        card = Reply(await show_card(request, meeting_id), message_id=context.get(OPENED_FROM))
        meeting = await planning.access_meeting(request.session, request.member, meeting_id)
        said = show("meetings/delegated", meeting=meeting, name=self.name, toast=_("Your answer is recorded."))
        return replace(said, also=(card,))


@action("meetings/answers", subject=Meeting)
async def list_(request: Request, meeting_id: int) -> Reply:
    listed = await rsvp.list_answers(request.session, request.member, meeting_id)
    return say("meetings/answers", answers=listed, Rsvp=Rsvp)
