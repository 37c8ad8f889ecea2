"""How members ask the secretariat: for more time, or anything else (U2)."""

from handlers.routing.howto import Howto
from handlers.routing.router import Router
from messages.rendering.texts import _
from twg.language.tasks import Deed

router = Router("requests")

router.explain(
    Howto(
        _("Ask for more time"),
        _("Reply “I need more time until 20 December” to the reminder, or open the action: “Something in the way?”."),
        Deed(("ask", "move", "add", "change"), ("more_time",)),
        "actions",
    ),
    Howto(
        _("Ask the secretariat"),
        _("Write your question here and press “Send to the secretariat”; /requests shows the answers."),
        Deed(("ask", "send", "see", "answer"), ("question",)),
        "requests",
    ),
)
