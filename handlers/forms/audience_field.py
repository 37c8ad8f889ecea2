"""A question answered by choosing whom something is for: an audience, one by one, or a sum of these (D5, M4).

The usual audiences are buttons; “Choose…” leads to the others: roles, sub-groups, institutions, themes, people. Typed
words are read as whole: "all DPs and the Chair".
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from handlers.forms.addressables import (
    is_wanting,
    list_nameable,
    usual_options,
    word_audience,
    word_reached,
)
from handlers.forms.audience_choice import GO, KEPT, USUAL, choosing, offered, press, take_words, tokens_of_answer
from handlers.forms.choice_fields import OptionField
from handlers.forms.surroundings import Chosen, Entry, Option, Sent, Surroundings, Typed
from handlers.routing.request import Request
from messages.rendering.texts import Text, _
from storage.core.addressees import INSTITUTION, is_person
from storage.core.spelling import is_visible
from storage.subgroups import group_id_of
from twg.core.addressing import Addressable, access_addressable
from twg.core.audiences import Audience, join_tokens, split_tokens, to_column
from twg.core.permissions import Permission
from twg.core.refusals import BadInput, Refusal
from twg.language.addressees import read_addressees
from twg.language.captions import Caption, Held, read_caption

#: In `Surroundings.facts`: whom the person may address, as an `Addressable`; whether sub-groups are offered first.
_WHOM, _GROUPS_FIRST = "whom", "groups_first"


class LeadsNone(Refusal):
    """Who may address only the sub-groups that they lead leads none that goes on."""

    key = "subgroups#leads_none"


class NotAddressed(BadInput):
    """Somebody chosen by name can be addressed no more: they left."""

    key = "forms#not_addressed"


@dataclass(frozen=True, kw_only=True)
class AudienceField(OptionField):
    """Whom something is for. The value is one token or several, as `join_tokens` joins them.

    Raw: the value; while the person chooses, {"tokens": […], "at": kind or "", "page": 0, "asked": [[text, tokens]…],
    "whole": bool}: `asked` are words that may mean one of some tokens, `whole` is true where no more is to be chosen.
    """

    def options(self, surroundings: Surroundings) -> list[Option]:
        usual = usual_options(whom_of(surroundings))
        first = surroundings.facts[_GROUPS_FIRST]
        return sorted(usual, key=lambda option: first and group_id_of(option.key) is None)

    def choices(self, surroundings: Surroundings) -> list[Option]:
        usual = self.options(surroundings)
        return [*usual, Option(GO, _("Choose…"))] if len(usual) > 1 else usual

    def complete(self, raw: Any) -> bool:
        return isinstance(raw, str)

    def finish(self, raw: Any) -> Any:
        gathered = isinstance(raw, dict) and raw["tokens"] and not raw["asked"] and raw["at"] != USUAL
        return self.joined(raw["tokens"]) if gathered else None

    def joined(self, tokens: Collection[str]) -> str:
        """The value of these tokens, in the order in which they were named."""
        return join_tokens(tokens)

    def step_back(self, raw: Any) -> Any:
        if not isinstance(raw, dict) or raw["at"] == USUAL:
            return None
        if raw["asked"]:
            return choosing(raw["tokens"], at=raw["at"])
        return choosing(raw["tokens"], at="" if raw["at"] else USUAL)

    def offered(self, raw: Any, surroundings: Surroundings) -> list[Option]:
        if not isinstance(raw, dict) or raw["at"] == USUAL:
            kept = [Option(KEPT, _("Continue with these"))] if _left(raw, whom_of(surroundings)) else []
            return [*kept, *self.choices(surroundings)]
        return offered(raw, whom_of(surroundings), surroundings.locale)

    def notes(self, raw: Any, surroundings: Surroundings) -> list[Text]:
        tokens = tokens_of_answer(raw) & whom_of(surroundings).tokens
        if tokens:
            return [word_reached(tokens, whom_of(surroundings))]
        return [_("Choose one or several, or type them: all DPs and the Chair.")] if isinstance(raw, dict) else []

    def accept(self, entry: Entry, surroundings: Surroundings) -> Any:
        raw, refusal = self.add(None, entry, surroundings)
        if refusal is not None:
            raise refusal
        return raw

    def add(self, raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        whom = whom_of(surroundings)
        if not whom.usual:
            raise LeadsNone
        match entry:
            case Chosen(key):
                return self._settled(*press(raw, key, whom))
            case Typed(text) | Sent(_, text) if is_visible(text):
                return self._settled(*take_words(raw, text, whom))
        raise self.expected

    def _settled(self, raw: Any, refusal: Refusal | None) -> tuple[Any, Refusal | None]:
        """The value, where the choice is finished."""
        finished = isinstance(raw, dict) and raw["whole"] and not raw["asked"]
        return self.joined(raw["tokens"]) if finished else raw, refusal

    def read(self, raw: Any, surroundings: Surroundings) -> Any:
        whom, tokens = whom_of(surroundings), tokens_of_answer(raw)
        if not whom.usual:
            raise LeadsNone
        if isinstance(raw, dict):
            return join_tokens(tokens & whom.tokens)
        if tokens <= whom.tokens:
            return join_tokens(tokens)
        raise NotAddressed if any(map(is_person, tokens - whom.tokens)) else self.gone

    def display(self, value: Any, surroundings: Surroundings) -> str:
        tokens = split_tokens(value)
        return word_audience(tokens, whom_of(surroundings), surroundings.locale) if tokens else ""

    def left_of(self, raw: Any, surroundings: Surroundings) -> str:
        left = _left(raw, whom_of(surroundings))
        return word_audience(left, whom_of(surroundings), surroundings.locale) if left else ""

    def caution(self, value: Any, surroundings: Surroundings) -> Text | None:
        tokens, whom = split_tokens(value), whom_of(surroundings)
        return word_reached(tokens, whom) if is_wanting(tokens, whom) else None

    def corrects(self, text: str, surroundings: Surroundings) -> bool:
        """Not a name alone: it may be that of an owner or a presenter."""
        named = read_addressees(text, list_nameable(whom_of(surroundings)))
        return not all(_is_single(token) for each in named for token in each.tokens)


def _is_single(token: str) -> bool:
    """Whether it is a person or an institution."""
    return is_person(token) or token.startswith(f"{INSTITUTION}:")


@dataclass(frozen=True)
class Addressed:
    """What words below a file say of its audience, and ask for besides.

    Attributes:
        audience: raw answer to an `AudienceField`; empty where they name none for certain.
        caption: all that they ask for.
    """

    audience: str
    caption: Caption

    @property
    def note(self) -> str:
        """What of the words people are told."""
        return self.caption.note


def read_addressed(
    words: str,
    whom: Addressable | None,
    names: Sequence[str] = (),
    *,
    held: frozenset[Held] = frozenset(Held),
    institutions: bool = False,
    today: date,
) -> Addressed:
    """What words sent with files ask for. People and institutions alone may be presenters or sources.

    Args:
        whom: the person may address; None where the form has no audience.
        names: as for `read_caption`; `held` too.
        institutions: whether institutions alone may be the audience.
        today: local date.
    """
    known = [] if whom is None else list_nameable(whom)
    caption = read_caption(words, known, names, held=held, today=today)
    if (
        whom is None
        or all(map(is_person if institutions else _is_single, caption.tokens))
        or not caption.tokens <= whom.tokens
    ):
        plain = caption if not caption.tokens else read_caption(words, (), names, held=held, today=today)
        return Addressed("", plain)
    tokens = {Audience.ALL.value} if Audience.ALL in caption.tokens else caption.tokens
    return Addressed(join_tokens(tokens), caption)


def addressed_with(words: str, surroundings: Surroundings, *, held: frozenset[Held]) -> Addressed:
    """As `read_addressed`, for a question of a form."""
    whom, names = surroundings.facts.get(_WHOM), surroundings.facts.get("names", ())
    return read_addressed(words, whom, names, held=held, today=surroundings.today)


def _left(raw: Any, whom: Addressable) -> frozenset[str]:
    """Who is left of an answer of whom somebody can be addressed no more; nobody of any other answer."""
    tokens = tokens_of_answer(raw)
    return frozenset() if isinstance(raw, dict) or tokens <= whom.tokens else tokens & whom.tokens


def whom_of(surroundings: Surroundings) -> Addressable:
    """Whom the person may address, as `with_audiences` was given it."""
    whom: Addressable = surroundings.facts[_WHOM]
    return whom


async def load_audiences(request: Request, permission: Permission) -> Addressable:
    """Whom the person may address with what needs this permission, for `with_audiences`."""
    return await access_addressable(request.session, request.member, permission, now=request.now)


def with_audiences(base: Surroundings, whom: Addressable, *, groups_first: bool = False) -> Surroundings:
    """The surroundings of a form that has an `AudienceField`.

    Args:
        groups_first: its buttons begin with the sub-groups.
    """
    return replace(base, facts={**base.facts, _WHOM: whom, _GROUPS_FIRST: groups_first})


async def only_audience(request: Request, permission: Permission) -> Mapping[str, Any]:
    """The answer to `audience` of who may address one sub-group alone; nothing where there is a choice.

    Raises: LeadsNone.
    """
    usual = (await load_audiences(request, permission)).usual
    if not usual:
        raise LeadsNone
    return {"audience": usual[0]} if len(usual) == 1 else {}


def chosen_of(answers: Mapping[str, Any]) -> str:
    """The answer to `audience` as it is stored; empty while it is not given, or still being chosen."""
    raw = answers.get("audience")
    return to_column(*split_tokens(raw)) if isinstance(raw, str) and raw else ""
