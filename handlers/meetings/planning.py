"""Meetings in the chat: /newmeeting, /announce and the buttons under a meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time
from typing import Annotated, Any, ClassVar

from handlers.deliveries import followed
from handlers.forms.audience_field import AudienceField, load_audiences, only_audience
from handlers.forms.changed_meanwhile import find_changes, last_change_id
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField, TimeField
from handlers.forms.surroundings import Surroundings
from handlers.meetings.agenda_field import AGENDA
from handlers.meetings.alike import open_like, word_like
from handlers.meetings.fields import KindField, LinkField, PlaceField, TitleField, is_audience_chosen, length_field
from handlers.meetings.listing import open_buttons
from handlers.meetings.one_line import read_line
from handlers.meetings.surrounding import ASK_INSTEAD, Loaded, surround_planning
from handlers.routing.commands import Group
from handlers.routing.foreseeing import SEND_NOW, foresee, sending_at_once
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from messages.history import history_keyboard
from messages.meetings.card import card_for
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows
from messages.rendering.paging import into_pages
from messages.rendering.texts import _, counted
from storage.attendance import find_presence
from storage.core.notifications import Notification
from storage.meetings import LONGEST_LINK, Meeting, MeetingKind, MeetingState, find_attendance
from twg.core.audiences import Audience, chosen_audience
from twg.core.permissions import Permission
from twg.language.agenda import AgendaLine
from twg.language.leaving_open import leaves_to_others
from twg.language.series_numbers import parse_number
from twg.meetings import access, listing, planning, preparing
from twg.meetings.agenda import access_proposals
from twg.meetings.alike import access_others
from twg.meetings.convening import list_kinds
from twg.records import access as access_records

#: Recipients named in the preview of a meeting with a restricted audience.
MOST_NAMED = 10
#: Agenda items that the preview shows; those of a page of the agenda.
MOST_ITEMS = 20
router = Router("meetings")

OFFICE_TIMES = ["08:00", "08:30", "09:00", "14:00", "14:30", "15:00"]


@router.button("open", subject=Meeting, opens=True)
async def open_(request: Request, meeting_id: int) -> Reply:
    return Reply(await show_card(request, meeting_id))


async def show_card(request: Request, meeting_id: int) -> Content:
    meeting = await access.access_meeting(request.session, request.member, meeting_id)
    attendance = await find_attendance(request.session, meeting.id, request.member.person.id)
    papers = await preparing.count_papers(request.session, meeting, request.member.member)
    presence = await find_presence(request.session, meeting.id, request.member.person.id)
    keeps = await access_records.access_keeps(request.session, request.member, meeting)
    card = card_for(
        request.member, meeting, attendance, now=request.now, papers=papers, presence=presence, keeps_record=keeps
    )
    return replace(card, keyboard=(*card.keyboard, *history_keyboard(request.member, meeting)))


@router.form("plan_meeting", _("New meeting"), saves=planning.plan, opened_by="new")
class NewMeetingForm(Form):
    #: Whether members may be asked when they can, where the day is not known yet.
    seeks_date: ClassVar[bool] = True

    title: Annotated[
        str,
        TitleField(
            question=_("What is the meeting about?"),
            hint=_("For example: Annual review 2026"),
            label=_("Title"),
        ),
    ]
    kind: Annotated[MeetingKind, KindField(question=_("What kind of meeting is it?"), label=_("Kind"))]
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
    duration: Annotated[int, length_field(_("How long will it last?"))]
    place: Annotated[str, PlaceField(question=_("Where will it be held?"), label=_("Place"))]
    audience: Annotated[
        str | None,
        AudienceField(
            question=_("Who should be invited?"),
            label=_("Invited"),
            when=is_audience_chosen,
        ),
    ]
    agenda: Annotated[list[AgendaLine], AGENDA] = []  # noqa: RUF012 - pydantic copies the default
    number: Annotated[
        int | None,
        Field(
            question=_("Which number does it have in its series?"),
            hint=_("For example: 12"),
            label=_("Number"),
            on_request=True,
            read_text=lambda text, _around: parse_number(text),
        ),
    ] = None
    link: Annotated[
        str,
        LinkField(
            question=_("What is the link to join online? Only those invited get it."),
            label=_("Link"),
            limit=LONGEST_LINK,
            on_request=True,
        ),
    ] = ""

    @classmethod
    async def initial(cls, request: Request, _about: Any) -> Mapping[str, Any]:
        """Who leads one sub-group, and may invite nobody else, is not asked who is invited to which kind of meeting."""
        only = await only_audience(request, Permission.MEETING_ORGANISE)
        return {**only, "kind": MeetingKind.SUB_GROUP.value} if only else {}

    @classmethod
    async def load(cls, request: Request, about: Meeting | None) -> Loaded:
        itself = () if about is None else (about.id,)
        session, actor = request.session, request.member
        return Loaded(
            others=await access_others(session, actor, now=request.now, but=itself),
            audiences=await load_audiences(request, Permission.MEETING_ORGANISE),
            kinds=list_kinds(actor),
            numbers=await planning.access_next_numbers(session, actor),
            proposals=await access_proposals(session, actor, request.domains, now=request.now),
            may_ask=cls.seeks_date,
        )

    @classmethod
    def surround(cls, loaded: Loaded, answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return surround_planning(loaded, answers, base)

    @classmethod
    async def instead(
        cls, request: Request, _about: Any, _answers: Mapping[str, Any], question: Field
    ) -> Sequence[Button]:
        open_ = cls.seeks_date and question.name == "day" and leaves_to_others(request.incoming.text)
        return [ASK_INSTEAD] if open_ else []

    async def save(self, request: Request, _about: Any) -> Reply:
        meeting = await planning.plan(request.session, request.member, self.facts(), now=request.now)
        return await preview(request, meeting.id)

    def facts(self) -> planning.NewMeeting:
        """The answers as the operation takes them."""
        facts = self.model_dump(exclude={"agenda", "duration", "link"})
        link = self.link or ""
        return planning.NewMeeting(**facts, duration_min=self.duration, agenda=self.agenda, link=link)


@router.command("newmeeting", _("Plan a meeting"), permission=Permission.MEETING_ORGANISE, group=Group.MEETINGS)
async def plan(request: Request, rest: str) -> Reply:
    """Open the form; a line after the command answers its questions as far as it is understood."""
    if not rest:
        return await open_form(request, NewMeetingForm)
    line = await read_line(request, rest)
    return await open_form(request, NewMeetingForm, typed=line.typed, answers=line.usual, doubt=line.doubt)


@router.command(
    "announce",
    _("Announce a planned meeting"),
    permission=Permission.MEETING_ORGANISE,
    lists=True,
    group=Group.MEETINGS,
)
async def announce_list(request: Request) -> Reply:
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
    shown = into_pages(meeting.agenda, lambda item: 20 + len(item.title) + len(item.presenter), most=MOST_ITEMS)[0]
    named = [] if chosen_audience(meeting.audience) is Audience.ALL else recipients[:MOST_NAMED]
    return show(
        "meetings/preview",
        keyboard=keyboard,
        meeting=meeting,
        twg=request.member.twg,
        items=shown,
        more_items=len(meeting.agenda) - len(shown),
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
