"""The members whom a text names (M10, M11)."""

import re

from handlers.routing.request import Request
from storage.core.spelling import fold
from storage.members import Membership, list_members

#: Members whom a text names that have a button each.
_MOST_NAMED = 3


async def list_named(request: Request, text: str) -> list[Membership]:
    """The members of whose names the text has a part, three at most; those of whom it has most."""
    written = fold(text)
    members = await list_members(request.session, request.member.twg.id)
    counts = [sum(_stands_in(word, written) for word in fold(each.person.name).split()) for each in members]
    most = max(counts, default=0)
    return [each for each, count in zip(members, counts, strict=True) if count == most > 0][:_MOST_NAMED]


def _stands_in(word: str, written: str) -> bool:
    """Whether a part of a name stands in a text, in Latin letters as a word: "Chan" is not in "change"."""
    whole = rf"(?<!\w){re.escape(word)}(?!\w)" if word.isascii() else re.escape(word)
    return len(word) > 2 and re.search(whole, written) is not None
