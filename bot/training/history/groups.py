"""The Telegram group of the members is linked: announcements are posted there."""

from datetime import time

from bot.demo.cast import SECRETARIAT
from bot.demo.scenes.groups import add_group, link_group
from bot.training.events import Event, Past


async def _link(past: Past) -> None:
    await link_group(past, await add_group(past))


EVENTS = (Event(0, time(16), _link, order=10),)
TO_TRY = {SECRETARIAT: "has a linked group: /groups"}
