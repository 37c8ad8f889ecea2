"""What the Bot API refuses, in Telegram's words."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
"""A JSON object as it goes over the wire."""


class Refused(Exception):
    """A call that Telegram would refuse.

    Args:
        code: the HTTP status and `error_code`.
        description: Telegram's text, with its `Bad Request: ` prefix.
        parameters: the `parameters` object: `retry_after` in seconds, `migrate_to_chat_id`.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> Json:
        """The body of the response."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class Impossible(Exception):
    """Something a person could not do in Telegram, or a request the people's side does not understand."""


def bad_request(what: str) -> Refused:
    """A 400 in Telegram's form."""
    return Refused(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refused:
    """A 403 in Telegram's form."""
    return Refused(403, f"Forbidden: {what}")


def conflict(what: str) -> Refused:
    """A 409 in Telegram's form."""
    return Refused(409, f"Conflict: {what}")


def too_many_requests(retry_after: int) -> Refused:
    """A 429 in Telegram's form; `retry_after` in seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
