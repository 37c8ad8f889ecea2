"""What an SQL statement changes, read from its text.

The reader knows as much of the SQL of SQLite and PostgreSQL as this takes. It reads one statement, since the drivers
take one at a time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Union

#: Instead of columns: rows were added, rows were removed.
ADDING, REMOVING = "added", "removed"
#: Instead of a table: the statement is neither known to write nothing nor readable as a write.
UNREAD = "a statement that the guard cannot read"


@dataclass(frozen=True)
class Write:
    """A statement that changes a table: the columns that it sets, or that rows are added or removed."""

    table: str
    columns: frozenset[str]


#: A part in brackets is a list of its own.
_Branch = list[Union[str, "_Branch"]]

_NAME = r'(?:"(?:[^"]|"")*"|`[^`]*`|\[[\w\ ]+\]|\w+)'
_TOKEN = re.compile(
    rf"""\s+ | --[^\n]* | /\*.*?\*/
      | (?P<literal>e'(?:[^'\\]|''|\\.)*' | [bnx]?'(?:[^']|'')*' | \$(?P<tag>(?:[a-z_]\w*)?)\$.*?\$(?P=tag)\$)
      | (?:{_NAME}\s*\.\s*)*(?P<name>{_NAME})
      | (?P<sign>.)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
#: The verbs of writes, and the word without which a verb is something else: a function, an alias.
_VERBS = {
    "insert": "into",
    "replace": "into",
    "merge": "into",
    "update": "set",
    "delete": "from",
    "copy": "from",
    "truncate": "truncate",
}
_BEFORE_TABLE = ("into", "from", "table", "only", "or", "ignore", "replace", "abort", "fail", "rollback")
_DOES = {"insert": ADDING, "replace": ADDING, "copy": ADDING, "delete": REMOVING, "truncate": REMOVING}
_AFTER_SET = ("where", "from", "returning", "order", "limit")
#: First words of statements that change no rows. COMMIT is not one of them: it would end a transaction unseen.
_HARMLESS = {
    *("select", "with", "values", "explain", "show", "pragma", "set"),
    *("create", "alter", "drop", "comment", "reindex", "analyze", "vacuum"),
    *("begin", "start", "savepoint", "release", "rollback"),
    *("listen", "unlisten", "notify", "lock"),
}
_SHOWN = 60


@lru_cache(maxsize=5000)
def writes_of(statement: str) -> tuple[Write, ...]:
    """The tables that a statement changes; `UNREAD` with its text where it cannot be read."""
    tokens = list(_tokens(statement))
    first = next((token for token in tokens if token != "("), None)
    written = tuple(_writes_in(_tree(iter(tokens))))
    if written or first is None or first in _HARMLESS:
        return written
    return (Write(UNREAD, frozenset({" ".join(statement.split())[:_SHOWN]})),)


def _tokens(statement: str) -> Iterator[str]:
    """Words in lower case, names in quotes after a single `"`, `'` for any literal, and signs; a schema is left out."""
    for found in _TOKEN.finditer(statement):
        match found.lastgroup:
            case "literal":
                yield "'"
            case "name" if found["name"][0] in '"`[':
                yield f'"{found["name"][1:-1]}'
            case "name" | "sign":
                yield found[found.lastgroup].lower()


def _tree(tokens: Iterator[str]) -> _Branch:
    """Tokens up to the bracket that closes them."""
    branch: _Branch = []
    for token in tokens:
        if token in "([":
            branch.append(_tree(tokens))
        elif token in ")]":
            break
        else:
            branch.append(token)
    return branch


def _writes_in(branch: _Branch) -> Iterator[Write]:
    """The writes of a statement and of those in its brackets; each begins a bracket, or follows one, as after WITH."""
    before: str | _Branch = []
    for at, token in enumerate(branch):
        if isinstance(token, list):
            yield from _writes_in(token)
        elif (isinstance(before, list) or before == "analyze") and _VERBS.get(token) in branch[at:]:
            yield from _written(token, branch[at + 1 :])
        before = token


def _written(verb: str, rest: _Branch) -> Iterator[Write]:
    """What a verb, followed by the rest of its statement, changes."""
    columns = set(_set_columns(rest))
    if verb in _DOES:
        columns.add(_DOES[verb])
    if verb == "merge":
        columns.update(_DOES[branch] for branch in ("insert", "delete") if branch in rest)
    names = [token for token in rest if token not in _BEFORE_TABLE]
    tables = [name for before, name in pairwise([",", *names]) if before == ","]
    for table in tables if verb == "truncate" else tables[:1]:
        yield Write(_bare(table), frozenset(columns))


def _set_columns(rest: _Branch) -> Iterator[str]:
    """The columns of each `SET a = …, (b, c) = …`."""
    for at, token in enumerate(rest):
        if token == "set":
            yield from _targets(rest[at + 1 :])


def _targets(assignments: _Branch) -> Iterator[str]:
    for before, token in pairwise([",", *assignments]):
        if token in _AFTER_SET and before != "distinct":  # IS DISTINCT FROM is an expression
            return
        if before == ",":
            yield from map(_bare, [token] if isinstance(token, str) else [name for name in token if name != ","])


def _bare(name: str | _Branch) -> str:
    return name.removeprefix('"') if isinstance(name, str) else "?"
