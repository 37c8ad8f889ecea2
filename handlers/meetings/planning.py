"""Meetings in the chat: /newmeeting, /announce and the buttons under a meeting."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.forms.audience_field import AudienceField, load_audiences, only_audience
from handlers.forms.changed_meanwhile import find_changes, last_change_id
from handlers.forms.conversation import open_form
from handlers.forms.fields import ChoiceField, Field
from handlers.forms.form import Form, about_row
from handlers.forms.lines_field import LinesField
from handlers.forms.moment_fields import DayField, TimeField
from handlers.forms.surroundings import Option, Surroundings
from handlers.meetings.alike import open_like, warn_of_like, word_like
from handlers.meetings.listing import open_buttons
from handlers.meetings.one_line import typed_in_line
from handlers.meetings.short_notice import question_short_notice
from handlers.routing.commands import Group
from handlers.routing.foreseeing import SEND_NOW, foresee, sending_at_once
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from messages.history import history_keyboard
from messages.meetings.card import card_for, show_agenda_line
from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, button, rows
from messages.rendering.templating import format_duration
from messages.rendering.texts import _, counted
from storage.core.notifications import Notification
from storage.meetings import Meeting, MeetingKind, MeetingState, find_attendance
from storage.subgroups import group_id_of
from twg.core.addressing import check_runs
from twg.core.audiences import Audience, chosen_audience, only_token
from twg.core.permissions import Permission
from twg.language.agenda import AgendaLine, parse_agenda_line, write_agenda_line
from twg.language.times import parse_duration_min
from twg.meetings import access, listing, packs, planning
from twg.meetings.alike import Others, access_others

#: Recipients named in the preview of a meeting with a restricted audience.
MOST_NAMED = 10
router = Router("meetings")

OFFICE_TIMES = ["08:00", "08:30", "09:00", "14:00", "14:30", "15:00"]


@router.button("open", subject=Meeting, opens=True)
async def open_(request: Request, meeting_id: int) -> Reply:
    return Reply(await show_card(request, meeting_id))


async def show_card(request: Request, meeting_id: int) -> Content:
    meeting = await access.access_meeting(request.session, request.member, meeting_id)
    attendance = await find_attendance(request.session, meeting.id, request.member.person.id)
    papers = await packs.count_papers(request.session, meeting, request.member.member)
    card = card_for(request.member, meeting, attendance, now=request.now, papers=papers)
    return replace(card, keyboard=(*card.keyboard, *history_keyboard(request.member, meeting)))


@router.form("plan_meeting", _("New meeting"), saves=planning.plan, opened_by="new")
class NewMeetingForm(Form):
    title: Annotated[
        str,
        Field(
            question=_("What is the meeting about?"),
            hint=_("For example: Annual review 2026"),
            label=_("Title"),
            is_name=True,
        ),
    ]
    kind: Annotated[
        MeetingKind,
        ChoiceField(question=_("What kind of meeting is it?"), label=_("Kind"), members=tuple(MeetingKind)),
    ]
    day: Annotated[
        date,
        DayField(
            question=_("On which day will it be held?"),
            label=_("Day"),
            time_in="at",
            length_in="duration",
        ),
    ]
    at: Annotated[
        time,
        TimeField(
            question=_("At what time does it begin?"),
            label=_("Begins at"),
            suggest=lambda _around: OFFICE_TIMES,
            length_in="duration",
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
            suggest=lambda around: [format_duration(hours * 60, locale=around.locale) for hours in (1, 2, 3, 4)],
        ),
    ]
    place: Annotated[str, Field(question=_("Where will it be held?"), label=_("Place"), is_name=True)]
    audience: Annotated[str, AudienceField(question=_("Who should be invited?"), label=_("Invited"))]
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
    ] = []  # noqa: RUF012 - pydantic copies the default

    @classmethod
    async def initial(cls, request: Request, _about: Any) -> Mapping[str, Any]:
        """Who leads one sub-group, and may invite nobody else, is not asked who is invited to which kind of meeting."""
        only = await only_audience(request, Permission.MEETING_ORGANISE)
        return {**only, "kind": MeetingKind.SUB_GROUP.value} if only else {}

    @classmethod
    async def load(cls, request: Request, about: Meeting | None) -> tuple[Others, list[Option]]:
        """The meetings with which this one is compared, and who may be invited."""
        itself = () if about is None else (about.id,)
        others = await access_others(request.session, request.member, now=request.now, but=itself)
        return others, await load_audiences(request, Permission.MEETING_ORGANISE)

    @classmethod
    def surround(
        cls, loaded: tuple[Others, list[Option]], answers: Mapping[str, Any], base: Surroundings
    ) -> Surroundings:
        others, audiences = loaded
        if answers.get("kind") == MeetingKind.SUB_GROUP:
            audiences = sorted(audiences, key=lambda option: group_id_of(option.key) is None)
        base = warn_of_like(replace(base, options={"audience": audiences}), others, answers)
        return question_short_notice(base, answers)

    async def save(self, request: Request, _about: Any) -> Reply:
        meeting = await planning.plan(request.session, request.member, self._facts(), now=request.now)
        return await preview(request, meeting.id)

    def _facts(self) -> planning.NewMeeting:
        facts = self.model_dump(exclude={"agenda", "duration"})
        return planning.NewMeeting(**facts, duration_min=self.duration, agenda=self.agenda)


def _check_draft(request: Request, meeting: Meeting) -> None:
    check_runs(request.member, Permission.MEETING_ORGANISE, meeting.audience)
    access.check_draft(meeting)


@router.form(
    "correct_meeting",
    _("Correct the meeting"),
    saves=planning.correct,
    about=about_row(Meeting, access.access_meeting, lambda _meeting: ""),
    opened_by="correct",
    check=_check_draft,
)
class CorrectMeetingForm(NewMeetingForm):
    """The questions of a new meeting for one not yet announced; the person changes only wrong answers."""

    @classmethod
    async def initial(cls, request: Request, meeting: Meeting) -> Mapping[str, Any]:
        """The stored facts of the meeting as answers."""
        starts_at = meeting.starts_at.astimezone(request.zone)
        lines = [write_agenda_line(AgendaLine(item.title, item.presenter, item.minutes)) for item in meeting.agenda]
        return {
            "title": meeting.title,
            "kind": meeting.kind,
            "day": starts_at.date().isoformat(),
            "at": f"{starts_at:%H:%M}",
            "duration": str(meeting.duration_min),
            "place": meeting.place,
            "audience": only_token(meeting.audience),
            "agenda": {"lines": lines, "done": True} if lines else None,
        }

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        await planning.correct(request.session, request.member, meeting.id, self._facts(), now=request.now)
        return await preview(request, meeting.id)


@router.command("newmeeting", _("Plan a meeting"), permission=Permission.MEETING_ORGANISE, group=Group.MEETINGS)
async def plan(request: Request, rest: str) -> Reply:
    """Open the form; a line after the command answers its questions as far as it is understood."""
    return await open_form(request, NewMeetingForm, typed=typed_in_line(request, rest) if rest else None)


@router.command(
    "announce",
    _("Announce a planned meeting"),
    permission=Permission.MEETING_ORGANISE,
    lists=True,
    group=Group.MEETINGS,
)
async def announce_list(request: Request, _rest: str) -> Reply:
    ahead = await listing.list_ahead(request.session, request.member, now=request.now)
    drafts = [meeting for meeting in ahead if meeting.state is MeetingState.DRAFT]
    more = len(ahead) > listing.MOST_AHEAD
    if len(drafts) == 1 and not more:
        return replace(await preview(request, drafts[0].id), edit=False)
    buttons = open_buttons(request, drafts)
    buttons.append(button(_("New meeting"), "meetings:new"))
    return say("meetings/to_announce", drafts=drafts, more=more, keyboard=rows(buttons))


@router.button("preview", subject=Meeting)
async def preview(request: Request, meeting_id: int) -> Reply:
    """Show what would be announced, and to how many; nothing is sent yet."""
    meeting, recipients = await access.access_organised(request.session, request.member, meeting_id)
    access.check_announceable(meeting, now=request.now)
    announce_to = counted(len(recipients), _("Announce to 1 person"), _("Announce to {n} people"))
    seen = await last_change_id(request.session, meeting)
    keyboard: Keyboard = (
        (button(announce_to, "meetings:announce", meeting.id, seen),),
        (button(_("Not yet"), "meetings:not_yet", meeting.id),),
    )
    foreseen = await foresee(request, lambda trying: _announce(trying, meeting_id))
    if foreseen is not None and foreseen.held_until is not None:
        at_once = button(SEND_NOW, "meetings:announce_now", meeting.id, seen)
        keyboard = (keyboard[0], (at_once,), keyboard[1])
    others = await access_others(request.session, request.member, now=request.now, but=[meeting.id])
    like = others.find_like(meeting.kind, meeting.title, meeting.starts_at)
    if like is not None:
        keyboard = (*keyboard, (open_like(like),))
    agenda_min = sum(item.minutes or 0 for item in meeting.agenda)
    named = [] if chosen_audience(meeting.audience) is Audience.ALL else recipients[:MOST_NAMED]
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
        like=None if like is None else word_like(like, request.zone, request.locale),
        goes_out=None if foreseen is None else foreseen.note(request),
    )


@router.button("not_yet", subject=Meeting)
async def not_yet(request: Request, meeting_id: int) -> Reply:
    """Replace the preview by the card, so that the button to announce is gone."""
    return Reply(await show_card(request, meeting_id), edit=True)


async def _announce(request: Request, meeting_id: int) -> Notification:
    return await planning.announce(request.session, request.member, meeting_id, now=request.now)


@router.button("announce", subject=Meeting)
async def announce(request: Request, meeting_id: int, seen: int = 0) -> Reply:
    """Announce it as it was previewed.

    Args:
        seen: id of the last change that the preview showed; 0 in previews of earlier releases.
    """
    return await _announced(request, meeting_id, seen)


@router.button("announce_now", subject=Meeting)
async def announce_now(request: Request, meeting_id: int, seen: int = 0) -> Reply:
    """Announce it, also in quiet hours and on days off."""
    return await _announced(sending_at_once(request), meeting_id, seen)


async def _announced(request: Request, meeting_id: int, seen: int) -> Reply:
    meeting = await access.access_meeting(request.session, request.member, meeting_id)
    changed = await find_changes(request, meeting, seen=seen) if seen else None
    if changed is not None and meeting.state is MeetingState.DRAFT:
        return replace(await preview(request, meeting_id), refusal=changed)
    notification = await _announce(request, meeting_id)
    meeting, recipients = await access.access_organised(request.session, request.member, meeting_id)
    keyboard = ((button(_("Who is coming"), "meetings:answers", meeting.id),),)
    reply = show("meetings/announced_to", keyboard=keyboard, meeting=meeting, count=len(recipients))
    return await followed(request, reply, notification)
