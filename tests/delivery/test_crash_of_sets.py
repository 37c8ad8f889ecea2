"""A kill while sets are sent: every album and list arrives; at most what was in flight comes twice (T1, D1)."""

import signal
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.demo.stage import TOKEN, USERNAME
from sandbox.client import SandboxClient
from sandbox.server import SandboxServer
from scheduler.delivery.batches import batch_size
from scheduler.delivery.loop import LANES
from storage.core.album_messages import AlbumMessage
from storage.core.notifications import OPEN_STATES, Delivery, DeliveryState
from tests.support.crowds import FIRST_CHAT, database_at, write_members
from tests.support.processes import end, running_assistant, until
from twg.core.actors import Actor
from twg.core.audiences import Audience
from twg.core.files import SentFile
from twg.documents import circulating

#: Recipients; each is sent an album of ten, a file by itself and the list.
PEOPLE, FILES, PARTS = 40, 11, 3
PER_SECOND = 90


async def _circulate(session: AsyncSession, server: SandboxServer, actor: Actor) -> None:
    papers = []
    for number in range(FILES):
        stored = server.world.files.add("document", f"paper {number}".encode(), name=f"{number}.pdf")
        file = SentFile(handle=stored.id, name=f"{number}.pdf")
        papers.append(circulating.NewDocument(file=file, title=f"Paper {number}", kind="paper"))
    args = circulating.NewCirculation(documents=papers, audience=Audience.ALL)
    await circulating.circulate(session, actor, args, now=datetime.now(UTC))


def _received(server: SandboxServer) -> Counter[tuple[int, str]]:
    """How often each file and each list has arrived in each chat."""
    found: Counter[tuple[int, str]] = Counter()
    for entry in server.world.journal.since(0):
        if entry.get("by_bot") and entry["chat_id"] >= FIRST_CHAT:
            what = entry.get("document") or ("list" if "Paper 10" in (entry.get("text") or "") else "")
            if what:
                found[entry["chat_id"], what] += 1
    return found


async def test_a_kill_between_the_parts_of_sets_loses_nothing(tmp_path: Path, database_url: str) -> None:
    chats = range(FIRST_CHAT + 1, FIRST_CHAT + PEOPLE)
    quiet = {"TWGBOT_LOG__LEVEL": "ERROR"}
    async with (
        database_at(database_url) as database,
        SandboxServer(TOKEN, USERNAME) as server,
        SandboxClient(server.url) as sandbox,
    ):
        for chat in range(FIRST_CHAT, FIRST_CHAT + PEOPLE):
            await (await sandbox.person(f"Member {chat}", id=chat)).starts()
        async with database.begin() as session:
            await _circulate(session, server, await write_members(session, "HLT", PEOPLE))
        await sandbox.fault(kind="delay", seconds=0.02, method="send*", times=100_000)

        async def enough() -> bool:
            return _received(server).total() >= PEOPLE * FILES // 2

        async def settled() -> bool:
            async with database.read() as session:
                return await session.scalar(select(func.count()).where(Delivery.state.in_(OPEN_STATES))) == 0

        paced = {"TWGBOT_LIMITS__MESSAGES_PER_SECOND": str(PER_SECOND), **quiet}
        async with running_assistant(server, tmp_path, database.url, **paced) as first:
            await until(enough, patience_s=180)
            first.send_signal(signal.SIGKILL)
            await first.wait()
        assert not await settled(), "it was killed in the middle"
        async with running_assistant(server, tmp_path, database.url, **quiet) as second:
            await until(settled, patience_s=180)
            assert await end(second) == 0
        received = _received(server)
        expected = {(chat, what) for chat in chats for what in (*(f"{each}.pdf" for each in range(FILES)), "list")}
        assert set(received) == expected
        async with database.read() as session:
            marked = await session.scalar(select(func.count()).where(Delivery.repeated)) or 0
            states = set(await session.scalars(select(Delivery.state)))
            kept = await session.scalar(select(func.count()).select_from(AlbumMessage))
    assert states == {DeliveryState.SENT}
    assert marked <= batch_size(PER_SECOND) * LANES
    assert received.total() - len(received) <= 10 * marked
    assert kept == 10 * len(chats)
