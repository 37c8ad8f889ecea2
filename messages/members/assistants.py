"""What assistants are chosen for, and the buttons about them."""

from messages.rendering.keyboards import Button, Keyboard, button
from messages.rendering.texts import _
from storage.members import (
    EVERYTHING,
    ActsFor,
    Matter,
)


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
