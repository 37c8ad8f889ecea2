"""Messages about several members at once, and about assistants."""

from collections.abc import Sequence

from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button
from messages.rendering.texts import _
from storage.members import EVERYTHING, ActsFor, Matter, Twg

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


def matters_of(acts: ActsFor) -> tuple[Matter, ...]:
    """What an assistant was chosen for; nothing for everything."""
    return () if EVERYTHING in acts.covers else tuple(matter for matter in Matter if matter in acts.covers)


def asked_keyboard(acts: ActsFor) -> Keyboard:
    """Whether the account that took the link is the one that was meant."""
    return (
        (button(_("Yes, they act for {name}").with_(name=acts.person.name), "members:confirm_assistant", acts.id),),
        (button(_("No, not this person"), "members:end_assistant", acts.id),),
    )


def end_row(acts: ActsFor) -> tuple[Button, ...]:
    """To end it."""
    name = "" if acts.account is None else acts.account.person.name
    return (button(_("End it: {name}").with_(name=name), "members:end_assistant", acts.id),)
