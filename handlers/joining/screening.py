"""The buttons by which secretariat, Chair and lead facilitator decide in the chat whether somebody may join (M2)."""

from collections.abc import Awaitable, Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.choice_fields import ChoiceField
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.forms.person_field import PersonField, options_of
from handlers.forms.surroundings import Option, Surroundings
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages import joining as messages
from messages.rendering.keyboards import Button, button
from messages.rendering.texts import _
from storage.joining import JoinRequest, Opinion
from storage.members import list_members
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.joining import deciding, recognising, screening
from twg.joining.asking import LONGEST_WORDS
from twg.joining.refusals import AlreadyDecided
from twg.language.asked import Wanted

router = Router("joining")

REQUEST = about_row(JoinRequest, deciding.access_request, lambda found: found.name, in_summary=True)
_WHY = Field(
    question=_("Why? The person who asks reads it."), label=_("Reason"), limit=LONGEST_WORDS, wanted=Wanted.REPLY
)


@router.button("list", permission=Permission.JOINING_DECIDE)
async def list_(request: Request) -> Reply:
    """Those who wait for this person's decision."""
    waiting = await screening.list_waiting(request.session, request.member)
    return Reply(messages.several(waiting, request.member.twg))


@router.button("open", subject=JoinRequest, opens=True)
async def open_(request: Request, request_id: int) -> Reply:
    return await _show(request, await deciding.access_request(request.session, request.member, request_id))


async def _show(request: Request, found: JoinRequest, *, edit: bool = False, refusal: Refusal | None = None) -> Reply:
    """The card with the buttons that this person may use; after a decision, one to undo it."""
    session, member = request.session, request.member.member
    merges = request.member.may(Permission.PERSON_MERGE) and found.is_open
    may_be = await recognising.list_who_it_may_be(session, request.member, found.id) if merges else []
    content = messages.card(
        member,
        found,
        decides=await deciding.may_decide(session, member, found),
        to_chair=await deciding.goes_to_chair(session, member, found),
        chairless=await deciding.waits_for_a_chair(session, found),
        link_of=await deciding.find_name_of_link(session, found),
        may_be=may_be,
    )
    if edit:
        content = replace(content, keyboard=(*await undo_keyboard(request, found), *content.keyboard))
    return Reply(content, edit=edit or refusal is not None, refusal=refusal)


async def _decide(request: Request, doing: Awaitable[JoinRequest]) -> Reply:
    """Show what came of it; or what became of it where somebody else was faster."""
    try:
        found = await doing
    except AlreadyDecided as refusal:
        return await _show(request, refusal.data["request"], refusal=refusal)
    return await _show(request, found, edit=True)


@router.button("admit", subject=JoinRequest, permission=Permission.JOINING_DECIDE)
async def admit(request: Request, request_id: int) -> Reply:
    """Admit somebody, or pass them on to the Chair."""
    return await _decide(
        request, screening.admit(request.session, request.member, request_id, domains=request.domains, now=request.now)
    )


@router.form(
    "admit_with_reason",
    _("Admit"),
    saves=screening.admit,
    about=REQUEST,
    opened_by="admit_for",
    save=_("Admit"),
)
class AdmitForm(Form):
    reason: Annotated[str, _WHY]

    async def save(self, request: Request, found: JoinRequest) -> Reply:
        doing = screening.admit(
            request.session, request.member, found.id, self.reason, domains=request.domains, now=request.now
        )
        return await _decide(request, doing)


@router.form(
    "decline_to_join",
    _("Decline"),
    saves=screening.decline,
    about=REQUEST,
    opened_by="decline",
    save=_("Decline"),
)
class DeclineForm(Form):
    reason: Annotated[str, _WHY]

    async def save(self, request: Request, found: JoinRequest) -> Reply:
        doing = screening.decline(request.session, request.member, found.id, self.reason, now=request.now)
        return await _decide(request, doing)


@router.form(
    "ask_who_joins",
    _("Ask a question"),
    saves=screening.put_question,
    about=REQUEST,
    opened_by="question",
    save=_("Send the question"),
)
class QuestionForm(Form):
    text: Annotated[
        str,
        Field(
            question=_("What would you like to ask?"),
            label=_("Question"),
            limit=LONGEST_WORDS,
            wanted=Wanted.QUESTION,
        ),
    ]

    async def save(self, request: Request, found: JoinRequest) -> Reply:
        doing = screening.put_question(request.session, request.member, found.id, self.text, now=request.now)
        return await _decide(request, doing)


@router.form(
    "advise_on_joining",
    _("Give an opinion"),
    saves=screening.advise,
    about=REQUEST,
    opened_by="advise",
    save=_("Send the opinion"),
)
class AdviseForm(Form):
    opinion: Annotated[
        Opinion,
        ChoiceField(question=_("Are you in favour?"), label=_("Opinion"), members=tuple(Opinion)),
    ]
    words: Annotated[
        str,
        Field(
            question=_("If there is something to add, please type it now."),
            label=_("In your words"),
            limit=LONGEST_WORDS,
            at_summary=True,
        ),
    ] = ""

    async def save(self, request: Request, found: JoinRequest) -> Reply:
        doing = screening.advise(request.session, request.member, found.id, self.opinion, self.words, now=request.now)
        return await _decide(request, doing)


@router.form(
    "recognise_member",
    _("Is a member already"),
    saves=recognising.recognise,
    about=REQUEST,
    opened_by="recognise",
    save=_("It is the same person"),
)
class RecogniseForm(Form):
    kept: Annotated[
        str,
        PersonField(question=_("Which member is it, with a new Telegram account?"), label=_("Member")),
    ]

    @classmethod
    async def load(cls, request: Request, found: JoinRequest) -> list[Option]:
        session, actor = request.session, request.member
        first = await recognising.list_who_it_may_be(session, actor, found.id)
        known = {member.person_id for member in first}
        others = [each for each in await list_members(session, actor.twg.id) if each.person_id not in known]
        return options_of([*first, *others])

    @classmethod
    def surround(cls, loaded: list[Option], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        note = _("From then on messages go to the new account; the old one can do nothing any more.")
        return replace(base, options={"kept": loaded}, note=note)

    async def save(self, request: Request, found: JoinRequest) -> Reply:
        try:
            merged = await recognising.recognise(
                request.session, request.member, found.id, int(self.kept), domains=request.domains, now=request.now
            )
        except AlreadyDecided as refusal:
            return await _show(request, refusal.data["request"], refusal=refusal)
        return show("members/merged", keyboard=await undo_keyboard(request, found), merge=merged, themself=False)


@router.wish("admit", permission=Permission.JOINING_DECIDE)
async def wished(request: Request, _text: str) -> list[Button]:
    """Those who wait; each is admitted by a button of their own."""
    waiting = await screening.list_waiting(request.session, request.member)
    return [button(_("Who asks to join ({n})").with_(n=len(waiting)), "joining:list")]
