"""Results of rows, kept in bench/results.json, and the page docs/performance.md that is written from them.

Each row is kept when it ends, so that one that fails later loses nothing, and single rows can be measured again.
"""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bench.lines import FAULTS_HEAD, HEAD, Extent, Line, Measured

KEPT = Path(__file__).parent / "results.json"
PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
FAULTS = "faults"
_BEGIN, _END = "<!-- figures -->", "<!-- /figures -->"


@dataclass(frozen=True)
class Kept:
    """The last result of a row.

    Attributes:
        on: the day of the measurement, as ISO 8601.
        took_s: how long the row took.
        wrong: what went wrong at the last try, in words; the lines are then those of the last try that gave any.
    """

    lines: Sequence[Sequence[str]] = ()
    on: str = ""
    machine: str = ""
    rounds: int = 0
    took_s: float = 0.0
    wrong: Sequence[str] = ()


def keep(name: str, measured: Measured | Exception, extent: Extent, took_s: float) -> None:
    """Keep what a row has found, or that it failed, and write the page."""
    results = read()
    if isinstance(measured, Exception):
        results[name] = replace(results.get(name, Kept()), wrong=(f"{type(measured).__name__}: {measured}",))
    else:
        machine = f"{platform.machine()}, {os.cpu_count()} virtual cores, Python {platform.python_version()}"
        today = f"{datetime.now(UTC):%Y-%m-%d}"
        results[name] = Kept(measured.lines, today, machine, extent.rounds, round(took_s, 1), measured.wrong)
    KEPT.write_text(
        json.dumps({key: asdict(kept) for key, kept in results.items()}, ensure_ascii=False, indent=1) + "\n"
    )
    _write_page(results)


def read() -> dict[str, Kept]:
    """The kept results by row."""
    return {name: Kept(**kept) for name, kept in json.loads(KEPT.read_text()).items()} if KEPT.exists() else {}


def table(head: Line, lines: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; cells of figures are aligned to the right."""
    aligned = ["---:" if title in FAULTS_HEAD[1:-1] else "---" for title in head]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, aligned, *lines))


def _write_page(results: dict[str, Kept]) -> None:
    """Replace the text between the two markers in `PAGE`."""
    figures = {name: kept for name, kept in results.items() if name != FAULTS}
    parts = [_conditions(results), table(HEAD, [line for kept in figures.values() for line in kept.lines])]
    if FAULTS in results:
        parts.append(table(FAULTS_HEAD, results[FAULTS].lines))
    wrong = [f"- `{name}`: {reason}" for name, kept in results.items() for reason in kept.wrong]
    if wrong:
        parts.append("\n".join(["At the last try this went wrong:", "", *wrong]))
    page = PAGE.read_text()
    before, rest = page.split(_BEGIN, 1)
    after = rest.split(_END, 1)[1]
    PAGE.write_text("\n".join([f"{before}{_BEGIN}", "\n\n".join(parts), f"{_END}{after}"]))


def _conditions(results: dict[str, Kept]) -> str:
    """On which machines, when, in how many rounds, and how long it took; rows that differ are named."""
    groups: dict[str, list[str]] = {}
    for name, kept in results.items():
        groups.setdefault(f"{kept.machine}; {kept.on}, {kept.rounds} rounds", []).append(name)
    minutes = sum(kept.took_s for kept in results.values()) / 60
    if len(groups) == 1:
        return f"{next(iter(groups))}; {minutes:.0f} minutes."
    return "\n".join(
        f"- {conditions}: {', '.join(f'`{name}`' for name in names)}" for conditions, names in groups.items()
    )
