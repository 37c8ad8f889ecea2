"""Measure the figures of docs/performance.md, each beside its peer in the same run.

- `python -m bench`, or `make bench`, measures all rows; `python -m bench ROW…` those that are named. Each row is
  printed and written to the page when it ends; those that are not measured stay as they are.
- `python -m bench --trial ROW…` measures one round with small stores, and leaves the page alone.
- `python -m bench fill URL [SCALE]` makes the store that the row "years" measures.

A row that fails is reported, and the next ones are measured; the exit code is 1 then.
"""

import argparse
import asyncio
import sys
import traceback
from time import perf_counter

from bench.filling.fill import fill_at
from bench.filling.sizes import TEN_YEARS
from bench.lines import Extent, Measured
from bench.results import keep
from bench.rows import ROWS

#: A row that takes longer has failed, in seconds.
MOST_S = 1800
TRIAL = Extent(rounds=1, scale=0.02)


async def measure(name: str, extent: Extent) -> tuple[Measured | Exception, float]:
    """What a row has found, or why it failed, and how long it took in seconds; prints it."""
    begun = perf_counter()
    measured: Measured | Exception
    try:
        async with asyncio.timeout(MOST_S):
            measured = await ROWS[name](extent)
    except Exception as error:
        traceback.print_exc()
        measured = error
    took_s = perf_counter() - begun
    lines = [] if isinstance(measured, Exception) else [" | ".join(line) for line in measured.lines]
    sys.stdout.write("\n".join([f"{name} ({took_s:.0f} s)", *lines, "", ""]))
    for reason in () if isinstance(measured, Exception) else measured.wrong:
        sys.stderr.write(f"{name}: {reason}\n")
    sys.stdout.flush()
    return measured, took_s


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(
        "python -m bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--trial", action="store_true", help="one round with small stores; leaves the page alone")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"{', '.join(ROWS)}; all by default")
    given = parser.parse_args(arguments)
    if unknown := set(given.rows) - set(ROWS):
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    failed = False
    for name in given.rows or ROWS:
        extent = TRIAL if given.trial else Extent()
        measured, took_s = asyncio.run(measure(name, extent))
        failed |= isinstance(measured, Exception) or bool(measured.wrong)
        if not given.trial:
            keep(name, measured, extent, took_s)
    return int(failed)


def fill(url: str, scale: str = "1") -> int:
    """Make a store of ten years in a new database: `python -m bench fill URL [SCALE]`.

    Args:
        scale: a smaller one has as many TWGs, and fewer of everything else.
    """
    asyncio.run(fill_at(url, TEN_YEARS if float(scale) == 1 else TEN_YEARS.scaled(float(scale))))
    return 0


if __name__ == "__main__":
    sys.exit(fill(*sys.argv[2:]) if sys.argv[1:2] == ["fill"] else main(sys.argv[1:]))
