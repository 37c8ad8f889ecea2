"""Kinds of question: how each reads what was typed, sent or pressed, and what it offers as buttons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, TypeVar

from messages.rendering.content import utf16_length
from messages.rendering.labels import label
from messages.rendering.templating import format_amount, format_clock, format_day
from messages.rendering.texts import LOCALES, Text, _
from storage.engine.labels import Labelled
from twg.core.files import SentFile
from twg.core.refusals import (
    FileExpected,
    FileTooBig,
    Missing,
    NotAChoice,
    Refusal,
    TextExpected,
    TooLong,
)
from twg.language import parsing
from twg.time.working_time import ALWAYS_OPEN, WorkingTime

T = TypeVar("T")

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Typed:
    text: str


@dataclass(frozen=True)
class Sent:
    """A file, with the caption that came with it."""

    file: SentFile
    caption: str = ""


@dataclass(frozen=True)
class Chosen:
    """A choice pressed, by its key."""

    key: str


@dataclass(frozen=True)
class Phone:
    """Their own contact, shared."""

    number: str


@dataclass(frozen=True)
class Unusable:
    """A sticker, a voice note: nothing that a question can read."""

    kind: str


Entry = Typed | Sent | Chosen | Phone | Unusable


@dataclass(frozen=True)
class Option:
    key: str
    label: Text | str


@dataclass(frozen=True)
class Surroundings:
    """What a form's reading depends on besides the answers.

    Attributes:
        today: local date of the TWG.
        options: choices that come from the database, by field.
        questions: what a field asks, where that depends on what the form is about.
        facts: what a field's own reader needs (the indicator a value is for).
        given: fields answered before the form was opened; they are not counted as questions.
        about: what the form is about, shown with each question: an indicator, a meeting's title.
        note: a line shown with the summary: to how many people it goes.
        hours: the installation's nights and days off.
        save: what the saving button says, where it depends on the answers.
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
    save: Text | None = None
    hours: WorkingTime = ALWAYS_OPEN


@dataclass(frozen=True)
class Item:
    """One of several in a repeating section.

    Attributes:
        label: what such an item is called.
        path: where its answers are, "agenda.0.actions.1".
        number: among the items of its section, from 1.
    """

    label: Text
    path: str
    number: int


Reader = Callable[[str, Surroundings], Any]
Condition = Callable[[dict[str, Any], Surroundings], bool]


def _always(_values: dict[str, Any], _around: Surroundings) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Field:
    """A question about one field of a form.

    Attributes:
        question: what is asked; `hint` is a second line with an example.
        label: its name in the summary.
        limit: longest text, in characters.
        read_text: how typed text becomes a value; the text itself when empty.
        suggest: buttons that stand for typing their text, for this moment.
        show: how the summary shows the value, where that is not plain.
        phone: a contact that is shared answers it with its number.
        at_summary: what is typed at the summary answers it, so that it is asked there and nowhere else.
        when: whether it is asked at all, given the answers before it.
        likely: whether it is counted among the questions to come before that is known.
        name: of its field; of a question about an item the engine makes it the dotted one, "agenda.0.title".
        within: the items that it is about, the outermost first; set by the engine.
    """

    question: Text
    label: Text
    hint: Text | None = None
    name: str = ""
    optional: bool = False
    limit: int = 200
    read_text: Reader | None = None
    suggest: Callable[[Surroundings], list[str]] | None = None
    show: Callable[[Any, Surroundings], str] | None = None
    phone: bool = False
    at_summary: bool = False
    when: Condition = _always
    likely: bool = True
    within: tuple[Item, ...] = ()
    #: What is said of a sticker or a voice note.
    expected: ClassVar[type[Refusal]] = TextExpected

    @property
    def top(self) -> str:
        """The form's field that it belongs to: itself, or the outermost section."""
        return self.name.partition(".")[0]

    def look_up(self, by_name: Mapping[str, T], default: T) -> T:
        """What surroundings give for this question: under its name, or for every item under that without numbers."""
        if self.name in by_name or not self.within:
            return by_name.get(self.name, default)
        return by_name.get(".".join(part for part in self.name.split(".") if not part.isdecimal()), default)

    def accept(self, entry: Entry, surroundings: Surroundings) -> Any:
        """The raw answer to be stored. Raises: a BadInput that says what is expected."""
        match entry:
            case Typed(text):
                return self._accept_text(text, surroundings)
            case Chosen(key):
                return self._accept_choice(key, surroundings)
            case Phone(number) if self.phone:
                return self._accept_text(number, surroundings)
            case Sent(_, caption) if caption:
                return self._accept_text(caption, surroundings)
            case _:
                raise self.expected

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        text = text.strip()
        if not text:
            raise Missing
        length = utf16_length(text)
        if length > self.limit:
            raise TooLong(limit=self.limit, length=length)
        self.read(text, surroundings)
        return text

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        for option in self.choices(surroundings):
            if option.key == key:
                return self._accept_text(str(option.label), surroundings)
        raise NotAChoice

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        """The value of a stored answer; it may be refused now though it was fine when given."""
        return self.read_text(raw, surroundings) if self.read_text is not None else raw

    def complete(self, raw: Any) -> bool:
        """Whether the answer needs nothing more."""
        return True

    def choices(self, surroundings: Surroundings) -> list[Option]:
        """What is offered as buttons."""
        texts = self.suggest(surroundings) if self.suggest is not None else []
        return [Option(str(place), text) for place, text in enumerate(texts)]

    def display(self, value: Any, surroundings: Surroundings) -> str:
        """The value as the summary shows it, unescaped."""
        return self._shown(value, surroundings)

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        """What to think of once more before this value is saved, shown below the summary."""
        return None

    def _shown(self, value: Any, surroundings: Surroundings) -> str:
        return self.show(value, surroundings) if self.show is not None else show_value(value, surroundings.locale)


