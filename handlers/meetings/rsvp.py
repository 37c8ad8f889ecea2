"""Answers to a meeting in the chat: the buttons below its announcement, and replies to it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated

from pydantic import BaseModel

from handlers.forms.conversation import open_form
from handlers.forms.effects import note_written
from handlers.forms.fields import Field
from handlers.forms.form import About, Form
from handlers.meetings.planning import show_card
from handlers.requests.in_words import ask_in_words
from handlers.requests.sending import send_buttons
from handlers.routing.entering import entering_keyboard
from handlers.routing.replies import is_shared
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from handlers.routing.routes import Named, split_data
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.texts import _
from storage.core.notifications import Notification
from storage.meetings import Attendance, Meeting, MeetingAhead, MeetingState, Rsvp
from twg.core.refusals import NotFound
from twg.language.intents import SMALL_TALK, Intent, read_intent
from twg.language.mentions import Kind, Nameable
from twg.language.rsvp import BELOW_INVITATION, names_delegate, parse_answer
from twg.meetings import access, notices, planning, rsvp
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
    replied_to = request.incoming.replied_to
    shared = replied_to is not None and await is_shared(request, replied_to)
    if taken.refusal is not None or taken.content is None or taken.toast is None or shared:
        return taken
    return replace(taken, also=(Reply(taken.content, message_id=replied_to),))


@router.reply_to(notices.ANNOUNCED, notices.CHANGED, notices.REMINDER, label=_("A meeting"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    """Record the answer in a reply to a message about a meeting, for the day that the message showed."""
    for data in request.incoming.replied_buttons:
        verb, arguments = split_data(data)
        if verb == "meetings:answer" and len(about) == 1:
            within = await request.within_twg_of(Meeting, about[0].subject_id)
            return await answer_in_words(within, about[0].subject_id, Rsvp.YES, date.fromisoformat(arguments[2]))
    things = await named(request, about)
    if len(things) == 1:
        taken: Reply = await things[0].take(request, request.incoming.text)
        return taken
    buttons = [button(thing.label, "general:about", thing.notification_id) for thing in things]
    return replace(show("meetings/which", keyboard=rows(buttons)), to_message=True)


@router.nameable
async def named(request: Request, about: Sequence[Notification]) -> list[Named]:
    """The meetings that a message told of; for a plain message those ahead."""
    if not about:
        ahead = await planning.list_ahead(request.session, request.member, now=request.now)
        return [_named(request, meeting) for meeting in ahead if meeting.state is MeetingState.ANNOUNCED]
    told = {item.subject_id: item for item in about if item.subject_type == Meeting.__tablename__}
    found = []
    for meeting_id, notification in told.items():
        within = await request.within_twg_of(Meeting, meeting_id)
        meeting = await access.access_meeting(within.session, within.member, meeting_id)
        found.append(_named(within, meeting, notification))
    return found


def _named(request: Request, meeting: Meeting | MeetingAhead, notification: Notification | None = None) -> Named:
    day = meeting.starts_at.astimezone(request.zone).date()

    async def take_of(request: Request, text: str) -> Reply:
        request = await request.within_twg_of(Meeting, meeting.id)
        shown = day
        if notification is not None:
            shown = await rsvp.access_day_shown(request.session, request.member, notification) or day
        return await take_words(request, meeting.id, shown, text)

    what = Nameable(Kind.MEETING, meeting.title, day=day)
    choose = button(shorten(meeting.title), "meetings:take", meeting.id, day)
    told_by = None if notification is None else notification.id
    return Named(what, meeting.title, take_of, _says_of_meeting, choose, told_by)


def _says_of_meeting(text: str) -> bool:
    return parse_answer(text) is not None or read_intent(text, among=BELOW_INVITATION).is_clearly(Intent.QUESTION)


@router.button("take", subject=Meeting)
async def take(request: Request, meeting_id: int, day: date) -> Reply:
    """Answer with the earlier message, for the day that the button was made for."""
    taken = await take_words(request, meeting_id, day, request.incoming.replied_text)
    return replace(taken, edit=True, to_message=False)


async def take_words(request: Request, meeting_id: int, day: date, text: str) -> Reply:
    """Record the answer that the text clearly gives, with the words; where it is unclear, ask with the buttons."""
    given = parse_answer(text)
    if given is None:
        return await _ask_with_buttons(request, meeting_id, day, text)
    args = rsvp.Answer(rsvp=given.rsvp, day=day, delegate_name=given.delegate_name, words=text.strip())
    return replace(await _record(request, meeting_id, args), edit=False, to_message=True)


@router.edit_of(Attendance)
async def answer_anew(request: Request, attendance_id: int, field: str, text: str) -> Reply:
    """Answer with the edited message, for the day for which the message answered; the card shows what is recorded."""
    given = await request.session.get(Attendance, attendance_id)
    if given is None or given.person_id != request.member.person.id:
        raise NotFound
    request = await request.within_twg_of(Meeting, given.meeting_id)
    meeting = await access.access_meeting(request.session, request.member, given.meeting_id)
    if given.rsvp is None:  # the meeting was moved since, and the answer was for another day
        raise rsvp.MeetingMoved(meeting=meeting)
    day = meeting.starts_at.astimezone(request.zone).date()
    if field == "name":
        args = rsvp.Answer(rsvp=Rsvp.DELEGATE, day=day, delegate_name=text.strip())
        return await _record(request, meeting.id, args)
    return await take_words(request, meeting.id, day, text)


async def _record(request: Request, meeting_id: int, args: rsvp.Answer) -> Reply:
    try:
        given = await rsvp.answer(request.session, request.member, meeting_id, args, now=request.now)
    except rsvp.MeetingMoved as refusal:
        return Reply(await show_card(request, meeting_id), edit=True, refusal=refusal)
    if args.words:
        await note_written(request, Attendance.__tablename__, given.id)
    return Reply(await show_card(request, meeting_id), edit=True, toast=_("Your answer is recorded."))


async def _ask_with_buttons(request: Request, meeting_id: int, day: date, text: str) -> Reply:
    """Send a question to those who organise the meeting; ask with the card about an answer that is unclear."""
    reading = read_intent(text, among=BELOW_INVITATION)
    refusal: MeetingRefusal | None = None if reading.is_clearly(*SMALL_TALK, Intent.WAIT) else rsvp.AnswerUnclear()
    try:
        meeting = await rsvp.access_answerable(request.session, request.member, meeting_id, day, now=request.now)
    except rsvp.MeetingMoved as moved:
        refusal = moved
    else:
        if reading.is_clearly(Intent.QUESTION, Intent.LEFT):
            subject = meeting if reading.intent is Intent.QUESTION else None
            return await ask_in_words(request, subject, reading.intent.value, text.strip(), request.incoming.file)
    content = await show_card(request, meeting_id)
    if request.incoming.file is not None:  # nobody has heard or read it: those who organise the meeting may
        unread = await access.access_meeting(request.session, request.member, meeting_id)
        content = replace(content, keyboard=(*content.keyboard, *rows(await send_buttons(request, unread))))
    return Reply(content, to_message=True, refusal=refusal)


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
            like=names_delegate,
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
        opened_from = request.opened_from
        card = Reply(await show_card(request, meeting.id), message_id=opened_from)
        if opened_from is not None and await is_shared(request, opened_from):
            card = replace(card, message_id=None)
        reply = show("meetings/delegated", meeting=meeting, name=self.name, toast=_("Your answer is recorded."))
        return replace(reply, also=(card,))


@router.button("answers", subject=Meeting)
async def list_(request: Request, meeting_id: int) -> Reply:
    listed = await rsvp.list_answers(request.session, request.member, meeting_id)
    people = [member.person for member in listed.unanswered]
    people += [member.person for answers in listed.by_answer.values() for member, _given in answers]
    keyboard = await entering_keyboard(request, people, "meetings:open", meeting_id)
    return say("meetings/answers", keyboard=keyboard, answers=listed, Rsvp=Rsvp)
