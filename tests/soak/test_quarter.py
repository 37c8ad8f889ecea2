"""Nothing is lost, early, held past its use, expired untold or sent twice without a mark (T1, T2, U4, U5)."""

from pathlib import Path

import pytest

from tests.soak.judging import table
from tests.soak.quarter import run_quarter


async def test_ten_days(tmp_path: Path, database_url: str) -> None:
    run = await run_quarter(tmp_path, database_url, seed=1, days=10)
    assert run.violations == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 8))
async def test_a_quarter(tmp_path: Path, database_url: str, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    run = await run_quarter(tmp_path, database_url, seed=seed)
    with capsys.disabled():
        print("\n" + table([run]))  # noqa: T201 - the table is for whoever runs it
    assert run.violations == []
    assert run.told["sender"] > 0  # something has expired, and who caused it has read so
