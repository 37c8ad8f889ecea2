"""The process that reads one file: `python -m scheduler.reading.child <path> <seconds of processor time>`.

It writes a line of JSON for each part of the file, and a last one with what became of it. It limits its own memory and
time before it opens the file: a hostile file ends this process and nothing else.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scheduler.reading.formats import read_file
from scheduler.reading.parts import Part, Unreadable
from storage.core.searching.pieces import spaced, tokens_of
from storage.engine.process_limits import TimeIsUp, limit_itself, time_no_more

#: Address space of the process, in bytes.
MEMORY_BYTES = 512 * 1024 * 1024
#: Most characters and parts that are kept of a file.
MOST_CHARACTERS = 2_000_000
MOST_PARTS = 3_000


def read(path: Path) -> Iterator[dict[str, Any]]:
    """What is written: the parts as columns of `FilePage`, then state and tokens."""
    compared: list[str] = []
    illegible = characters = 0
    state = "read"
    try:
        for part in read_file(path):
            illegible += part.illegible
            characters += len(part.text)
            if not part.text.strip():
                continue
            compared.append(spaced(part.text))
            yield _columns(part, compared[-1], len(compared))
            if characters > MOST_CHARACTERS or len(compared) >= MOST_PARTS:
                state = "cut"
                break
    except Unreadable as error:
        state = "cut" if compared and error.state != "encrypted" else error.state
    except (MemoryError, TimeIsUp, RecursionError):
        state = "cut" if compared else "too_large"
    time_no_more()
    if state == "read" and illegible > characters:
        state = "broken"
    elif state == "read" and not compared:
        state = "without_text"
    tokens = tokens_of(compared) if state in ("read", "cut") else []
    yield {"state": state, "tokens": tokens}


def _columns(part: Part, compared: str, position: int) -> dict[str, Any]:
    text = part.text.replace("\0", "")  # PostgreSQL takes none
    return {
        "position": position,
        "place": part.place,
        "number": part.number,
        "name": part.name,
        "text": text.encode("utf-8", "replace").decode(),  # half a surrogate pair is no text
        "compared": compared.replace("\0", "").encode("utf-8", "replace").decode(),
    }


def main() -> None:
    limit_itself(seconds=int(sys.argv[2]), memory_bytes=MEMORY_BYTES)
    for line in read(Path(sys.argv[1])):
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
