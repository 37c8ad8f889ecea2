"""Changing what else is known of an announced meeting: its title, kind, length, and who is invited (G2)."""

from collections.abc import Mapping
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.forms.audience_field import AudienceField, load_audiences, with_audiences
from handlers.forms.choice_fields import ChoiceField
from handlers.forms.fields import Field
from handlers.forms.surroundings import Surroundings
from handlers.meetings.changing import MEETING, WHY, FormOfChange, asking_why, check_changeable, show_changed
from handlers.meetings.fields import LinkField, length_field
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import _
from storage.meetings import LONGEST_LINK, Meeting, MeetingKind, MeetingState
from twg.core.addressing import Addressable
from twg.core.permissions import Permission
from twg.language.series_numbers import parse_number
from twg.meetings import access, changing

router = Router("meetings")


@router.button("changes", subject=Meeting)
async def choose(request: Request, meeting_id: int) -> Reply:
    """Offer what can be changed besides day, time and place."""
    meeting = await access.access_meeting(request.session, request.member, meeting_id)
    check_changeable(request, meeting)
    buttons = [
        button(_("Title"), "meetings:retitle", meeting.id),
        button(_("Length"), "meetings:lengthen", meeting.id),
        button(_("Kind"), "meetings:rekind", meeting.id),
        button(_("Number"), "meetings:renumber", meeting.id),
        button(_("Link"), "meetings:relink", meeting.id),
        button(_("Who is invited"), "meetings:reinvite", meeting.id),
    ]
    return show("meetings/changes", keyboard=rows(buttons, per_row=2), meeting=meeting)


async def _amend(request: Request, meeting: Meeting, reason: str, **facts: Any) -> Reply:
    args = changing.Amendment(**facts)
    changed = await changing.amend(request.session, request.member, meeting.id, args, reason, now=request.now)
    return await show_changed(request, changed)


@router.form(
    "retitle_meeting",
    _("Change the title"),
    saves=changing.amend,
    about=MEETING,
    opened_by="retitle",
    check=check_changeable,
    save=_("Change the title"),
)
class RetitleForm(FormOfChange):
    title: Annotated[str, Field(question=_("What is it called now?"), label=_("New title"), is_name=True)]
    reason: Annotated[str, WHY] = ""

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        return await _amend(request, meeting, self.reason, title=self.title)


@router.form(
    "lengthen_meeting",
    _("Change the length"),
    saves=changing.amend,
    about=MEETING,
    opened_by="lengthen",
    check=check_changeable,
    save=_("Change the length"),
)
class LengthenForm(FormOfChange):
    duration_min: Annotated[int, length_field(_("How long will it last now?"))]
    reason: Annotated[str, WHY] = ""

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        return await _amend(request, meeting, self.reason, duration_min=self.duration_min)


@router.form(
    "renumber_meeting",
    _("Change the number"),
    saves=changing.amend,
    about=MEETING,
    opened_by="renumber",
    check=check_changeable,
    save=_("Change the number"),
)
class RenumberForm(FormOfChange):
    number: Annotated[
        int,
        Field(
            question=_("Which number does it have in its series?"),
            hint=_("For example: 12"),
            label=_("Number"),
            read_text=lambda text, _around: parse_number(text),
        ),
    ]
    reason: Annotated[str, WHY] = ""

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        return await _amend(request, meeting, self.reason, number=self.number)


@router.form(
    "relink_meeting",
    _("Change the link"),
    saves=changing.amend,
    about=MEETING,
    opened_by="relink",
    check=check_changeable,
    save=_("Change the link"),
)
class RelinkForm(FormOfChange):
    link: Annotated[
        str,
        LinkField(
            question=_("What is the link to join online now? Skip it if there is none any more."),
            label=_("Link"),
            limit=LONGEST_LINK,
        ),
    ] = ""
    reason: Annotated[str, WHY] = ""

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        return await _amend(request, meeting, self.reason, link=self.link or "")


def _check_kind(request: Request, meeting: Meeting) -> None:
    check_changeable(request, meeting)
    changing.check_kind_free(meeting)


@router.form(
    "change_kind_of_meeting",
    _("Change the kind"),
    saves=changing.amend,
    about=MEETING,
    opened_by="rekind",
    check=_check_kind,
    save=_("Change the kind"),
)
class RekindForm(FormOfChange):
    kind: Annotated[
        MeetingKind,
        ChoiceField(
            question=_("What kind of meeting is it?"),
            label=_("Kind"),
            members=tuple(kind for kind in MeetingKind if kind not in changing.BOUND_KINDS),
        ),
    ]
    reason: Annotated[str, WHY] = ""

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        return await _amend(request, meeting, self.reason, kind=self.kind)


@router.form(
    "reinvite_to_meeting",
    _("Change who is invited"),
    saves=changing.reinvite,
    about=MEETING,
    opened_by="reinvite",
    check=check_changeable,
    save=_("Change who is invited"),
)
class ReinviteForm(FormOfChange):
    audience: Annotated[str, AudienceField(question=_("Who should be invited now?"), label=_("Invited"))]
    reason: Annotated[str, WHY] = ""

    @classmethod
    async def load(cls, request: Request, meeting: Meeting) -> tuple[bool, Addressable]:
        announced = meeting.state is MeetingState.ANNOUNCED
        return announced, await load_audiences(request, Permission.MEETING_ORGANISE)

    @classmethod
    def surround(
        cls, loaded: tuple[bool, Addressable], _answers: Mapping[str, Any], base: Surroundings
    ) -> Surroundings:
        announced, audiences = loaded
        return asking_why(with_audiences(base, audiences), announced=announced)

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        changed = await changing.reinvite(
            request.session, request.member, meeting.id, self.audience, self.reason, now=request.now
        )
        reply = show("meetings/reinvited", meeting=changed.meeting)
        return await followed(request, reply, changed.notice)
