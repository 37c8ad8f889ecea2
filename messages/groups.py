"""Messages about Telegram groups that are linked to a TWG."""

from collections.abc import Sequence

from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.labels import audience_labels
from messages.rendering.texts import _
from storage.groups import LinkedGroup
from storage.members import Twg
from twg.core.audiences import parse_audience


def listing(linked: Sequence[LinkedGroup], twg: Twg) -> Content:
    """The groups that are linked to a TWG, with a button each to unlink it."""
    buttons = [
        button(_("Unlink {title}").with_(title=shorten(group.title, 36)), "groups:unlink", group.id) for group in linked
    ]
    listed = [(group, audience_labels(parse_audience(group.audience))) for group in linked]
    return Content("groups/list", {"groups": listed, "twg": twg}, rows(buttons))
