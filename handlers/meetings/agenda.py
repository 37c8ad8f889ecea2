"""The agenda of a meeting in the chat: reading it and its editions, correcting it in words and by buttons (G12)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers import general
from handlers.deliveries import followed
from handlers.forms.changed_meanwhile import last_change_id
from handlers.forms.form import Form
from handlers.forms.surroundings import Surroundings
from handlers.meetings.agenda_field import AGENDA, is_agenda, surround_agenda, write_item
from handlers.meetings.subjects import about_meeting
from handlers.meetings.words import reply as reply_about_meeting
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.undoing import take_back_in_words, undo_keyboard
from messages.meetings import agenda as messages
from messages.rendering.keyboards import Button, Keyboard, button, rows
from messages.rendering.paging import turn_pages
from messages.rendering.templating import format_duration
from messages.rendering.texts import _, localize_digits
from storage.core.notifications import Notification
from storage.meetings import Meeting, MeetingKind, find_last_edition
from twg.core.refusals import NotFound, Refusal
from twg.language.agenda import AgendaLine
from twg.language.agenda_correcting import read_corrections
from twg.language.agenda_corrections import Correction, Move, NothingCorrected, Put, Remove, UnclearCorrection
from twg.meetings import access, agenda, preparing
from twg.meetings.agenda_differences import compare, line_of
from twg.meetings.convening import check_organises, may_organise

router = Router("meetings")

#: What a reply calls the item that is shown: "make it 20 minutes".
_ITSELF = re.compile(r"(?<![\w’'])(?:it|this(?: item| one)?)(?![\w’'])", re.IGNORECASE)
#: Lengths offered as buttons, in minutes.
_LENGTHS = (5, 10, 15, 20, 30, 45, 60)


def may_change(request: Request, meeting: Meeting) -> bool:
    """Whether who asks may change the agenda now."""
    try:
        access.check_ahead(meeting, now=request.now)
    except access.MeetingRefusal:
        return False
    return may_organise(request.member, meeting.kind, meeting.audience)


@router.button("agenda", subject=Meeting)
async def open_(request: Request, meeting_id: int, page: int = 1, seen: int = 0) -> Reply:
    """A page of the agenda. Args: `seen`: the change after which it was shown, for the numbers in a reply."""
    return replace(await show_agenda(request, meeting_id, page), edit=bool(seen))


async def show_agenda(request: Request, meeting_id: int, page: int = 1) -> Reply:
    meeting = await access.access_meeting(request.session, request.member, meeting_id)
    edition = await find_last_edition(request.session, meeting.id)
    number = 0 if edition is None else edition.number
    page = min(max(page, 1), len(messages.pages_of(messages.lines_of(meeting))))
    keyboard = await _keyboard(request, meeting, page, number)
    papers = (
        await preparing.list_titles_by_item(request.session, meeting, request.member.member)
        if request.covers("documents")
        else {}
    )
    shown = messages.agenda(meeting, request.member.twg, page=page, edition=number, keyboard=keyboard, papers=papers)
    return Reply(shown)


async def _keyboard(request: Request, meeting: Meeting, page: int, edition: int) -> Keyboard:
    seen, pages = await last_change_id(request.session, meeting), messages.pages_of(messages.lines_of(meeting))
    keyboard = turn_pages(page, pages, "meetings:agenda", meeting.id, after=(seen,))
    if may_change(request, meeting):
        items = [
            button(
                localize_digits(place + 1, locale=request.locale), "meetings:agenda_item", meeting.id, place + 1, seen
            )
            for place in pages[page - 1]
        ]
        keyboard = (
            *keyboard,
            *rows(items, per_row=5),
            (button(_("Change the agenda…"), "meetings:change_agenda", meeting.id),),
        )
    if edition > 1:
        keyboard = (
            *keyboard,
            (button(_("Edition {n}").with_(n=edition - 1), "meetings:edition", meeting.id, edition - 1),),
        )
    return (*keyboard, (button(_("The meeting"), "meetings:open", meeting.id),))


@router.button("edition", subject=Meeting)
async def show_edition(request: Request, meeting_id: int, number: int, page: int = 1) -> Reply:
    """An earlier edition of the agenda, with what it changed."""
    shown = await agenda.access_edition(request.session, request.member, meeting_id, number)
    if shown is None:
        raise NotFound
    content = messages.agenda_edition(shown, request.member.twg, page=page)
    return Reply(content, edit=True)


@router.button("agenda_item", subject=Meeting)
async def show_item(request: Request, meeting_id: int, number: int, seen: int) -> Reply:
    """An item with the buttons that change it."""
    meeting = await access.access_meeting(request.session, request.member, meeting_id)
    check_organises(request.member, meeting)
    if seen != await last_change_id(request.session, meeting) or number > len(meeting.agenda):
        return await _shown_anew(request, meeting)
    items = messages.list_timed(meeting, [line_of(item) for item in meeting.agenda], request.zone)
    item = items[number - 1]
    keyboard = (*rows(list(_item_buttons(request, meeting, item.line, number, seen)), per_row=2),)
    return show("meetings/agenda_item", keyboard=keyboard, meeting=meeting, item=item, last=len(items))


def _item_buttons(request: Request, meeting: Meeting, line: AgendaLine, number: int, seen: int) -> list[Button]:
    last = len(meeting.agenda)
    ways = [("up", _("↑ Earlier"))] if number > 1 else []
    ways += [("down", _("↓ Later"))] if number < last else []
    buttons = [button(label, "meetings:agenda_move", meeting.id, number, seen, way) for way, label in ways]
    for minutes in _LENGTHS:
        if minutes != line.minutes:
            label = format_duration(minutes, locale=request.locale)
            buttons.append(button(label, "meetings:agenda_minutes", meeting.id, number, seen, minutes))
    buttons.append(button(_("Remove this item"), "meetings:agenda_remove", meeting.id, number, seen))
    buttons.append(
        button(_("Invite to this item"), "meetings:invite_to_item", meeting.id, meeting.agenda[number - 1].token)
    )
    return [
        *buttons,
        button(_("The whole agenda"), "meetings:agenda", meeting.id, messages.page_of(meeting, number), seen),
    ]


async def _shown_anew(request: Request, meeting: Meeting) -> Reply:
    refusal = agenda.AgendaChangedSince(meeting=meeting)
    return replace(await show_agenda(request, meeting.id), edit=True, refusal=refusal)


@router.button("agenda_move", subject=Meeting)
async def move(request: Request, meeting_id: int, number: int, seen: int, way: str) -> Reply:
    correction = Move("", number, max(number - 2, 0) if way == "up" else number + 1)
    return replace(await _correct(request, meeting_id, [correction], seen), edit=True)


@router.button("agenda_minutes", subject=Meeting)
async def set_minutes(request: Request, meeting_id: int, number: int, seen: int, minutes: int) -> Reply:
    return replace(await _correct(request, meeting_id, [Put("", number, {"minutes": minutes})], seen), edit=True)


@router.button("agenda_remove", subject=Meeting)
async def remove(request: Request, meeting_id: int, number: int, seen: int) -> Reply:
    return replace(await _correct(request, meeting_id, [Remove("", (number,))], seen), edit=True)


@router.reply_to(agenda.AGENDA_CHANGED, label=_("An agenda"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    """Correct the agenda as a reply to the notice of its edition says; any other reply is about the meeting."""
    within = await request.within_twg_of(Meeting, about[0].subject_id)
    meeting = await access.access_meeting(within.session, within.member, about[0].subject_id)
    if len(about) > 1 or not may_change(within, meeting) or not is_agenda(request.incoming.text):
        return await reply_about_meeting(request, about)
    last = await find_last_edition(within.session, meeting.id)
    if last is None or last.number != about[0].data["edition"]:
        refusal = agenda.AgendaChangedSince(meeting=meeting)
        return replace(await show_agenda(within, meeting.id), refusal=refusal)
    return await _correct_in_words(within, meeting.id, 0)


@router.button("agenda_corrected", subject=Meeting)
async def open_corrected(request: Request, meeting_id: int, _seen: int) -> Reply:
    """The agenda after a correction. Args: `_seen`: that change, for the numbers in a reply."""
    return await show_agenda(request, meeting_id)


@router.reply_below("agenda_corrected")
async def correct_again(request: Request, meeting_id: int, seen: int) -> Reply:
    """Correct the agenda once more, as the reply says, or take the correction back; else handle a plain message."""
    taken_back = await take_back_in_words(request, seen)
    if taken_back is not None or not is_agenda(request.incoming.text):
        return taken_back or await general.offer(request)
    return await _correct_in_words(request, meeting_id, seen)


@router.reply_below("agenda_item")
async def correct_agenda(request: Request, meeting_id: int, _number: int, seen: int) -> Reply:
    """Correct the agenda that is shown as the reply says, by its numbers."""
    return await _correct_in_words(request, meeting_id, seen)


@router.reply_below("agenda_remove")
async def correct_item(request: Request, meeting_id: int, number: int, seen: int) -> Reply:
    """Correct the item that is shown as the reply says, which may leave out its number, or others."""
    return await _correct_in_words(request, meeting_id, seen, number=number)


async def _correct_in_words(request: Request, meeting_id: int, seen: int, *, number: int = 0) -> Reply:
    text = request.incoming.text
    if number:
        text = _ITSELF.sub(f"item {number}", text)
    try:
        corrections = read_corrections(text)
        if corrections is None and number:
            corrections = read_corrections(f"{number} {text}")
        if corrections is None:
            raise UnclearCorrection(text=text)
    except Refusal as refusal:
        return replace(await show_agenda(request, meeting_id), refusal=refusal)
    return replace(await _correct(request, meeting_id, corrections, seen), to_message=True)


async def _correct(request: Request, meeting_id: int, corrections: list[Correction], seen: int) -> Reply:
    try:
        async with request.session.begin_nested():  # what a refused correction has written does not stay
            changed = await agenda.correct_agenda(
                request.session, request.member, meeting_id, corrections, seen=seen, now=request.now
            )
    except (agenda.AgendaChangedSince, NothingCorrected) as refusal:
        return replace(await show_agenda(request, meeting_id), refusal=refusal)
    return await corrected(request, changed)


async def corrected(request: Request, changed: agenda.AgendaChange) -> Reply:
    """What was changed, who is told when, and [Undo]."""
    meeting = changed.meeting
    changes = compare(changed.before, changed.after)
    total = sum(item.minutes or 0 for item in meeting.agenda)
    seen = await last_change_id(request.session, meeting)
    opener = (button(_("The whole agenda"), "meetings:agenda_corrected", meeting.id, seen),)
    reply = show(
        "meetings/agenda_corrected",
        keyboard=(opener, *await undo_keyboard(request, meeting)),
        meeting=meeting,
        changes=changes[: messages.MOST_CHANGES],
        others=max(0, len(changes) - messages.MOST_CHANGES),
        told=changed.told is not None,
        settle=agenda.EDITION_SETTLES,
        too_long=total if total > meeting.duration_min else 0,
    )
    return await followed(request, reply, changed.notice)


def _check_ahead(request: Request, meeting: Meeting) -> None:
    check_organises(request.member, meeting)
    access.check_ahead(meeting, now=request.now)


@router.form(
    "change_agenda",
    _("Change the agenda"),
    saves=agenda.change_agenda,
    about=about_meeting(access.access_meeting),
    opened_by="change_agenda",
    check=_check_ahead,
    save=_("Save the agenda"),
)
class ChangeAgendaForm(Form):
    """The agenda of a meeting, announced or not, corrected as often as is needed and saved once."""

    agenda: Annotated[list[AgendaLine], AGENDA]

    @classmethod
    async def initial(cls, _request: Request, meeting: Meeting) -> Mapping[str, Any]:
        lines = [write_item(line_of(item)) for item in meeting.agenda]
        return {"agenda": {"lines": lines, "done": False}} if lines else {}

    @classmethod
    async def load(cls, request: Request, meeting: Meeting) -> tuple[MeetingKind, Any, int]:
        proposals = await agenda.access_proposals(request.session, request.member, request.domains, now=request.now)
        return meeting.kind, proposals, meeting.duration_min

    @classmethod
    def surround(
        cls, loaded: tuple[MeetingKind, Any, int], answers: Mapping[str, Any], base: Surroundings
    ) -> Surroundings:
        kind, proposals, duration_min = loaded
        base = replace(base, facts={**base.facts, "kind": kind})
        return surround_agenda(base, proposals, answers, duration_min=duration_min)

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        changed = await agenda.change_agenda(request.session, request.member, meeting.id, self.agenda, now=request.now)
        return await corrected(request, changed)
