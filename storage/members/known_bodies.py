"""Ministries, agencies and partners that are known by several names: data of the package, beside this module."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from storage.core.spelling import key_of

#: Between two names of one body.
_BETWEEN = re.compile(r"[()\[\]/|\n]|\s[-–]\s")
_FILE = Path(__file__).with_name("known_bodies.toml")


@dataclass(frozen=True)
class Body:
    """A body that people name in several ways.

    Attributes:
        kind: value of `InstitutionKind`.
        names: its abbreviation, its English name, its Khmer name and its other names.
        name_km: its Khmer name; empty where none is confirmed.
    """

    kind: str
    names: tuple[str, ...]
    name_km: str = ""


@cache
def list_bodies() -> tuple[Body, ...]:
    """All of the file, in its order."""
    kinds = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        Body(kind, tuple(filter(None, [*body["names"], body.get("km", "")])), body.get("km", ""))
        for kind, bodies in kinds.items()
        for body in bodies
    )


@cache
def _by_key() -> dict[str, Body]:
    return {key_of(name): body for body in list_bodies() for name in body.names}


def find_body(name: str) -> Body | None:
    """The body that is called so, however it is spelled; None if none is.

    Two of its names may stand together, in brackets or beside a stroke: "Ministry of Planning (MoP)".
    """
    return _by_key().get(key_of(name)) or _by_two_names(name)


def proper_name(name: str) -> str:
    """A body's name where two stand together: the first one that is in Latin letters; else the name as it is."""
    if _by_key().get(key_of(name)) is not None or _by_two_names(name) is None:
        return name
    return next((part for part in _parts(name) if part.isascii()), name)


def _by_two_names(name: str) -> Body | None:
    found = [_by_key().get(key_of(part)) for part in _parts(name)]
    return found[0] if len(found) > 1 and all(body is not None and body == found[0] for body in found) else None


def _parts(name: str) -> list[str]:
    return [part.strip() for part in _BETWEEN.split(name) if part.strip()]
