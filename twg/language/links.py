"""Links to join a meeting online, as people type or paste them."""

import re

from twg.core.refusals import BadInput

#: Hosts of online meetings, which people write without "https://".
_HOSTS = (
    r"(?:[\w-]+\.)?(?:zoom\.(?:us|com)|meet\.google\.com|teams\.(?:microsoft|live)\.com|webex\.com|meet\.jit\.si"
    r"|whereby\.com)"
)
_END = r"[^\s<>«»“”\"]*[^\s<>«»“”\".,;:!?)\]|។]"
#: "https//", "https:/", "https;//": what comes of the beginning when it is typed on a telephone.
_SLIPPED = re.compile(r"\b(https?)\s?[:;]?\s?//?\s?(?=[\w-]+\.\w)", re.IGNORECASE)
_LINK = re.compile(rf"https?://{_END}|(?<![\w.@/]){_HOSTS}/{_END}", re.IGNORECASE)
_WHOLE = re.compile(
    r"(?:https?://)?(?P<host>(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24})(?::\d{1,5})?(?:/\S*)?", re.IGNORECASE
)

#: Words that lead to a link and say nothing without it: "room A and online https://…", "Zoom link: https://…".
_CONNECTING = re.compile(
    r"(?:[\s,;|(]|^)(?:(?:and|or|&|also|និង|ឬ)\s+)?"
    r"(?:online|virtual(?:ly)?|link|zoom|teams|google meet|meet|webex|via|on|by|join|at"
    r"|តាមអនឡាញ|អនឡាញ|តំណ|តាម|ឬ|និង)*(?:\s+(?:link|at|on|via|zoom|teams|meeting|តំណ))*\s*[:៖]?\s*\(?$",
    re.IGNORECASE,
)


class NoLink(BadInput):
    """data: `text`, as typed."""

    key = "meetings#no_link"


def with_beginning(text: str) -> str:
    """The text with slips in the beginning of a link put right: "https//zoom.us"."""
    return _SLIPPED.sub(r"\1://", text)


def find_link(text: str) -> tuple[int, int] | None:
    """Where the first link in a text begins and ends; None where there is none."""
    found = _LINK.search(text)
    return None if found is None else found.span()


def has_link(text: str) -> bool:
    """Whether a link stands in a text."""
    return find_link(with_beginning(text)) is not None


def parse_link(text: str) -> str:
    """A link, the whole text, with "https://" before it. Raises: NoLink."""
    text = with_beginning(text.strip())
    if not _WHOLE.fullmatch(text):
        raise NoLink(text=text)
    return text if "://" in text else f"https://{text}"


def split_link(text: str, *, joined: str = " ") -> tuple[str, str]:
    """The text without its link, and the link; empty where there is none.

    Args:
        joined: put between the text before the link and the text behind it.
    Raises: NoLink for what begins like one and is none.
    """
    spelt = with_beginning(text)
    span = find_link(spelt)
    if span is None:
        return text, ""
    text = spelt
    link = parse_link(text[span[0] : span[1]])
    before, after = text[: span[0]], text[span[1] :]
    pieces = _CONNECTING.sub("", before).rstrip(" ,;|-–—(:"), after.strip(" ,;|).")
    return joined.join(filter(None, pieces)), link
