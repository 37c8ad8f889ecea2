"""Rate of an announcement to 2,000 people with pacing off, beside a loop of `Bot.send_message`."""

import tempfile
from pathlib import Path

from bench.programs import assistant, peer, running, settings
from bench.server import TOKEN, Server
from tests.support.crowds import announce, database_at, write_members

PEOPLE = 2000
#: Messages that the loop sends.
LOOP = 1000
#: First messages that are not counted: they are slowed by the start of the program.
WARMING_UP = 100


async def assistant_rate() -> float:
    """Messages per second of the assistant."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/twgbot.db"
        async with database_at(url) as database, database.begin() as session:
            await announce(session, await write_members(session, "HLT", PEOPLE))
        async with Server() as server:
            environment = settings(server.base_url, url, folder=Path(folder))
            async with running(*assistant(), environment=environment):
                await server.count(2 * PEOPLE)
            return _rate(server)


async def loop_rate() -> float:
    """Messages per second of the loop."""
    async with Server() as server:
        async with running(*peer("ptb_loop", server.base_url, TOKEN, LOOP)):
            await server.count(LOOP)
        return _rate(server)


def _rate(server: Server) -> float:
    times = server.arrived[WARMING_UP:]
    return (len(times) - 1) / (times[-1] - times[0])
