"""Proposing dates in the chat: /dates and its form (G14)."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.dates.field import GDCC, DatesField
from handlers.dates.planned import find_planned, keep_planned
from handlers.deliveries import followed
from handlers.forms.audience_field import AudienceField, load_audiences, only_audience, with_audiences
from handlers.forms.choice_fields import ChoiceField
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_kept
from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Surroundings
from handlers.meetings.fields import KindField, is_audience_chosen, length_field
from handlers.meetings.one_line import LineAnswers, read_line
from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.left_words import tell_left
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.wishes import wished
from messages import dates as messages
from messages.rendering.keyboards import Button, button
from messages.rendering.texts import _
from storage.core.spelling import to_digits
from storage.dates import list_gdcc_days
from storage.meetings import MeetingKind
from twg.core.addressing import Addressable
from twg.core.permissions import Permission
from twg.dates import access, answering, proposing
from twg.language.dates_lines import read_dates_line
from twg.language.proposed_dates import LONGEST_LINE, ProposedDates
from twg.language.tasks import Deed
from twg.language.wish_details import list_named_days
from twg.meetings.convening import list_kinds

router = Router("dates")


class _Planned(BaseModel):
    """In whose place it is asked: the id of the open form of a meeting whose day is not known yet."""

    planned: int | None = None


@router.form(
    "propose_dates",
    _("Find a date"),
    saves=proposing.propose,
    about=about_kept(_Planned),
    opened_by="new",
    save=_("Ask them"),
)
class ProposeForm(Form):
    title: Annotated[
        str,
        Field(
            question=_("For which meeting is a date to be found?"),
            hint=_("For example: Annual review 2026"),
            label=_("Title"),
            is_name=True,
        ),
    ]
    kind: Annotated[
        MeetingKind,
        KindField(question=_("What kind of meeting is it?"), label=_("Kind")),
    ]
    dates: Annotated[
        ProposedDates,
        DatesField(
            question=_("Which dates do you propose? At most five, each with its time."),
            hint=_("For example: 17 Dec 9:00, 18 Dec 14:00"),
            label=_("Proposed dates"),
            limit=LONGEST_LINE,
            length_in="duration",
            like=lambda text: re.search(r"\d", to_digits(text)) is not None,
        ),
    ]
    duration: Annotated[int, length_field(_("How long will it last?"))]
    audience: Annotated[
        str | None, AudienceField(question=_("Who will be invited?"), label=_("Invited"), when=is_audience_chosen)
    ]
    asked: Annotated[
        proposing.Asked,
        ChoiceField(question=_("Who of them is asked for dates?"), label=_("Asked"), members=tuple(proposing.Asked)),
    ]
    answer_by: Annotated[date, DayField(question=_("By which day should they answer?"), label=_("Last day to answer"))]

    @classmethod
    async def initial(cls, request: Request, _about: Any) -> Mapping[str, Any]:
        """Who leads one sub-group, and may invite nobody else, is not asked who is invited to which kind of meeting."""
        only = await only_audience(request, Permission.MEETING_ORGANISE)
        return {**only, "kind": MeetingKind.SUB_GROUP.value} if only else {}

    @classmethod
    async def load(cls, request: Request, _about: Any) -> tuple[tuple[MeetingKind, ...], Addressable, list[date]]:
        """The kinds that the person convenes, who may be invited, and the days of the GDCC."""
        audiences = await load_audiences(request, Permission.MEETING_ORGANISE)
        return list_kinds(request.member), audiences, await list_gdcc_days(request.session, request.today)

    @classmethod
    def surround(
        cls,
        loaded: tuple[tuple[MeetingKind, ...], Addressable, list[date]],
        answers: Mapping[str, Any],
        base: Surroundings,
    ) -> Surroundings:
        kinds, audiences, gdcc = loaded
        base = replace(base, facts={**base.facts, GDCC: gdcc, "kinds": kinds})
        return with_audiences(base, audiences, groups_first=answers.get("kind") == MeetingKind.SUB_GROUP)

    async def save(self, request: Request, about: _Planned) -> Reply:
        args = proposing.NewPoll(
            kind=self.kind,
            title=self.title,
            duration_min=self.duration,
            audience=self.audience,
            dates=[datetime.combine(day, at, request.zone) for day, at in self.dates.dates],
            asked=self.asked,
            answer_by=self.answer_by,
        )
        poll, told = await proposing.propose(request.session, request.member, args, now=request.now)
        await keep_planned(request, about.planned, poll)
        found = await answering.list_standing(request.session, request.member, poll.id, now=request.now)
        shown = Reply(messages.standing(request.member.twg, found, now=request.now), live=poll)
        return await followed(request, shown, told)


@router.command("dates", _("Find a date for a meeting"), lists=True, group=Group.MEETINGS)
async def list_(request: Request, rest: str) -> Reply:
    """The searches that go on; with a title or dates behind it, the form that proposes these."""
    may_propose = request.member.may(Permission.MEETING_ORGANISE)
    if rest and may_propose:
        line = await _read_line(request, rest)
        return await open_form(request, ProposeForm, typed=line.typed, answers=line.usual, doubt=line.doubt)
    polls = await access.list_open(request.session, request.member)
    listed = Reply(messages.listing(polls, request.member.twg, proposes=may_propose))
    return await tell_left(request, listed, "dates", rest) if rest else listed


async def _read_line(request: Request, text: str) -> LineAnswers:
    """What a line after the command answers: "Plenary, 14 or 15 or 16 Dec 9:00", dates alone, or a title alone."""
    found = read_dates_line(text, today=request.today, most=proposing.MOST_DATES)
    line = await read_line(request, found.title) if found.title else LineAnswers({})
    typed = {name: answer for name, answer in line.typed.items() if name in {"title", "kind", "duration"}}
    if "number" in line.typed:  # the form has no question for it: the meeting gets the number from its title
        typed["title"] = found.title
    if found.duration_min is not None:
        typed["duration"] = f"{found.duration_min} min"
    typed |= {"dates": found.dates} if found.dates else {}
    usual = {name: answer for name, answer in line.usual.items() if name not in typed}
    return LineAnswers(typed, usual, line.doubt)


@router.button("instead", permission=Permission.MEETING_ORGANISE)
async def ask_instead(request: Request) -> Reply:
    """Open the form that asks members when they can; it takes over the answers to the questions that the open form of
    the meeting has too. That form stays open until they are asked, and then is kept for the meeting."""
    planned = await find_planned(request)
    if planned is None:
        return await open_form(request, ProposeForm)
    names = ProposeForm.model_fields.keys()
    answers = {name: raw for name, raw in planned.answers.items() if name in names and raw is not None}
    return await open_form(request, ProposeForm, context={"planned": planned.id}, answers=answers)


@router.wish("find_date", permission=Permission.MEETING_ORGANISE)
async def wish(_request: Request, _text: str) -> list[Button]:
    return [button(_("Find a date for a meeting"), "dates:new_as")]


@router.button("new_as", permission=Permission.MEETING_ORGANISE)
async def open_as(request: Request) -> Reply:
    """The form that proposes dates, with those that the message names."""
    days = list_named_days(wished(request), today=request.today)
    return await open_form(request, ProposeForm, typed={"dates": days} if days else {})


router.explain(
    Howto(
        _("Find a date for a meeting"),
        _("/dates asks for up to five dates and whom to ask; you see who can when, and choose one by a button."),
        Deed(("create", "send", "see", "ask"), ("date_poll",)),
        "dates",
        Permission.MEETING_ORGANISE,
    ),
    Howto(
        _("Say when you can come to a meeting"),
        _("Press below the proposed dates, or reply in words: “17 and 19 are fine, not 18”. /dates shows them again."),
        Deed(("answer", "change"), ("date_poll",)),
        "dates",
    ),
)
