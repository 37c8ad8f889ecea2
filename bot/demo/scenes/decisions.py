"""A member opens /decisions and reads what the plenary of the scene before has decided."""

from bot.demo.cast import PARTNER
from bot.demo.scene import Demo, Scene


async def _look_up(demo: Demo) -> None:
    await demo.says(PARTNER, "/decisions")


SCENES = (Scene(83, "Members look up what was decided", _look_up),)
