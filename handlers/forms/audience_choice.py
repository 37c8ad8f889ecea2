"""Choosing an audience step by step: from the answer so far of an `AudienceField` and one entry to the next.

The choice is finished where the answer says so (`whole`), with nothing left to be asked.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from handlers.forms.addressables import Kind, list_nameable, options_of_kind, word_audience
from handlers.forms.surroundings import Option
from messages.rendering.keyboards import shorten
from messages.rendering.labels import label
from messages.rendering.texts import _, in_words
from twg.core.addressing import LONGEST, Addressable, TooManyChosen
from twg.core.audiences import Audience, split_tokens, to_column
from twg.core.refusals import BadInput, NotAChoice, Refusal
from twg.language.addressees import read_addressees

#: Buttons that choose nobody begin with it: alone it opens the choice; before a kind or a page it turns there.
GO = "~"
#: Pressed where a typed name fits several people and the person means none of them.
_NONE = f"{GO}none"
#: The button that takes those who are left of an answer of whom somebody can be addressed no more.
KEPT = f"{GO}kept"
#: Where the choice is left for the usual audiences.
USUAL = "usual"
_PER_PAGE = 20
_MARK, _REMOVE = "✓ ", "✕ "


class WhichMeant(BadInput):
    """Words that may mean several, or are near to a name. data: `text`, the words."""

    key = "forms#which_meant"


class NamedNobody(BadInput):
    """Words that name nobody who may be addressed. data: `texts`, these words."""

    key = "forms#named_nobody"


def offered(raw: dict[str, Any], whom: Addressable, locale: str) -> list[Option]:
    """The buttons while the person chooses: what a text may mean; a page of a kind; what is chosen, and the kinds."""
    if raw["asked"]:
        _text, tokens = raw["asked"][0]
        named = [Option(token, shorten(_called(token, whom, locale))) for token in tokens if token in whom.tokens]
        return [*named, Option(_NONE, _("None of these"))]
    if raw["at"]:
        return _page(raw, whom, locale)
    chosen = [Option(token, shorten(_REMOVE + word_audience([token], whom, locale))) for token in raw["tokens"]]
    kinds = [Option(f"{GO}{kind}", label(kind)) for kind in Kind if options_of_kind(whom, kind)]
    return [*chosen, *kinds]


def tokens_of_answer(raw: Any) -> frozenset[str]:
    return frozenset(raw["tokens"]) if isinstance(raw, dict) else split_tokens(raw or "")


def choosing(tokens: Collection[str], *, at: str = "", page: int = 0) -> dict[str, Any]:
    return {"tokens": list(tokens), "at": at, "page": page, "asked": [], "whole": False}


def press(raw: Any, key: str, whom: Addressable) -> tuple[Any, Refusal | None]:
    """Raises: NotAChoice, TooManyChosen."""
    kept = [token for token in _ordered(raw) if token in whom.tokens]
    state = {**raw, "tokens": kept} if isinstance(raw, dict) else None
    if state is not None and state["asked"]:
        return _answer_asked(state, key, whom)
    where = key.removeprefix(GO)
    if key == KEPT and state is None and kept:
        return {**choosing(kept), "whole": True}, None
    if key == GO:
        return choosing(kept), None
    if key.startswith(GO) and state is not None:
        if where.isdecimal():
            return {**state, "page": int(where)}, None
        if where in set(Kind):
            return choosing(kept, at=where), None
    if key not in whom.tokens:
        raise NotAChoice
    if state is None or state["at"] == USUAL:
        return key, None
    chosen = [token for token in kept if token != key] if key in kept else _joined(kept, [key])
    return {**state, "tokens": chosen}, None


def _answer_asked(state: dict[str, Any], key: str, whom: Addressable) -> tuple[Any, Refusal | None]:
    (_text, tokens), *asked = state["asked"]
    if key == _NONE:
        new: list[str] = []
    elif key in tokens and key in whom.tokens:
        new = [key]
    else:
        raise NotAChoice
    state = {**state, "tokens": _joined(state["tokens"], new), "asked": asked, "whole": state["whole"] and bool(new)}
    if asked:
        return state, WhichMeant(text=asked[0][0])
    return state, None


def take_words(raw: Any, text: str, whom: Addressable) -> tuple[Any, Refusal | None]:
    """Add to the choice whom the typed words surely name.

    The form asks whom the person means where a name fits several, and says which words name nobody.

    Raises: NamedNobody where nothing of the text names anybody; TooManyChosen.
    """
    named = read_addressees(text, list_nameable(whom))
    unknown = [each.text for each in named if not each.tokens]
    if len(unknown) == len(named):
        raise NamedNobody(texts=[shorten(each, 40) for each in unknown])
    before = raw if isinstance(raw, dict) and raw["at"] != USUAL else {**choosing([]), "whole": True}
    kept = [token for token in before["tokens"] if token in whom.tokens]
    tokens = _joined(kept, [each.tokens[0] for each in named if each.sure])
    asked = [[each.text, list(each.tokens)] for each in named if each.tokens and not each.sure]
    asked += before["asked"][1:]  # by typing, the person has answered the first question of whom they mean
    whole = before["whole"] and not unknown
    state = {**choosing(tokens, at=before["at"]), "asked": asked, "whole": whole}
    if unknown:
        return state, NamedNobody(texts=[shorten(each, 40) for each in unknown])
    return state, WhichMeant(text=asked[0][0]) if asked else None


def _ordered(raw: Any) -> list[str]:
    """The tokens chosen so far, in their order where that is kept."""
    return list(raw["tokens"]) if isinstance(raw, dict) else [token for token in (raw or "").split("|") if token]


def _joined(tokens: list[str], new: list[str]) -> list[str]:
    """The sum; everybody and somebody are everybody. Raises: TooManyChosen."""
    joined = list(dict.fromkeys([*tokens, *new]))
    if Audience.ALL in joined:
        return [Audience.ALL.value]
    if len(to_column(*joined)) > LONGEST:
        raise TooManyChosen
    return joined


def _page(raw: dict[str, Any], whom: Addressable, locale: str) -> list[Option]:
    """A page of a kind, with a mark before those chosen, and buttons to the others."""
    options = options_of_kind(whom, Kind(raw["at"]))
    last = max(len(options) - 1, 0) // _PER_PAGE
    page = min(raw["page"], last)
    shown = options[page * _PER_PAGE : (page + 1) * _PER_PAGE]
    marked = [
        replace(each, label=shorten(_MARK + in_words(each.label, locale))) if each.key in raw["tokens"] else each
        for each in shown
    ]
    turns = (("‹", page - 1), ("›", page + 1))
    return [*marked, *(Option(f"{GO}{other}", sign) for sign, other in turns if 0 <= other <= last)]


def _called(token: str, whom: Addressable, locale: str) -> str:
    """One that a text may mean, a person with the institution."""
    people = {each.key: in_words(each.label, locale) for each in options_of_kind(whom, Kind.PEOPLE)}
    return people.get(token) or word_audience([token], whom, locale)
