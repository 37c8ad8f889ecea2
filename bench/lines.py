"""What a row of the bench has found: lines of a table, and what went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

#: The cells of a line: those of `HEAD`, where "before" is the figure before it was worked on, or "" where unknown;
#: in the table of faults those of `FAULTS_HEAD`.
Line = tuple[str, ...]
HEAD = ("what", "measured", "goal", "before")
FAULTS_HEAD = ("fault", "struck", "announced", "received", "repeated", "at most", "before")


@dataclass(frozen=True)
class Extent:
    """How much is measured.

    Attributes:
        rounds: how often each figure is taken.
        scale: of the stores that are filled for the row "years"; 1 for all of ten years.
    """

    rounds: int = 5
    scale: float = 1.0


@dataclass(frozen=True)
class Measured:
    """The result of a row.

    Attributes:
        wrong: what went wrong although there are figures, in words.
    """

    lines: list[Line]
    wrong: tuple[str, ...] = ()


def of_rounds(values: Sequence[float], form: str = ".0f") -> str:
    """The median of the rounds, with the lowest and the highest: "920 (870 to 950)"."""
    found = f"{median(values):{form}}"
    return found if len(values) == 1 else f"{found} ({min(values):{form}} to {max(values):{form}})"


def ratios(ours: Sequence[float], peer: Sequence[float]) -> list[float]:
    """The assistant's value divided by its peer's, round by round."""
    return [mine / theirs for mine, theirs in zip(ours, peer, strict=True)]
