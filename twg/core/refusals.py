"""Refusals, which are answered with a polite message.

    Refusal
    ├── NotAllowed          the role may not do this
    ├── NotFound            missing, or the person may not see it: the same answer
    ├── NotRegistered       the account belongs to no registered person
    ├── RegistrationOpen    the same, and their registration form is open
    └── BadInput            something was entered that cannot be used
        ├── Missing, NotAChoice, TextExpected, TooLong
        ├── FileExpected, FileTooBig, FileEmpty, FileDangerous
        ├── UnreadableDay (WhichDay), ImpossibleDay, PastDay, FarDay
        ├── UnreadableTime (WhichTime), UnreadableDuration
        ├── UnreadableNumber, OutOfRange
        ├── UntitledItem, UnclearItem, UnreadableMinutes
        └── UnreadableContact

Each capability draws its own branch at the top of its module. The words are in `messages/templates/*/refusals.html.j2`,
under the refusal's key.
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """An error that the person who caused it is told of politely.

    Args:
        field: name of the form field to ask again, if a form was being saved.
        data: what the text needs; also readable as attributes of `data`.
    """

    #: "<capability>#<name>": where the words are.
    key: ClassVar[str]

    def __init__(self, *, field: str | None = None, **data: Any) -> None:
        super().__init__(self.key)
        self.field = field
        self.data = data
        #: Code of the TWG in which it was refused, for a person in several; empty where it is not to be named.
        self.twg = ""


class NotAllowed(Refusal):
    key = "general#not_allowed"


class NotFound(Refusal):
    key = "general#not_found"


class NotRegistered(Refusal):
    key = "general#not_registered"


class RegistrationOpen(Refusal):
    """An account without a registered person, whose registration form is open."""

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


class WhichDay(UnreadableDay):
    """A text that may mean one of several days. data: `text`, as typed; `days`."""

    key = "general#which_day"


class ImpossibleDay(BadInput):
    """Written like a date that does not exist, such as 31/2/2027. data: `text`."""

    key = "general#impossible_day"


class PastDay(BadInput):
    """data: `day`."""

    key = "general#past_day"


class FarDay(BadInput):
    """data: `day`, `years`."""

    key = "general#far_day"


class UnreadableTime(BadInput):
    key = "general#unreadable_time"


class WhichTime(UnreadableTime):
    """A text that may mean one of several times of day. data: `text`, as typed; `times`."""

    key = "general#which_time"


class EndBeforeBegin(UnreadableTime):
    """Something ends before it begins. data: `begin`, `end`."""

    key = "general#end_before_begin"


class UnreadableDuration(BadInput):
    key = "general#unreadable_duration"


class UntitledItem(BadInput):
    """A line of an agenda that does not say what it is about."""

    key = "meetings#untitled_item"


class UnclearItem(BadInput):
    """A line of an agenda whose presenter or minutes may be read in two ways. data: `text`, as typed."""

    key = "meetings#unclear_item"


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


class FileEmpty(BadInput):
    """A file of 0 bytes."""

    key = "general#file_empty"


class FileDangerous(BadInput):
    """A file that starts a program when it is opened. data: `extension`."""

    key = "general#file_dangerous"


class FileTooBig(BadInput):
    """data: `size_mb`, `limit_mb`."""

    key = "general#file_too_big"
