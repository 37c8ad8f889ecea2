"""Inline buttons below a message."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from messages.rendering.texts import Text, _, in_words
from storage.core import shortening
from storage.core.spelling import key_of

#: Telegram's limit on a button's callback data, in bytes.
LONGEST_DATA = 64


@dataclass(frozen=True)
class Button:
    """An inline button.

    Attributes:
        label: a `Text`, or a string that needs no translation (a title, a number).
        data: callback data, the registered name and its arguments: "meetings:answer:12:yes:2026-12-15".
        url: a page to open instead; then `data` is empty.
    """

    label: Text | str
    data: str = ""
    url: str = ""


Keyboard = tuple[tuple[Button, ...], ...]
NO_BUTTONS: Keyboard = ()


def button(label: Text | str, action: str, *args: object) -> Button:
    """The button registered as `action` ("meetings:answer").

    Args:
        args: written into the callback data, in the order of the handler's parameters.
    """
    return Button(label, data=":".join([action, *(str(arg) for arg in args)]))


def more_below(title: str) -> Text:
    """The label of the button that opens a part of a shared message which shows only some of its answers there."""
    return _("More: {title}").with_(title=title)


def shorten(label: str, limit: int = 48) -> str:
    """Cut the label of a button to `limit` characters, ending in an ellipsis."""
    return shortening.shorten(label, limit)


def told_apart(titles: Sequence[str], tellings: Sequence[str]) -> list[str]:
    """Labels of buttons to choose from: those that would look alike begin with what tells them apart.

    Args:
        titles: as people read them; a label shows as much as fits.
        tellings: of each, in the same order: a day and a time. Where these are alike too, the labels are counted.
    """
    labels = _prefixed([shorten(title) for title in titles], titles, tellings)
    return _prefixed(labels, labels, [f"({labels[:place].count(label) + 1})" for place, label in enumerate(labels)])


def _prefixed(labels: Sequence[str], titles: Sequence[str], tellings: Sequence[str]) -> list[str]:
    alike = Counter(map(key_of, labels))
    return [
        shorten(f"{telling} · {title}") if alike[key_of(label)] > 1 and telling else label
        for label, title, telling in zip(labels, titles, tellings, strict=True)
    ]


def rows(buttons: Iterable[Button], *, per_row: int = 1) -> Keyboard:
    """The buttons in rows of at most `per_row`."""
    listed = list(buttons)
    return tuple(tuple(listed[i : i + per_row]) for i in range(0, len(listed), per_row))


#: Between what a button carries and the id of the person for whom it acts.
_FOR = "@"


def for_person(keyboard: Keyboard, person_id: int) -> Keyboard:
    """The keyboard whose buttons act for this person, whoever presses them; a form knows for whom it was opened."""

    def acts(item: Button) -> bool:
        return item.data != "" and not item.data.startswith("f:") and split_person(item.data)[1] is None

    return tuple(
        tuple(replace(item, data=f"{item.data}{_FOR}{person_id}") if acts(item) else item for item in row)
        for row in keyboard
    )


def split_person(data: str) -> tuple[str, int | None]:
    """What a button carries, and the id of the person for whom it acts; None where that is who presses it."""
    own, mark, person_id = data.rpartition(_FOR)
    return (own, int(person_id)) if mark and re.fullmatch(r"[0-9]{1,10}", person_id) else (data, None)


def to_markup(keyboard: Keyboard, locale: str) -> dict[str, list[list[dict[str, str]]]] | None:
    """A keyboard as Telegram's `reply_markup`, labels in the reader's language; `None` for an empty one."""
    if not keyboard:
        return None
    return {"inline_keyboard": [[_to_button(item, locale) for item in row] for row in keyboard]}


def _to_button(item: Button, locale: str) -> dict[str, str]:
    label = in_words(item.label, locale)
    return {"text": label, "url": item.url} if item.url else {"text": label, "callback_data": item.data}
