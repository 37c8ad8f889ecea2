"""A development is told before the next plenary, and shared with members by its author."""

from bot.demo.cast import NGO, SECRETARIAT
from bot.demo.scene import Demo, Scene


async def _tell(demo: Demo) -> None:
    await demo.says(NGO, "/updates A network of 40 health centres is now open at night.")
    await demo.says(SECRETARIAT, "/updates")


SCENES = (Scene(25, "Developments are told before the plenary", _tell),)
