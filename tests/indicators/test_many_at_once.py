"""Reports that come together are all kept, once each, and each is confirmed (J3)."""

import asyncio
import sys
from collections import Counter
from time import perf_counter

import pytest

from tests.indicators.conftest import defines, stored_reports
from tests.support.stage import Player, Stage

#: Indicators among which the people share.
INDICATORS = 10


@pytest.mark.parametrize("people", [30, pytest.param(200, marks=pytest.mark.soak)])
async def test_reports_that_come_together(
    health: Stage, dara: Player, people: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each person saves a report at the same moment. How long the slowest wait is printed, and no limit is asserted."""
    numbers = [f"2026-{number}" for number in range(1, INDICATORS + 1)]
    for number in numbers:
        await defines(dara, number, responsible=[])
    reporters = [await health.member(f"Reporter {place}", "government", f"Body {place}") for place in range(people)]
    wanted = {player.person.name: numbers[place % INDICATORS] for place, player in enumerate(reporters)}
    lines = [player.person.says(f"/jmi {wanted[player.person.name]} 58% districts") for player in reporters]
    await asyncio.gather(*lines)
    await health.settle()
    took: list[float] = []
    begun = perf_counter()

    async def saves(player: Player) -> None:
        await player.presses("form:save")
        took.append(perf_counter() - begun)

    await asyncio.gather(*map(saves, reporters))
    made = await stored_reports(health)
    assert Counter((one.submitted_by.name, one.indicator.number) for one in made) == Counter(wanted.items())
    for player in reporters:
        await player.sees("indicators/recorded", indicator__number=wanted[player.person.name])
    slow = sorted(took)[round(0.95 * len(took)) - 1]
    with capsys.disabled():
        sys.stdout.write(f"\n{people} reports in {max(took):.1f} s, p95 {slow:.1f} s\n")
