"""Choosing a lead facilitator in the chat, among development partners (M3)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from handlers.forms.choice_fields import OptionField
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.forms.moment_fields import DayField
from handlers.forms.person_field import options_of
from handlers.forms.surroundings import Option, Surroundings
from handlers.members.directory import show_member
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.facilitators import card
from messages.rendering.texts import _
from storage.facilitators import LeadNomination
from storage.members import Membership, Role, list_members
from twg.core.permissions import Permission
from twg.facilitators import choosing, standing
from twg.language.asked import Wanted
from twg.members import changing

router = Router("facilitators")

MEMBER = about_row(Membership, changing.access_going_on, lambda member: member.person.name, in_summary=True)
NOMINATION = about_row(LeadNomination, standing.access_nomination, lambda found: found.nominee.name, in_summary=True)
#: Answer of a nominee who leads beside those who do.
_NOBODY = "0"


async def _show(request: Request, nomination_id: int, *, edit: bool = True) -> Reply:
    found = await standing.access_nomination(request.session, request.member, nomination_id)
    stands = await standing.find_standing(request.session, found)
    return Reply(card(request.member.member, found, stands, today=request.today), edit=edit)


@router.button("open", subject=LeadNomination, opens=True)
async def open_(request: Request, nomination_id: int) -> Reply:
    return await _show(request, nomination_id, edit=False)


@router.form(
    "nominate_lead",
    _("Propose as lead facilitator"),
    saves=choosing.nominate,
    about=MEMBER,
    opened_by="nominate",
    save=_("Propose"),
    adds=True,
)
class NominateForm(Form):
    replaced: Annotated[
        str,
        OptionField(
            question=_("In whose place?"),
            label=_("In place of"),
            when=lambda _values, around: bool(around.options.get("replaced")),
        ),
    ] = _NOBODY
    starts_on: Annotated[date, DayField(question=_("From which day on?"), label=_("From"))]
    note: Annotated[
        str,
        Field(
            question=_("Two years are normal. If the lead facilitator changes earlier, please type why."),
            label=_("Reason"),
            limit=choosing.LONGEST_NOTE,
            at_summary=True,
        ),
    ] = ""

    @classmethod
    async def load(cls, request: Request, _member: Membership) -> list[Option]:
        leads = await list_members(request.session, request.member.twg.id, Membership.role == Role.LEAD_FACILITATOR)
        return [*options_of(leads), Option(_NOBODY, _("Nobody: they lead together"))] if leads else []

    @classmethod
    def surround(cls, loaded: list[Option], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, options={"replaced": loaded})

    async def save(self, request: Request, member: Membership) -> Reply:
        replaced_id = None if self.replaced == _NOBODY else int(self.replaced)
        args = choosing.Nomination(starts_on=self.starts_on, replaced_id=replaced_id, note=self.note)
        made = await choosing.nominate(request.session, request.member, member.id, args, now=request.now)
        return await _show(request, made.id)


@router.button("agree", subject=LeadNomination, permission=Permission.LEAD_CHOOSE)
async def agree(request: Request, nomination_id: int) -> Reply:
    await choosing.agree(request.session, request.member, nomination_id, now=request.now)
    return replace(await _show(request, nomination_id), toast=_("Recorded for your institution."))


@router.form(
    "object_to_lead",
    _("Object"),
    saves=choosing.object_to,
    about=NOMINATION,
    opened_by="object",
    save=_("Object"),
    adds=True,
)
class ObjectForm(Form):
    words: Annotated[
        str,
        Field(
            question=_("Why? The person who proposes reads it."),
            label=_("Reason"),
            limit=choosing.LONGEST_NOTE,
            wanted=Wanted.REPLY,
        ),
    ] = ""

    async def save(self, request: Request, found: LeadNomination) -> Reply:
        await choosing.object_to(request.session, request.member, found.id, self.words, now=request.now)
        return await _show(request, found.id)


@router.button("withdraw", subject=LeadNomination, permission=Permission.LEAD_CHOOSE)
async def withdraw(request: Request, nomination_id: int) -> Reply:
    await choosing.withdraw(request.session, request.member, nomination_id, now=request.now)
    return await _show(request, nomination_id)


@router.button("take_over", subject=LeadNomination, permission=Permission.LEAD_CHOOSE)
async def take_over(request: Request, nomination_id: int) -> Reply:
    led = await choosing.take_over(request.session, request.member, nomination_id, now=request.now)
    return await show_member(request, led.id)


@router.form(
    "hand_over_lead",
    _("Write the handover"),
    saves=choosing.hand_over,
    about=NOMINATION,
    opened_by="hand_over",
    save=_("Send the handover"),
)
class HandOverForm(Form):
    text: Annotated[
        str,
        Field(
            question=_("What should the next lead facilitator know: what is open, agreed, and whom to ask?"),
            label=_("Handover"),
            limit=choosing.LONGEST_HANDOVER,
        ),
    ]

    async def save(self, request: Request, found: LeadNomination) -> Reply:
        await choosing.hand_over(request.session, request.member, found.id, self.text, now=request.now)
        return await _show(request, found.id)
