"""What a person can be refused, politely.

    Refusal
    ├── NotAllowed          the role may not do this
    ├── NotFound            missing, or not for this person: the same answer
    ├── NotRegistered       nobody we know
    ├── RegistrationOpen    nobody we know yet
    └── BadInput            something was entered that cannot be used
        ├── TooLong
        ├── Unreadable      not a date, a time, a number, …
        ├── OutOfRange
        └── FileRefused

Each capability draws its own branch at the top of its module. The words are in `messages/templates/*/refusals.html.j2`,
under the refusal's key.
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """A polite no.

    Args:
        field: the form field that the person is asked again, where a form led here.
        data: what the text needs; also readable as attributes of `data`.
    """

    #: "<capability>#<name>": where the words are.
    key: ClassVar[str]

    def __init__(self, *, field: str | None = None, **data: Any) -> None:
        super().__init__(self.key)
        self.field = field
        self.data = data


class NotAllowed(Refusal):
    key = "general#not_allowed"


class NotFound(Refusal):
    key = "general#not_found"


class NotRegistered(Refusal):
    key = "general#not_registered"


class RegistrationOpen(Refusal):
    """Nobody we know yet, but about to be."""

    key = "members#registration_open"


class BadInput(Refusal):
    key = "general#bad_input"


class TooLong(BadInput):
    """data: `limit`, `length`, in characters."""

    key = "general#too_long"


class Missing(BadInput):
    key = "general#missing"


class UnreadableDay(BadInput):
    key = "general#unreadable_day"


class ImpossibleDay(BadInput):
    """It has the form of a date and is none. data: `text`."""

    key = "general#impossible_day"


class PastDay(BadInput):
    """data: `day`."""

    key = "general#past_day"


class FarDay(BadInput):
    """data: `day`, `years`."""

    key = "general#far_day"


class UnreadableTime(BadInput):
    key = "general#unreadable_time"


class UnreadableDuration(BadInput):
    key = "general#unreadable_duration"


class UntitledItem(BadInput):
    """A line of an agenda that does not say what it is about."""

    key = "meetings#untitled_item"


class UnreadableMinutes(BadInput):
    """An item of an agenda that takes no time, or all day. data: `text`, `highest`, in minutes."""

    key = "meetings#unreadable_minutes"


class UnreadableContact(BadInput):
    key = "members#unreadable_contact"


class UnreadableNumber(BadInput):
    """data: `text`, `unit`."""

    key = "general#unreadable_number"


class OutOfRange(BadInput):
    """data: `lowest`, `highest`, `unit`."""

    key = "general#out_of_range"


class NotAChoice(BadInput):
    key = "general#not_a_choice"


class FileExpected(BadInput):
    key = "general#file_expected"


class TextExpected(BadInput):
    key = "general#text_expected"


class FileTooBig(BadInput):
    """data: `size_mb`, `limit_mb`."""

    key = "general#file_too_big"
