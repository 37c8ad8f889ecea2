"""A call's parameters, whichever body they came in: JSON values as they are, form fields as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from sandbox.errors import Json, bad_request

TRUE = frozenset({"true", "yes", "1"})


@dataclass(slots=True)
class Upload:
    """A file that came in a multipart body."""

    name: str
    mime_type: str | None
    data: bytes


def whole(value: Any) -> int | None:
    """A whole number, or its digits; None for anything else."""
    if isinstance(value, bool):
        return None
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


class Params:
    """Reads parameters by name. A wrong or missing one is refused in Telegram's words."""

    __slots__ = ("uploads", "values")

    def __init__(self, values: Json, uploads: dict[str, Upload] | None = None) -> None:
        self.values = values
        self.uploads = uploads or {}

    def has(self, name: str) -> bool:
        """Whether a parameter was given and is not empty."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        """A string; numbers are taken for their digits."""
        value = self.values.get(name)
        if value is None:
            return default
        return value if isinstance(value, str) else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; what is none counts as `default`, as with Telegram."""
        found = whole(self.values.get(name))
        return default if found is None else found

    def integers(self, name: str) -> list[int]:
        """An array of whole numbers, empty when missing."""
        found = [whole(value) for value in self.array(name, "Integer") or []]
        kept = [number for number in found if number is not None]
        if len(kept) != len(found):
            raise bad_request("expected an Array of Integer")
        return kept

    def boolean(self, name: str) -> bool:
        """A truth value, false when missing."""
        value = self.values.get(name)
        return value if isinstance(value, bool) else str(value).strip().lower() in TRUE

    def json(self, name: str, what: str) -> Any:
        """A JSON-serialised value, None when missing. `what` names it in the refusal."""
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
        """A chat's number, or a public group's @username."""
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
        """A message's number."""
        if not self.has(name):
            raise bad_request("message identifier is not specified")
        found = self.integer(name)
        if found <= 0:
            raise bad_request("message identifier is not specified")
        return found

    def upload(self, name: str) -> Upload | None:
        """The file sent as a field of this name or, with `attach://other`, as field `other`."""
        if name in self.uploads:
            return self.uploads[name]
        value = self.values.get(name)
        if isinstance(value, str) and value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return None
