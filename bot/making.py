"""Replies whose files take long to make, such as a chart: in each chat one after the other, and none twice."""

import asyncio
from collections.abc import Awaitable, Callable

from handlers.routing.handled import Handled

#: The names of the files of a reply.
_Names = tuple[str, ...]


class Making:
    """The replies whose files are being made now, by chat, in the order in which people asked for them."""

    def __init__(self) -> None:
        self._tasks: dict[int, dict[_Names, asyncio.Task[None]]] = {}

    def has(self, handled: Handled) -> bool:
        """Whether the files of this reply are being made for its chat already."""
        return _names(handled) in self._tasks.get(handled.incoming.chat_id, {})

    def begin(self, handled: Handled, wait: Callable[[], Awaitable[None]], make: Callable[[], Awaitable[None]]) -> None:
        """Make the files of a reply, after the files that were asked for earlier in the same chat.

        Args:
            wait: called first where there is such a thing: says that these files come.
            make: makes the files and sends the reply.
        """
        of_chat = self._tasks.setdefault(handled.incoming.chat_id, {})
        of_chat[_names(handled)] = asyncio.create_task(self._work(handled, tuple(of_chat.values()), wait, make))

    def tasks(self) -> list[asyncio.Task[None]]:
        return [task for of_chat in self._tasks.values() for task in of_chat.values()]

    async def _work(
        self,
        handled: Handled,
        before: tuple[asyncio.Task[None], ...],
        wait: Callable[[], Awaitable[None]],
        make: Callable[[], Awaitable[None]],
    ) -> None:
        chat_id = handled.incoming.chat_id
        try:
            if before:
                await wait()
                await asyncio.wait(before)
            await make()
        finally:
            del self._tasks[chat_id][_names(handled)]
            if not self._tasks[chat_id]:
                del self._tasks[chat_id]


def _names(handled: Handled) -> _Names:
    content = handled.reply.content
    return () if content is None else tuple(file.name for file in content.files)
