"""Reading a file with minutes in a process of its own (G6)."""

from pathlib import Path
from typing import Any

from twg.language.handed_minutes.model import FileState, Handed, to_json
from twg.language.tables.apart import ask_process


async def read_minutes_apart(path: Path, *_others: Any) -> dict[str, Any]:
    """What a file with minutes says. Returns what `twg.language.handed_minutes.model.from_json` takes."""
    read = await ask_process("scheduler.reading.minutes_child", {"path": str(path)})
    return to_json(Handed(FileState.UNREADABLE)) if "refused" in read else read
