"""Changing a meeting in the chat: moving it, holding it elsewhere, cancelling it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.forms.moment_fields import DayField, TimeField
from handlers.forms.surroundings import Surroundings
from handlers.meetings.alike import warn_of_like
from handlers.meetings.planning import OFFICE_TIMES
from handlers.meetings.short_notice import question_short_notice
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.templating import format_moment
from messages.rendering.texts import Text, _, counted
from storage.meetings import LONGEST_REASON, Meeting, MeetingState
from twg.core.addressing import check_runs
from twg.core.permissions import Permission
from twg.meetings import access, changing, preparing
from twg.meetings.alike import access_others

router = Router("meetings")

#: Why a meeting is changed, told to everybody invited; it can be typed at the summary.
REASON = Field(
    question=_("If there is a reason to be told, please type it now."),
    label=_("Reason"),
    limit=LONGEST_REASON,
    at_summary=True,
)
MEETING = about_row(Meeting, access.access_meeting, lambda meeting: meeting.title)


def _check_ahead(request: Request, meeting: Meeting) -> None:
    check_runs(request.member, Permission.MEETING_ORGANISE, meeting.audience)
    access.check_ahead(meeting, now=request.now)


@router.form(
    "move_meeting",
    _("Move the meeting"),
    saves=changing.move,
    about=MEETING,
    opened_by="move",
    check=_check_ahead,
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
    reason: Annotated[str, REASON] = ""

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
            "told": count,
            "others": others,
            "itself": itself,
            "papers_out": out,
        }

    @classmethod
    def surround(cls, loaded: dict[str, Any], answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        same_day = answers.get("day") == loaded["day"].isoformat()
        note = (_told_same_day if same_day else _told_other_day)(loaded["told"]) if loaded["told"] else None
        moved = {**answers, **loaded["itself"]}
        base = warn_of_like(base, loaded["others"], moved)
        if not loaded["papers_out"]:
            base = question_short_notice(base, moved, save=_("Go on and move it"))
        return replace(base, facts=loaded, note=note)

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        args = changing.NewTime(day=self.day, at=self.at, reason=self.reason)
        changed = await changing.move(request.session, request.member, meeting.id, args, now=request.now)
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


async def _changed(request: Request, changed: changing.Changed) -> Reply:
    reply = show("meetings/changed", meeting=changed.meeting, settle=changing.CHANGES_SETTLE, twg=request.member.twg)
    return await followed(request, reply, changed.notice)


@router.form(
    "relocate_meeting",
    _("Change the place"),
    saves=changing.relocate,
    about=MEETING,
    opened_by="relocate",
    check=_check_ahead,
    save=_("Change the place"),
)
class RelocateForm(Form):
    place: Annotated[str, Field(question=_("Where will it be held now?"), label=_("New place"), is_name=True)]
    reason: Annotated[str, REASON] = ""

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        changed = await changing.relocate(
            request.session, request.member, meeting.id, self.place, self.reason, now=request.now
        )
        return await _changed(request, changed)


@router.form(
    "cancel_meeting",
    _("Cancel the meeting"),
    saves=changing.cancel,
    about=MEETING,
    opened_by="cancel",
    check=_check_ahead,
    save=_("Yes, cancel it"),
    leave=_("No, keep it"),
    left=_("The meeting stays as it is."),
)
class CancelForm(Form):
    reason: Annotated[str, REASON] = ""

    @classmethod
    async def initial(cls, _request: Request, _meeting: Meeting) -> Mapping[str, Any]:
        """Skip the reason, so that the form opens at the confirmation; a reason can be typed there."""
        return {"reason": None}

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
