"""Fixture: the secretariat of the Health TWG, with a full name."""

import pytest

from tests.support.stage import Player, Stage


@pytest.fixture
async def dara(health: Stage) -> Player:
    """The secretariat."""
    return await health.member("Chan Dara", "secretariat")
