"""A development partner with an action of her own, and Telegram's updates to send in her name."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from storage.actions import Action, ActionUpdate
from tests.support.stage import Player, Stage
from tests.support.updates import Telegram


@dataclass
class Desk:
    sokha: Player
    dara: Player
    telegram: Telegram

    def of(self, player: Player) -> Telegram:
        """The updates of another person."""
        return Telegram(player)


@pytest.fixture
async def desk(health: Stage) -> Desk:
    dara = await health.member("Chan Dara", "secretariat")
    sokha = await health.member("Sok Sokha", "development_partner", "UNFPA")
    await dara.says("/newaction", "Send the draft budget", "Sok Sokha")
    for name in ("form:skip", "form:choice=all", "form:save"):
        await dara.presses(name)
    return Desk(sokha, dara, Telegram(sokha))


async def act(desk: Desk) -> Action:
    """The action of the desk."""
    async with desk.sokha.stage.assistant.database.read() as session:
        return (await session.scalars(select(Action))).one()


async def noted(desk: Desk) -> list[str]:
    """The notes under it."""
    async with desk.sokha.stage.assistant.database.read() as session:
        return list(await session.scalars(select(ActionUpdate.text).order_by(ActionUpdate.id)))
