"""Fixtures: a secretariat and a development partner of the Health TWG, with full names."""

import pytest

from tests.support.stage import Player, Stage


@pytest.fixture
async def dara(health: Stage) -> Player:
    """The secretariat."""
    return await health.member("Chan Dara", "secretariat")


@pytest.fixture
async def sokha(health: Stage) -> Player:
    """A development partner."""
    return await health.member("Sok Sokha", "development_partner", "UNFPA")
