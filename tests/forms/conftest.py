"""A Health TWG with its secretariat, and a form that is half filled in."""

import pytest

from tests.support.stage import Player, Stage


@pytest.fixture
async def dara(health: Stage) -> Player:
    """The secretariat."""
    return await health.member("Chan Dara", "secretariat")


@pytest.fixture
async def planning(dara: Player) -> Player:
    """The secretariat at the third question of a new meeting: its day."""
    await dara.says("/newmeeting", "Second plenary 2026")
    await dara.presses("form:choice=plenary")
    return dara


@pytest.fixture
async def summary(planning: Player) -> Player:
    """The secretariat before the summary of a new meeting."""
    await planning.says("15/12/2026", "9:00", "3h", "Room A")
    await planning.presses("form:choice=all")
    await planning.presses("form:skip")
    return planning
