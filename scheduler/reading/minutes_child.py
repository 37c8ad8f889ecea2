"""The process that reads one file with minutes; it is given the path, and answers as `to_json` says."""

import json
import sys
from pathlib import Path

from scheduler.reading.blocks import HasMacros, read_blocks
from scheduler.reading.child import MEMORY_BYTES
from scheduler.reading.parts import Unreadable
from storage.engine.process_limits import TimeIsUp, limit_itself, time_no_more
from twg.language.handed_minutes.model import FileState, Handed, to_json
from twg.language.handed_minutes.reading import read_handed

#: Seconds of processor time.
_SECONDS = 60
#: Why there is no text, by what the file is called.
_STATES = {
    "encrypted": FileState.ENCRYPTED,
    "without_text": FileState.WITHOUT_TEXT,
    "empty": FileState.WITHOUT_TEXT,
    "too_large": FileState.TOO_LONG,
}


def read(path: Path) -> Handed:
    """What a file says, or why it cannot be read."""
    try:
        blocks, pages = read_blocks(path)
        return read_handed(blocks, pages=pages)
    except HasMacros:
        return Handed(FileState.MACROS)
    except Unreadable as error:
        return Handed(_STATES.get(error.state, FileState.UNREADABLE))
    except (MemoryError, TimeIsUp, RecursionError):
        return Handed(FileState.TOO_LONG)


def main() -> None:
    asked = json.load(sys.stdin)
    limit_itself(seconds=_SECONDS, memory_bytes=MEMORY_BYTES)
    handed = read(Path(asked["path"]))
    time_no_more()
    json.dump(to_json(handed), sys.stdout)


if __name__ == "__main__":
    main()
