"""Answers to a meeting in the chat: the buttons below its announcement, and replies to it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from handlers.forms.effects import note_written
from handlers.meetings.delegating import DelegationContext, ask_delegate
from handlers.meetings.planning import show_card
from handlers.meetings.telling import take_told
from handlers.requests.in_words import ask_in_words
from handlers.requests.sending import send_buttons
from handlers.routing.replies import is_shared
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.undoing import UNDO
from messages.attendance import NOTED_AS_HERE
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import _
from storage.core.audit import AuditRow, find_last_change
from storage.meetings import Attendance, Meeting, Rsvp, find_attendance
from twg.attendance import noting
from twg.core.audiences import includes
from twg.core.refusals import NotFound
from twg.core.undoing import UndoRefusal
from twg.language.about_meetings import Told, read_told
from twg.language.arrivals import says_here
from twg.language.coming import asks_how_to_come
from twg.language.intents import SMALL_TALK, Intent, read_intent
from twg.language.lateness import LATEST_MIN, find_arrival_min, find_late_min
from twg.language.rsvp import BELOW_INVITATION, WordedAnswer, parse_answer
from twg.meetings import access, rsvp
from twg.meetings.access import MeetingRefusal
from twg.requests.asking import list_deciding

router = Router("meetings")


@router.button("answer", subject=Meeting)
async def answer(request: Request, meeting_id: int, choice: Rsvp, day: date) -> Reply:
    """Record an answer, or open the form that asks for a delegate.

    Args:
        day: local day shown in the message with the button; an answer is refused where the meeting has moved since.
    """
    if choice is not Rsvp.DELEGATE:
        return await _record(request, meeting_id, rsvp.Answer(rsvp=choice, day=day))
    return await _ask_delegate(request, meeting_id, day)


@router.button("late", subject=Meeting)
async def late(request: Request, meeting_id: int, minutes: int, day: date) -> Reply:
    """Record that the person comes so many minutes late."""
    if not 1 <= minutes <= LATEST_MIN:
        raise NotFound
    return await _record(request, meeting_id, rsvp.Answer(rsvp=Rsvp.LATE, late_min=minutes, day=day))


async def answer_in_words(request: Request, meeting_id: int, _first: Rsvp, day: date) -> Reply:
    """Record the answer in a reply to an invitation; where it is unclear, ask with the buttons."""
    taken = await take_words(request, meeting_id, day, request.incoming.text)
    replied_to = request.incoming.replied_to
    shared = replied_to is not None and await is_shared(request, replied_to)
    if taken.refusal is not None or taken.content is None or taken.toast is None or shared:
        return taken
    return replace(taken, also=(Reply(taken.content, message_id=replied_to), *taken.also))


async def take_words(request: Request, meeting_id: int, day: date, text: str, *, undoable: bool = False) -> Reply:
    """Record the answer that the text clearly gives, with the words; or send on what it tells of the meeting; or ask.

    A delegate without a name is asked for.

    Args:
        undoable: offer to take the answer back, where the person may have meant no meeting, or another.
    """
    if says_here(text):
        return await _check_in(request, meeting_id)
    given = parse_answer(text)
    if given is None and _leaves_early(text) and await _is_open(request, meeting_id, day, to_note=True):
        given = WordedAnswer(Rsvp.YES)  # who has to leave at eleven comes
    if given is None and (told := await take_told(request, meeting_id, text)) is not None:
        return told
    return await record_words(request, meeting_id, day, text, given, undoable=undoable)


def _leaves_early(text: str) -> bool:
    return read_told(text) is Told.LEAVES_EARLY


async def _is_open(request: Request, meeting_id: int, day: date, *, to_note: bool = False) -> bool:
    """Whether the person is invited, can answer, and has not said whether they come.

    Args:
        to_note: also where they come and have said nothing besides, or only when they leave.
    """
    try:
        meeting = await rsvp.access_answerable(request.session, request.member, meeting_id, day, now=request.now)
    except MeetingRefusal:
        return False
    given = await find_attendance(request.session, meeting.id, request.member.person.id)
    if not includes(meeting.audience, request.member.member):
        return False
    if given is None or given.rsvp in {None, Rsvp.MAYBE}:
        return True
    noted = given.words and not _leaves_early(given.words)
    return to_note and given.rsvp is Rsvp.YES and not noted


async def _check_in(request: Request, meeting_id: int) -> Reply:
    """Note that the person is at the meeting, which a reply to a message about it says."""
    await noting.check_in(request.session, request.member, meeting_id, now=request.now)
    return Reply(await show_card(request, meeting_id), to_message=True, toast=NOTED_AS_HERE)


async def record_words(
    request: Request, meeting_id: int, day: date, text: str, given: WordedAnswer | None, *, undoable: bool = False
) -> Reply:
    """Record the answer that was read in a text. Args: `given`: None where it is unclear; else as for `take_words`."""
    words, pressed = text.strip(), request.incoming
    if pressed.button and pressed.sent_at:  # of an earlier "Which meeting?": a newer answer is not overwritten by it
        try:
            asked_at = datetime.fromtimestamp(pressed.sent_at, UTC)
            await rsvp.access_unanswered(request.session, request.member, meeting_id, asked_at)
        except rsvp.AnsweredSince as refusal:
            return Reply(await show_card(request, meeting_id), edit=True, refusal=refusal)
    if given is None:
        return await _ask_with_buttons(request, meeting_id, day, text)
    if given.rsvp is Rsvp.DELEGATE and not given.delegate_name:
        return await _ask_delegate(request, meeting_id, day, words)
    args = rsvp.Answer(rsvp=given.rsvp, day=day, delegate_name=given.delegate_name, words=words)
    if given.rsvp in {Rsvp.YES, Rsvp.LATE}:
        args.late_min = await _find_late_min(request, meeting_id, text, is_late=given.rsvp is Rsvp.LATE)
        args.rsvp = given.rsvp if args.late_min is None else Rsvp.LATE
    recorded = replace(await _record(request, meeting_id, args, undoable=undoable), edit=False, to_message=True)
    comes = args.rsvp in {Rsvp.YES, Rsvp.LATE} and recorded.refusal is None
    return await _tell_too(request, meeting_id, text, recorded) if comes and _leaves_early(text) else recorded


async def _tell_too(request: Request, meeting_id: int, text: str, recorded: Reply) -> Reply:
    """Let others who organise the meeting know what an answer tells besides; its edit is still one of the answer."""
    if not await list_deciding(request.session, request.member, Meeting.__tablename__, meeting_id):
        return recorded
    told = await take_told(request, meeting_id, text)
    given = await find_attendance(request.session, meeting_id, request.member.person.id)
    if given is not None:
        await note_written(request, Attendance.__tablename__, given.id)
    return recorded if told is None else replace(recorded, also=(*recorded.also, told))


async def _find_late_min(request: Request, meeting_id: int, text: str, *, is_late: bool) -> int | None:
    """How late the person comes. Args: `is_late`: the text says it; else it may give a time after the beginning."""
    meeting = await access.access_meeting(request.session, request.member, meeting_id)
    find = find_late_min if is_late else find_arrival_min
    return find(text, meeting.starts_at.astimezone(request.zone).time())


async def _ask_delegate(request: Request, meeting_id: int, day: date, words: str = "") -> Reply:
    """Open the form that asks who comes. Args: `words`, with which the person said that somebody does."""
    try:
        await rsvp.access_answerable(request.session, request.member, meeting_id, day, now=request.now)
    except (rsvp.MeetingMoved, rsvp.MeetingUnderWay) as refusal:
        return Reply(await show_card(request, meeting_id), edit=True, refusal=refusal)
    return await ask_delegate(request, DelegationContext(meeting_id=meeting_id, day=day, words=words))


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


async def _record(request: Request, meeting_id: int, args: rsvp.Answer, *, undoable: bool = False) -> Reply:
    try:
        given = await rsvp.answer(request.session, request.member, meeting_id, args, now=request.now)
    except (rsvp.MeetingMoved, access.MeetingAlreadyHeld) as refusal:  # the card shows what can still be done
        return Reply(await show_card(request, meeting_id), edit=True, refusal=refusal)
    if args.words:
        await note_written(request, Attendance.__tablename__, given.id)
    content = await show_card(request, meeting_id)
    change = await find_last_change(request.session, Attendance.__tablename__, given.id) if undoable else None
    if change is not None:
        content = replace(content, keyboard=(*content.keyboard, (button(UNDO, "meetings:take_back", change.id),)))
    return Reply(content, edit=True, toast=_("Your answer is recorded."))


@router.button("take_back")
async def take_back(request: Request, change_id: int) -> Reply:
    """Take back an answer that was recorded from a plain message."""
    request = await request.within_twg_of(AuditRow, change_id)
    given, _change = await rsvp.access_answered(request.session, request.member, change_id)
    try:
        await rsvp.take_back(request.session, request.member, change_id, now=request.now)
    except UndoRefusal as refusal:
        return Reply(await show_card(request, given.meeting_id), edit=True, refusal=refusal)
    return Reply(await show_card(request, given.meeting_id), edit=True, toast=_("Undone; nobody was told."))


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
            about = Meeting.__tablename__, meeting.id
            if subject is None or await list_deciding(request.session, request.member, *about):
                sent = await ask_in_words(request, subject, reading.intent.value, text.strip(), request.incoming.file)
                if not (asks_how_to_come(text) and await _is_open(request, meeting_id, day)):
                    return sent
                return replace(sent, also=(*sent.also, Reply(await show_card(request, meeting_id))))
            refusal = None  # who organises the meeting themselves read on its card what they ask
    content = await show_card(request, meeting_id)
    if request.incoming.file is not None:  # nobody has heard or read it: those who organise the meeting may
        unread = await access.access_meeting(request.session, request.member, meeting_id)
        content = replace(content, keyboard=(*content.keyboard, *rows(await send_buttons(request, unread))))
    return Reply(content, to_message=True, refusal=refusal)
