"""Inline buttons below a message."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from typing import Any

from messages.rendering.texts import Text, _, in_words
from storage.core import shortening
from storage.core.spelling import key_of
from storage.members import Person

#: Telegram's limit on a button's callback data, in bytes.
LONGEST_DATA = 64
#: Telegram's limit on the text that a button copies, in characters.
LONGEST_COPIED = 256


@dataclass(frozen=True)
class Button:
    """An inline button.

    Attributes:
        label: a `Text`, or a string that needs no translation (a title, a number).
        data: callback data, the registered name and its arguments: "meetings:answer:12:yes:2026-12-15".
        url: a page to open instead; then `data` is empty.
        copies: a text that Telegram copies instead, at most `LONGEST_COPIED` characters; then `data` is empty.
    """

    label: Text | str
    data: str = ""
    url: str = ""
    copies: str = ""


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


def taking_off(name: Text | str, action: str, *args: object) -> Button:
    """The button that takes off one of the values by which a list is narrowed. Args: as `button`; `name`: the value."""
    short = shorten(name, 36) if isinstance(name, str) else name
    return button(Text("✕ {name}").with_(name=short), action, *args)


def told_apart(titles: Sequence[str], tellings: Sequence[str]) -> list[str]:
    """Labels of buttons to choose from: those that would look alike begin with what tells them apart.

    Args:
        titles: as people read them; a label shows as much as fits.
        tellings: of each, in the same order: a day and a time. Where these are alike too, the labels are counted.
    """
    labels = _prefixed([shorten(title) for title in titles], titles, tellings)
    return _prefixed(labels, labels, [f"({labels[:place].count(label) + 1})" for place, label in enumerate(labels)])


def _prefixed(labels: Sequence[str], titles: Sequence[str], tellings: Sequence[str]) -> list[str]:
    keys = [_key_of_label(label) for label in labels]
    return [
        shorten(f"{telling} · {title}") if telling and keys.count(key) > 1 else label
        for label, key, title, telling in zip(labels, keys, titles, tellings, strict=True)
    ]


#: Many members ask for the same list.
_key_of_label = lru_cache(maxsize=2048)(key_of)


def rows(buttons: Iterable[Button], *, per_row: int = 1) -> Keyboard:
    """The buttons in rows of at most `per_row`."""
    listed = list(buttons)
    return tuple(tuple(listed[i : i + per_row]) for i in range(0, len(listed), per_row))


#: Most people without Telegram for whom a message has buttons that enter an answer: Telegram takes 100 buttons in all.
MOST_ENTERED = 20
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


def enter_rows(people: Iterable[Person], opener: str, row_id: int) -> Keyboard:
    """A button for each of the first `MOST_ENTERED` of these people: it opens the row as that person would see it."""
    label = _("Enter for {name}")
    first = islice(people, MOST_ENTERED)
    buttons = ((person, button(label.with_(name=shorten(person.name)), opener, row_id)) for person in first)
    return tuple(row for person, one in buttons for row in for_person(((one,),), person.id))


def split_person(data: str) -> tuple[str, int | None]:
    """What a button carries, and the id of the person for whom it acts; None where that is who presses it.

    A form knows for whom it was opened; an "@" in what its buttons carry stands before the number of a page.
    """
    if data.startswith("f:"):
        return data, None
    own, mark, person_id = data.rpartition(_FOR)
    return (own, int(person_id)) if mark and re.fullmatch(r"[0-9]{1,10}", person_id) else (data, None)


#: Between what a button carries and the id of the TWG in which it acts.
_IN = "#"


def for_twg(keyboard: Keyboard, twg_id: int) -> Keyboard:
    """The keyboard whose buttons act in this TWG, whichever is the current one; a form knows in which it was opened."""

    def bound(item: Button) -> Button:
        own, person_id = split_person(item.data)
        data = f"{own}{_IN}{twg_id}" + ("" if person_id is None else f"{_FOR}{person_id}")
        is_free = own != "" and not own.startswith("f:") and split_twg(own)[1] is None
        return replace(item, data=data) if is_free and len(data.encode()) <= LONGEST_DATA else item

    return tuple(tuple(bound(item) for item in row) for row in keyboard)


def split_twg(data: str) -> tuple[str, int | None]:
    """What a button carries, and the id of the TWG in which it acts; None where it does not say so."""
    own, mark, twg_id = data.rpartition(_IN)
    return (own, int(twg_id)) if mark and re.fullmatch(r"[0-9]{1,10}", twg_id) else (data, None)


def to_markup(keyboard: Keyboard, locale: str) -> dict[str, list[list[dict[str, Any]]]] | None:
    """A keyboard as Telegram's `reply_markup`, labels in the reader's language; `None` for an empty one."""
    if not keyboard:
        return None
    return {"inline_keyboard": [[_to_button(item, locale) for item in row] for row in keyboard]}


def _to_button(item: Button, locale: str) -> dict[str, Any]:
    label = in_words(item.label, locale)
    if item.copies:
        return {"text": label, "copy_text": {"text": item.copies}}
    return {"text": label, "url": item.url} if item.url else {"text": label, "callback_data": item.data}
