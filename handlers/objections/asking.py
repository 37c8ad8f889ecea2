"""Putting a text to members without a meeting, in the chat (G16)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.forms.audience_field import AudienceField, load_audiences, with_audiences
from handlers.forms.choice_fields import OptionField
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField
from handlers.forms.sections import Section
from handlers.forms.surroundings import Option, Surroundings
from handlers.objections.answering import show_objection
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import objections as messages
from messages.rendering.texts import _
from storage.decisions import LONGEST_DECISION
from twg.core.addressing import Addressable
from twg.core.permissions import Permission
from twg.language.tasks import Deed
from twg.objections import access, asking

router = Router("objections")


@router.button("list")
async def list_(request: Request) -> Reply:
    found = await access.list_open(request.session, request.member)
    return Reply(messages.listing(request.member, found), edit=True)


class Paper(BaseModel):
    """A document that belongs to the text."""

    document: Annotated[str, OptionField(question=_("Which document belongs to it?"), label=_("Document"))]


@router.form(
    "ask_no_objection",
    _("Ask for no objection"),
    saves=asking.ask,
    opened_by="new",
    save=_("Ask them"),
)
class AskForm(Form):
    text: Annotated[
        str,
        Field(
            question=_("What is to be decided unless somebody objects?"),
            hint=_("For example: The budget annex is adopted as circulated."),
            label=_("Text"),
            limit=LONGEST_DECISION,
        ),
    ]
    audience: Annotated[str, AudienceField(question=_("Who is asked?"), label=_("Who is asked"))]
    answer_by: Annotated[date, DayField(question=_("By which day can they object?"), label=_("Last day to answer"))]
    papers: Annotated[
        list[Paper],
        Section(
            Paper,
            label=_("Document"),
            question=_("Does another document belong to it?"),
            first=_("Does a document that was circulated belong to it?"),
            most=5,
        ),
    ] = []  # noqa: RUF012 - pydantic copies it

    @classmethod
    async def load(cls, request: Request, _about: Any) -> tuple[list[Option], Addressable]:
        offered = await asking.list_offered(request.session, request.member)
        options = [Option(str(each.id), each.title) for each in offered]
        return options, await load_audiences(request, Permission.OBJECTION_ASK)

    @classmethod
    def surround(
        cls, loaded: tuple[list[Option], Addressable], _answers: Mapping[str, Any], base: Surroundings
    ) -> Surroundings:
        options, audiences = loaded
        return with_audiences(replace(base, options={"papers.document": options}), audiences)

    async def save(self, request: Request, _about: Any) -> Reply:
        args = asking.NewObjection(
            text=self.text,
            audience=self.audience,
            answer_by=self.answer_by,
            documents=tuple(int(each.document) for each in self.papers),
        )
        made = await asking.ask(request.session, request.member, args, now=request.now)
        return replace(await show_objection(request, made.id), edit=True)


router.explain(
    Howto(
        _("Decide without a meeting"),
        _(
            "Open /decisions, press “Between meetings” and put a text to those whom you choose;"
            " they answer by a button."
        ),
        Deed((), ("no_objection",)),
        "decisions",
        Permission.OBJECTION_ASK,
    ),
)
