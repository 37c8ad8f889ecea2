"""The buttons of whoever means something else than what is offered, or nothing (U2)."""

from messages.rendering.keyboards import button
from messages.rendering.texts import _

NOTHING = button(_("Nothing, thank you"), "general:dismiss")
#: Below what a message may ask to have done.
OTHERS = (button(_("Something else"), "general:otherwise"), NOTHING)
