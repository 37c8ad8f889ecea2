"""Helpers: papers whose texts are read, and what a search shows."""

from typing import Any

from storage.core.file_texts import FileText
from tests.documents.conftest import circulate
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


async def circulates(dara: Player, name: str, data: bytes, title: str, **changes: Any) -> int:
    """Circulate a file with these bytes, archive it and read its text. Returns the id of the document."""
    document_id = await circulate(dara, name=name, data=data, title=title, acknowledge_by=None, **changes)
    await dara.stage.assistant.leader.texts.read_all()
    await everybody_looks_away(dara)
    return document_id


async def state_of(stage: Stage, sha256: str) -> str:
    async with stage.assistant.database.read() as session:
        return (await session.get_one(FileText, sha256)).state.value


async def finds(player: Player, words: str) -> list[str]:
    """The titles that a search shows."""
    await player.says(f"/search {words}")
    return [found.entry.title for found in (await player.shown("search/results"))["found"]]


__all__ = ["circulate", "circulates", "finds", "state_of"]
