"""The questions about a person that registration, a request to join and a correction share (M1)."""

from typing import Annotated, Any

from handlers.forms.choice_fields import ChoiceField, OptionField
from handlers.forms.contact_field import TITLES, contact_text
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.institution_field import KNOWN, InstitutionField
from handlers.forms.surroundings import Option
from handlers.routing.request import Request
from messages.rendering.keyboards import shorten
from messages.rendering.labels import LANGUAGES
from messages.rendering.texts import _
from storage.core.spelling import is_visible
from storage.members import Sex
from twg.institutions.correcting import load_institutions
from twg.language.rosters.names import is_title

LanguageAnswer = Annotated[str, OptionField(question=_("Which language do you prefer?"), label=_("Language"))]
TitleAnswer = Annotated[
    str,
    Field(
        question=_("What title stands before your name?"),
        hint=_("For example: H.E., Lok Chumteav, Dr."),
        label=_("Form of address"),
        limit=60,
        is_name=True,
        suggest=lambda around: TITLES[around.locale],
        unlike=lambda text: not is_title(text),  # most who overlook the question type their name
    ),
]
SexAnswer = Annotated[
    Sex | None,
    ChoiceField(
        question=_("Are you a woman or a man? Reports give only how many women and men took part."),
        label=_("Sex"),
        members=tuple(Sex),
    ),
]
NameAnswer = Annotated[
    str,
    Field(
        question=_("What is your full name?"),
        label=_("Name"),
        limit=120,
        is_name=True,
        suggest=lambda around: list(filter(is_visible, [around.facts["name"]])),
    ),
]
PositionAnswer = Annotated[
    str, Field(question=_("What is your position?"), label=_("Position"), limit=120, is_name=True)
]
InstitutionAnswer = Annotated[
    str,
    InstitutionField(
        question=_("Which institution are you from?"),
        hint=_("Its usual short name, for example: MoH, UNFPA"),
        label=_("Institution"),
        is_name=True,
    ),
]
#: The questions about a person, by their names in a form.
DETAILS = ("title", "sex", "name", "position", "institution")


def details_of(form: Form) -> dict[str, Any]:
    """The answers of a form with these questions that are details of a person."""
    details = {name: getattr(form, name) for name in DETAILS}
    return {**details, "contact": contact_text(getattr(form, "contact", ""))}


async def load_facts(request: Request) -> dict[str, Any]:
    """The name in the sender's Telegram account, suggested as an answer, and the institutions that are known."""
    return {
        "name": shorten(request.incoming.sender.name, 120),
        KNOWN: await load_institutions(request.session),
    }


def language_options() -> list[Option]:
    return [Option(code, name) for code, name in LANGUAGES.items()]
