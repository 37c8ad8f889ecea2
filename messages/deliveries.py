"""Messages to a sender about the deliveries of a notification."""

from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, button
from messages.rendering.texts import _
from twg.deliveries import Outcome

#: Names listed at most; more would push the buttons off a small screen.
MOST_NAMES = 20
#: The line above each part of a message about several things.
PART = _("Part {number}")


def progress(outcome: Outcome, title: str = "") -> Content:
    """How many deliveries are sent while it goes out; when all have ended, who did not receive it.

    Args:
        title: of what it is about, where its sender did not name it.
    """
    keyboard: Keyboard = ()
    if outcome.open and outcome.held_until is not None:
        keyboard = ((button(_("Send it now"), "deliveries:now", outcome.notification.id),),)
    elif not outcome.open and outcome.undelivered:
        keyboard = ((button(_("Send again to those"), "deliveries:again", outcome.notification.id),),)
    context = {
        "outcome": outcome,
        "title": title or outcome.notification.data.get("title", ""),
        "named": outcome.undelivered[:MOST_NAMES],
        "others": max(0, len(outcome.undelivered) - MOST_NAMES),
        "without": outcome.without_account[:MOST_NAMES],
        "more_without": max(0, len(outcome.without_account) - MOST_NAMES),
        "twice": outcome.repeated[:MOST_NAMES],
        "more_twice": max(0, len(outcome.repeated) - MOST_NAMES),
    }
    return Content("deliveries/progress", context, keyboard)
