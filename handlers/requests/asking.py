"""Asking those who decide, by button, in words, or with /requests (A3, J2, U2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.file_field import FileField, accept_file
from handlers.forms.form import About, Form
from handlers.forms.person_field import PersonField, options_of
from handlers.forms.surroundings import Option, Surroundings
from handlers.requests.later_day import DUE, LaterDayField
from handlers.requests.making import find_waiting, send
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.templating import format_day
from messages.rendering.texts import Text, _
from messages.requests import card, choices
from storage.actions import Action
from storage.core.audit import AuditRow
from storage.engine.database import Base, identity
from storage.indicators import ReportRequest, Round
from storage.meetings import Meeting
from storage.members import Membership, list_members
from storage.requests import TOLD, UNLIMITED, MemberRequest, RequestKind
from twg.core.audiences import excluding
from twg.core.files import SentFile
from twg.core.refusals import NotFound
from twg.indicators import reporting
from twg.language.asked import Wanted
from twg.requests import access, asking
from twg.requests.asking import LONGEST_REQUEST
from twg.requests.due import find_due

router = Router("requests")

#: The tables of what a request can be about, besides the TWG.
_TABLES: dict[str, type[Base]] = {
    access.ACTION: Action,
    access.REPORT: ReportRequest,
    access.MEETING: Meeting,
}
_QUESTIONS = {
    RequestKind.QUESTION: _("What would you like to ask?"),
    RequestKind.NO_DATA: _("Why is there no data?"),
    RequestKind.MORE_TIME: _("Why is more time needed?"),
    RequestKind.HAND_OVER: _("Is there anything to say about it?"),
    RequestKind.NOT_MINE: _("Whose task is it, as far as you know?"),
    RequestKind.STILL_NEEDED: _("Why may it be no longer needed?"),
    RequestKind.LEFT: _("Who has taken over, as far as you know?"),
}
#: Which kinds of requests each question of the form is for.
_KINDS: dict[str, frozenset[RequestKind]] = {
    "until": frozenset({RequestKind.MORE_TIME}),
    "named": frozenset({RequestKind.HAND_OVER}),
    "text": frozenset({RequestKind.QUESTION}),
    "why": frozenset({RequestKind.NO_DATA}),
    "reason": frozenset(RequestKind) - {RequestKind.QUESTION, RequestKind.NO_DATA, *TOLD},
}


async def reach(request: Request, subject_type: str, subject_id: int) -> tuple[Request, Base]:
    """The row that something is asked about, and the request acting in its TWG. Raises: NotFound."""
    if subject_type == access.TWG:
        request = request.within(subject_id)
    elif subject_type in _TABLES:
        request = await request.within_twg_of(_TABLES[subject_type], subject_id)
    else:
        raise NotFound
    return request, await access.access_subject(request.session, request.member, subject_type, subject_id)


@router.button("about")
async def offer_kinds(request: Request, subject_type: str, subject_id: int) -> Reply:
    """What can be asked about this action, indicator or meeting."""
    request, subject = await reach(request, subject_type, subject_id)
    await access.check_calls(request.session, subject, now=request.now)
    return Reply(choices(subject, access.kinds_for(request.member.member, subject)))


@router.button("round", subject=Round)
async def choose_indicator(request: Request, round_id: int) -> Reply:
    """Which of the indicators that the person was asked for it is about."""
    asked = await reporting.list_asked(request.session, request.member, round_id)
    open_ = [item for item in asked if item.reported_at is None] or asked
    if len(open_) == 1:
        return await offer_kinds(request, access.REPORT, open_[0].id)
    buttons = [button(shorten(access.title_of(item)), "requests:about", access.REPORT, item.id) for item in open_]
    return say("requests/which", keyboard=rows(buttons))


class AskContext(BaseModel):
    """What is asked, and about which row."""

    kind: RequestKind
    subject_type: str
    subject_id: int


@dataclass(frozen=True)
class Asked:
    kind: RequestKind
    subject: Base


async def _access_asked(request: Request, context: AskContext) -> Asked:
    """What a form asks about. Raises: NotFound, and as `check_askable`."""
    subject = await access.access_subject(request.session, request.member, context.subject_type, context.subject_id)
    await access.check_askable(request.session, request.member.member, context.kind, subject, now=request.now)
    return Asked(context.kind, subject)


def field_of_words(kind: RequestKind) -> str:
    """The question whose answer is the text of a request of this kind."""
    return next(name for name in ("text", "why", "reason") if kind in _KINDS[name])


def _of_kind(name: str) -> Any:
    return lambda _values, around: around.facts.get("kind") in _KINDS[name]


def _words(name: str, kind: RequestKind, *, wanted: Wanted = Wanted.TELLING) -> Field:
    """The question for the text of a request, in the words of `kind`: other kinds may share the field by its name."""
    return Field(
        question=_QUESTIONS[kind],
        label=_("In words"),
        limit=LONGEST_REQUEST,
        when=_of_kind(name),
        wanted=wanted,
    )


@router.button("ask")
async def ask(request: Request, kind: RequestKind, subject_type: str, subject_id: int) -> Reply:
    request, subject = await reach(request, subject_type, subject_id)
    return await open_ask(request, kind, subject)


async def open_ask(
    request: Request,
    kind: RequestKind,
    subject: Base,
    *,
    file: SentFile | None = None,
    until: str = "",
    **answers: Any,
) -> Reply:
    """Open the form of a request with the answers and the file that its person has given; it asks for the others.

    Args:
        until: the day until which time is asked for, as typed; it is asked for again where it cannot be taken.
    """
    context = AskContext(kind=kind, subject_type=subject.__tablename__, subject_id=identity(subject))
    if file is not None:
        answers["files"] = accept_file(file, request.settings.max_file_mb)
    typed = {"until": until} if until else {}
    return await open_form(request, AskForm, context=context.model_dump(mode="json"), typed=typed, answers=answers)


@dataclass(frozen=True)
class _Loaded:
    kind: RequestKind
    subject: Base
    members: list[Option]
    deciders: list[Membership]
    #: The request that this one would replace; `None` for none.
    waiting: MemberRequest | None
    #: The local day on which it is due now; `None` for none.
    due: date | None


@router.form(
    "ask_request",
    _("A request"),
    saves=asking.ask,
    about=About(AskContext, _access_asked, lambda asked: access.title_of(asked.subject)),
    save=_("Send"),
)
class AskForm(Form):
    until: Annotated[
        date | None,
        LaterDayField(
            question=_("Until which day?"),
            label=_("Until"),
            when=_of_kind("until"),
            rest="reason",
        ),
    ] = None
    named: Annotated[
        str | None,
        PersonField(
            question=_("Who should do it, as far as you know?"),
            label=_("To whom"),
            when=_of_kind("named"),
        ),
    ] = None
    text: Annotated[str | None, _words("text", RequestKind.QUESTION, wanted=Wanted.QUESTION)]
    why: Annotated[str | None, _words("why", RequestKind.NO_DATA)]
    reason: Annotated[str | None, _words("reason", RequestKind.MORE_TIME)] = ""
    files: Annotated[SentFile | None, FileField(question=_("File"), label=_("File"), several=True)] = None

    @classmethod
    async def initial(cls, _request: Request, _asked: Asked) -> Mapping[str, Any]:
        """Do not ask for a file; one may come with the words."""
        return {"files": None}

    @classmethod
    async def load(cls, request: Request, asked: Asked) -> _Loaded:
        about = asked.subject.__tablename__, identity(asked.subject)
        members = access.list_able(await list_members(request.session, request.member.twg.id), about[0])
        members = excluding(members, request.member.person.id)
        deciders = await asking.list_deciding(request.session, request.member, *about)
        person_id = request.member.person.id
        waiting = await find_waiting(request, asked.kind, asked.subject)
        due = await find_due(request.session, asked.subject, person_id, request.zone)
        return _Loaded(asked.kind, asked.subject, options_of(members), deciders, waiting, due)

    @classmethod
    def surround(cls, loaded: _Loaded, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        question = _QUESTIONS[loaded.kind]
        others = {name for name, kinds in _KINDS.items() if loaded.kind not in kinds}  # not asked, so not counted
        return replace(
            base,
            given=base.given | others | {"files"},
            options={"named": loaded.members},
            questions={"reason": question},
            facts={"kind": loaded.kind, DUE: loaded.due},
            about=access.title_of(loaded.subject) or Text(loaded.kind.label),
            note=_note(loaded, base),
        )

    @classmethod
    async def is_answered(
        cls, request: Request, asked: Asked, _answers: Mapping[str, Any], changes: Sequence[AuditRow]
    ) -> bool:
        """Whether a request of this kind was made about the same; of questions there may be several."""
        about = asked.kind, asked.subject.__tablename__, identity(asked.subject)
        made = [await request.session.get(MemberRequest, change.subject_id) for change in changes]
        same = any(each is not None and (each.kind, each.subject_type, each.subject_id) == about for each in made)
        return same and asked.kind not in UNLIMITED

    async def save(self, request: Request, asked: Asked) -> Reply:
        named = None if self.named is None else int(self.named)
        text = self.text or self.why or self.reason or ""
        reply, _made = await send(
            request, asked.kind, asked.subject, text, until=self.until, named=named, file=self.files
        )
        return reply


def _note(loaded: _Loaded, base: Surroundings) -> Text | None:
    """To whom the request goes, and which one it replaces, shown before it is sent."""
    if not loaded.deciders:
        return None
    names, waiting = ", ".join(member.person.name for member in loaded.deciders), loaded.waiting
    if waiting is None:
        return _("It goes to: {names}.").with_(names=names)
    if waiting.until is not None:
        day = format_day(waiting.until, locale=base.locale)
        return _("It goes to: {names}. It replaces your request until {day}.").with_(names=names, day=day)
    return _("It goes to: {names}. It replaces the one that you have sent already.").with_(names=names)


@router.button("withdraw", subject=MemberRequest)
async def withdraw(request: Request, request_id: int) -> Reply:
    withdrawn = await asking.withdraw(request.session, request.member, request_id, now=request.now)
    subject = await access.find_subject(request.session, request.member.member, withdrawn)
    return Reply(card(request.member, withdrawn, subject), edit=True, toast=_("Withdrawn."))
