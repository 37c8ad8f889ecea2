"""From a text as the bot or a person sends it, to the text and entities that Telegram stores.

Offsets and lengths are in UTF-16 code units.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from sandbox.entity_nesting import clip, drop_overlapping, is_exclusive, nest
from sandbox.errors import Json, bad_request
from sandbox.markdown import parse_markdown, parse_markdown_v2
from sandbox.telegram_html import SPACE, parse_html
from sandbox.utf16 import utf16_length

#: Kinds that Telegram detects in the text itself and ignores in calls.
DETECTED_TYPES = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})

_TLD = r"(?:com|org|net|int|edu|gov|info|kh|io|me|asia|dev|app|eu|uk|de|fr|jp|au)"
_DETECTED = re.compile(
    r"(?P<url>(?:https?|tg)://[^\s<>\"]+"
    r"|(?<![\w@.-])(?:[a-zA-Z0-9-]+\.)+" + _TLD + r"(?![\w@-])(?:[/?#][^\s<>\"]*)?)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]+\.)+[a-zA-Z]{2,}(?!\w))"
    r"|(?P<bot_command>(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>]))"
    r"|(?P<mention>(?<!\w)@[a-zA-Z0-9_]{3,32}(?!\w))"
    r"|(?P<hashtag>(?<![\w#])#(?=\w*[^\W\d])\w{1,256})"
    r"|(?P<cashtag>(?<![\w$])\$[A-Z]{1,8}(?!\w))"
    r"|(?P<phone_number>(?<![\w+])\+\d(?:[ -]?\d){6,14}(?![\w-]))"
)


def read_format(text: str, parse_mode: str | None, given: list[Json] | None = None) -> tuple[str, list[Json]]:
    """Parse a text by its `parse_mode` and trim it.

    Args:
        given: entities from the call, used without a parse mode.
    Returns:
        The text and its entities. Check the length of the text before passing them to `complete`: detecting entities in
        an overlong text is slow.
    Raises: Refused, with Telegram's error text.
    """
    entities = list(given or [])
    if parse_mode and parse_mode.lower() != "none":
        text, entities = _parse(text, parse_mode)
    return _trim(text.replace("\r", ""), entities)


def complete(text: str, entities: list[Json]) -> list[Json]:
    """The entities of a stored message: the given ones and those detected in the text, properly nested."""
    given = [entity for entity in clip(entities, 0, utf16_length(text)) if entity["type"] not in DETECTED_TYPES]
    return nest([*given, *find_entities(text, drop_overlapping(filter(is_exclusive, given)))])


def _parse(text: str, parse_mode: str) -> tuple[str, list[Json]]:
    reader = {"html": parse_html, "markdownv2": parse_markdown_v2, "markdown": parse_markdown}.get(parse_mode.lower())
    if reader is not None:
        return reader(text)
    raise bad_request("unsupported parse_mode")


def find_entities(text: str, known: Sequence[Json] = ()) -> list[Json]:
    """Detect the `DETECTED_TYPES` outside of the `known` entities.

    Args:
        known: entities that do not overlap, sorted by offset.
    """
    if not any(mark in text for mark in "/@#.$+"):
        return []
    starts = [entity["offset"] for entity in known]
    ends = [entity["offset"] + entity["length"] for entity in known]
    found: list[Json] = []
    read = units = 0
    for match in _DETECTED.finditer(text):
        kind = match.lastgroup or ""
        value = match.group()
        if kind == "url":
            value = value.rstrip(".,;:!?)]}'…")
        units += utf16_length(text[read : match.start()])
        read, start = match.start(), units
        end = start + utf16_length(value)
        if bisect_right(ends, start) == bisect_left(starts, end):
            found.append({"type": kind, "offset": start, "length": end - start})
    return found


def _trim(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Remove white space at both ends and clip the entities to the rest."""
    trimmed = text.strip(SPACE)
    lead = len(text) - len(text.lstrip(SPACE)) if trimmed else len(text)
    return trimmed, clip(entities, lead, lead + utf16_length(trimmed))
