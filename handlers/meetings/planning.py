"""Meetings in the chat: /meetings, /newmeeting, /announce and the buttons under a meeting."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Annotated, Any

from handlers.deliveries import progress_reply
from handlers.forms.conversation import open_form
from handlers.forms.definition import Form, form
from handlers.forms.fields import Around, ChoiceField, DayField, Field, LinesField, TimeField
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import action, command
from messages.meetings.card import card_for, show_agenda_line
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, button, rows, shorten
from messages.rendering.templating import format_clock, format_day, format_duration
from messages.rendering.texts import Text, _, counted
from storage.core.notifications import Notification
from storage.meetings import LONGEST_REASON, Meeting, MeetingAhead, MeetingKind, MeetingState, find_attendance
from twg.core.audiences import Audience, from_column
from twg.core.permissions import Permission
from twg.language.parsing import AgendaLine, parse_agenda_line, parse_duration_min, write_agenda_line
from twg.meetings import planning

#: Of a restricted audience so many are named before it is announced.
MOST_NAMED = 10
_OFFICE_TIMES = ["08:00", "08:30", "09:00", "14:00", "14:30", "15:00"]


@command("meetings", _("Meetings ahead and your answers"))
async def list_(request: Request, _rest: str) -> Reply:
    ahead = await planning.list_ahead(request.session, request.member, now=request.now)
    buttons = [_open_button(request, meeting) for meeting in ahead]
    if request.member.may(Permission.MEETING_ORGANISE):
        buttons.append(button(_("New meeting"), "meetings/new"))
    return say("meetings/list", ahead=ahead, keyboard=rows(buttons))


def _open_button(request: Request, meeting: MeetingAhead) -> Button:
    day = format_day(meeting.starts_at.astimezone(request.zone).date(), locale=request.locale, short=True)
    return button(shorten(f"{day} · {meeting.title}"), "meetings/open", meeting.id)


@action("meetings/open", subject=Meeting)
async def open_(request: Request, meeting_id: int) -> Reply:
    return Reply(await show_card(request, meeting_id))


async def show_card(request: Request, meeting_id: int) -> Content:
    meeting = await planning.access_meeting(request.session, request.member, meeting_id)
    attendance = await find_attendance(request.session, meeting.id, request.member.person.id)
    return card_for(request.member, meeting, attendance)


@form("meetings/new", _("New meeting"), permission=Permission.MEETING_ORGANISE)
class NewMeetingForm(Form):
    title: Annotated[
        str,
        Field(question=_("What is the meeting about?"), hint=_("For example: Annual review 2026"), label=_("Title")),
    ]
    kind: Annotated[
        MeetingKind,
        ChoiceField(question=_("What kind of meeting is it?"), label=_("Kind"), members=tuple(MeetingKind)),
    ]
    day: Annotated[
        date,
        DayField(
            question=_("On which day will it be held?"), hint=_("Choose it, or type it: 15/12/2026"), label=_("Day")
        ),
    ]
    at: Annotated[
        time,
        TimeField(
            question=_("At what time does it begin?"),
            hint=_("Choose it, or type it: 9:30"),
            label=_("Begins at"),
            suggest=lambda _around: _OFFICE_TIMES,
        ),
    ]
    duration: Annotated[
        int,
        Field(
            question=_("How long will it last?"),
            hint=_("Choose it, or type it: 2h30"),
            label=_("Lasts"),
            read_text=lambda text, _around: parse_duration_min(text),
            show=lambda minutes, around: format_duration(minutes, locale=around.locale),
            suggest=lambda _around: ["1h", "2h", "3h", "4h"],
        ),
    ]
    place: Annotated[str, Field(question=_("Where will it be held?"), label=_("Place"))]
    audience: Annotated[
        Audience,
        ChoiceField(question=_("Who should be invited?"), label=_("Invited"), members=tuple(Audience)),
    ]
    agenda: Annotated[
        list[AgendaLine],
        LinesField(
            question=_("What is on the agenda? One item a line."),
            hint=_("For example: Budget 2027 | Ministry of Health | 30 min"),
            label=_("Agenda"),
            limit=300,
            read_text=lambda line, _around: parse_agenda_line(line),
            show=lambda line, around: show_agenda_line(line, locale=around.locale),
        ),
    ] = []  # noqa: RUF012 - pydantic copies it

    async def save(self, request: Request, _context: Mapping[str, Any]) -> Reply:
        meeting = await planning.plan(request.session, request.member, self._facts(), now=request.now)
        return await preview(request, meeting.id)

    def _facts(self) -> planning.NewMeeting:
        facts = self.model_dump(exclude={"agenda", "duration"})
        return planning.NewMeeting(**facts, duration_min=self.duration, agenda=self.agenda)


@form("meetings/correct", _("Correct the meeting"), permission=Permission.MEETING_ORGANISE)
class CorrectMeetingForm(NewMeetingForm):
    """The same questions about a meeting that nobody has been told of yet."""

    async def save(self, request: Request, context: Mapping[str, Any]) -> Reply:
        await planning.correct(request.session, request.member, context["meeting_id"], self._facts(), now=request.now)
        return await preview(request, context["meeting_id"])


@action("meetings/correct", subject=Meeting)
async def correct(request: Request, meeting_id: int) -> Reply:
    """Everything as it is now; what is wrong is chosen and answered anew."""
    meeting = await planning.access_draft(request.session, request.member, meeting_id)
    starts_at = meeting.starts_at.astimezone(request.zone)
    lines = [write_agenda_line(AgendaLine(item.title, item.presenter, item.minutes)) for item in meeting.agenda]
    answers = {
        "title": meeting.title,
        "kind": meeting.kind,
        "day": starts_at.date().isoformat(),
        "at": f"{starts_at:%H:%M}",
        "duration": str(meeting.duration_min),
        "place": meeting.place,
        "audience": from_column(meeting.audience),
        "agenda": {"lines": lines, "done": True} if lines else None,
    }
    reply = await open_form(request, CorrectMeetingForm, context={"meeting_id": meeting_id}, answers=answers)
    return replace(reply, edit=False)


@command("newmeeting", _("Plan a meeting"), permission=Permission.MEETING_ORGANISE)
async def new(request: Request, _rest: str) -> Reply:
    return replace(await open_form(request, NewMeetingForm), edit=False)


@action("meetings/new")
async def new_by_button(request: Request) -> Reply:
    return await new(request, "")


@command("announce", _("Announce a planned meeting"), permission=Permission.MEETING_ORGANISE)
async def announce_list(request: Request, _rest: str) -> Reply:
    ahead = await planning.list_ahead(request.session, request.member, now=request.now)
    drafts = [meeting for meeting in ahead if meeting.state is MeetingState.DRAFT]
    if len(drafts) == 1:
        return replace(await preview(request, drafts[0].id), edit=False)
    buttons = [_open_button(request, meeting) for meeting in drafts]
    buttons.append(button(_("New meeting"), "meetings/new"))
    return say("meetings/to_announce", drafts=drafts, keyboard=rows(buttons))


@action("meetings/preview", subject=Meeting)
async def preview(request: Request, meeting_id: int) -> Reply:
    """What will be announced, and to how many, before anything is sent."""
    meeting, recipients = await planning.access_organised(request.session, request.member, meeting_id)
    planning.check_announceable(meeting, now=request.now)
    announce_to = counted(len(recipients), _("Announce to 1 person"), _("Announce to {n} people"))
    keyboard = (
        (button(announce_to, "meetings/announce", meeting.id),),
        (button(_("Not yet"), "meetings/not_yet", meeting.id),),
    )
    agenda_min = sum(item.minutes or 0 for item in meeting.agenda)
    named = [] if from_column(meeting.audience) is Audience.ALL else recipients[:MOST_NAMED]
    return show(
        "meetings/preview",
        keyboard=keyboard,
        meeting=meeting,
        twg=request.member.twg,
        before=None,
        recipients=recipients,
        named=named,
        others=len(recipients) - len(named) if named else 0,
        too_long=agenda_min if agenda_min > meeting.duration_min else 0,
    )


@action("meetings/not_yet", subject=Meeting)
async def not_yet(request: Request, meeting_id: int) -> Reply:
    """The card in place of the preview, whose button would else announce it after all."""
    return Reply(await show_card(request, meeting_id), edit=True)


@action("meetings/announce", subject=Meeting)
async def announce(request: Request, meeting_id: int) -> Reply:
    notification = await planning.announce(request.session, request.member, meeting_id, now=request.now)
    meeting, recipients = await planning.access_organised(request.session, request.member, meeting_id)
    keyboard = ((button(_("Who is coming"), "meetings/answers", meeting.id),),)
    reply = show("meetings/announced_to", keyboard=keyboard, meeting=meeting, count=len(recipients))
    return await _followed(request, reply, notification)


async def about_meeting(request: Request, context: Mapping[str, Any], around: Around) -> Around:
    meeting = await planning.access_meeting(request.session, request.member, context["meeting_id"])
    return replace(around, about=meeting.title)


@form("meetings/move", _("Move the meeting"), permission=Permission.MEETING_ORGANISE, save=_("Move the meeting"))
class MoveForm(Form):
    day: Annotated[
        date,
        DayField(
            question=_("To which day should it be moved?"),
            hint=_("Choose it, or type it: 15/12/2026"),
            label=_("New day"),
        ),
    ]
    at: Annotated[
        time,
        TimeField(
            question=_("At what time does it begin?"),
            hint=_("Choose it, or type it: 9:30"),
            label=_("Begins at"),
            suggest=lambda around: list(dict.fromkeys([*around.facts["times"], *_OFFICE_TIMES])),
        ),
    ]

    @classmethod
    async def around(
        cls, request: Request, context: Mapping[str, Any], answers: Mapping[str, Any], around: Around
    ) -> Around:
        meeting, recipients = await planning.access_organised(request.session, request.member, context["meeting_id"])
        starts_at = meeting.starts_at.astimezone(request.zone)
        note = None
        if meeting.state is MeetingState.ANNOUNCED:
            same_day = answers.get("day") == starts_at.date().isoformat()
            note = _told_same_day(len(recipients)) if same_day else _told_other_day(len(recipients))
        facts = {"times": [f"{starts_at:%H:%M}"], "day": starts_at.date()}
        return replace(around, facts=facts, note=note, about=meeting.title)

    async def save(self, request: Request, context: Mapping[str, Any]) -> Reply:
        args = planning.Move(day=self.day, at=self.at)
        changed = await planning.move(request.session, request.member, context["meeting_id"], args, now=request.now)
        return await _changed(request, changed)


def _told_same_day(count: int) -> Text:
    return counted(
        count,
        _("1 person will be told; an answer that was given stays."),
        _("{n} people will be told; answers that were given stay."),
    )


def _told_other_day(count: int) -> Text:
    return counted(
        count,
        _("1 person will be told, and asked to answer again."),
        _("{n} people will be told, and asked to answer again."),
    )


async def _changed(request: Request, changed: planning.Changed) -> Reply:
    reply = show("meetings/changed", meeting=changed.meeting, settle=planning.CHANGES_SETTLE, twg=request.member.twg)
    return await _followed(request, reply, changed.notice)


async def _followed(request: Request, reply: Reply, notice: Notification | None) -> Reply:
    """The reply, and below it how far the notice is."""
    return reply if notice is None else replace(reply, also=(await progress_reply(request, notice),))


async def _check_changeable(request: Request, meeting_id: int) -> None:
    """Before anything is asked: what cannot be changed is refused at once."""
    meeting, _recipients = await planning.access_organised(request.session, request.member, meeting_id)
    planning.check_ahead(meeting, now=request.now)


@action("meetings/move", subject=Meeting)
async def move(request: Request, meeting_id: int) -> Reply:
    await _check_changeable(request, meeting_id)
    return replace(await open_form(request, MoveForm, context={"meeting_id": meeting_id}), edit=False)


@form("meetings/relocate", _("Change the place"), permission=Permission.MEETING_ORGANISE, save=_("Change the place"))
class RelocateForm(Form):
    place: Annotated[str, Field(question=_("Where will it be held now?"), label=_("New place"))]

    @classmethod
    async def around(
        cls, request: Request, context: Mapping[str, Any], _answers: Mapping[str, Any], around: Around
    ) -> Around:
        return await about_meeting(request, context, around)

    async def save(self, request: Request, context: Mapping[str, Any]) -> Reply:
        changed = await planning.relocate(
            request.session, request.member, context["meeting_id"], self.place, now=request.now
        )
        return await _changed(request, changed)


@action("meetings/relocate", subject=Meeting)
async def relocate(request: Request, meeting_id: int) -> Reply:
    await _check_changeable(request, meeting_id)
    return replace(await open_form(request, RelocateForm, context={"meeting_id": meeting_id}), edit=False)


@form(
    "meetings/cancel",
    _("Cancel the meeting"),
    permission=Permission.MEETING_ORGANISE,
    save=_("Yes, cancel it"),
    leave=_("No, keep it"),
    left=_("The meeting stays as it is."),
)
class CancelForm(Form):
    reason: Annotated[
        str,
        Field(
            question=_("If there is a reason to be told, please type it now."),
            label=_("Reason"),
            limit=LONGEST_REASON,
            at_summary=True,
        ),
    ] = ""

    @classmethod
    async def around(
        cls, request: Request, context: Mapping[str, Any], _answers: Mapping[str, Any], around: Around
    ) -> Around:
        meeting, recipients = await planning.access_organised(request.session, request.member, context["meeting_id"])
        starts_at = meeting.starts_at.astimezone(request.zone)
        day = format_day(starts_at.date(), locale=request.locale)
        told = counted(len(recipients), _("1 person will be told."), _("{n} people will be told."))
        note = Text("{title}\n{day}, {at}\n{told}").with_(
            title=meeting.title,
            day=day,
            at=format_clock(starts_at, locale=request.locale),
            told=told if meeting.state is MeetingState.ANNOUNCED else "",
        )
        return replace(around, note=note, about=meeting.title)

    async def save(self, request: Request, context: Mapping[str, Any]) -> Reply:
        meeting_id = context["meeting_id"]
        cancelled = await planning.cancel(request.session, request.member, meeting_id, self.reason, now=request.now)
        meeting, recipients = await planning.access_organised(request.session, request.member, meeting_id)
        count = 0 if cancelled.notice is None else len(recipients)
        return await _followed(request, show("meetings/cancelled", meeting=meeting, count=count), cancelled.notice)


@action("meetings/cancel", subject=Meeting)
async def cancel(request: Request, meeting_id: int) -> Reply:
    """The question whether it shall be; a reason can be typed there."""
    await _check_changeable(request, meeting_id)
    reply = await open_form(request, CancelForm, context={"meeting_id": meeting_id}, answers={"reason": None})
    return replace(reply, edit=False)
