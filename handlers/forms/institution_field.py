"""A question answered by naming an institution: those near to the name are offered before a new one is made (M10)."""

from dataclasses import dataclass
from typing import Any

from handlers.forms.fields import Field
from handlers.forms.surroundings import Chosen, Entry, Option, Surroundings
from messages.rendering.keyboards import shorten
from messages.rendering.labels import local_name, short_name
from messages.rendering.texts import _
from twg.core.refusals import BadInput, NotAChoice, Refusal
from twg.institutions.naming import Institutions

#: In `Surroundings.facts`: the `Institutions` to look names up in.
KNOWN = "institutions"
#: Key of the button that takes a name as that of another institution than those near to it.
_NEW = "new"


class NearInstitutions(BadInput):
    """A name that may mean an institution that is known. data: `text`, as typed; `found`, those near as options."""

    key = "institutions#near"


@dataclass(frozen=True, kw_only=True)
class InstitutionField(Field):
    """The name of an institution.

    Raw: the name; {"typed": …} while the person has not said whether one near to it is meant; with "new" once they
    have said that none is.
    """

    def add(self, raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        if entry == Chosen(_NEW) and isinstance(raw, dict):
            return {**raw, "new": True}, None
        return super().add(raw, entry, surroundings)

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        name = super()._accept_text(text, surroundings)
        known = _known(surroundings)
        return name if known.called(name) is not None or not known.near(name) else {"typed": name}

    def _accept_choice(self, key: str, surroundings: Surroundings) -> Any:
        chosen = _known(surroundings).of_id(int(key)) if key.isdecimal() else None
        if chosen is None:
            raise NotAChoice
        return chosen.name

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        """The name. Raises: NearInstitutions until the person has chosen."""
        if not isinstance(raw, dict):
            return raw
        near = [] if raw.get("new") else _known(surroundings).near(raw["typed"])
        if not near:
            return raw["typed"]
        found = [Option(str(institution.id), short_name(local_name(institution), 48)) for institution in near]
        another = Option(_NEW, _("Another one: {name}").with_(name=shorten(raw["typed"], 30)))
        raise NearInstitutions(text=raw["typed"], found=[*found, another])

    def narrowed(self, refusal: Refusal, _surroundings: Surroundings) -> list[Option]:
        return list(refusal.data["found"]) if isinstance(refusal, NearInstitutions) else []

    def display(self, value: Any, surroundings: Surroundings) -> str:
        """The institution's own name where it is known by another one, so that the person sees what is kept."""
        known = _known(surroundings).called(value)
        return value if known is None else local_name(known).render(surroundings.locale)


def _known(surroundings: Surroundings) -> Institutions:
    known: Institutions = surroundings.facts[KNOWN]
    return known
