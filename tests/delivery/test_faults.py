"""For every fault: what was announced is received, and repeated only where an answer was lost on its way (T1, T3)."""

from pathlib import Path

import pytest

from tests.support.faults import FAULTS, PEOPLE, FaultRow, broadcast_under, run_fault
from tests.support.stage import Stage


@pytest.mark.every_case
@pytest.mark.parametrize("name", FAULTS)
async def test_what_was_announced_is_received(health: Stage, name: str) -> None:
    row = await broadcast_under(health, name)
    assert row.good, row
    assert row.announced == 2 * PEOPLE
    assert bool(row.hits) == (name != "none")
    if not FAULTS[name].may_arrive:
        assert row.repeats == 0
    else:
        assert row.repeats > 0, "the fault showed nothing"


async def test_a_row_can_be_had_without_a_test_around_it(tmp_path: Path) -> None:
    row = await run_fault("500", tmp_path)
    assert row.good


def row(**changes: object) -> FaultRow:
    facts = {"announced": 2, "received": 2, "repeats": 0, "bound": 0, "hits": 1, "strange": 0, "seconds": 0.1}
    return FaultRow(**{"fault": "500", "states": frozenset({"sent"}), **facts, **changes})


def test_a_row_that_shows_a_loss_or_a_repeat_is_not_good() -> None:
    assert row().good
    assert row(repeats=1, bound=1).good
    for changes in ({"received": 1}, {"repeats": 1}, {"strange": 1}, {"states": frozenset({"sent", "failed"})}):
        assert not row(**changes).good
