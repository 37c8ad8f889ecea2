"""Lists that are too long for one message, in pages that a person turns by buttons."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from messages.rendering.keyboards import Keyboard, button
from messages.rendering.texts import Text

T = TypeVar("T")

#: Characters of the entries on a page: a message has 4096, with its heading, its tags and what is written as `&amp;`.
_LONGEST = 3000


def into_pages(entries: Iterable[T], length: Callable[[T], int], *, most: int) -> list[list[T]]:
    """The entries in pages of at most `most`, and of so many as fit into a message; one empty page without any.

    Args:
        length: how many characters an entry takes, about.
    """
    pages: list[list[T]] = [[]]
    used = 0
    for entry in entries:
        size = length(entry)
        if pages[-1] and (len(pages[-1]) >= most or used + size > _LONGEST):
            pages.append([])
            used = 0
        pages[-1].append(entry)
        used += size
    return pages


def turn_pages(
    page: int, pages: Sequence[object], action: str, *args: object, after: tuple[object, ...] = ()
) -> Keyboard:
    """The row of buttons to the pages before and after this one; none where it is the only one.

    Args:
        args: of the button, before the number of the page.
        after: further ones behind it.
    """
    ways = (page - 1, Text("‹ {n}")), (page + 1, Text("{n} ›"))
    turns = [button(label.with_(n=to), action, *args, to, *after) for to, label in ways if 1 <= to <= len(pages)]
    return (tuple(turns),) if turns else ()
