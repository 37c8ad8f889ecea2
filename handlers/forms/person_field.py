"""A question answered by choosing a member: with a button, or by typing a part of the name or institution."""

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar

from handlers.forms.choice_fields import OptionField
from handlers.forms.surroundings import Option, Surroundings
from messages.rendering.labels import with_institution
from messages.rendering.texts import Name, Text, _
from storage.core.shortening import shorten
from storage.core.spelling import fold, is_visible, key_of
from storage.members import Membership
from twg.core.refusals import BadInput, Refusal

_HINT = _("Choose, or type a part of the name or institution.")
#: Among the facts: as options, the person whom the form is about and who is none of the choices.
ITSELF = "itself"
#: Buttons offered at most; other members are found by typing.
MOST_OFFERED = 12


class Nobody(BadInput):
    """No member matches. data: `text`, as typed."""

    key = "forms#nobody"


class Several(BadInput):
    """Several members match. data: `text`, as typed; `found`, the first of them as options;
    `all`, how many there are."""

    key = "forms#several"


class Itself(BadInput):
    """The person whom the form is about. data: `name`."""

    key = "forms#itself"


class Gone(BadInput):
    """The chosen person is no longer a member."""

    key = "forms#gone"


@dataclass(frozen=True, kw_only=True)
class PersonField(OptionField):
    """One of the members in `Surroundings.options`; the value is the option's key, a person's id as a string."""

    hint: Text | None = _HINT
    gone: ClassVar[type[Refusal]] = Gone

    def choices(self, surroundings: Surroundings) -> list[Option]:
        return self.options(surroundings)[:MOST_OFFERED]

    def narrowed(self, refusal: Refusal, surroundings: Surroundings) -> list[Option]:
        """The people whom the typed text may mean; everybody again when it names none of the people shown before."""
        if isinstance(refusal, Nobody | Itself):
            return self.choices(surroundings)
        return list(refusal.data["found"]) if isinstance(refusal, Several) else []

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        found = self._find(text, self.options(surroundings)) if is_visible(text) else []
        itself = self._find(text, surroundings.facts.get(ITSELF, [])) if is_visible(text) else []
        if itself and not found:
            raise Itself(name=itself[0].label)
        if not found:
            raise Nobody(text=shorten(text, 40))
        if len(found) > 1:
            raise Several(text=shorten(text, 40), found=found[:MOST_OFFERED], all=len(found))
        return found[0].key

    def _find(self, text: str, options: list[Option]) -> list[Option]:
        """Those with this name, in any order; else those whose name or institution has the text, with spaces or not."""
        words = sorted(fold(text).split())
        names = [(option, option.spellings[0].partition(", ")[0]) for option in options]
        named = [
            option for option, name in names if key_of(name) == key_of(text) or sorted(fold(name).split()) == words
        ]
        found = named or [option for option in options if any(fold(text) in fold(each) for each in option.spellings)]
        wanted = key_of(text)
        return found or [option for option in options if any(wanted in key_of(each) for each in option.spellings)]


def options_of(members: list[Membership]) -> list[Option]:
    """Members as options in the given order, labelled "Sokha Sok, UNFPA"; two alike with their positions."""
    labels = [with_institution(member.person.name, member.person.institution) for member in members]
    times = Counter(key_of(label.msgid) for label in labels)
    return [
        Option(str(member.person_id), label if times[key_of(label.msgid)] == 1 else _with_position(label, member))
        for member, label in zip(members, labels, strict=True)
    ]


def _with_position(label: Name, member: Membership) -> Name:
    position = member.person.position
    if not position:
        return label
    return Name(f"{label.msgid}, {position}", km=f"{label.km}, {position}" if label.km else "")
