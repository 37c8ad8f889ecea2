"""Fixtures: the secretariat of the Health TWG, with a form for a new meeting partly filled in."""

import pytest

from tests.support.stage import Player, Stage


@pytest.fixture
async def dara(health: Stage) -> Player:
    """The secretariat."""
    return await health.member("Chan Dara", "secretariat")


@pytest.fixture
async def planning(dara: Player) -> Player:
    """The secretariat at the third question of the form: the day."""
    await dara.says("/newmeeting", "Second plenary 2026")
    await dara.presses("form:choice=plenary")
    return dara


@pytest.fixture
async def summary(planning: Player) -> Player:
    """The secretariat at the summary of the form."""
    await planning.says("15/12/2026", "9:00", "3h", "Room A")
    await planning.presses("form:choice=all")
    await planning.presses("form:skip")
    return planning
