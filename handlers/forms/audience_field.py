"""A question answered by choosing whom something is for: an audience or a sub-group (D5, M4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.forms.fields import OptionField
from handlers.forms.surroundings import Option, Surroundings
from handlers.routing.request import Request
from messages.rendering.labels import group_name, label
from messages.rendering.texts import LOCALES, in_words
from storage.core.spelling import fold, is_visible, key_of
from storage.subgroups import SubGroup, group_id_of
from twg.core.addressing import access_addressed
from twg.core.audiences import Audience
from twg.core.permissions import Permission
from twg.core.refusals import BadInput, NotAChoice, Refusal
from twg.language.choices import find_choice


class LeadsNone(Refusal):
    """Who may address only the sub-groups that they lead leads none that goes on."""

    key = "subgroups#leads_none"


class WhichGroup(BadInput):
    """Words that name several sub-groups. data: `found`, these as options."""

    key = "subgroups#which"


@dataclass(frozen=True, kw_only=True)
class AudienceField(OptionField):
    """One of the audiences and sub-groups in `Surroundings.options`; the value is its token."""

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        if not self.options(surroundings):
            raise LeadsNone
        return super().read(raw, surroundings)

    def narrowed(self, refusal: Refusal, _surroundings: Surroundings) -> list[Option]:
        return list(refusal.data["found"]) if isinstance(refusal, WhichGroup) else []

    def _accept_text(self, text: str, surroundings: Surroundings) -> Any:
        options = self.options(surroundings)
        offered = {option.key for option in options}
        groups = [option for option in options if group_id_of(option.key) is not None]
        exact = [option for option in options if key_of(text) in map(key_of, _names(option))]
        if len(exact) == 1:
            return exact[0].key
        audiences = tuple(audience for audience in Audience if audience in offered)
        labels = [(audience, label(audience).render(locale)) for audience in audiences for locale in LOCALES]
        called = find_choice(text, audiences, labels)
        if called is not None:
            return called.value
        named = [option for option in groups if is_visible(text) and _is_in(text, _names(option))]
        if len(named) == 1:
            return named[0].key
        raise WhichGroup(found=named) if named else NotAChoice


def _names(option: Option) -> set[str]:
    return {in_words(option.label, locale) for locale in LOCALES}


def _is_in(text: str, names: Iterable[str]) -> bool:
    """Whether every word of a text is in a name."""
    words = set(fold(text).split())
    return any(words <= set(fold(name).split()) for name in names)


async def load_audiences(request: Request, permission: Permission) -> list[Option]:
    """The audiences and sub-groups for which the person may do that, as options."""
    addressed = await access_addressed(request.session, request.member, permission, now=request.now)
    return [
        Option(each.token, group_name(each)) if isinstance(each, SubGroup) else Option(each.value, label(each))
        for each in addressed
    ]


async def only_audience(request: Request, permission: Permission) -> Mapping[str, Any]:
    """The answer to `audience` of who may address one sub-group alone; nothing where there is a choice.

    Raises: LeadsNone.
    """
    options = await load_audiences(request, permission)
    if not options:
        raise LeadsNone
    return {"audience": options[0].key} if len(options) == 1 else {}


def groups_among(options: Iterable[Option]) -> list[Option]:
    """Those of the options that are sub-groups."""
    return [option for option in options if group_id_of(option.key) is not None]
