"""For whom the words below a file say that it is: "for all members pls", «សូមផ្ញើជូនសមាជិកទាំងអស់» (D1, D5)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from twg.language import cues
from twg.language.addressees import Nameable, read_addressees

#: What ends a statement; a comma only where a new one begins behind it.
_BETWEEN = re.compile(r"[.;!?។]+(?:\s|$)|\n|\s[–—-]\s|,\s*(?=(?:please|pls|for|to|send|share|circulate)\b)")
_TO_WHOM = r"(?:to|for|with|among|samrab|samrap|jun|joun|chun)"
_SEND = (
    r"(?:(?:please|pls|plz|kindly|som)\s+)*(?:(?:send|share|circulate|distribute|forward|give|phnheu|phnher|cheak)\s+"
    r"(?:(?:it|this|these|them|(?:the |this |these )?(?:attached|files?|papers?|documents?))\s+)*)?"
)
_BEGINS = re.compile(rf"{_SEND}{_TO_WHOM}\s+")
_BEGINS_KHMER = re.compile(
    r"(?:សូម)?(?:(?:ផ្ញើ|បញ្ជូន|ចែករំលែក|ចែកជូន|ចែកចាយ|ចែក|ប្រគល់)(?:ឯកសារ)?(?:ទាំងនេះ|នេះ)?)?"
    r"(?:ជូន|ទៅកាន់|ទៅ|ដល់|ឱ្យ|ឲ្យ|សម្រាប់)+(?:ឯកសារ(?:ទាំងនេះ|នេះ))?"
)
_ENDS = re.compile(
    r"(?:[\s,]+(?:only|alone|please|pls|plz|too|also|as well|thank you|thanks|thx))+$"
    r"|(?:តែប៉ុណ្ណោះ|ប៉ុណ្ណោះ|ផង|ដែរ)+$"
)
#: Words of a title may stand before "for", but not before one of these: "Budget of MoH for all members".
_AT_THE_END = re.compile(
    rf"\s{_TO_WHOM}\s+((?:all|both|every|each|everyone|everybody)\b.*|.*\b(?:only|please|pls|plz))$"
)
#: Words without "for" that can be nothing but an address: "all members please".
_ALL = re.compile(r"(?:all|everyone|everybody)\b.*|.*\b(?:only|please|pls|plz)$")
#: Before each of several captions.
_NUMBER = re.compile(r"^\d+\.\s", re.MULTILINE)
_KHMER = re.compile("[\u1780-\u17d3]")


@dataclass(frozen=True)
class SaidFor:
    """Attributes:
    tokens: of the audience that is named for certain; empty where none is.
    alone: whether the words say nothing else.
    """

    tokens: frozenset[str] = frozenset()
    alone: bool = False


def read_said_for(text: str, known: Sequence[Nameable]) -> SaidFor:
    """For whom words say that something is; nobody where it is not certain, also where they name two audiences."""
    spelt = _NUMBER.sub("", cues.spell(text))
    statements = [each for piece in _BETWEEN.split(spelt) if (each := cues.strip_marks(piece))]
    found = {each: tokens for each in statements if (tokens := _named_in(each, known))}
    if len({*found.values()}) != 1:
        return SaidFor()
    [tokens] = {*found.values()}
    return SaidFor(tokens, alone=all(each in found and _is_address(each) for each in statements))


def _is_address(statement: str) -> bool:
    return _AT_THE_END.search(statement) is None or _BEGINS.match(statement) is not None


def _named_in(statement: str, known: Sequence[Nameable]) -> frozenset[str]:
    pattern = _BEGINS_KHMER if _KHMER.search(statement) else _BEGINS
    if match := pattern.match(statement):
        return _tokens(statement[match.end() :], known)
    if match := _AT_THE_END.search(statement):
        return _tokens(match[1], known)
    return _tokens(statement, known) if _ALL.fullmatch(statement) else frozenset()


def _tokens(words: str, known: Sequence[Nameable]) -> frozenset[str]:
    named = read_addressees(_ENDS.sub("", words), known)
    if not named or not all(each.sure for each in named):
        return frozenset()
    return frozenset(each.tokens[0] for each in named)
