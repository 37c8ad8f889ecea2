"""What the judgements of messages have in common: the language of a message, and the figures by group."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence


def language_of(text: str) -> str:
    """Khmer, Latin, or mixed; romanised Khmer counts as Latin."""
    khmer, latin = re.search(r"[\u1780-\u17ff]", text), re.search(r"[A-Za-z]{3}", text)
    return "mixed" if khmer and latin else "Khmer" if khmer else "Latin"


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
