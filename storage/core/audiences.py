"""Who may see a row: one column and one SQL clause, used alike by lists, search, exports and deliveries (D5).

An audience is a set of tokens. A person holds tokens by their role (see `twg.core.audiences`) and may see a row when
they hold at least one of its tokens. The column stores the set as "|a|b|", which both databases can match without
a join.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import BindParameter, ColumnElement, String, cast, false, literal, or_
from sqlalchemy.orm import InstrumentedAttribute

#: "partners", "role:chair", "subgroup_3". Lower case only: SQLite's LIKE ignores case, and sets of tokens in memory do
#: not.
_TOKEN = re.compile(r"[a-z0-9_]+(?::[a-z0-9_]+)*")
#: Results kept of each function: the sets that members hold differ by role, core group and sub-groups.
_KEPT = 4096


def pack(tokens: Iterable[str]) -> str:
    """Encode a set of tokens for the column: "|leads|role:chair|", or "||" for the empty set.

    Raises:
        ValueError: a string is not a token.
    """
    listed = sorted(set(tokens))
    for token in listed:
        if not _TOKEN.fullmatch(token):
            raise ValueError(f"{token!r} is no token of an audience")
    return f"|{'|'.join(listed)}|"


@lru_cache(_KEPT)
def unpack(column: str) -> frozenset[str]:
    """Decode a value of the column. Raises: ValueError for a value that `pack` does not produce."""
    tokens = frozenset(column.strip("|").split("|")) - {""}
    if pack(tokens) != column:
        raise ValueError(f"{column!r} is no audience")
    return tokens


@lru_cache(_KEPT)
def shares_token(column: InstrumentedAttribute[str], tokens: frozenset[str]) -> ColumnElement[bool]:
    """The clause that holds for rows whose audience has one of the tokens; without a token for none.

    Raises: ValueError for no token: the databases differ in what else they take for one.
    """
    known = sorted(unpack(pack(tokens)))
    return or_(false(), *(column.contains(f"|{token}|", autoescape=True) for token in known))


def token_of(kind: str, number: int) -> str:
    """The token of one person or institution: "person:7"."""
    return f"{kind}:{number}"


def has_token_of(
    column: InstrumentedAttribute[str], kind: str, number: int | BindParameter[int]
) -> ColumnElement[bool]:
    """The clause that holds for rows whose audience has the token of one person or institution.

    Apart from `shares_token`, so that one statement serves all people with the same tokens besides.
    """
    if isinstance(number, int):
        return column.contains(f"|{token_of(kind, number)}|", autoescape=True)
    return column.contains(literal(f"|{kind}:") + cast(number, String) + literal("|"))
