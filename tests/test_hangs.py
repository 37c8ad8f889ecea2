"""A test that hangs fails by itself and does not hold up the tests after it, in a worker of pytest-xdist too."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
TESTS = """
import asyncio
from collections.abc import AsyncIterator

import pytest

@pytest.fixture
async def never_ended() -> AsyncIterator[None]:
    yield
    await asyncio.Event().wait()

async def wait_for_ever() -> None:
    await asyncio.Event().wait()

async def test_awaits() -> None:
    await wait_for_ever()

def test_runs_on() -> None:
    while True:
        pass

async def test_is_not_torn_down(never_ended: None) -> None: ...

def test_ends() -> None: ...
"""


def test_what_hangs_fails_and_the_next_test_runs(tmp_path: Path) -> None:
    (tmp_path / "test_hanging.py").write_text(TESTS)
    options = ("-p", "tests.support.hangs", "-p", "no:cacheprovider", "-o", "hang_limit_s=1", "-o", "asyncio_mode=auto")
    run = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-m", "pytest", "-n", "1", *options, "--rootdir", str(tmp_path), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "2 failed, 2 passed, 1 error" in run.stdout, run.stdout + run.stderr
    assert "the call of test_hanging.py::test_awaits hangs: it took 1 s" in run.stdout
    assert "in wait_for_ever" in run.stdout
    assert "the teardown of test_hanging.py::test_is_not_torn_down hangs" in run.stdout
