"""Messages about shared information."""

from dataclasses import replace

from messages.documents import attach
from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, button, shorten
from messages.rendering.texts import Text, _, counted
from storage.members import Twg
from storage.sharing import Post
from twg.core.actors import Actor
from twg.sharing.withdrawing import may_withdraw


def shared(post: Post, twg: Twg, *, heading: str = "") -> Content:
    """A post with its author and date, followed by its file where it has one.

    Args:
        heading: "corrected" to those who have it already, with its file; else "".
    """
    files = () if post.file is None or heading == "corrected" else (attach(post.file),)
    opener = button(shorten(" ".join(post.text.split())), "sharing:open", post.id)
    return Content("sharing/post", {"post": post, "twg": twg, "heading": heading}, (), files, grouped=((opener,),))


def opened(post: Post, actor: Actor) -> Content:
    """A post for who opens it, with what they can do about it."""
    if post.withdrawn_at is not None:
        files = () if post.file is None else (attach(post.file),)
        return replace(withdrawn(post, actor.twg, heading="kept"), files=files)
    return replace(shared(post, actor.twg), keyboard=_keyboard(post, actor))


def _keyboard(post: Post, actor: Actor) -> Keyboard:
    if not may_withdraw(actor, post):
        return ()
    verb = "withdraw" if post.author_id == actor.person.id else "withdraw_other"
    return ((button(_("Withdraw this"), f"sharing:{verb}", post.id),),)


def withdrawn(post: Post, twg: Twg, *, heading: str = "") -> Content:
    """That a post was withdrawn, and why, without what it had said.

    Args:
        heading: "told" to those who are told of it; "kept" for who may still read it, with its text; else "".
    """
    by_author = post.withdrawn_by_id == post.author_id
    return Content("sharing/withdrawn", {"post": post, "twg": twg, "by_author": by_author, "heading": heading})


def tell_who_has(people: int) -> Text:
    """How many people have a post that is about to be withdrawn."""
    if not people:
        return _("Nobody has it yet.")
    return counted(
        people,
        _("1 person has it; their message is changed. A copy that they saved stays."),
        _("{n} people have it; their messages are changed. Copies that they saved stay."),
    )
