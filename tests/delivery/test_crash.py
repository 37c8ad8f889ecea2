"""SIGKILL in the middle of a broadcast: nothing announced is lost, and what repeats was on its way (T1)."""

from pathlib import Path

from storage.core.notifications import DeliveryState
from tests.support.crashes import run_crash


async def test_a_killed_broadcast_reaches_everybody_after_the_restart(tmp_path: Path, database_url: str) -> None:
    crash = await run_crash(tmp_path, database_url)
    assert crash.at_the_kill.total() < len(crash.announced), "it was killed too late to show anything"
    assert crash.received.keys() == crash.announced
    assert crash.states == {DeliveryState.SENT}
    assert crash.repeats <= crash.marked <= crash.bound
