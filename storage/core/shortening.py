"""Shortening a text so that the reader sees that something is left out."""

import re

#: What belongs to the letter before it: Khmer vowels and signs, a letter below another, marks, joined signs.
_HANGS_ON = re.compile("[\u17b4-\u17d3\u17dd\u0300-\u036f\u200c\u200d\ufe0f]|(?<=[\u17d2\u200d]).", re.DOTALL)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def shorten(text: str, limit: int) -> str:
    """Cut a text to `limit` characters, ending in an ellipsis; between words unless that loses half of it.

    Neither a letter with its marks nor a link is divided, unless the text begins with that link.
    """
    if len(text) <= limit:
        return text
    cut = text[: _place_before(text, limit - 1)]
    head, space, _rest = cut.rpartition(" ")
    kept = head if space and len(head) > limit // 2 else cut
    return f"{kept.rstrip() or cut}…"


def links_beyond(text: str, shown: str) -> list[str]:
    """The links of a text, each once, that are not in what is shown of it."""
    return [link for link in dict.fromkeys(_LINK.findall(text)) if link not in shown]


def _place_before(text: str, at: int) -> int:
    """The last place, not behind `at`, where a text may be cut."""
    link = next((link for link in _LINK.finditer(text) if link.start() < at < link.end()), None)
    place = at if link is None else link.start()
    while place > 0 and _HANGS_ON.match(text, place):
        place -= 1
    return place or at


def first_line(text: str) -> str:
    """The first line of a text as a title, at most 100 characters."""
    return shorten(text.partition("\n")[0], 100)
