"""A question answered by choosing who is responsible: persons, institutions, sub-groups, parts of the TWG (A1).

One is one tap or one name; several are typed, “MoP and ADB”, or chosen under “Choose…”. The first who can, leads.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from handlers.forms.addressables import groups_of, people_of, word_audience
from handlers.forms.audience_field import AudienceField, NotAddressed, whom_of
from handlers.forms.person_field import MOST_OFFERED
from handlers.forms.surroundings import Chosen, Entry, Option, Surroundings, Typed
from messages.rendering.texts import Text, _, in_words
from storage.core.addressees import is_person
from storage.core.spelling import key_of
from twg.actions.owners import lead_among
from twg.core.refusals import NotAChoice, Refusal

_HINT = _("Choose, or type one or several: MoP and ADB. The first leads, the others share it.")


@dataclass(frozen=True, kw_only=True)
class OwnersField(AudienceField):
    """Who is responsible. The value is tokens, joined by "|" in the order in which they were named; the first leads.

    Raw: as of `AudienceField`.
    """

    hint: Text | None = _HINT

    def options(self, surroundings: Surroundings) -> list[Option]:
        """The first members, and the sub-groups; “Choose…” leads to all others."""
        whom = whom_of(surroundings)
        return [*people_of(whom)[:MOST_OFFERED], *groups_of(whom)]

    def joined(self, tokens: Collection[str]) -> str:
        return "|".join(dict.fromkeys(tokens))

    def notes(self, _raw: Any, _surroundings: Surroundings) -> list[Text]:
        """Nothing: who is chosen stands on the buttons."""
        return []

    def add(self, raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        """Take the entry; "Sokha, UNFPA" is the person who is labelled so, and not the two of them."""
        if isinstance(entry, Typed):
            labelled = [
                option.key
                for option in people_of(whom_of(surroundings))
                if key_of(in_words(option.label, surroundings.locale)) == key_of(entry.text)
            ]
            if len(labelled) == 1 and not isinstance(raw, dict):
                return labelled[0], None
        if isinstance(entry, Chosen) and not isinstance(raw, dict):
            self._check_offered(raw, entry.key, surroundings)
        return super().add(raw, entry, surroundings)

    def _check_offered(self, raw: Any, key: str, surroundings: Surroundings) -> None:
        """Refuse the button of another question: who was chosen here has left meanwhile, and nobody noticed yet.

        Raises: NotAddressed, NotAChoice.
        """
        if any(option.key == key for option in self.offered(raw, surroundings)):
            return
        if isinstance(raw, str):
            self.read(raw, surroundings)
        raise NotAChoice

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        whom = whom_of(surroundings)
        tokens = raw["tokens"] if isinstance(raw, dict) else raw.split("|")
        known = [token for token in tokens if token in whom.tokens]
        if isinstance(raw, str) and len(known) < len(tokens):
            raise NotAddressed if any(map(is_person, set(tokens) - set(known))) else self.gone
        return self.joined(known)

    def display(self, value: Any, surroundings: Surroundings) -> str:
        """Each by name, a person with the institution; of several the lead is marked."""
        tokens, whom, locale = value.split("|"), whom_of(surroundings), surroundings.locale
        people = {each.key: in_words(each.label, locale) for each in people_of(whom)}
        names = [people.get(token) or word_audience([token], whom, locale) for token in tokens]
        lead = lead_among(tokens)
        if len(tokens) > 1 and lead is not None:
            at = tokens.index(lead)
            names[at] = _("{name} (leads)").with_(name=names[at]).render(locale)
        return ", ".join(names)

    def caution(self, value: Any, _surroundings: Surroundings) -> Text | None:
        if lead_among(value.split("|")) is not None:
            return None
        return _("Note: nobody leads it, so only the secretariat can close it.")

    def corrects(self, _text: str, _surroundings: Surroundings) -> bool:
        return True
