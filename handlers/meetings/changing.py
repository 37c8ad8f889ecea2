"""Changing a meeting in the chat: moving it, holding it elsewhere, cancelling it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField, TimeField
from handlers.forms.surroundings import Surroundings
from handlers.meetings.alike import warn_of_like
from handlers.meetings.fields import LinkField, PlaceField
from handlers.meetings.planning import OFFICE_TIMES
from handlers.meetings.short_notice import question_short_notice
from handlers.meetings.subjects import about_meeting
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.templating import format_moment
from messages.rendering.texts import Text, _, counted
from storage.meetings import LONGEST_LINK, LONGEST_REASON, Meeting, MeetingState, list_attendance
from twg.language.explaining import hardly_tells_why
from twg.meetings import access, changing, notices, preparing
from twg.meetings.alike import access_others
from twg.meetings.convening import check_organises
from twg.meetings.voiding import Shift, widest_shift

router = Router("meetings")

_REASONS = (_("The Chair is not available."), _("The room is not available."), _("Too few people can come."))
#: Why a meeting is cancelled, asked where people have been told of it; one tap skips it.
_WHY_CANCELLED = Field(
    question=_("Why is it cancelled? Those who are invited will read the reason."),
    label=_("Reason"),
    limit=LONGEST_REASON,
    unlike=hardly_tells_why,
    suggest=lambda around: [text.render(around.locale) for text in _REASONS],
)
#: Why a meeting is changed; where people have been told of it, it is asked, and nobody can skip it.
WHY = replace(
    _WHY_CANCELLED,
    question=_("If there is a reason to be told, please type it now."),
    at_summary=True,
    required=lambda _values, around: around.facts.get("announced", False),
)
#: Its question where people have been told of the meeting.
_ASKS_WHY = _("Why is it changed? Those who are invited will read the reason.")
MEETING = about_meeting(access.access_meeting)


def asking_why(base: Surroundings, *, announced: bool) -> Surroundings:
    """The surroundings of a form that changes a meeting: the reason is asked of one that is announced."""
    questions = {**base.questions, "reason": _ASKS_WHY} if announced else base.questions
    return replace(base, questions=questions, facts={**base.facts, "announced": announced})


class FormOfChange(Form):
    """Base of forms that change one fact of a meeting, with the reason."""

    @classmethod
    async def load(cls, _request: Request, meeting: Meeting) -> Any:
        return meeting.state is MeetingState.ANNOUNCED

    @classmethod
    def surround(cls, loaded: Any, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return asking_why(base, announced=loaded)


def check_changeable(request: Request, meeting: Meeting) -> None:
    check_organises(request.member, meeting)
    access.check_ahead(meeting, now=request.now)


@router.form(
    "move_meeting",
    _("Move the meeting"),
    saves=changing.move,
    about=MEETING,
    opened_by="move",
    check=check_changeable,
    save=_("Move the meeting"),
)
class MoveForm(Form):
    day: Annotated[
        date,
        DayField(
            question=_("To which day should it be moved?"),
            label=_("New day"),
            opens_on=lambda around: around.facts["day"],
            time_in="at",
        ),
    ]
    at: Annotated[
        time,
        TimeField(
            question=_("At what time does it begin?"),
            label=_("Begins at"),
            suggest=lambda around: list(dict.fromkeys([*around.facts["times"], *OFFICE_TIMES])),
        ),
    ]
    reason: Annotated[str, WHY] = ""

    @classmethod
    async def load(cls, request: Request, meeting: Meeting) -> dict[str, Any]:
        starts_at = meeting.starts_at.astimezone(request.zone)
        told = await access.list_invited(request.session, request.member, meeting.id)
        count = len(told) if meeting.state is MeetingState.ANNOUNCED else 0
        others = await access_others(request.session, request.member, now=request.now, but=[meeting.id])
        itself = {"kind": meeting.kind, "title": meeting.title}
        times = [f"{starts_at:%H:%M}"]
        out = (await preparing.read_pack(request.session, meeting)).sent > 0
        return {
            "times": times,
            "day": starts_at.date(),
            "at": meeting.starts_at,
            "answers": list((await list_attendance(request.session, meeting.id)).values()),
            "zone": request.zone,
            "announced": meeting.state is MeetingState.ANNOUNCED,
            "told": count,
            "others": others,
            "itself": itself,
            "papers_out": out,
        }

    @classmethod
    def surround(cls, loaded: dict[str, Any], answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        note = _word_told(loaded, answers) if loaded["told"] else None
        moved = {**answers, **loaded["itself"]}
        base = warn_of_like(base, loaded["others"], moved)
        if not loaded["papers_out"]:
            base = question_short_notice(base, moved, save=_("Go on and move it"))
        return asking_why(replace(base, facts=loaded, note=note), announced=loaded["announced"])

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        args = changing.NewTime(day=self.day, at=self.at, reason=self.reason)
        changed = await changing.move(request.session, request.member, meeting.id, args, now=request.now)
        return await show_changed(request, changed)


def _word_told(loaded: dict[str, Any], answers: Mapping[str, Any]) -> Text:
    """How many people are told, and which answers the move voids; `day` and `at` may not be answered yet."""
    try:
        day, at = date.fromisoformat(answers.get("day") or ""), time.fromisoformat(answers.get("at") or "")
        moved = datetime.combine(day, at, loaded["zone"])
        shift = widest_shift(loaded["answers"], loaded["at"], moved, loaded["zone"])
    except ValueError:
        shift = Shift.DAY
    return counted(loaded["told"], *_TOLD[shift])


#: For one person and for several.
_TOLD = {
    Shift.SMALL: (
        _("1 person will be told; an answer that was given stays."),
        _("{n} people will be told; answers that were given stay."),
    ),
    Shift.HOUR: (
        _("1 person will be told; who said that they come is asked to answer again."),
        _("{n} people will be told; those who said that they come are asked to answer again."),
    ),
    Shift.DAY: (
        _("1 person will be told, and asked to answer again."),
        _("{n} people will be told, and asked to answer again."),
    ),
}


async def show_changed(request: Request, changed: changing.Changed) -> Reply:
    reply = show("meetings/changed", meeting=changed.meeting, settle=notices.CHANGES_SETTLE, twg=request.member.twg)
    return await followed(request, reply, changed.notice)


@router.form(
    "relocate_meeting",
    _("Change the place"),
    saves=changing.relocate,
    about=MEETING,
    opened_by="relocate",
    check=check_changeable,
    save=_("Change the place"),
)
class RelocateForm(FormOfChange):
    """A link that stands in the new place is that of the meeting from now on: its place is read by everybody."""

    place: Annotated[str, PlaceField(question=_("Where will it be held now?"), label=_("New place"))]
    link: Annotated[
        str,
        LinkField(
            question=_("What is the link to join online? Only those invited get it."),
            label=_("Link"),
            limit=LONGEST_LINK,
            on_request=True,
        ),
    ] = ""
    reason: Annotated[str, WHY] = ""

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        about = request.session, request.member, meeting.id
        changed = await changing.relocate(*about, self.place, self.reason, now=request.now)
        if self.link and self.link != meeting.link:
            linked = await changing.amend(*about, changing.Amendment(link=self.link), now=request.now)
            changed = replace(changed, notice=changed.notice or linked.notice)
        return await show_changed(request, changed)


@router.form(
    "cancel_meeting",
    _("Cancel the meeting"),
    saves=changing.cancel,
    about=MEETING,
    opened_by="cancel",
    check=check_changeable,
    save=_("Yes, cancel it"),
    leave=_("No, keep it"),
    asks=_("Shall the meeting be cancelled?"),
    left=_("The meeting stays as it is."),
)
class CancelForm(Form):
    reason: Annotated[str, _WHY_CANCELLED] = ""

    @classmethod
    async def initial(cls, _request: Request, meeting: Meeting) -> Mapping[str, Any]:
        """Nobody is told of a draft, so that no reason is asked."""
        return {} if meeting.state is MeetingState.ANNOUNCED else {"reason": None}

    @classmethod
    async def load(cls, request: Request, meeting: Meeting) -> Text:
        """The title and time of the meeting, and how many people will be told."""
        starts_at = meeting.starts_at.astimezone(request.zone)
        count = len(await access.list_invited(request.session, request.member, meeting.id))
        told = counted(count, _("1 person will be told."), _("{n} people will be told."))
        return Text("{title}\n{moment}\n{told}").with_(
            title=meeting.title,
            moment=format_moment(starts_at, locale=request.locale),
            told=told if meeting.state is MeetingState.ANNOUNCED else "",
        )

    @classmethod
    def surround(cls, loaded: Text, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, note=loaded)

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        cancelled = await changing.cancel(request.session, request.member, meeting.id, self.reason, now=request.now)
        invited = await access.list_invited(request.session, request.member, meeting.id)
        count = 0 if cancelled.notice is None else len(invited)
        reply = show("meetings/cancelled", meeting=cancelled.meeting, count=count)
        return await followed(request, reply, cancelled.notice)
