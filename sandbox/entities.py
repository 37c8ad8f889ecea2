"""From what a call or a person says to a message's text and entities, as Telegram keeps them.

Offsets and lengths are in UTF-16 code units.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from sandbox.errors import Json, bad_request
from sandbox.hypertext import SPACE, parse_html
from sandbox.markdown import parse_markdown, parse_markdown_v2
from sandbox.nesting import fit, is_solid, keep_apart, nest
from sandbox.units import utf16_length

#: What Telegram finds by itself, and takes from nobody.
FOUND = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})

_TLD = r"(?:com|org|net|int|edu|gov|info|kh|io|me|asia|dev|app|eu|uk|de|fr|jp|au)"
_FOUND = re.compile(
    r"(?P<url>(?:https?|tg)://[^\s<>\"]+"
    r"|(?<![\w@.-])(?:[a-zA-Z0-9-]+\.)+" + _TLD + r"(?![\w@-])(?:[/?#][^\s<>\"]*)?)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]+\.)+[a-zA-Z]{2,}(?!\w))"
    r"|(?P<bot_command>(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>]))"
    r"|(?P<mention>(?<!\w)@[a-zA-Z0-9_]{3,32}(?!\w))"
    r"|(?P<hashtag>(?<![\w#])#(?=\w*[^\W\d])\w{1,256})"
)


def read_format(text: str, parse_mode: str | None, given: list[Json] | None = None) -> tuple[str, list[Json]]:
    """A message's text and the entities it came with, parsed and trimmed. Check its length before you `complete` it."""
    entities = list(given or [])
    if parse_mode and parse_mode.lower() != "none":
        text, entities = _parse(text, parse_mode)
    return _trim(text.replace("\r", ""), entities)


def complete(text: str, entities: list[Json]) -> list[Json]:
    """The entities a message ends up with: those given, and the links, commands and mentions found in it."""
    given = [entity for entity in fit(entities, 0, utf16_length(text)) if entity["type"] not in FOUND]
    return nest([*given, *find_entities(text, keep_apart(filter(is_solid, given)))])


def _parse(text: str, parse_mode: str) -> tuple[str, list[Json]]:
    reader = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}.get(parse_mode.lower())
    if reader is not None:
        return reader(text)
    raise bad_request("unsupported parse_mode")


def find_entities(text: str, known: Sequence[Json] = ()) -> list[Json]:
    """Commands, mentions, hashtags, links and addresses in plain text, but for what `known` entities cover.

    Args:
        known: entities that do not overlap, in order.
    """
    if not any(mark in text for mark in "/@#."):
        return []
    starts = [entity["offset"] for entity in known]
    ends = [entity["offset"] + entity["length"] for entity in known]
    found = []
    for match in _FOUND.finditer(text):
        kind = match.lastgroup or ""
        value = match.group()
        if kind == "url":
            value = value.rstrip(".,;:!?)]}'…")
        start = utf16_length(text[: match.start()])
        end = start + utf16_length(value)
        if bisect_right(ends, start) == bisect_left(starts, end):
            found.append({"type": kind, "offset": start, "length": end - start})
    return found


def _trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Cut white space at both ends and fit the entities to what is left."""
    trimmed = text.strip(SPACE)
    lead = len(text) - len(text.lstrip(SPACE)) if trimmed else len(text)
    return trimmed, fit(entities, lead, lead + utf16_length(trimmed))
