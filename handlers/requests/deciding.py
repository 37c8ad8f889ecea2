"""Deciding requests in the chat: /requests and the buttons below a request (A3)."""

from collections.abc import Awaitable, Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.forms.person_field import options_of
from handlers.forms.surroundings import Option, Surroundings
from handlers.forms.task_fields import NEW_OWNER, WHY_DROPPED
from handlers.requests.later_day import DUE, LaterDayField
from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages.rendering.texts import _
from messages.requests import card, listing
from storage.members import list_members
from storage.requests import MemberRequest
from twg.core.audiences import excluding
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.language.asked import Wanted
from twg.requests import access, asking, deciding
from twg.requests.access import AlreadyDecided
from twg.requests.asking import LONGEST_REQUEST
from twg.requests.deciding import Grant
from twg.requests.due import find_due

router = Router("requests")


@router.command(
    "requests",
    _("Requests to the secretariat, and its answers"),
    permission=Permission.REQUEST_ASK,
    lists=True,
    group=Group.WORK,
)
async def requests(request: Request) -> Reply:
    return await list_(request, "waiting")


@router.button("list")
async def list_(request: Request, scope: Literal["waiting", "decided"], page: int = 1) -> Reply:
    waiting = scope == "waiting"
    found = await asking.list_mine(request.session, request.member, waiting, page)
    titles = [
        access.title_of(await access.find_subject(request.session, request.member.member, item))
        for item in found[: asking.PAGE]
    ]
    return Reply(listing(request.member, found, titles, waiting=waiting, page=page), edit=True)


@router.button("open", subject=MemberRequest, opens=True)
async def open_(request: Request, request_id: int) -> Reply:
    return await show_request(request, await access.access_request(request.session, request.member, request_id))


async def show_request(
    request: Request, found: MemberRequest, *, heading: str = "", refusal: Refusal | None = None
) -> Reply:
    """The card of a request with the buttons that this person may use; looked at on demand, its files too."""
    subject = await access.find_subject(request.session, request.member.member, found)
    decides = await access.may_decide(request.session, request.member.member, found)
    content = card(request.member, found, subject, heading=heading, decides=decides, files=not (heading or refusal))
    if heading == "settled":
        content = replace(content, keyboard=(*await undo_keyboard(request, found), *content.keyboard))
    return Reply(content, edit=bool(heading or refusal), refusal=refusal)


REQUEST = about_row(MemberRequest, access.access_request, lambda found: found.title or found.asked_by.name)


def _check_waiting(_request: Request, found: MemberRequest) -> None:
    access.check_waiting(found)


@router.button("agree", subject=MemberRequest)
async def agree(request: Request, request_id: int) -> Reply:
    return await grant_request(request, request_id, Grant())


async def grant_request(request: Request, request_id: int, args: Grant) -> Reply:
    """Grant it, or show what became of it where somebody else was faster."""
    return await _decide(
        request, deciding.grant(request.session, request.member, request_id, args, request.domains, now=request.now)
    )


@router.button("needed", subject=MemberRequest)
async def still_needed(request: Request, request_id: int) -> Reply:
    return await answer_request(request, request_id, "")


async def answer_request(request: Request, request_id: int, text: str) -> Reply:
    """Answer it, or show what became of it where somebody else was faster."""
    return await _decide(request, deciding.answer(request.session, request.member, request_id, text, now=request.now))


async def decline_request(request: Request, request_id: int, reason: str) -> Reply:
    """Decline it, or show what became of it where somebody else was faster."""
    return await _decide(
        request, deciding.decline(request.session, request.member, request_id, reason, now=request.now)
    )


async def _decide(request: Request, doing: Awaitable[MemberRequest]) -> Reply:
    try:
        found = await doing
    except AlreadyDecided as refusal:
        return await show_request(request, refusal.data["request"], refusal=refusal)
    return await show_request(request, found, heading="settled")


@router.form(
    "grant_time",
    _("Another date"),
    saves=deciding.grant,
    about=REQUEST,
    opened_by="day",
    check=_check_waiting,
    save=_("Agree"),
)
class DayForm(Form):
    until: Annotated[
        date,
        LaterDayField(question=_("Until which day?"), label=_("New day")),
    ]

    @classmethod
    async def load(cls, request: Request, found: MemberRequest) -> date | None:
        subject = await access.find_subject(request.session, request.member.member, found)
        return None if subject is None else await find_due(request.session, subject, found.asked_by_id, request.zone)

    @classmethod
    def surround(cls, loaded: date | None, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, facts={DUE: loaded})

    async def save(self, request: Request, found: MemberRequest) -> Reply:
        return await grant_request(request, found.id, Grant(until=self.until))


@router.form(
    "grant_person",
    _("Change the owner"),
    saves=deciding.grant,
    about=REQUEST,
    opened_by="person",
    check=_check_waiting,
    save=_("Agree"),
)
class PersonForm(Form):
    person: Annotated[str, NEW_OWNER]

    @classmethod
    async def load(cls, request: Request, found: MemberRequest) -> list[Option]:
        members = access.list_able(await list_members(request.session, request.member.twg.id), found.subject_type)
        return options_of(excluding(members, found.asked_by_id))

    @classmethod
    def surround(cls, loaded: list[Option], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, options={"person": loaded})

    async def save(self, request: Request, found: MemberRequest) -> Reply:
        return await grant_request(request, found.id, Grant(person_id=int(self.person)))


@router.form(
    "grant_drop",
    _("Drop an action"),
    saves=deciding.grant,
    about=REQUEST,
    opened_by="drop",
    check=_check_waiting,
    save=_("Drop the action"),
)
class DropForm(Form):
    text: Annotated[str, WHY_DROPPED]

    async def save(self, request: Request, found: MemberRequest) -> Reply:
        return await grant_request(request, found.id, Grant(text=self.text))


@router.form(
    "decline_request",
    _("Decline"),
    saves=deciding.decline,
    about=REQUEST,
    opened_by="decline",
    check=_check_waiting,
    save=_("Decline"),
)
class DeclineForm(Form):
    reason: Annotated[
        str,
        Field(question=_("Why? The person who asked reads it."), label=_("Reason"), limit=LONGEST_REQUEST),
    ] = ""

    async def save(self, request: Request, found: MemberRequest) -> Reply:
        return await decline_request(request, found.id, self.reason)


@router.form(
    "answer_request",
    _("Answer"),
    saves=deciding.answer,
    about=REQUEST,
    opened_by="answer",
    check=_check_waiting,
    confirm=False,
)
class AnswerForm(Form):
    text: Annotated[
        str,
        Field(question=_("What is the answer?"), label=_("Answer"), limit=LONGEST_REQUEST, wanted=Wanted.REPLY),
    ]

    async def save(self, request: Request, found: MemberRequest) -> Reply:
        return await answer_request(request, found.id, self.text)
