"""The process that draws charts: `python -m messages.rendering.charts.child <seconds of processor time>`.

It reads charts from its standard input, one a line, and answers each with the length of a PNG file in four bytes and
the file; a length of zero where it could not be drawn. It ends with its input, or when no chart came for a while, since
it takes a hundred megabytes.
"""

import select
import sys
from typing import BinaryIO

from messages.rendering.charts import painter
from messages.rendering.charts.model import from_json
from storage.engine.process_limits import TimeIsUp, limit_itself

#: Address space of the process, in bytes; numpy reserves much more than it uses.
MEMORY_BYTES = 1536 * 1024 * 1024
#: Seconds without a chart after which it ends.
IDLE_S = 300


def serve(read_from: BinaryIO, write_to: BinaryIO, idle_s: float) -> None:
    """Answer until the input ends or nothing comes."""
    while select.select([read_from], [], [], idle_s)[0]:
        line = read_from.readline()
        if not line:
            return
        data = _drawn(line)
        write_to.write(len(data).to_bytes(4, "big") + data)
        write_to.flush()


def _drawn(line: bytes) -> bytes:
    try:
        return painter.draw(from_json(line))
    except (Exception, MemoryError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return b""


def main() -> None:
    limit_itself(seconds=int(sys.argv[1]), memory_bytes=MEMORY_BYTES)
    try:
        # Unbuffered: what `select` looks at is what is still to be read.
        with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as lines:
            serve(lines, sys.stdout.buffer, IDLE_S)
    except TimeIsUp:
        return


if __name__ == "__main__":
    main()
