"""The clauses of the Guideline, paraphrased, and their citations (R5).

The text and its edition are data, in `clauses.toml` beside this module.
Source: Guideline 2016, Parts Two to Four.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

#: The languages in which every clause is written.
LOCALES = ("en", "km")

_PART_NUMBERS = {"II": 2, "III": 3, "IV": 4}


@dataclass(frozen=True)
class Clause:
    """A clause, paraphrased; mappings are by locale ("en", "km")."""

    edition: int
    #: "II", "III" or "IV".
    part: str
    #: As letters and reports cite it: "(c)(iii)", "¶3", "(d) int. ¶1", "PP (vii)"; unique in its part.
    clause: str
    heading: Mapping[str, str]
    #: One to three sentences: who does what, and when.
    text: Mapping[str, str]
    #: Additional search words, such as synonyms of those in the heading and the text.
    keywords: Mapping[str, tuple[str, ...]]

    @property
    def part_number(self) -> int:
        """2, 3 or 4."""
        return _PART_NUMBERS[self.part]


@dataclass(frozen=True)
class Citation:
    """Where a clause stands, in pieces that a template translates."""

    edition: int
    #: 2, 3 or 4.
    part: int
    #: "(c)(iii)" or "¶3" as printed; "intro", "int.", "ext.", "closing" and "PP" are to be translated.
    pieces: tuple[str, ...]


@cache
def load_clauses() -> tuple[Clause, ...]:
    """All clauses, in the order of the Guideline; cached."""
    data = tomllib.loads(files(__package__).joinpath("clauses.toml").read_text(encoding="utf-8"))
    return tuple(_read_clause(data["edition"], row) for row in data["clauses"])


def cite(clause: Clause) -> Citation:
    """The citation of a clause: "Guideline 2016, Part Three (c)(iii)" in pieces."""
    return Citation(clause.edition, clause.part_number, tuple(clause.clause.split()))


def _read_clause(edition: int, row: Mapping[str, Any]) -> Clause:
    return Clause(
        edition=edition,
        part=row["part"],
        clause=row["clause"],
        heading={locale: row[f"heading_{locale}"] for locale in LOCALES},
        text={locale: row[f"text_{locale}"] for locale in LOCALES},
        keywords={locale: tuple(row[f"keywords_{locale}"]) for locale in LOCALES},
    )
