"""Buttons with which the secretariat enters what members without Telegram have said (M11)."""

from collections.abc import Iterable

from handlers.routing.request import Request
from messages.rendering.keyboards import Keyboard, enter_rows
from storage.members import Person, Role, list_without_account


async def entering_keyboard(request: Request, people: Iterable[Person], opener: str, row_id: int) -> Keyboard:
    """A button for each of these people who has no Telegram: it opens the row as that person would see it.

    Empty for anybody but the secretariat.
    """
    if request.role is not Role.SECRETARIAT or request.acting is not None:
        return ()
    listed = list(people)
    without = await list_without_account(request.session, [person.id for person in listed])
    return enter_rows((person for person in listed if person.id in without), opener, row_id)
