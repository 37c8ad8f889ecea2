"""Erasing how a person is reached, wherever it is kept (T5).

A capability that keeps contacts beside those of `Person` declares a function that erases them; the operations that
erase contacts reach all of them by `Domains`.
"""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import fold

#: A number is found by so many of its last digits, however the others are written.
_DIGITS = 8


@dataclass(frozen=True)
class Contacts:
    """The contacts of a person that are to be erased.

    Attributes:
        chat_ids: of the person's private chats.
        phones: as E.164.
        emails: as kept.
        texts: each as it was typed.
    """

    person_id: int
    chat_ids: frozenset[int]
    phones: frozenset[str]
    emails: frozenset[str]
    texts: frozenset[str]

    def are_in(self, value: Any) -> bool:
        """Whether one of them is in a text, or in a text within a JSON value."""
        match value:
            case str():
                return self._are_in_text(value)
            case dict():
                return any(self.are_in(item) for item in value.values())
            case list():
                return any(self.are_in(item) for item in value)
        return False

    def without(self, value: Any) -> Any:
        """A JSON value with an empty text instead of each that has one of them."""
        match value:
            case str():
                return "" if self._are_in_text(value) else value
            case dict():
                return {key: self.without(item) for key, item in value.items()}
            case list():
                return [self.without(item) for item in value]
        return value

    def _are_in_text(self, text: str) -> bool:
        folded, digits = fold(text), _digits(text)
        written = (*self.texts, *self.emails)
        numbers = [number[-_DIGITS:] for phone in self.phones if len(number := _digits(phone)) >= _DIGITS]
        return any(fold(each) in folded for each in written) or any(number in digits for number in numbers)


#: Erases contacts in the tables of a capability.
Forget = Callable[[AsyncSession, Contacts], Awaitable[None]]


def _digits(text: str) -> str:
    return "".join(str(int(character)) for character in text if character.isdecimal())


def contacts_of(
    person_id: int, chat_ids: Iterable[int], phones: Iterable[str], emails: Iterable[str], texts: Iterable[str]
) -> Contacts:
    """The contacts of a person; empty texts are left out."""
    kept = [frozenset(filter(None, each)) for each in (phones, emails, texts)]
    return Contacts(person_id, frozenset(chat_ids), *kept)
