"""Helpers: circulating a document without the form, and reading documents and files."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from sandbox.client import SeenMessage
from storage.core.files import StoredFile
from storage.documents import Document, DocumentKind, find_document
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.core.files import SentFile
from twg.documents import circulating

ZONE = ZoneInfo("Asia/Phnom_Penh")
PAPER = b"%PDF-1.4 health budget"
MEGABYTE = 1024 * 1024


def local(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """A local time in Phnom Penh; November 2026 by default."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


async def circulate(
    dara: Player,
    *,
    name: str = "health-budget-2027.pdf",
    data: bytes = PAPER,
    acknowledge_by: date | None = date(2026, 12, 4),
    **changes: Any,
) -> int:
    """Circulate a paper that Dara sends to the chat, without the form, and deliver it. Returns its id.

    For its recipients it counts as new.
    """
    stage = dara.stage
    await dara.sends_file(name, data)
    sent = [message for message in await dara.person.messages() if message.document is not None][-1]
    assert sent.document is not None
    facts: dict[str, Any] = {
        "file": SentFile(handle=sent.document.file_id, name=sent.document.name, size_bytes=len(data)),
        "title": "Health budget 2027",
        "kind": DocumentKind.PAPER,
    }
    about = {"audience": Audience.ALL, "acknowledge_by": acknowledge_by}
    facts |= {name: value for name, value in changes.items() if name in circulating.NewDocument.model_fields}
    about |= {name: value for name, value in changes.items() if name not in facts}
    await everybody_looks_away(dara)
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        args = circulating.NewCirculation(documents=[circulating.NewDocument(**facts)], **about)
        circulation, _notification = await circulating.circulate(session, actor, args, now=stage.clock.now())
        [document] = circulation.documents
    await stage.settle()
    return document.id


async def received(player: Player) -> SeenMessage:
    """The newest message with a file or a photo."""
    messages = [message for message in await player.person.messages() if message.document or message.photo_id]
    return messages[-1]


async def stored_document(stage: Stage, document_id: int) -> Document:
    async with stage.assistant.database.read() as session:
        document = await find_document(session, document_id)
    assert document is not None
    return document


async def stored_files(stage: Stage) -> list[StoredFile]:
    """All stored files, oldest first."""
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(StoredFile).order_by(StoredFile.id)))
