"""Rounds of many TWGs in which people report in every way: nothing is lost, doubled or reminded of wrongly (J2, J3)."""

from pathlib import Path

import pytest

from tests.soak.expected_reports import expected
from tests.soak.reporting import ONE, SEVERAL, run_rounds


async def test_two_groups_report(tmp_path: Path, database_url: str) -> None:
    run = await run_rounds(tmp_path, database_url, twgs=2, indicators=3, seed=3)
    assert run.counted == expected(run.bodies, run.events)
    assert all(counts.requests == 9 for counts in run.counted.values())


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2))
async def test_twenty_groups_report(tmp_path: Path, database_url: str, seed: int) -> None:
    run = await run_rounds(tmp_path, database_url, twgs=20, indicators=20, seed=seed)
    assert run.counted == expected(run.bodies, run.events)
    assert all(counts.requests == 60 for counts in run.counted.values())
    assert {*ONE, *SEVERAL, "more_time", "no_data", "not_mine"} <= run.ways.keys()
    assert sum(counts.late for counts in run.counted.values()) > 0
