"""What messages of the bot show, so that edits that would change nothing are not sent."""

from dataclasses import dataclass, field

from handlers.routing.incoming import Incoming
from handlers.routing.shown import would_show
from messages.rendering.content import Part
from scheduler.delivery.sender import fingerprint

#: Edited messages of which is remembered what they show.
REMEMBERED = 10_000


@dataclass
class ShownMessages:
    """What this process has edited messages into.

    Attributes:
        alone: no other process answers people. Otherwise nothing is known of a message: another process may have edited
            it since its button was pressed, so that every edit is sent; Telegram ignores one that changes nothing.
    """

    alone: bool
    #: Fingerprints by chat and message; the oldest are forgotten.
    _edited: dict[tuple[int, int], str] = field(default_factory=dict)

    def note(self, chat_id: int, message_id: int, part: Part, locale: str) -> None:
        """Remember that a message was edited into this part."""
        self._edited.pop((chat_id, message_id), None)
        self._edited[chat_id, message_id] = fingerprint(part, locale)
        if len(self._edited) > REMEMBERED:
            del self._edited[next(iter(self._edited))]

    def has(self, incoming: Incoming, message_id: int, part: Part, locale: str) -> bool:
        """Whether the message whose button was pressed shows this part, so that an edit would change nothing.

        Telegram tells with a pressed button what its message showed then. A second press may come before the message
        has changed after the first one: what this process has made of the message since counts too.
        """
        if not self.alone or incoming.shown is None or message_id != incoming.message_id:
            return False
        last = self._edited.get((incoming.chat_id, message_id))
        if last is not None and last != fingerprint(part, locale):
            return False
        return incoming.shown == would_show(part, locale)
