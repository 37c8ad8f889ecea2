"""What an assistant is shown for a principal, and the secretariat while it enters what somebody has said."""

from dataclasses import replace

from messages.rendering.content import Content
from messages.rendering.keyboards import for_person
from messages.rendering.texts import _
from storage.members import Person

_FOR = _("For {name}:")


def for_principal(content: Content, person: Person) -> Content:
    """The content with a line that says for whom it is, and with buttons that act for that person."""
    return replace(
        content,
        heading=_FOR.with_(name=person.name),
        keyboard=for_person(content.keyboard, person.id),
        grouped=for_person(content.grouped, person.id),
    )
