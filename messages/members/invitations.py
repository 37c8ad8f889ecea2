"""The link of an invitation: shown, to be copied, and as a code to scan (M1)."""

from functools import partial

from messages.rendering.codes import qr_code
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import NO_BUTTONS, Button, Keyboard, button
from messages.rendering.texts import _
from storage.members import Invite


def invited(made: Invite, link: str, *, more: Keyboard = NO_BUTTONS) -> Content:
    """A new link, which is shown once, with its QR code. Args: `more`: rows of buttons below those of the link."""
    buttons = ((Button(_("Copy the link"), copies=link), button(_("Revoke this link"), "members:revoke", made.id)),)
    # Telegram is given each file once by its name: the number of the invitation tells the codes apart.
    code = Attachment(f"invitation-{made.id}.png", partial(qr_code, link), kind="photo")
    return Content("members/invited", {"invite": made, "link": link}, (*buttons, *more), (code,))
