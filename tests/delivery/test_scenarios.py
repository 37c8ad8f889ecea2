"""Faults around the running process: nothing is lost, early or wrongly expired (T1, T2, T7).

The longer ones are run by `make soak`, and all of them by `make bench`, which prints their table.
"""

from pathlib import Path

import pytest

from tests.support.scenarios import SCENARIOS, Row

#: Those that take seconds, and those that take up to a minute each.
QUICK = ("disk full", "unreadable", "held")
SLOW = tuple(name for name in SCENARIOS if name not in QUICK)


async def run(name: str, folder: Path, url: str) -> Row:
    scenario, needs_postgresql = SCENARIOS[name]
    if needs_postgresql and url.startswith("sqlite"):
        pytest.skip("SQLite is a file: its server cannot be away")
    return await scenario(folder, url)


@pytest.mark.parametrize("name", QUICK)
async def test_nothing_is_lost(tmp_path: Path, database_url: str, name: str) -> None:
    row = await run(name, tmp_path, database_url)
    assert row.good, row
    assert row.hits


@pytest.mark.soak
@pytest.mark.parametrize("name", SLOW)
async def test_nothing_is_lost_in_a_longer_scenario(tmp_path: Path, database_url: str, name: str) -> None:
    row = await run(name, tmp_path, database_url)
    assert row.good, row
    assert row.hits


def test_a_row_that_shows_a_loss_is_not_good() -> None:
    assert Row("", 1, 10, 10, 2, 2).good
    assert not Row("", 1, 10, 9, 0, 0).good
    assert not Row("", 1, 10, 10, 1, 0).good
    assert not Row("", 1, 10, 10, 0, 0, ("late",)).good
