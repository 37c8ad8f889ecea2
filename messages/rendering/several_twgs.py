"""For a reader of several TWGs, each message names its TWG, and its buttons act in that one (M6)."""

from collections.abc import Iterator
from dataclasses import is_dataclass, replace
from typing import Any

from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, for_twg
from messages.rendering.texts import Text, _
from storage.members import Twg

_OF_TWG = _("{twg} · {label}")


def in_twg(content: Content, twg: Twg) -> Content:
    """The content as a reader of several TWGs gets it."""
    keyboard, grouped = for_twg(content.keyboard, twg.id), for_twg(content.grouped, twg.id)
    return replace(content, twg=twg.code, keyboard=keyboard, grouped=grouped)


def label_of_twg(twg: Twg, label: Text | str) -> Text:
    """The label of a button beside those of other TWGs."""
    return _OF_TWG.with_(twg=twg.code, label=label)


def labelled_with(keyboard: Keyboard, twg: Twg) -> Keyboard:
    """The keyboard with the TWG in each label."""
    return tuple(tuple(replace(item, label=label_of_twg(twg, item.label)) for item in row) for row in keyboard)


def find_twg_ids(content: Content) -> set[int]:
    """Ids of the TWGs that the rows in the context of a content belong to."""
    return {twg_id for value in content.context.values() for twg_id in _ids_in(value)}


def _ids_in(value: Any) -> Iterator[int]:
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _ids_in(item)
        return
    facts = getattr(value, "__dict__", {})  # what is loaded of a row: reading another attribute would query
    if isinstance(value, Twg):
        yield value.id
    elif isinstance(facts.get("twg_id"), int):
        yield facts["twg_id"]
    elif isinstance(facts.get("twg"), Twg):
        yield facts["twg"].id
    elif is_dataclass(value):  # several rows under a name: what waits for a new member
        yield from _ids_in(list(facts.values()))
