"""For whom the words below a file say that it is: "for all members pls", «សូមផ្ញើជូនសមាជិកទាំងអស់» (D1, D5)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from storage.core.spelling import fold
from twg.language.addressees import Nameable, read_addressees
from twg.language.caption_words import SENDS

_TO_WHOM = re.compile(
    r"(?<![\w'])(?:for the attention of|attn|to|for|with|among|between|samrab|samrap|jun|joun|chun|choun|tov|tou|dol"
    r"|aoy|oy)\s+(?=\S)" + fold("|(?:ជូន|ទៅកាន់|ទៅ|ដល់|ឱ្យ|ឲ្យ|សម្រាប់)+") + r"(?=\S)"
)
#: With these somebody is also said to have taken part, "the workshop in Kampot, with all DPs": sending must be named.
_TOGETHER = re.compile(r"(?:with|between|among)\b")
#: What may stand before the words for an audience, so that they are no end of a title.
_BEFORE = re.compile(r"\s*(?:(?:only|just|please|pls|kindly|som|strictly)\s+)*" + fold("(?:សូម)?"))
#: Where the words for an audience end, within a clause: "to all members for the plenary", "to the DPs by Friday".
_ENDS_AT = re.compile(
    r"(?<!and)(?<!&)(?<!,)[\s,]+(?:for|to|by|before|until|till|on|at|in|as|samrab|samrap|asap|now|today)\s(?!all\b)|[\s,]+(?:asap|now|today|tomorrow)$"
    + fold("|សម្រាប់|ត្រឹម|មុន|ក្នុង|នៅ")
)
_ENDS = re.compile(
    r"(?:[\s,]+(?:only|alone|please|pls|plz|too|also|as well|thank you|thanks|thx|phong|vinh))+$"
    + fold("|(?:តែប៉ុណ្ណោះ|ប៉ុណ្ណោះ|ផង|ដែរ|វិញ)+")
    + "$"
)
#: Words of a title may stand before "for", but not before one of these: "Budget of MoH for all members".
_CERTAIN = re.compile(r"(?:all|both|every|each|everyone|everybody)\b.*|.*\b(?:only|please|pls|plz)")
#: Words without "for" that can be nothing but an address: "all members please".
_ALL = re.compile(r"(?:all|everyone|everybody)\b.*|.*\b(?:only|please|pls|plz)$")


@dataclass(frozen=True)
class SaidFor:
    """Where in a clause an audience is named.

    Attributes:
        tokens: of the audience.
        start: place of the words for it; `end` is the place after them.
        begins: the clause begins with them.
        ends: the words can be nothing else at the end of a clause, whatever stands before them.
    """

    tokens: frozenset[str]
    start: int
    end: int
    begins: bool
    ends: bool


def find_said_for(spelt: str, known: Sequence[Nameable]) -> SaidFor | None:
    """For whom a clause says that something is; None where it is not certain.

    Args:
        spelt: in the spelling of `cues.spell`.
    """
    for found in _TO_WHOM.finditer(spelt):
        if _TOGETHER.match(found[0]) and SENDS.search(spelt) is None and "only" not in spelt:
            continue
        cut = _ENDS_AT.search(spelt, found.end())
        end = len(spelt) if cut is None else cut.start()
        words = spelt[found.end() : end]
        if tokens := _tokens(words, known):
            ends = end == len(spelt) and _CERTAIN.fullmatch(words) is not None
            return SaidFor(tokens, found.start(), end, _BEFORE.fullmatch(spelt[: found.start()]) is not None, ends)
    if _ALL.fullmatch(spelt) and (tokens := _tokens(spelt, known)):
        return SaidFor(tokens, 0, len(spelt), begins=True, ends=True)
    return None


def _tokens(words: str, known: Sequence[Nameable]) -> frozenset[str]:
    named = read_addressees(_ENDS.sub("", words), known)
    if not named or not all(each.sure for each in named):
        return frozenset()
    return frozenset(each.tokens[0] for each in named)
