"""What the judgements of messages have in common: the language of a message, and the figures by group."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol


def language_of(text: str) -> str:
    """Khmer, Latin, or mixed; romanised Khmer counts as Latin."""
    khmer, latin = re.search(r"[\u1780-\u17ff]", text), re.search(r"[A-Za-z]{3}", text)
    return "mixed" if khmer and latin else "Khmer" if khmer else "Latin"


#: Words of romanised Khmer that are no English words; "bong" alone stands in English lines, and does not count.
_ROMANISED = """
    haey hoy hery hz ruoch rouch knhom khnhom khnom knyom kmean phnher phner thngai thgnai krasuong krosuong khet srok
    pheak chnam sdey sousdey srey prochum brochum prachum robos yerng yeung chbas jbas tiet trov kampung kampong thver
    tver toulek tinneny tinnoney tinnany tinnonei orkun arkun akun somtos atit chheu rovol roval ravoul msel nung neng
    toan oy som pel lok tarang jas chas dueng deng lerk yeut mouy choch phlech hasep
"""


def is_romanised(text: str) -> bool:
    """Whether a text has romanised Khmer, in Latin letters, or Khmer and Latin words in one line."""
    return language_of(text) == "mixed" or not set(_ROMANISED.split()).isdisjoint(re.findall("[a-z]+", text.casefold()))


def list_figures(judged: Iterable[tuple[str, str]], verdicts: Sequence[str]) -> list[str]:
    """A line for each group, with how many of its messages had each of these verdicts.

    Args:
        judged: the group and the verdict of each message.
    """
    figures: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for group, verdict in judged:
        figures[group][verdict] += 1
    return [
        "  ".join([f"{group:30}", *(f"{verdict} {counts[verdict]:3}" for verdict in verdicts)])
        for group, counts in sorted(figures.items())
    ]


class Labelled(Protocol):
    """A message with what is expected of it."""

    @property
    def context(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def outcome(self) -> frozenset[str]: ...


def report(judged: Sequence[tuple[Labelled, str, frozenset[str]]]) -> str:
    """The figures by context and language, and each message that was not judged right.

    Args:
        judged: messages with the verdict, "right", "asked" or "wrong", and what came of them.
    """
    groups = ((f"{case.context:16} {language_of(case.text)}", verdict) for case, verdict, _found in judged)
    lines = list_figures(groups, ["right", "asked", "wrong"])
    amiss = [
        f"{verdict}: {case.text!r}: {' + '.join(sorted(found)) or 'asks'}, expected {' + '.join(sorted(case.outcome))}"
        for case, verdict, found in judged
        if verdict != "right"
    ]
    return "\n".join([*lines, *amiss])
