"""Messages about shared information."""

from messages.documents import attach
from messages.rendering.content import Content
from messages.rendering.keyboards import button, shorten
from storage.members import Twg
from storage.sharing import Post


def shared(post: Post, twg: Twg) -> Content:
    """A post with its author and date, followed by its file where it has one."""
    files = () if post.file is None else (attach(post.file),)
    opener = button(shorten(" ".join(post.text.split())), "sharing:open", post.id)
    return Content("sharing/post", {"post": post, "twg": twg}, (), files, grouped=((opener,),))
