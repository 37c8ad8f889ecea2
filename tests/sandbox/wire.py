"""Checks of JSON objects against the Bot API's types, and of what python-telegram-bot read from them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
from telegram import TelegramObject

#: `methods`: the type that each returns and its required parameters. `types`: the fields that the sandbox sends, with
#: their types; a question mark after the name marks an optional field. A list contains the types of a union.
_TABLE = orjson.loads((Path(__file__).parent / "telegram.json").read_bytes())
METHODS: dict[str, dict[str, Any]] = _TABLE["methods"]
TYPES: dict[str, Any] = _TABLE["types"]

_PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "String": (str,),
    "Float": (float, int),
    "Boolean": (bool,),
    "True": (bool,),
}


def faults(value: Any, kinds: str, where: str) -> list[str]:
    """The errors of a value against types joined by `|`; empty when the value fits one of them."""
    found: list[str] = []
    for kind in kinds.split("|"):
        found = list(_faults(value, kind, where))
        if not found:
            return []
    return found


def _faults(value: Any, kind: str, where: str) -> Iterator[str]:
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            yield f"{where} is no array"
            return
        for number, item in enumerate(value):
            yield from faults(item, kind.removeprefix("Array of "), f"{where}[{number}]")
    elif kind in _PLAIN:
        fits = isinstance(value, _PLAIN[kind]) and isinstance(value, bool) == (bool in _PLAIN[kind])
        if not fits or (kind == "True" and value is not True):
            yield f"{where} is no {kind}: {value!r}"
    elif isinstance(TYPES[kind], list):
        yield from faults(value, "|".join(TYPES[kind]), where)
    elif not isinstance(value, dict):
        yield f"{where} is no {kind}: {value!r}"
    else:
        yield from _field_faults(value, kind, where)


def _field_faults(value: dict[str, Any], kind: str, where: str) -> Iterator[str]:
    fields = {name.rstrip("?"): kinds for name, kinds in TYPES[kind].items()}
    yield from (f"{where} lacks {name} of {kind}" for name in TYPES[kind] if name[-1] != "?" and name not in value)
    for name, item in value.items():
        if name in fields:
            yield from faults(item, fields[name], f"{where}.{name}")
        else:
            yield f"{where}.{name} is no field of {kind}"


def leftovers(value: Any, where: str) -> Iterator[str]:
    """The fields of an answer that python-telegram-bot did not know (`api_kwargs`), at any depth."""
    if isinstance(value, TelegramObject):
        yield from (f"{where}.{name} of {type(value).__name__}" for name in value.api_kwargs)
        for name, item in value.to_dict(recursive=False).items():
            yield from leftovers(item, f"{where}.{name}")
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from leftovers(item, f"{where}[{number}]")
