"""Messages about several members at once."""

from collections.abc import Sequence

from messages.rendering.content import Content
from storage.members import Twg

#: Members listed at most; the directory has the others.
MOST_NAMED = 20


def new_members(contents: Sequence[Content], twg: Twg) -> Content:
    """Those who joined, from the contents that say so of each."""
    return _listing("members/new_members", contents, twg)


def corrected_members(contents: Sequence[Content], twg: Twg) -> Content:
    """Those who corrected their details, from the contents that say so of each."""
    return _listing("members/corrected_members", contents, twg)


def _listing(template: str, contents: Sequence[Content], twg: Twg) -> Content:
    members = [content.context["membership"] for content in contents]
    others = max(0, len(members) - MOST_NAMED)
    context = {"twg": twg, "total": len(members), "members": members[:MOST_NAMED], "others": others}
    return Content(template, context)
