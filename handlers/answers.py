"""Answers to a meeting in the chat: the buttons under its announcement."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.conversation import open_form
from handlers.forms.definition import Form, form
from handlers.forms.fields import Around, Field
from handlers.meetings import about_meeting, show_card
from handlers.registry import action
from handlers.request import Reply, Request, say
from messages.texts import _
from storage.meetings import Meeting, Rsvp
from twg import answers
from twg.permissions import Permission


@action("meetings/answer", subject=Meeting)
async def answer(request: Request, meeting_id: int, rsvp: Rsvp) -> Reply:
    if rsvp is Rsvp.DELEGATE:
        await answers.access_answerable(request.session, request.member, meeting_id, now=request.now)
        reply = await open_form(request, DelegateForm, context={"meeting_id": meeting_id})
        return replace(reply, edit=False)
    args = answers.Answer(rsvp=rsvp)
    await answers.answer(request.session, request.member, meeting_id, args, now=request.now)
    return Reply(await show_card(request, meeting_id), edit=True, toast=_("Your answer is recorded."))


@form("meetings/delegate", _("Send a delegate"), permission=Permission.ANSWER_MEETING)
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
        args = answers.Answer(rsvp=Rsvp.DELEGATE, delegate_name=self.name)
        await answers.answer(request.session, request.member, context["meeting_id"], args, now=request.now)
        return Reply(await show_card(request, context["meeting_id"]), edit=True, toast=_("Your answer is recorded."))


@action("meetings/answers", subject=Meeting)
async def list_(request: Request, meeting_id: int) -> Reply:
    listed = await answers.list_answers(request.session, request.member, meeting_id)
    return say("meetings/answers", answers=listed, Rsvp=Rsvp)
