"""Questions with answers to choose from: those of an enumeration, and those that are looked up."""

from dataclasses import dataclass
from typing import Any, ClassVar

from handlers.forms.fields import Field
from handlers.forms.surroundings import Option, Surroundings
from messages.rendering.labels import label
from messages.rendering.texts import LOCALES, in_words
from storage.core.spelling import fold, key_of
from storage.engine.labels import Labelled
from twg.core.refusals import NotAChoice, Refusal
from twg.language.choices import find_choice


@dataclass(frozen=True, kw_only=True)
class ChoiceField(Field):
    """One member of an enumeration, pressed or typed by its label or by what people call it."""

    expected: ClassVar[type[Refusal]] = NotAChoice
    members: tuple[Labelled, ...]

    def choices(self, surroundings: Surroundings) -> list[Option]:
        return [Option(str(member.value), label(member)) for member in self.members]

    def join(self, kept: Any, new: Any) -> Any:
        """The choice kept so far; a choice that the assistant saw in the answer to another question is only a guess."""
        return new if kept is None else kept

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        wanted = key_of(text)
        for member in self.members:
            names = {str(member.value), *(label(member).render(locale) for locale in LOCALES)}
            if wanted in map(key_of, names):
                return str(member.value)
        labels = [(member, label(member).render(locale)) for member in self.members for locale in LOCALES]
        found = find_choice(text, self.members, labels)
        if found is None:
            raise NotAChoice
        return str(found.value)

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
    """One of `Surroundings.options`; the value is the option's key."""

    expected: ClassVar[type[Refusal]] = NotAChoice
    #: Refusal of an option that is not there any more.
    gone: ClassVar[type[Refusal]] = NotAChoice

    def options(self, surroundings: Surroundings) -> list[Option]:
        """All options; more than are offered, where `choices` offers the first of them only."""
        return self.look_up(surroundings.options, [])

    def choices(self, surroundings: Surroundings) -> list[Option]:
        return self.options(surroundings)

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        wanted = key_of(text)
        for option in self.options(surroundings):
            name = in_words(option.label, surroundings.locale)
            if wanted in {key_of(name), fold(name).partition(" ")[0]}:
                return option.key
        raise NotAChoice

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        self.read(key, surroundings)
        return key

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        if any(option.key == raw for option in self.options(surroundings)):
            return raw
        raise self.gone

    def display(self, value: Any, surroundings: Surroundings) -> str:
        chosen = next((option.label for option in self.options(surroundings) if option.key == value), "–")
        return in_words(chosen, surroundings.locale)
