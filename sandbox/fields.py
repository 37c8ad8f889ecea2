"""The fields of a request to the people's API."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import orjson

from sandbox.errors import Impossible, Json
from sandbox.params import Upload, parse_integer


class Fields:
    """Reads values by name from a JSON object or a form; None counts as missing.

    Forms carry strings: digits are accepted as numbers, and JSON texts as objects and arrays. Raises `Impossible` with
    the name of the field when a value has the wrong type or is out of bounds.
    """

    __slots__ = ("uploads", "values")

    def __init__(self, values: Json | None = None, uploads: dict[str, Upload] | None = None) -> None:
        self.values = values or {}
        self.uploads = uploads or {}

    def __contains__(self, name: str) -> bool:
        return name in self.values

    def find_text(self, name: str) -> str | None:
        """A string, None when missing."""
        value = self.values.get(name)
        if value is not None and not isinstance(value, str):
            raise self._refusal(name, "a text")
        return value

    def text(self, name: str, default: str = "") -> str:
        """A string."""
        found = self.find_text(name)
        return default if found is None else found

    def find_integer(self, name: str, *, least: int | None = None, most: int | None = None) -> int | None:
        """An integer from `least` to `most`, None when missing."""
        value = self.values.get(name)
        if value in (None, ""):
            return None
        found = parse_integer(value) if isinstance(value, int | str) else None
        if found is None or (least is not None and found < least) or (most is not None and found > most):
            raise self._refusal(name, f"a whole number{_bounds(least, most)}")
        return found

    def integer(self, name: str, default: int = 0, *, least: int | None = None, most: int | None = None) -> int:
        """An integer from `least` to `most`."""
        found = self.find_integer(name, least=least, most=most)
        return default if found is None else found

    def integers(self, name: str) -> list[int]:
        """A list of integers, empty when missing."""
        value = self._json(name)
        given = [] if value is None else value
        found = [parse_integer(one) for one in given] if isinstance(given, list) else [None]
        kept = [one for one in found if one is not None]
        if len(kept) != len(found):
            raise self._refusal(name, "a list of whole numbers")
        return kept

    def number(self, name: str, default: float, *, least: float = -math.inf, most: float = math.inf) -> float:
        """A finite number from `least` to `most`."""
        value = self.values.get(name)
        if value in (None, ""):
            return default
        try:
            found = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError, OverflowError):
            found = math.nan
        if not (math.isfinite(found) and least <= found <= most):
            raise self._refusal(name, f"a number{_bounds(least, most)}")
        return found

    def boolean(self, name: str, *, default: bool = False) -> bool:
        """A boolean."""
        value = self._json(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self._refusal(name, "true or false")
        return value

    def objects(self, name: str) -> list[Json]:
        """A list of JSON objects, empty when missing."""
        value = self._json(name)
        given = [] if value is None else value
        if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
            raise self._refusal(name, "a list of objects")
        return given

    def find_object(self, name: str) -> Json | None:
        """A JSON object, None when missing."""
        value = self._json(name)
        if value is not None and not isinstance(value, dict):
            raise self._refusal(name, "an object")
        return value

    def find_moment(self, name: str) -> datetime | None:
        """A time in ISO 8601, None when missing; without a time zone it is read as UTC."""
        text = self.find_text(name)
        if text is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise self._refusal(name, "a moment such as 2026-12-15T08:00+07:00") from None
        return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)

    def _json(self, name: str) -> Any:
        """The value, or what a form carries as JSON text; a string that is no JSON stays as it is."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value or None

    def _refusal(self, name: str, expected: str) -> Impossible:
        return Impossible(f"`{name}` is to be {expected}, not {_shown(self.values[name])}")


def _bounds(least: float | None, most: float | None) -> str:
    has_least, has_most = least not in (None, -math.inf), most not in (None, math.inf)
    if has_least and has_most:
        return f" from {least} to {most}"
    return f" from {least} on" if has_least else f" up to {most}" if has_most else ""


def _shown(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:60]}…"
