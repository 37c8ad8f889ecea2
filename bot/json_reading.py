"""Reading JSON from Telegram, also where a part of it cannot be read: one unreadable value must not cost the rest.

orjson is fast and strict. What it refuses is read again token by token, with U+FFFD for characters and an empty list
for values that are none. The field stays: that a message has, for example, `forward_origin` says whose words it holds.
"""

import re
from math import isfinite
from typing import Any

import orjson

from handlers.routing.reading import DEEPEST

#: A character that no text may have in PostgreSQL; orjson reads it.
_NUL = b"\\u0000"

_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*")|(?P<open>[\[{])|(?P<close>[\]}])|(?P<between>[,:\s]+)|(?P<bare>[^"\[\]{},:\s]+)""",
    re.DOTALL,
)
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
#: An escape, or a character that has to be escaped. Two escapes of surrogates in their order are one character.
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[\x00-\x1f]", re.DOTALL
)
_REPLACEMENT = "\ufffd"


def read_json(payload: bytes) -> tuple[Any, int]:
    """Read a JSON text; bytes that are not UTF-8 become U+FFFD.

    Returns:
        The value, and how many of its parts could not be read and were replaced.
    Raises:
        ValueError: it is no JSON: brackets, quotes or commas are missing.
    """
    if _NUL not in payload:
        try:
            return orjson.loads(payload), 0
        except orjson.JSONDecodeError:
            pass
    text, replaced = _mend(payload.decode(errors="replace"))
    return orjson.loads(text), replaced


def _mend(text: str) -> tuple[str, int]:
    """The text with replacements for what cannot be read, and their number."""
    mended: list[str] = []
    replaced = depth = place = 0
    for token in _TOKEN.finditer(text):
        if token.start() != place:
            raise ValueError("a quote is missing")
        place = token.end()
        kind, words = token.lastgroup, token.group()
        if kind == "close":
            depth -= 1
        if depth > DEEPEST or (kind == "close" and depth == DEEPEST):
            depth += kind == "open"
            continue
        if kind == "open":
            depth += 1
            if depth > DEEPEST:
                kind, words = "bare", "too deep"
        new = _mend_string(words) if kind == "string" else _mend_bare(words) if kind == "bare" else words
        replaced += new != words
        mended.append(new)
    if place != len(text):
        raise ValueError("a quote is missing")
    return "".join(mended), replaced


def _mend_bare(words: str) -> str:
    """A number, true, false or null; an empty list for anything else and for numbers that are not finite."""
    if words in {"true", "false", "null"} or (_NUMBER.fullmatch(words) and isfinite(float(words))):
        return words
    return "[]"


def _mend_string(words: str) -> str:
    return _ESCAPE.sub(lambda found: _mend_escape(found.group()), words)


def _mend_escape(escape: str) -> str:
    """The escape; U+FFFD for half of a surrogate pair, for NUL, and for what is no escape."""
    if len(escape) == 2:
        return escape if escape[1] in '"\\/bfnrt' else _REPLACEMENT
    if len(escape) == 1:
        return _REPLACEMENT
    if len(escape) == 6:
        code = int(escape[2:], 16)
        return _REPLACEMENT if code == 0 or 0xD800 <= code <= 0xDFFF else escape
    return escape
