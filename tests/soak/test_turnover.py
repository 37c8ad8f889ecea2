"""A year of turnover: nothing is lost, nobody who left is reminded, and the history says what was so (M3, M8, M10)."""

from pathlib import Path

import pytest

from tests.soak.turnover import run_year


async def test_a_week(tmp_path: Path, database_url: str) -> None:
    year = await run_year(tmp_path, database_url, seed=1, days=7)
    assert year.violations == []
    for what in ("replaced", "lead facilitator", "secretariat handed over", "merged", "new account", "merge undone"):
        assert year.done[what], f"{what}: {year.done} {year.refused}"


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(2, 6))
async def test_a_year(tmp_path: Path, database_url: str, seed: int, capsys: pytest.CaptureFixture[str]) -> None:
    year = await run_year(tmp_path, database_url, seed=seed)
    with capsys.disabled():
        print(f"\nseed {seed}: {year.sent} sent, {dict(year.done)}, refused {dict(year.refused)}")  # noqa: T201 - for whoever runs it
    assert year.violations == []
    assert year.done["replaced"] >= 6
    assert year.done["secretariat handed over"] == 2
