"""Messages that the lead facilitator forwards to all development partners: each says all by itself, without buttons."""

from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

from messages.documents import attach
from messages.rendering.content import Content, render_text, to_plain, utf16_length
from messages.rendering.keyboards import button
from messages.rendering.templating import LONGEST_TEXT
from messages.rendering.texts import _, counted
from messages.sharing import SHOWN_IN_DIGEST
from storage.members import Twg
from storage.sharing import Post
from twg.sharing.forwarding import is_for_partners_only

#: Most characters of a post whose text is the caption of its file, where it is corrected: a caption has 1,024.
SHOWN_IN_CAPTION = 400
#: Most links of a post that are shown below the beginning of its text: who gets it forwarded cannot open the post.
_LINKS = 3
#: Left of a message for a line before it: for whom an assistant reads it.
_ROOM = 100


def forwarded(post: Post, twg: Twg, *, longest: int | None = None) -> Content:
    """A post as such a message. Args: `longest`: most characters of its text; None for all."""
    files = tuple(attach(file, captioned=not place) for place, file in enumerate(post.files))
    context = {"post": post, "twg": twg, "longest": longest or len(post.text), "closed": is_for_partners_only(post)}
    return Content("sharing/forward", context, files=files)


def forwarded_withdrawal(post: Post, twg: Twg) -> Content:
    """That a post was withdrawn, as such a message, without what it had said."""
    return Content("sharing/forward_withdrawal", {"post": post, "twg": twg})


def forwarded_week(found: Sequence[Post], twg: Twg, *, locale: str, zone: ZoneInfo) -> tuple[Content, Sequence[Post]]:
    """What was shared in the last week as such a message, with the posts in it: the newest ones, as many as fit.

    Args:
        found: oldest first.
    """
    for first in range(len(found)):
        content = summary(found[first:], twg, more=first)
        if first == len(found) - 1 or _fits(content, locale, zone):
            return content, found[first:]
    return summary((), twg), ()


def summary(
    posts: Sequence[Post],
    twg: Twg,
    *,
    more: int = 0,
    longest: int = SHOWN_IN_DIGEST,
    links: int = _LINKS,
    unseen: Collection[int] = (),
) -> Content:
    """Posts, each with the beginning of its text; in the place of one that was withdrawn that it was.

    Args:
        more: how many earlier ones it leaves out.
        links: most links of the rest of each text.
        unseen: ids of those that its reader may not see any more.
    """
    context = {
        "posts": list(posts),
        "more": more,
        "twg": twg,
        "longest": longest,
        "links": links,
        "unseen": unseen,
        "closed": {post.id for post in posts if is_for_partners_only(post)},
    }
    return Content("sharing/forward_week", context)


def fitted_summary(posts: Sequence[Post], twg: Twg, *, locale: str, more: int, unseen: Collection[int]) -> Content:
    """`summary` of these posts whatever they say by now, each with less of its text where all do not fit."""
    longest, links = SHOWN_IN_DIGEST, _LINKS
    while True:
        content = summary(posts, twg, more=more, longest=longest, links=links, unseen=unseen)
        if longest < 2 or _fits(content, locale, ZoneInfo(twg.zone)):
            return content
        longest, links = (longest, links - 1) if links else (longest // 2, 0)


def _fits(content: Content, locale: str, zone: ZoneInfo) -> bool:
    return utf16_length(to_plain(render_text(content, locale, zone))) <= LONGEST_TEXT - _ROOM


def left_out(twg: Twg, shown: Sequence[Post], more: int) -> Content:
    """How many posts of the week a message to forward leaves out, with the button for the next message."""
    label = counted(more, _("A message with the earlier one"), _("A message with the {n} earlier ones"))
    keyboard = ((button(label, "sharing:forward_week", shown[0].id),),)
    return Content("sharing/left_out", {"twg": twg, "more": more}, keyboard)
