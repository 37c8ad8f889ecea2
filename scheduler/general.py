"""Contents of notices that belong to no capability."""

from messages.rendering.content import Content
from messages.rendering.texts import Text
from scheduler.delivery.wording import Occasion, Wording
from twg import general

WORDING = Wording()


@WORDING.of(general.FORM_DISCARDED, "general/form_discarded", holds="always: the form is gone")
async def form_discarded(occasion: Occasion) -> Content | None:
    """What a person typed in a form that was discarded, so that they can use it again."""
    data = occasion.notification.data
    typed = [(Text(label) if label else None, text) for label, text in data["typed"]]
    return Content("general/form_discarded", {"title": Text(data["form"]), "typed": typed})
