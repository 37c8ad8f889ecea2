"""Updates as Telegram sends them, for what people cannot do in the sandbox."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.support.stage import Player

#: Ids above those that the sandbox gives to updates and messages in a test.
FIRST = 1_000_000


@dataclass
class Telegram:
    """Makes the updates of one person's chat and hands them to the assistant."""

    player: Player
    _numbers: Iterator[int] = field(default_factory=lambda: count(FIRST))

    def message(self, **fields: Any) -> dict[str, Any]:
        """A message of this person, with these fields besides those that every message has."""
        person = self.player.person
        return {
            "message_id": next(self._numbers),
            "date": int(self.player.stage.clock.now().timestamp()),
            "chat": {"id": person.id, "type": "private", "first_name": person.name},
            "from": {"id": person.id, "is_bot": False, "first_name": person.name, "language_code": "en"},
            **fields,
        }

    def update(self, kind: str = "message", /, **fields: Any) -> dict[str, Any]:
        return {"update_id": next(self._numbers), kind: self.message(**fields)}

    def photo(self, name: str, **fields: Any) -> dict[str, Any]:
        """The update of a photo; "a" is sent as photo-a.jpg."""
        size = {"file_id": f"id-{name}", "file_unique_id": name, "width": 1, "height": 1, "file_size": 10}
        return self.update(photo=[size], **fields)

    def paper(self, name: str, **fields: Any) -> dict[str, Any]:
        """The update of a document."""
        document = {"file_id": f"id-{name}", "file_unique_id": name, "file_name": name, "file_size": 10}
        return self.update(document=document, **fields)

    def edit(self, message_id: int, text: str, **fields: Any) -> dict[str, Any]:
        """The update after the person edited a message."""
        return self.update("edited_message", **{"message_id": message_id, "text": text, **fields})

    async def sends(self, *updates: dict[str, Any]) -> None:
        """Telegram sends these updates, one after the other, and the assistant handles them."""
        await self.player.does(self._sends(updates))

    async def _sends(self, updates: tuple[dict[str, Any], ...]) -> None:
        for update in updates:
            await self.player.stage.assistant.intake.accept([update])
