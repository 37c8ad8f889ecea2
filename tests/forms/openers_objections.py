"""Openers of the forms about no-objection between meetings."""

from tests.forms.openers_members import Opener
from tests.objections.conftest import asks
from tests.support.stage import Player, Stage


async def _asks_for_it(_health: Stage, dara: Player) -> None:
    await dara.forges("objections:new")


async def _objects(health: Stage, dara: Player) -> None:
    await asks(await health.member("Chan", "chair", "MoH"))
    await dara.says("/menu")
    await dara.forges("objections:object:1")


async def _withdraws(health: Stage, dara: Player) -> None:
    await health.member("Sokha", "development_partner", "UNFPA")
    await asks(dara)
    await dara.says("/menu")
    await dara.forges("objections:withdraw:1")


OPENERS: dict[str, Opener] = {
    "ask_no_objection": _asks_for_it,
    "object": _objects,
    "withdraw_no_objection": _withdraws,
}
