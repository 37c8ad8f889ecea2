"""Messages about shared information."""

from messages.documents import attach
from messages.rendering.content import Content
from messages.rendering.keyboards import button, shorten
from storage.members import Twg
from storage.sharing import Post


def shared(post: Post, twg: Twg, *, heading: str = "") -> Content:
    """A post with its author and date, followed by its file where it has one.

    Args:
        heading: "corrected" to those who have it already, with its file; else "".
    """
    files = () if post.file is None or heading == "corrected" else (attach(post.file),)
    opener = button(shorten(" ".join(post.text.split())), "sharing:open", post.id)
    return Content("sharing/post", {"post": post, "twg": twg, "heading": heading}, (), files, grouped=((opener,),))
