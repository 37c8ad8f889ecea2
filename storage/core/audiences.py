"""Who may see a row: one column, one clause, used by lists, search, exports and sending alike (D5).

An audience is a set of tokens; a person holds tokens too (see `twg.audiences`). Sharing one is seeing the row. The
column keeps the set as "|a|b|", which both databases can match without a join.
"""

from collections.abc import Iterable
from functools import cache

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import InstrumentedAttribute


def pack(tokens: Iterable[str]) -> str:
    """The column's form of a set of tokens: "|chair|lead_facilitator|"."""
    return f"|{'|'.join(sorted(set(tokens)))}|"


def unpack(audience: str) -> frozenset[str]:
    """The tokens of a column's value."""
    return frozenset(token for token in audience.split("|") if token)


@cache
def shares_token(column: InstrumentedAttribute[str], tokens: frozenset[str]) -> ColumnElement[bool]:
    """The clause that holds for rows whose audience has one of the tokens; without a token for none."""
    return or_(false(), *(column.contains(f"|{token}|", autoescape=True) for token in sorted(tokens)))
