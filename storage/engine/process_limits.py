"""Limits that a process sets itself before it works on a file that somebody sent.

Apart from `storage.engine.child_process`, which starts it: asyncio would take two fifths of the start of the process.
"""

import os
import resource
import signal
from contextlib import suppress
from typing import Any


class TimeIsUp(BaseException):
    """The process has used up its time. No `Exception`: libraries catch those."""


def limit_itself(*, seconds: int, memory_bytes: int) -> None:
    """Limit this process before it opens the file; answers of other processes go first.

    Args:
        seconds: of processor time: on a busy machine a file takes longer, and is no larger. `TimeIsUp` is raised then.
    """
    os.nice(10)
    with suppress(ValueError, OSError):  # macOS does not have this limit; the time is limited there too
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    # Ends it also where the process that started it is gone.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds + 5, seconds + 10))

    def stop(_signal: int, _frame: Any) -> None:
        raise TimeIsUp

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def time_no_more() -> None:
    """End the limit of time: writing the result down is not counted."""
    signal.setitimer(signal.ITIMER_PROF, 0)
