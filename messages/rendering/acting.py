"""What an assistant is shown for a principal, and the secretariat while it enters what somebody has said."""

from collections.abc import Callable
from dataclasses import replace

from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, for_person
from messages.rendering.texts import _
from storage.members import Person

_FOR = _("For {name}:")


def for_principal(content: Content, person: Person, may_use: Callable[[str], bool]) -> Content:
    """The content with a line that says for whom it is, and with buttons that act for that person.

    Args:
        may_use: whether who reads it may use the button with this callback data; those that refuse are left out.
    """
    return replace(
        content,
        heading=_FOR.with_(name=person.name),
        keyboard=for_person(_usable(content.keyboard, may_use), person.id),
        grouped=for_person(_usable(content.grouped, may_use), person.id),
    )


def _usable(keyboard: Keyboard, may_use: Callable[[str], bool]) -> Keyboard:
    def stays(item: Button) -> bool:
        return not item.data or item.data.startswith("f:") or may_use(item.data)

    kept = (tuple(item for item in row if stays(item)) for row in keyboard)
    return tuple(row for row in kept if row)
