"""A question for how a person may be reached, and what is offered as a title before a name."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.forms.fields import Field
from handlers.forms.surroundings import Entry, Phone, Surroundings
from messages.rendering.texts import _
from twg.language.contacts import parse_contact, show_contact

#: Titles that are offered; others are typed.
TITLES = {
    "en": ["H.E.", "Lok Chumteav", "Dr.", "Mr.", "Ms."],
    "km": ["ឯកឧត្តម", "លោកជំទាវ", "លោក", "លោកស្រី", "បណ្ឌិត"],
}


class SharedContact(BaseModel):
    """A number that Telegram gave as that of the account, by the button for it."""

    number: str


@dataclass(frozen=True, kw_only=True)
class ContactField(Field):
    """How the person may be reached: typed, or their own contact, shared."""

    def accept(self, entry: Entry, surroundings: Surroundings) -> Any:
        accepted = super().accept(entry, surroundings)
        return SharedContact(number=accepted).model_dump() if isinstance(entry, Phone) else accepted

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        return SharedContact.model_validate(raw) if isinstance(raw, dict) else super().read(raw, surroundings)


def contact_text(value: SharedContact | str) -> str:
    """The answer as it is kept."""
    return value.number if isinstance(value, SharedContact) else value


ContactAnswer = Annotated[
    SharedContact | str,
    ContactField(
        question=_("How may the secretariat reach you? A phone number or e-mail address."),
        label=_("Contact"),
        read_text=lambda text, _around: parse_contact(text),
        show=lambda value, _around: show_contact(contact_text(value)) if value else "–",
        phone=True,
        limit=120,
    ),
]
