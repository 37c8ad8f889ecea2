"""Which period a sentence about a reporting round names: "JMI report for Q3", «របាយការណ៍ JMI ត្រីមាសទី៣» (J6)."""

import re
from collections.abc import Iterable, Iterator

from storage.core.spelling import fold
from twg.language.periods import Period, read_period

#: Khmer is written without spaces: a period begins with one of these words.
_BEGINS = re.compile("(?=" + "|".join(fold(word) for word in ("ត្រីមាស", "ឆមាស", "ឆ្នាំ", "ខែ")) + ")")
#: Words of the longest period: "second half of 2026".
_LONGEST = 5


def list_named_periods(text: str, years: Iterable[int]) -> list[tuple[Period, int]]:
    """The periods that parts of a text name, the longest part first, with the number of its words.

    Args:
        years: with which a part is completed that names none: "Q3".
    """
    found: list[tuple[Period, int]] = []
    for part, size in _parts(text):
        alone = read_period(part)
        completed = [alone] if alone is not None else [_completed(part, year) for year in years]
        found += [(period, size) for period in completed if period is not None]
    return found


def _completed(part: str, year: int) -> Period | None:
    """The period of a year that a part names; None where it adds nothing to the year: "for"."""
    period = read_period(f"{part} {year}")
    return None if period == read_period(str(year)) else period


def _parts(text: str) -> Iterator[tuple[str, int]]:
    words = _BEGINS.sub(" ", fold(text)).split()
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for first in range(len(words) - size + 1):
            yield " ".join(words[first : first + size]).strip(" .,;:!?()[]«»“”\"'។៖"), size
