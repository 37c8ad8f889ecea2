"""The types of the Bot API, and the check of JSON values against them.

`bot_api_types.json` is made from the published specification; its `version` says from which.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from sandbox.errors import Impossible, Json

_TABLE = orjson.loads((Path(__file__).parent / "bot_api_types.json").read_bytes())
VERSION: str = _TABLE["version"]
#: The fields of each type with their types, joined by `|`. A question mark after the name marks an optional field;
#: `String=user` is the only value that the field may have. A list contains the types of a union.
TYPES: dict[str, Any] = _TABLE["types"]
#: Fields of `Message` that Telegram's apps write themselves: a message with one of them is a service message.
SERVICE_FIELDS: frozenset[str] = frozenset(_TABLE["service"])

_PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "String": (str,),
    "Float": (float, int),
    "Boolean": (bool,),
}


def faults(value: Any, kinds: str, where: str) -> list[str]:
    """The errors of a value against types joined by `|`; empty when the value fits one of them."""
    found: list[str] = []
    for kind in kinds.split("|"):
        found = list(_faults(value, kind, where))
        if not found:
            return []
    return found


def check(value: Any, kinds: str, where: str) -> None:
    """Check a value from a request. Raises: Impossible, with the first error."""
    found = faults(value, kinds, where)
    if found:
        raise Impossible(f"{found[0]}, by {VERSION}")


def check_fields(fields: Json, kind: str, where: str) -> None:
    """Check some fields of an object, which may lack the required ones. Raises: Impossible, with the first error."""
    for name, value in fields.items():
        check(value, kind_of(kind, name), f"{where}.{name}")


def kind_of(kind: str, name: str) -> str:
    """The types of one field. Raises: Impossible, when the type has no such field."""
    found = TYPES[kind].get(name) or TYPES[kind].get(f"{name}?")
    if found is None:
        raise Impossible(f"{name} is no field of {kind}, by {VERSION}")
    return str(found)


def _faults(value: Any, kind: str, where: str) -> Iterator[str]:
    plain, _, literal = kind.partition("=")
    if kind.startswith("Array of "):
        if not isinstance(value, list):
            yield f"{where} is no array"
            return
        for number, item in enumerate(value):
            yield from faults(item, kind.removeprefix("Array of "), f"{where}[{number}]")
    elif plain in _PLAIN:
        if not isinstance(value, _PLAIN[plain]) or isinstance(value, bool) != (plain == "Boolean"):
            yield f"{where} is no {plain}: {value!r}"
        elif literal and value != literal:
            yield f"{where} is not {literal!r}: {value!r}"
    elif isinstance(TYPES[kind], list):
        yield from faults(value, "|".join(TYPES[kind]), where)
    elif not isinstance(value, dict):
        yield f"{where} is no {kind}: {value!r}"
    else:
        yield from _field_faults(value, kind, where)


def _field_faults(value: Json, kind: str, where: str) -> Iterator[str]:
    fields = {name.rstrip("?"): kinds for name, kinds in TYPES[kind].items()}
    yield from (f"{where} lacks {name} of {kind}" for name in TYPES[kind] if name[-1] != "?" and name not in value)
    for name, item in value.items():
        if name in fields:
            yield from faults(item, fields[name], f"{where}.{name}")
        else:
            yield f"{where}.{name} is no field of {kind}"
