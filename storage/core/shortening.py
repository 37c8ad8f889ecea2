"""Shortening a text so that the reader sees that something is left out."""


def shorten(text: str, limit: int) -> str:
    """Cut a text to `limit` characters, ending in an ellipsis; between words unless that loses half of it."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    head, space, _rest = cut.rpartition(" ")
    return f"{head if space and len(head) > limit // 2 else cut}…"


def first_line(text: str) -> str:
    """The first line of a text as a title, at most 100 characters."""
    return shorten(text.partition("\n")[0], 100)
