"""What a person's chat shows, asked of the sandbox again only as far as its journal says that something happened.

A conversation looks at its chat several times for each message: to ask for all of it each time takes longer than what
the assistant does, once there are a hundred messages.
"""

from dataclasses import dataclass, field

from sandbox.client import Answer, SandboxPerson, SeenMessage
from sandbox.client_types import Json
from sandbox.journal import Journal

#: Kinds of entries without a chat that change no message.
_ABOUT_NO_MESSAGE = {"arrives", "clock", "commands", "faults"}
#: Of so many changed messages all are asked for: their numbers would make a long address.
_MOST = 100


@dataclass
class Screen:
    """The private chat of a person, and the boxes and toasts over it, as the sandbox has them now."""

    person: SandboxPerson
    journal: Journal
    #: Numbers of the journal's newest entry when messages and boxes were last looked at.
    _messages_at: int = -1
    _boxes_at: int = -1
    _messages: dict[int, SeenMessage] = field(default_factory=dict)
    _boxes: list[Answer] = field(default_factory=list)

    async def messages(self) -> list[SeenMessage]:
        """All messages, the person's own included, oldest first; what has not changed is the same object as before."""
        newest, changed = len(self.journal), self._changed()
        if changed is None:
            self._messages = {message.id: message for message in await self.person.messages()}
        elif changed:
            found = {message.id: message for message in await self.person.messages(only=changed)}
            for gone in changed - found.keys():
                self._messages.pop(gone, None)
            self._messages |= found
        self._messages_at = newest
        return list(self._messages.values())

    def _changed(self) -> set[int] | None:
        """Ids of the messages that may have changed; None where any may."""
        if self._messages_at < 0:
            return None
        entries = [entry for entry in self.journal.since(self._messages_at) if self._concerns_chat(entry)]
        changed = {entry.get("message_id") for entry in entries}
        return None if None in changed or len(changed) > _MOST else changed

    def _concerns_chat(self, entry: Json) -> bool:
        """Whether an entry is of the private chat or of none, as a change of a name, which every message may show."""
        chat_id = entry["chat_id"]
        return chat_id == self.person.id or (chat_id is None and entry["kind"] not in _ABOUT_NO_MESSAGE)

    async def boxes(self) -> list[Answer]:
        """All answers to presses of buttons, toasts included, oldest first."""
        newest = len(self.journal)
        if self._boxes_at < 0 or any(entry["kind"] == "answer" for entry in self.journal.since(self._boxes_at)):
            self._boxes = await self.person.answers()
        self._boxes_at = newest
        return self._boxes
