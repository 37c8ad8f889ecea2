"""Kinds of entry that answer a question, and what the reading of an answer depends on besides it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from messages.rendering.keyboards import Button
from messages.rendering.texts import LOCALES, Text, in_words
from twg.core.files import SentFile
from twg.core.refusals import Refusal
from twg.time.working_time import ALWAYS_OPEN, WorkingTime


@dataclass(frozen=True)
class Typed:
    text: str


@dataclass(frozen=True)
class Sent:
    """A file with its caption."""

    file: SentFile
    caption: str = ""


@dataclass(frozen=True)
class Chosen:
    """The key of an option whose button was pressed."""

    key: str


@dataclass(frozen=True)
class Phone:
    """The phone number in the sender's own contact, which they shared."""

    number: str


@dataclass(frozen=True)
class Unusable:
    """An entry that no question can read, such as a sticker or a voice note."""

    kind: str


Entry = Typed | Sent | Chosen | Phone | Unusable


def text_of(entry: object) -> str:
    """What was typed; empty for an entry of another kind, and for a step."""
    return entry.text if isinstance(entry, Typed) else entry.caption if isinstance(entry, Sent) else ""


@dataclass(frozen=True)
class Option:
    key: str
    label: Text | str

    @property
    def spellings(self) -> tuple[str, ...]:
        """The label as people may type it: in every language."""
        return tuple(dict.fromkeys(in_words(self.label, locale) for locale in LOCALES))


@dataclass(frozen=True)
class Surroundings:
    """What the questions of a form depend on besides the answers.

    Attributes:
        now: UTC.
        today: local date of the TWG.
        options: choices from the database, by field.
        questions: by field, questions that depend on what the form is about.
        facts: values for the parsers and formatters of fields (the indicator that a value is for).
        given: fields answered before the form was opened; they are not counted as questions.
        about: title of what the form is about, shown with each question: an indicator, a meeting's title.
        note: a line shown with the summary, such as the number of recipients.
        warning: a line shown before it, about something that the person may not know.
        beside: buttons at the summary to open what these lines name.
        instead: by field, buttons below its question to do something else instead of answering it.
        left_out: texts that the person typed and the form does not take, each with the reason; the summary shows them.
        save: label of the save button, where it depends on the answers.
        hours: quiet hours and days off of the TWG.
        goes_out: at the summary in quiet hours or on a day off, when that goes out which saving tells others.
        held: whether it would be held, so that it can be sent at once instead.
    """

    now: datetime
    today: date
    locale: str = "en"
    max_file_mb: int = 20
    options: dict[str, list[Option]] = field(default_factory=dict)
    questions: dict[str, Text] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    about: Text | str = ""
    note: Text | None = None
    warning: Text | None = None
    beside: tuple[Button, ...] = ()
    instead: dict[str, tuple[Button, ...]] = field(default_factory=dict)
    left_out: Refusal | None = None
    save: Text | None = None
    hours: WorkingTime = ALWAYS_OPEN
    goes_out: Text | None = None
    held: bool = False


@dataclass(frozen=True)
class Item:
    """One of several in a repeating section.

    Attributes:
        label: what such an item is called.
        path: prefix of the names of its answers, "agenda.0.actions.1".
        number: among the items of its section, from 1.
    """

    label: Text
    path: str
    number: int
