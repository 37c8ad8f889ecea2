"""What every process does that reads one table: it takes what it is asked as JSON, and answers with JSON."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from storage.engine.process_limits import TimeIsUp, limit_itself, time_no_more
from twg.core.refusals import BadInput
from twg.language.tables.refusals import UnsafeWorkbook

#: Seconds of processor time for a table, and address space of the process, in bytes.
SECONDS, MEMORY_BYTES = 60, 1024 * 1024 * 1024


def answer(read: Callable[[Mapping[str, Any]], Any], to_json: Callable[[Any], dict[str, Any]]) -> None:
    """Read what is asked for on standard input, within limits of time and memory.

    Args:
        to_json: of what was read, or of why it cannot be.
    """
    asked = json.load(sys.stdin)
    limit_itself(seconds=SECONDS, memory_bytes=MEMORY_BYTES)
    try:
        found = to_json(read(asked))
    except BadInput as refusal:
        found = to_json(refusal)
    except (MemoryError, TimeIsUp, RecursionError):
        found = to_json(UnsafeWorkbook())
    time_no_more()
    json.dump(found, sys.stdout)
