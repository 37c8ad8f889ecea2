"""Which of several things a reply means, by the part of the message that the person marked."""

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

from storage.core.spelling import fold

T = TypeVar("T")


def find_quoted(quote: str, among: Iterable[T], names: Callable[[T], Collection[str]]) -> T | None:
    """The one of several things that the quoted words name; `None` where they name none, or more than one.

    Args:
        names: what a thing is called in the message: its title, its number. The words may be a part of a title.
    """
    words = fold(quote)
    if not words:
        return None
    found = [thing for thing in among if any(_names(words, name) for name in names(thing))]
    return found[0] if len(found) == 1 else None


def _names(words: str, name: str) -> bool:
    name = fold(name)
    return name != "" and (name in words or (len(words) > 3 and words in name))