def show_value(value: Any, locale: str) -> str:
    """A value in the reader's language."""
    match value:
        case None | "":
            return "–"
        case Labelled():
            return label(value).render(locale)
        case date():
            return format_day(value, locale=locale)
        case time():
            return format_clock(value, locale=locale)
        case Decimal():
            return format_amount(value, locale=locale)
        case SentFile():
            return value.name
        case _:
            return str(value)


@dataclass(frozen=True, kw_only=True)
class ChoiceField(Field):
    """One of an enumeration; typing its name works too."""

    expected: ClassVar[type[Refusal]] = NotAChoice
    members: tuple[Labelled, ...]

    def choices(self, surroundings: Surroundings) -> list[Option]:
        return [Option(str(member.value), label(member)) for member in self.members]

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        wanted = text.strip().casefold()
        for member in self.members:
            names = {str(member.value).casefold(), *(label(member).render(locale).casefold() for locale in LOCALES)}
            if wanted in names:
                return str(member.value)
        raise NotAChoice

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        self.read(key, surroundings)
        return key

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        for member in self.members:
            if member.value == raw:
                return member
        raise NotAChoice


@dataclass(frozen=True, kw_only=True)
class OptionField(Field):
    """One of the rows that `Surroundings.options` offers; the value is its key."""

    expected: ClassVar[type[Refusal]] = NotAChoice

    def choices(self, surroundings: Surroundings) -> list[Option]:
        return self.look_up(surroundings.options, [])

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        wanted = text.strip().casefold()
        for option in self.choices(surroundings):
            name = option.label.render(surroundings.locale) if isinstance(option.label, Text) else option.label
            if wanted in {name.casefold(), name.casefold().partition(" ")[0]}:
                return option.key
        raise NotAChoice

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        self.read(key, surroundings)
        return key

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        if any(option.key == raw for option in self.choices(surroundings)):
            return raw
        raise NotAChoice

    def display(self, value: Any, surroundings: Surroundings) -> str:
        chosen = next((option.label for option in self.choices(surroundings) if option.key == value), "–")
        return chosen.render(surroundings.locale) if isinstance(chosen, Text) else chosen


@dataclass(frozen=True, kw_only=True)
class DayField(Field):
    """A day from today on, from a calendar or typed."""

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        return parsing.parse_day(raw, today=surroundings.today)

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        return self.read(text, surroundings).isoformat()

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        return self._accept_text(key, surroundings)

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        if surroundings.hours.is_working_day(value):
            return None
        return _("Note: {day} is a day off.").with_(day=format_day(value, locale=surroundings.locale))


@dataclass(frozen=True, kw_only=True)
class TimeField(Field):
    """A time on the wall clock."""

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        return parsing.parse_time(raw)

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        if not surroundings.hours.is_quiet(value):
            return None
        return _("Note: {time} is within quiet hours.").with_(time=format_clock(value, locale=surroundings.locale))


@dataclass(frozen=True, kw_only=True)
class FileField(Field):
    """A document or a photo."""

    def accept(self, entry: Entry, surroundings: Surroundings) -> Any:
        if not isinstance(entry, Sent):
            raise FileExpected
        check_size(entry.file, surroundings.max_file_mb)
        return entry.file.model_dump()

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        return SentFile.model_validate(raw)


def check_size(file: SentFile, max_file_mb: int) -> None:
    """Raises: FileTooBig."""
    if file.size_bytes > max_file_mb * MEGABYTE:
        size_mb = -(-file.size_bytes // MEGABYTE)
        raise FileTooBig(size_mb=size_mb, limit_mb=max_file_mb)


@dataclass(frozen=True, kw_only=True)
class LinesField(Field):
    """Several answers, one a line, until the person says that this is all. Raw: {"lines": […], "done": bool}."""

    most: int = 20

    def accept(self, entry: Entry, surroundings: Surroundings) -> Any:
        raise NotImplementedError("the form adds to it: see `add`")

    def add(self, raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        """The stored lines with the good ones of a message after them, and what is wrong with the others."""
        match entry:
            case Typed(text) | Sent(_, text) if text.strip():
                new = [line.strip() for line in text.splitlines() if line.strip()]
            case _:
                raise TextExpected
        good, left_out = list(raw["lines"]) if raw else [], []
        for line in new:
            try:
                self._check_line(line, surroundings)
            except Refusal as refusal:
                left_out.append((line, refusal))
            else:
                good.append(line)
        if len(good) > self.most:
            raise TooManyLines(most=self.most)
        kept = {"lines": good, "done": False} if good else raw
        return kept, LinesLeftOut(left_out=left_out) if left_out else None

    def _check_line(self, line: str, surroundings: Surroundings) -> None:
        """Raises: what is wrong with it."""
        if len(line) > self.limit:
            raise TooLong(limit=self.limit, length=len(line))
        if self.read_text is not None:
            self.read_text(line, surroundings)

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        lines = raw["lines"]
        return [self.read_text(line, surroundings) for line in lines] if self.read_text is not None else lines

    def complete(self, raw: Any) -> bool:
        return bool(raw["done"])

    def display(self, value: Any, surroundings: Surroundings) -> str:
        return "".join(f"\n{place}. {self._shown(line, surroundings)}" for place, line in enumerate(value, start=1))


class FileLeftOut(Refusal):
    """A file came with an answer, and the form has no place for it."""

    key = "forms#file_left_out"


class LinesLeftOut(Refusal):
    """Some lines of several cannot be used. data: `left_out`, each line with what is wrong with it."""

    key = "forms#lines_left_out"


class TooManyLines(Refusal):
    """data: `most`."""

    key = "forms#too_many_lines"
