"""Entering a person without Telegram, and what they have said, in the chat (M11)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.choice_fields import ChoiceField
from handlers.forms.contact_field import TITLES
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.institution_field import KNOWN, InstitutionField
from handlers.forms.surroundings import Surroundings
from handlers.members.changing import changed_card, split_themes
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import members as messages
from messages.rendering.texts import _
from storage.members import Membership, Role
from twg.core.permissions import Permission
from twg.institutions.correcting import load_institutions
from twg.language.contacts import parse_contact, show_contact
from twg.language.rosters.names import is_title
from twg.members import entering

router = Router("members")

#: The private sector takes part by decision of the Chair, and joins by a link.
_ROLES = tuple(role for role in Role if role is not Role.PRIVATE_SECTOR)


@router.form("enter_person", _("Enter a person without Telegram"), saves=entering.enter_person, opened_by="enter")
class EnterForm(Form):
    role: Annotated[
        Role, ChoiceField(question=_("In which role should they be registered?"), label=_("Role"), members=_ROLES)
    ]
    themes: Annotated[
        str,
        Field(
            question=_("For which themes is the focal point?"),
            hint=_("Separated by semicolons, for example: gender; climate change"),
            label=_("Themes"),
            is_name=True,
            when=lambda values, _around: values.get("role") is Role.FOCAL_POINT,
        ),
    ] = ""
    title: Annotated[
        str,
        Field(
            question=_("What title stands before their name?"),
            hint=_("For example: H.E., Lok Chumteav, Dr."),
            label=_("Form of address"),
            limit=60,
            is_name=True,
            suggest=lambda around: TITLES[around.locale],
            unlike=lambda text: not is_title(text),
        ),
    ] = ""
    name: Annotated[str, Field(question=_("What is their full name?"), label=_("Name"), limit=120, is_name=True)]
    position: Annotated[str, Field(question=_("What is their position?"), label=_("Position"), limit=120, is_name=True)]
    institution: Annotated[
        str,
        InstitutionField(
            question=_("Which institution are they from?"),
            hint=_("Its usual short name, for example: MoH, UNFPA"),
            label=_("Institution"),
            is_name=True,
        ),
    ]
    contact: Annotated[
        str,
        Field(
            question=_("How may they be reached? A phone number or e-mail address."),
            label=_("Contact"),
            read_text=lambda text, _around: parse_contact(text),
            show=lambda value, _around: show_contact(value) if value else "–",
            limit=120,
        ),
    ] = ""

    @classmethod
    async def load(cls, request: Request, _about: Any) -> dict[str, Any]:
        return {KNOWN: await load_institutions(request.session)}

    @classmethod
    def surround(cls, loaded: dict[str, Any], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, facts=loaded)

    async def save(self, request: Request, _about: Any) -> Reply:
        details = self.model_dump(exclude={"themes"})
        args = entering.NewPerson(**details, themes=split_themes(self.themes))
        member = await entering.enter_person(request.session, request.member, args, now=request.now)
        return await changed_card(request, member)


@router.button("enter_for", subject=Membership, permission=Permission.PERSON_ENTER)
async def enter_for(request: Request, membership_id: int) -> Reply:
    """What waits for a member without Telegram, with a button to enter what they said of each."""
    found = await entering.list_enterable(
        request.session, request.member, membership_id, request.domains, now=request.now
    )
    return Reply(messages.enterable(found, request.zone, request.locale), edit=True)
