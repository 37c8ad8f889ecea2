"""The parameters of a Bot API call. A JSON body gives JSON values, a form gives strings; both are read the same way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from sandbox.errors import Json, bad_request

TRUE = frozenset({"true", "yes", "1"})


@dataclass(slots=True)
class Upload:
    """A file from a multipart body."""

    name: str
    mime_type: str | None
    data: bytes


def parse_integer(value: Any) -> int | None:
    """Read an integer, or a string of its digits; None for anything else, also for booleans."""
    if isinstance(value, bool):
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


class Params:
    """Reads parameters by name. Raises `Refused` with Telegram's error text when one is wrong or missing."""

    __slots__ = ("uploads", "values")

    def __init__(self, values: Json, uploads: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.uploads = uploads or {}

    def has(self, name: str) -> bool:
        """Whether a parameter is present and not empty."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        """A string; other values are converted with `str`."""
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """An integer. Anything else gives `default`: Telegram ignores such values too."""
        found = parse_integer(self.values.get(name))
        return default if found is None else found

    def integers(self, name: str) -> list[int]:
        """An array of integers, empty when missing."""
        found = [parse_integer(value) for value in self.array(name, "Integer") or []]
        kept = [number for number in found if number is not None]
        if len(kept) != len(found):
            raise bad_request("expected an Array of Integer")
        return kept

    def boolean(self, name: str) -> bool:
        """A boolean, or one of the strings in `TRUE`; false when missing."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else str(value).strip().lower() in TRUE

    def json(self, name: str, what: str) -> Any:
        """A value that a form carries as JSON text, None when missing. `what` names its type in the error text."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            raise bad_request(f"can't parse {what} JSON object") from None

    def object(self, name: str, what: str) -> Json | None:
        """A JSON object, None when missing."""
        value = self.json(name, what)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"object expected as {what}")
        return value

    def array(self, name: str, what: str) -> list[Any] | None:
        """A JSON array, None when missing."""
        value = self.json(name, what)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"expected an Array of {what}")
        return value

    def chat_id(self, name: str = "chat_id") -> int | str:
        """A chat id, or the @username of a public group."""
        value = self.text(name).strip()
        if not value:
            raise bad_request(f"{name} is empty")
        if value.startswith("@"):
            return value
        try:
            return int(value)
        except ValueError:
            raise bad_request("chat not found") from None

    def message_id(self, name: str = "message_id") -> int:
        """A message id, greater than 0."""
        if not self.has(name):
            raise bad_request("message identifier is not specified")
        found = self.integer(name)
        if found <= 0:
            raise bad_request("message identifier is not specified")
        return found

    def upload(self, name: str) -> Upload | None:
        """The file in the multipart field `name` or, when the parameter is `attach://other`, in the field `other`."""
        if name in self.uploads:
            return self.uploads[name]
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return None
