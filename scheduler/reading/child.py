"""The process that reads one file: `python -m scheduler.reading.child <path> <seconds of processor time>`.

It writes a line of JSON for each part of the file, and a last one with what became of it. It limits its own memory and
time before it opens the file: a hostile file ends this process and nothing else.
"""

import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from scheduler.reading.formats import read_file
from scheduler.reading.parts import Part, Unreadable
from storage.core.searching.pieces import spaced, tokens_of

#: Address space of the process, in bytes.
MEMORY_BYTES = 512 * 1024 * 1024
#: Most characters and parts that are kept of a file.
MOST_CHARACTERS = 2_000_000
MOST_PARTS = 3_000


class _TimeIsUp(BaseException):
    """No `Exception`: libraries catch those."""


def _limit(seconds: int) -> None:
    os.nice(10)  # answers go first
    with suppress(ValueError, OSError):  # macOS does not have this limit; the time is limited there too
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # Ends it also where the process that started it is gone.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 5, seconds + 10))

    def stop(_signal: int, _frame: Any) -> None:
        raise _TimeIsUp

    # By processor time: on a busy machine a file takes longer, and is no larger.
    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)


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
    except (MemoryError, _TimeIsUp, RecursionError):
        state = "cut" if compared else "too_large"
    signal.setitimer(signal.ITIMER_PROF, 0)
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
    _limit(int(sys.argv[2]))
    for line in read(Path(sys.argv[1])):
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
