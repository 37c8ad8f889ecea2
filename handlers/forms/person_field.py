"""A question answered by choosing a member: with a button, or by typing a part of the name or institution."""

from dataclasses import dataclass
from typing import Any, ClassVar

from handlers.forms.fields import OptionField
from handlers.forms.surroundings import Option, Surroundings
from storage.core.spelling import fold
from storage.members import Membership
from twg.core.refusals import BadInput, Refusal

#: Buttons offered at most; other members are found by typing.
MOST_OFFERED = 12


class Nobody(BadInput):
    """No member matches. data: `text`, as typed."""

    key = "forms#nobody"


class Several(BadInput):
    """Several members match. data: `text`, as typed; `found`, the first of them as options."""

    key = "forms#several"


class Gone(BadInput):
    """The chosen person is no longer a member."""

    key = "forms#gone"


@dataclass(frozen=True, kw_only=True)
class PersonField(OptionField):
    """One of the members in `Surroundings.options`; the value is the option's key, a person's id as a string."""

    gone: ClassVar[type[Refusal]] = Gone

    def choices(self, surroundings: Surroundings) -> list[Option]:
        return self.options(surroundings)[:MOST_OFFERED]

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        wanted = fold(text)
        found = [option for option in self.options(surroundings) if wanted in fold(str(option.label))]
        named = [option for option in found if fold(str(option.label)).partition(", ")[0] == wanted]
        found = named or found
        if not found or not wanted:
            raise Nobody(text=text[:40])
        if len(found) > 1:
            raise Several(text=text[:40], found=found[:MOST_OFFERED])
        return found[0].key

    def offered(self, refusal: Refusal | None, surroundings: Surroundings) -> list[Option]:
        """When several members match the typed name, only these."""
        return refusal.data["found"] if isinstance(refusal, Several) else self.choices(surroundings)


def options_of(members: list[Membership]) -> list[Option]:
    """Members as options in the given order, labelled "Sokha Sok, UNFPA"."""
    return [Option(str(member.person_id), ", ".join(_names(member))) for member in members]


def _names(member: Membership) -> list[str]:
    institution = member.person.institution
    return [member.person.name] if institution is None else [member.person.name, institution.name]
