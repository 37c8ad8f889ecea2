"""The buttons below an offer, for a person who means something else by their message, or nothing (U2)."""

from messages.rendering.keyboards import button
from messages.rendering.texts import _

NOTHING = button(_("Nothing, thank you"), "general:dismiss")
#: Below what a message may ask to have done.
OTHERS = (button(_("Something else"), "general:otherwise"), NOTHING)
