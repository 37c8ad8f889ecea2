"""Asking to join in the chat, also for people without a role: /join, [Ask to join], and while they wait (M2)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.forms.choice_fields import ChoiceField, OptionField
from handlers.forms.contact_field import ContactAnswer, SharedContact
from handlers.forms.conversation import open_form
from handlers.forms.details_fields import (
    InstitutionAnswer,
    LanguageAnswer,
    NameAnswer,
    PositionAnswer,
    SexAnswer,
    TitleAnswer,
    details_of,
    language_options,
    load_facts,
)
from handlers.forms.fields import Field
from handlers.forms.form import About, Form
from handlers.forms.surroundings import Option, Surroundings
from handlers.forms.waiting import drop_forms, open_forms
from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from handlers.routing.whose_words import Whose
from messages import joining as messages
from messages.rendering.labels import local_name
from messages.rendering.texts import _
from storage.joining import JoinRequest
from storage.members import Role, Twg
from twg.joining import asking
from twg.joining.details import kept_details
from twg.language.asked import Wanted

router = Router("joining")

#: In the facts of the form: the TWGs that can be asked for.
_TWGS = "twgs"


@router.command("join", _("Ask to join a TWG"), permission=None, group=Group.YOU)
async def join(request: Request) -> Reply:
    if not await asking.list_to_ask(request.session, request.account):
        return say("joining/none_to_ask")
    return await open_form(request, AskForm)


@router.button("ask", anybody=True)
async def begin(request: Request) -> Reply:
    return await join(request)


@router.to_strangers
async def greet(request: Request) -> Reply:
    """Answer somebody without a role, whatever they send: how to get in, or what waits; an answer is taken as one."""
    waiting = await asking.list_open_of(request.session, request.account)
    asked = next((each for each in waiting if each.question and not each.answer), None)
    incoming = request.incoming
    own = incoming.whose is Whose.OWN and incoming.command is None and not (incoming.forwarded or incoming.edited)
    if asked is not None and own and incoming.text:
        return await open_form(request, AnswerForm, context={"request_id": asked.id}, typed={"text": incoming.text})
    return Reply(messages.stranger(waiting))


@router.form("ask_to_join", _("Ask to join"), saves=asking.ask, save=_("Ask to join"))
class AskForm(Form):
    language: LanguageAnswer
    twg: Annotated[str, OptionField(question=_("Which TWG would you like to join?"), label=_("TWG"))]
    role: Annotated[
        Role,
        ChoiceField(question=_("In which role would you like to take part?"), label=_("Role"), members=asking.ASKABLE),
    ]
    title: TitleAnswer = ""
    name: NameAnswer
    position: PositionAnswer
    institution: InstitutionAnswer
    contact: ContactAnswer = ""
    sex: SexAnswer = None
    words: Annotated[
        str,
        Field(
            question=_("If there is something that those who decide should know, please type it now."),
            label=_("In your words"),
            limit=asking.LONGEST_WORDS,
            at_summary=True,
        ),
    ] = ""

    @classmethod
    async def initial(cls, request: Request, _about: Any) -> Mapping[str, Any]:
        """What is stored of a person who has registered before, such as a member of another TWG."""
        if request.account is None or not request.account.person.position:
            return {}
        kept = kept_details(request.account).model_dump(mode="json", exclude={"shared_phone"})
        return {name: value or None for name, value in kept.items()}

    @classmethod
    async def load(cls, request: Request, _about: Any) -> dict[str, Any]:
        twgs = await asking.list_to_ask(request.session, request.account)
        return {**await load_facts(request), _TWGS: twgs}

    @classmethod
    def surround(cls, loaded: dict[str, Any], answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        """Ask in the chosen language from the second question on."""
        locale = answers.get("language") or base.locale
        twgs = [Option(str(twg.id), name_of(twg, locale)) for twg in loaded[_TWGS]]
        return replace(base, locale=locale, options={"language": language_options(), "twg": twgs}, facts=loaded)

    async def save(self, request: Request, _about: Any) -> Reply:
        args = asking.Asking(
            **details_of(self),
            language=self.language,
            shared_phone=self.contact.number if isinstance(self.contact, SharedContact) else "",
            twg_id=int(self.twg),
            role=self.role,
            words=self.words,
        )
        asked = await asking.ask(request.session, request.incoming.sender.user_id, args, now=request.now)
        return Reply(messages.waits(asked), edit=True, locale=self.language)


def name_of(twg: Twg, locale: str) -> str:
    """What a TWG is called, with its code."""
    return f"{local_name(twg).render(locale)} ({twg.code})"


async def take_answers(request: Request) -> dict[str, Any]:
    """The answers of a request to join that somebody has begun who goes on with a link; the form is dropped."""
    begun = [row for row in await open_forms(request) if row.name == AskForm.definition.name]
    if not begun:
        return {}
    await drop_forms(request, AskForm)
    return {name: raw for name, raw in begun[0].answers.items() if name not in {"twg", "role", "words"}}


class OwnContext(BaseModel):
    request_id: int


async def _access_own(request: Request, kept: OwnContext) -> JoinRequest:
    found, _account = await asking.access_own(request.session, kept.request_id, request.incoming.sender.user_id)
    return found


OWN = About(OwnContext, _access_own, lambda found: found.question)


@router.button("answer", anybody=True)
async def begin_answer(request: Request, request_id: int) -> Reply:
    return await open_form(request, AnswerForm, context={"request_id": request_id})


@router.form("answer_join_question", _("Answer"), saves=asking.answer, about=OWN, save=_("Send the answer"), adds=True)
class AnswerForm(Form):
    text: Annotated[
        str,
        Field(question=_("What is your answer?"), label=_("Answer"), limit=asking.LONGEST_WORDS, wanted=Wanted.REPLY),
    ]

    async def save(self, request: Request, found: JoinRequest) -> Reply:
        await asking.answer(request.session, found.id, request.incoming.sender.user_id, self.text, now=request.now)
        return show("joining/answered")


@router.button("withdraw", anybody=True)
async def withdraw(request: Request, request_id: int) -> Reply:
    withdrawn = await asking.withdraw(request.session, request_id, request.incoming.sender.user_id, now=request.now)
    return show("joining/withdrawn", request=withdrawn)
