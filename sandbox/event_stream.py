"""The journal as server-sent events."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import orjson

from sandbox.journal import Journal

#: How long the stream is silent at most, in seconds.
PING_S = 15.0


async def event_stream(journal: Journal, since: int) -> AsyncGenerator[bytes, None]:
    """Server-sent events: first the id of this run of the sandbox, then each journal entry after number `since`.

    A comment every `PING_S` seconds without an entry keeps proxies from closing the connection.
    """
    yield b"retry: 1000\nevent: run\ndata: %s\n\n" % journal.run.encode()
    while not journal.closed:
        entries = await journal.wait(since, PING_S)
        for entry in entries:
            yield b"id: %d\ndata: %s\n\n" % (entry["seq"], orjson.dumps(entry))
            since = entry["seq"]
        if not entries:
            yield b": still here\n\n"
