"""The two kinds of refusal: `Refused` to the bot, with Telegram's error texts; `Impossible` to the people's API."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
"""A JSON object as it goes over the wire."""


class Refused(Exception):
    """A Bot API call that Telegram would refuse.

    Args:
        code: the HTTP status and `error_code`.
        description: Telegram's error text, with its prefix such as `Bad Request: `.
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
    """An action that Telegram's apps would not allow, or a malformed request to the people's API. Answered with 409."""


def bad_request(what: str) -> Refused:
    """Status 400 with Telegram's prefix."""
    return Refused(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refused:
    """Status 403 with Telegram's prefix."""
    return Refused(403, f"Forbidden: {what}")


def conflict(what: str) -> Refused:
    """Status 409 with Telegram's prefix."""
    return Refused(409, f"Conflict: {what}")


def too_many_requests(retry_after: int) -> Refused:
    """Status 429 with Telegram's text; `retry_after` in seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)
