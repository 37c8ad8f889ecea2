"""Kinds of question: how each reads typed text and pressed buttons, and which buttons it offers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from handlers.forms.shown_values import show_value
from handlers.forms.surroundings import Chosen, Entry, Item, Option, Phone, Sent, Surroundings, Typed
from messages.rendering.content import utf16_length
from messages.rendering.texts import Text
from storage.core.spelling import is_visible
from twg.core.refusals import Missing, NotAChoice, Refusal, TextExpected, TooLong
from twg.language.asked import Wanted

T = TypeVar("T")

Reader = Callable[[str, Surroundings], Any]
Condition = Callable[[dict[str, Any], Surroundings], bool]


def _always(_values: dict[str, Any], _around: Surroundings) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Field:
    """A question about one field of a form.

    Attributes:
        question: its text; `hint` is a second line with an example.
        label: name of the field in the summary.
        limit: longest text, in UTF-16 code units; for a line of a `LinesField` in characters.
        read_text: converts typed text to the value; when `None`, the text is the value.
        suggest: texts of buttons; pressing one is like typing its text.
        show: formats the value in the summary; when `None`, `show_value` does.
        phone: a shared contact answers it with its number.
        at_summary: text typed at the summary answers it, so that it is asked there only.
        on_request: it is asked where somebody chooses to change it, and not on the way to the summary.
        shown: whether the summary has a line for it; another answer shows what this one changes.
        when: whether it is asked, given the values of earlier fields.
        required: whether it must be answered in spite of its default, given the same.
        is_name: whether a name or a title is asked for, so that a sentence or a bare number is hardly the answer.
        checked: whether `read_text` refuses what is not an answer, rather than taking any words.
        wanted: what words it asks for, where it takes any.
        like: whether a text is surely the answer to this question, whatever else it looks like.
        unlike: whether a text is hardly the answer to this question, besides what is hardly one to any.
        name: of its field; of a question about an item of a section the engine makes it dotted: "agenda.0.title".
        evident: whether a text reads like an answer; one that does not, and is no reply, is asked about.
        of_task: whether an answer that names another of the person's actions is hardly one.
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
    on_request: bool = False
    when: Condition = _always
    required: Condition | None = None
    shown: bool = True
    is_name: bool = False
    checked: bool = True
    wanted: Wanted = Wanted.TELLING
    like: Callable[[str], bool] | None = None
    unlike: Callable[[str], bool] | None = None
    evident: Callable[[str], bool] | None = None
    of_task: bool = False
    within: tuple[Item, ...] = ()
    #: Whether typed text is read by the class itself, without `read_text`.
    reads: ClassVar[bool] = False
    #: Refusal of an entry of another kind, such as a sticker or a voice note.
    expected: ClassVar[type[Refusal]] = TextExpected

    @property
    def implies(self) -> tuple[str, ...]:
        """Full names of the questions whose answers follow from its own: a kind that is seen from the name of a file.

        Those answers go with the one that they came with, once this question is answered anew, unless the person has
        given them themselves. Words typed beside an answer, and a time beside a day, are the person's own.
        """
        return ()

    @property
    def ends(self) -> tuple[str, ...]:
        """Full names of the questions whose answers are about its own, and go with it once it is answered anew."""
        return ()

    @property
    def takes_words(self) -> bool:
        """Whether any words answer it, in no form of their own."""
        return type(self) is Field and self.read_text is None

    @property
    def top(self) -> str:
        """The form's field that it belongs to: itself, or the outermost section."""
        return self.name.partition(".")[0]

    @property
    def passed_over(self) -> bool:
        """Whether it is not asked on the way to the summary."""
        return self.at_summary or self.on_request

    def hint_for(self, _surroundings: Surroundings) -> Text | None:
        """The second line of the question, with an example."""
        return self.hint

    def look_up(self, by_name: Mapping[str, T], default: T) -> T:
        """What surroundings give for this question: under its name, or for every item under that without numbers."""
        if self.name in by_name or not self.within:
            return by_name.get(self.name, default)
        return by_name.get(".".join(part for part in self.name.split(".") if not part.isdecimal()), default)

    def accept(self, entry: Entry, surroundings: Surroundings) -> Any:
        """The raw answer to store. Raises: a refusal that says what is expected."""
        match entry:
            case Typed(text):
                return self._accept_text(text, surroundings)
            case Chosen(key):
                return self._accept_choice(key, surroundings)
            case Phone(number) if self.phone:
                return self._accept_text(number, surroundings)
            case Sent(_, caption) if is_visible(caption):
                return self._accept_text(caption, surroundings)
            case _:
                raise self.expected

    def add(self, _raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        """Take an entry for a question that may have an answer already; most questions replace it.

        Returns: the raw answer to store, `None` for none, and a refusal of what was left out of the entry, if anything.
        Raises: as `accept`.
        """
        return self.accept(entry, surroundings), None

    def besides(self, _entry: Entry, _surroundings: Surroundings) -> Mapping[str, Any]:
        """Raw answers to other questions, by their names, that an entry holds besides its own, taken or refused.

        For example a time beside a day, or the words beside a value, which are its note. They are joined with what
        these questions have been answered already.
        """
        return {}

    def join(self, kept: Any, new: Any) -> Any:
        """The raw answer with one that came besides the answer to another question.

        Words in no form of their own are put below those kept so far; of anything else the newest counts.
        """
        if not self.takes_words or not kept:
            return new
        return kept if new in kept else f"{kept}\n{new}"

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        text = text.strip()
        if not is_visible(text):
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
        """The value of a stored answer. Raises: a refusal, even for one accepted earlier: its day may have passed."""
        return self.read_text(raw, surroundings) if self.read_text is not None else raw

    def narrowed(self, _refusal: Refusal, _surroundings: Surroundings) -> list[Option]:
        """The options that a refusal leaves to choose from: what the refused text may mean. Empty for any other."""
        return []

    def complete(self, raw: Any) -> bool:
        """Whether the question is answered and the form may go on."""
        return True

    def finish(self, _raw: Any) -> Any:
        """The raw answer once the person has said that it is all, of a question that gathers several; else `None`."""
        return None

    def step_back(self, _raw: Any) -> Any:
        """The raw answer one step back within the question; `None` where the step leads to the question before it."""
        return None

    def offered(self, _raw: Any, surroundings: Surroundings) -> list[Option]:
        """The options offered as buttons beside the answer so far."""
        return self.choices(surroundings)

    def notes(self, _raw: Any, _surroundings: Surroundings) -> list[Text]:
        """Lines about the answer so far, below it."""
        return []

    def corrects(self, _text: str, _surroundings: Surroundings) -> bool:
        """Whether a text that the question takes may correct it at the summary, where several are shown."""
        return True

    def choices(self, surroundings: Surroundings) -> list[Option]:
        """The options offered as buttons."""
        texts = self.suggest(surroundings) if self.suggest is not None else []
        return [Option(str(place), text) for place, text in enumerate(texts)]

    def display(self, value: Any, surroundings: Surroundings) -> str:
        """The value as the summary shows it, unescaped."""
        return self._shown(value, surroundings)

    def left_of(self, _raw: Any, _surroundings: Surroundings) -> str:
        """What can be kept of an answer that is refused by now, in words; empty where that is nothing."""
        return ""

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        """A warning about the value, shown below the summary; saving stays possible. `None` without one."""
        return None

    def _shown(self, value: Any, surroundings: Surroundings) -> str:
        return self.show(value, surroundings) if self.show is not None else show_value(value, surroundings.locale)
