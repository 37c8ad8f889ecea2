"""Helpers: papers whose texts are read, and what a search shows."""

from typing import Any

from storage.core.file_texts import FileText
from storage.documents import DocumentKind
from tests.documents.conftest import circulate
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.core.files import SentFile
from twg.documents import circulating


async def circulates(dara: Player, name: str, data: bytes, title: str, **changes: Any) -> int:
    """Circulate a file with these bytes, archive it and read its text. Returns the id of the document."""
    stage = dara.stage
    await dara.sends_file(name, data)
    sent = [message for message in await dara.person.messages() if message.document is not None][-1]
    assert sent.document is not None
    facts: dict[str, Any] = {
        "file": SentFile(handle=sent.document.file_id, name=name, size_bytes=len(data)),
        "title": title,
        "kind": DocumentKind.PAPER,
        "audience": Audience.ALL,
        "acknowledge_by": None,
    }
    await everybody_looks_away(dara)
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        args = circulating.NewDocument(**{**facts, **changes})
        document, _notification = await circulating.circulate(session, actor, args, now=stage.clock.now())
    await stage.settle()
    await stage.assistant.leader.texts.read_all()
    await everybody_looks_away(dara)
    return document.id


async def state_of(stage: Stage, sha256: str) -> str:
    async with stage.assistant.database.read() as session:
        return (await session.get_one(FileText, sha256)).state.value


async def finds(player: Player, words: str) -> list[str]:
    """The titles that a search shows."""
    await player.says(f"/search {words}")
    return [found.entry.title for found in (await player.shown("search/results"))["found"]]


__all__ = ["circulate", "circulates", "finds", "state_of"]
