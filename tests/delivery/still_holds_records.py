"""How the notices about records come about and cease to hold (G6)."""

from tests.delivery.still_holds_members import Case
from tests.support.scene import Scene
from tests.support.setup_steps import announce_meeting
from twg.records import keepers

#: Sokha's id in a scene.
_SOKHA = 2


async def _announces(scene: Scene) -> None:
    scene.made = await announce_meeting(scene.dara)


async def _names(scene: Scene) -> None:
    await scene.does(scene.dara, keepers.name_keeper, scene.made, _SOKHA)


async def _takes_it_back(scene: Scene) -> None:
    await scene.does(scene.dara, keepers.end_keeper, scene.made, _SOKHA)


RECORD_CASES = {"record_keeper_named": Case("sokha", _names, _takes_it_back, before=_announces)}
