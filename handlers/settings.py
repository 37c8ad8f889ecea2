"""A TWG's settings in the chat: /twg, changing its facts, opening hours, days off and working days (M12)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time
from typing import Annotated, Any

from pydantic import BaseModel, ValidationError

from handlers.forms.choice_fields import ChoiceField
from handlers.forms.count_field import CountField
from handlers.forms.fields import Field
from handlers.forms.form import About, Form
from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Surroundings
from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages import settings as messages
from messages.rendering.content import Content
from messages.rendering.texts import _
from storage.members import Adoption, Twg
from twg.core.permissions import Permission
from twg.language.moments import read_moment
from twg.meetings.yearly import count_year
from twg.members.twg_facts import LEAST_NAME
from twg.settings import changing
from twg.settings.changing import (
    MOST_CORRECTED_DAYS,
    DayKind,
    TooShort,
    TwgSettings,
    UnknownZone,
    UnreadableEmail,
    UnreadableHours,
)
from twg.settings.moving import Moved

router = Router("settings")

#: Fewest opening hours of a day: a shorter time is a typing error, such as 7 in the evening for 7 in the morning.
LEAST_HOURS = 4


@router.command("twg", _("The TWG and its settings"), permission=Permission.TWG_SET, group=Group.TWG)
async def show_settings(request: Request) -> Reply:
    return Reply(await _card(request))


@router.button("open", subject=Twg, opens=True, permission=Permission.TWG_SET)
async def open_(request: Request, _twg_id: int) -> Reply:
    return Reply(await _card(request), edit=True)


async def _card(request: Request, moved: Moved | None = None) -> Content:
    year = await count_year(request.session, request.member.twg, request.now)
    return messages.card(request.member, year, moved, request.domains.rules)


class TwgContext(BaseModel):
    twg_id: int


async def _access(request: Request, context: TwgContext) -> Twg:
    return await changing.access_own_twg(request.session, request.member, context.twg_id)


TWG: About[Twg] = About(TwgContext, _access, lambda twg: f"{twg.code} TWG", table=Twg)


def _read_email(text: str, _around: Surroundings) -> str:
    """Raises: UnreadableEmail."""
    try:
        return TwgSettings(email=text).email
    except ValidationError:
        raise UnreadableEmail(text=text) from None


def _read_name(text: str, _around: Surroundings) -> str:
    """Raises: TooShort."""
    if len(text) < LEAST_NAME:
        raise TooShort(least=LEAST_NAME)
    return text


def _read_zone(text: str, _around: Surroundings) -> str:
    """Raises: UnknownZone."""
    try:
        return TwgSettings(zone=text).zone
    except ValidationError:
        raise UnknownZone(text=text) from None


def _read_hours(text: str, around: Surroundings) -> tuple[time, time]:
    """When messages are sent from and until, "7:00-19:00". Raises: UnreadableHours."""
    moment = read_moment(text, today=around.today, bare_times=True)
    opens, closes = moment.odd or (moment.times[0] if moment.time_certain else None, moment.until)  # odd for a meeting
    if (
        moment.aside
        or not moment.understood
        or opens is None
        or closes is None
        or closes.hour - opens.hour < LEAST_HOURS
    ):
        raise UnreadableHours(text=text)
    return opens, closes


async def _done(request: Request, moved: Moved) -> Reply:
    """The settings after a change, with what has moved and a button to undo it."""
    content = await _card(request, moved)
    undo = await undo_keyboard(request, request.member.twg)
    return Reply(replace(content, keyboard=(*undo, *content.keyboard)), edit=True)


@router.form("change_twg", _("Change the settings"), saves=changing.change, about=TWG, opened_by="change")
class TwgForm(Form):
    name: Annotated[
        str,
        Field(question=_("What is the TWG called in English?"), label=_("Name"), is_name=True, read_text=_read_name),
    ]
    name_km: Annotated[
        str, Field(question=_("What is the TWG called in Khmer?"), label=_("Khmer name"), is_name=True)
    ] = ""
    host: Annotated[
        str, Field(question=_("Which ministry or agency hosts the TWG?"), label=_("Host"), is_name=True)
    ] = ""
    email: Annotated[
        str,
        Field(
            question=_("What is the e-mail address of the secretariat?"),
            hint=_("Calendars show it as the organizer of meetings."),
            label=_("E-mail"),
            read_text=_read_email,
        ),
    ] = ""
    hours: Annotated[
        tuple[time, time] | None,
        Field(
            question=_("Between which hours are messages sent that are not urgent?"),
            hint=_("For example: 7:00-19:00. If you skip it, the hours of this assistant apply."),
            label=_("Opening hours"),
            read_text=_read_hours,
            show=lambda hours, around: messages.show_hours(hours, around.locale),
        ),
    ] = None
    zone: Annotated[
        str,
        Field(
            question=_("In which time zone does the TWG meet?"),
            hint=_("By its IANA name. What is planned keeps its moment."),
            label=_("Time zone"),
            read_text=_read_zone,
            suggest=lambda _around: ["Asia/Phnom_Penh"],
        ),
    ]

    minutes_adoption: Annotated[
        Adoption,
        ChoiceField(question=_("How are minutes adopted?"), label=_("Adoption of minutes"), members=tuple(Adoption)),
    ]
    minutes_days: Annotated[
        int,
        CountField(
            question=_("For how many days can members correct minutes?"),
            label=_("Days for corrections of minutes"),
            lowest=1,
            highest=MOST_CORRECTED_DAYS,
        ),
    ]

    @classmethod
    async def initial(cls, _request: Request, twg: Twg) -> Mapping[str, Any]:
        """What is stored; the person chooses which to change."""
        hours = None
        if twg.opens_at is not None and twg.closes_at is not None:
            hours = f"{twg.opens_at:%H:%M}-{twg.closes_at:%H:%M}"
        facts = {name: getattr(twg, name) or None for name in ("name", "name_km", "host", "email", "zone")}
        minutes = {"minutes_adoption": twg.minutes_adoption.value, "minutes_days": str(twg.minutes_days)}
        return {**facts, "hours": hours, **minutes}

    async def save(self, request: Request, _twg: Twg) -> Reply:
        opens_at, closes_at = self.hours or (None, None)
        args = TwgSettings(**self.model_dump(exclude={"hours"}), opens_at=opens_at, closes_at=closes_at)
        moved = await changing.change(request.session, request.member, args, request.domains, now=request.now)
        return await _done(request, moved)


@router.form("change_days", _("Days off and working days"), saves=changing.change_days, about=TWG, opened_by="days")
class DaysForm(Form):
    kind: Annotated[
        DayKind, ChoiceField(question=_("Is it a day off or a working day?"), label=_("Day"), members=tuple(DayKind))
    ]
    first: Annotated[
        date,
        DayField(
            question=_("Which day? Of several in a row, the first."),
            label=_("First day"),
        ),
    ]
    last: Annotated[date | None, DayField(question=_("Until which day?"), label=_("Last day"), at_summary=True)] = None

    async def save(self, request: Request, _twg: Twg) -> Reply:
        args = changing.DayChange(kind=self.kind, first=self.first, last=self.last)
        moved = await changing.change_days(request.session, request.member, args, request.domains, now=request.now)
        return await _done(request, moved)
