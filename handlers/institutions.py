"""Institutions in the chat: their list below /members, their cards, correcting and merging them (M10)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.forms.choice_fields import ChoiceField, OptionField
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import About, Form
from handlers.forms.surroundings import Option, Surroundings
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages import institutions as messages
from messages.rendering.labels import local_name
from messages.rendering.texts import _
from storage.core.spelling import is_visible
from storage.engine.database import Base
from storage.institutions import InstitutionMerge
from storage.members import Institution, InstitutionKind, list_aliases
from twg.core.permissions import Permission
from twg.institutions import correcting, merging

router = Router("institutions")


@router.button("list", permission=Permission.INSTITUTION_CORRECT)
async def list_(request: Request, twg_id: int) -> Reply:
    request = request.within(twg_id)
    listed = await correcting.list_in_twg(request.session, request.member)
    return Reply(messages.listing(listed, request.member.twg), edit=True)


@router.button("show", permission=Permission.INSTITUTION_CORRECT)
async def show_(request: Request, twg_id: int, institution_id: int) -> Reply:
    return await _show(request.within(twg_id), institution_id)


async def _show(request: Request, institution_id: int) -> Reply:
    found = await correcting.access_in_twg(request.session, request.member, institution_id)
    aliases = await list_aliases(request.session, found.institution)
    return Reply(messages.card(found, aliases, request.member.twg), edit=True)


class InstitutionContext(BaseModel):
    institution_id: int


async def _access(request: Request, context: InstitutionContext) -> Institution:
    return (await correcting.access_in_twg(request.session, request.member, context.institution_id)).institution


async def _itself(_request: Request, institution: Institution) -> Base:
    return institution


INSTITUTION = About(InstitutionContext, _access, local_name, row=_itself, in_summary=True)


@router.button("correct", permission=Permission.INSTITUTION_CORRECT)
async def correct(request: Request, twg_id: int, institution_id: int) -> Reply:
    return await open_form(request.within(twg_id), CorrectForm, context=INSTITUTION.context_of(institution_id))


@router.button("merge", permission=Permission.INSTITUTION_CORRECT)
async def merge(request: Request, twg_id: int, institution_id: int) -> Reply:
    return await open_form(request.within(twg_id), MergeForm, context=INSTITUTION.context_of(institution_id))


def _split(text: str) -> list[str]:
    """Names, one on a line or separated by semicolons; a comma may be a part of a name."""
    return [name.strip() for line in text.splitlines() for name in line.split(";") if is_visible(name)]


@router.form("correct_institution", _("Correct an institution"), saves=correcting.correct, about=INSTITUTION)
class CorrectForm(Form):
    name: Annotated[str, Field(question=_("What is it called?"), label=_("Name"), is_name=True)]
    name_km: Annotated[str, Field(question=_("What is its Khmer name?"), label=_("Khmer name"), is_name=True)] = ""
    kind: Annotated[
        InstitutionKind,
        ChoiceField(question=_("What kind of institution is it?"), label=_("Kind"), members=tuple(InstitutionKind)),
    ]
    aliases: Annotated[
        str,
        Field(
            question=_("By which other names is it known?"),
            hint=_("Short names and earlier ones, separated by semicolons."),
            label=_("Also called"),
            limit=1000,
        ),
    ] = ""

    @classmethod
    async def initial(cls, request: Request, institution: Institution) -> Mapping[str, Any]:
        """What is stored; the person chooses which to change."""
        aliases = await list_aliases(request.session, institution)
        return {
            "name": institution.name,
            "name_km": institution.name_km or None,
            "kind": institution.kind.value,
            "aliases": "; ".join(aliases) or None,
        }

    async def save(self, request: Request, institution: Institution) -> Reply:
        args = correcting.InstitutionDetails(
            **self.model_dump(exclude={"aliases"}), aliases=_split(self.aliases)[: correcting.MOST_ALIASES]
        )
        await correcting.correct(request.session, request.member, institution.id, args, now=request.now)
        return await _show(request, institution.id)


@router.form(
    "merge_institutions",
    _("Merge two institutions"),
    saves=merging.merge,
    about=INSTITUTION,
    save=_("Merge them"),
)
class MergeForm(Form):
    kept: Annotated[
        str,
        OptionField(
            question=_("Of which institution is it another name?"),
            hint=_("Its people, actions and indicators move there."),
            label=_("Becomes a part of"),
        ),
    ]

    @classmethod
    async def load(cls, request: Request, institution: Institution) -> list[Option]:
        listed = await correcting.list_in_twg(request.session, request.member)
        others = correcting.others(listed, institution)
        return [Option(str(each.institution.id), local_name(each.institution)) for each in others]

    @classmethod
    def surround(cls, loaded: list[Option], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, options={"kept": loaded})

    async def save(self, request: Request, institution: Institution) -> Reply:
        kept_id = int(self.kept)
        merged = await merging.merge(request.session, request.member, institution.id, kept_id, now=request.now)
        return show("institutions/merged", keyboard=await undo_keyboard(request, merged), merge=merged)


@router.button("merged", subject=InstitutionMerge, opens=True)
async def merged(request: Request, merge_id: int) -> Reply:
    found = await merging.access_merge(request.session, request.member, merge_id)
    return show("institutions/merged", merge=found)
