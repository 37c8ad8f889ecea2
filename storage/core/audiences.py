"""Who may see a row: one column, one clause, used by lists, search, exports and sending alike (D5).

An audience is a set of tokens; a person holds tokens too (see `twg.core.audiences`). Holding one of the row's tokens is
seeing the row. The column keeps the set as "|a|b|", which both databases can match without a join.
"""

import re
from collections.abc import Iterable
from functools import cache

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import InstrumentedAttribute

#: "partners", "role:chair". Lower case only: SQLite's LIKE does not tell A from a, and the set in memory does.
_TOKEN = re.compile(r"[a-z0-9_]+(?::[a-z0-9_]+)*")


def pack(tokens: Iterable[str]) -> str:
    """The column's form of a set of tokens, "|leads|role:chair|"; "||" for none. Raises: ValueError for no token."""
    listed = sorted(set(tokens))
    for token in listed:
        if not _TOKEN.fullmatch(token):
            raise ValueError(f"{token!r} is no token of an audience")
    return f"|{'|'.join(listed)}|"


@cache
def unpack(column: str) -> frozenset[str]:
    """The tokens of a column's value. Raises: ValueError for what `pack` did not write."""
    tokens = frozenset(column.strip("|").split("|")) - {""}
    if pack(tokens) != column:
        raise ValueError(f"{column!r} is no audience")
    return tokens


@cache
def shares_token(column: InstrumentedAttribute[str], tokens: frozenset[str]) -> ColumnElement[bool]:
    """The clause that holds for rows whose audience has one of the tokens; without a token for none.

    Raises: ValueError for no token: the databases differ in what else they take for one.
    """
    known = sorted(unpack(pack(tokens)))
    return or_(false(), *(column.contains(f"|{token}|", autoescape=True) for token in known))
