"""A member has told of a development before the plenary."""

from datetime import time

from bot.demo.cast import NGO
from bot.training.events import Event, Past


async def _tell(past: Past) -> None:
    await past.says(NGO, "/updates A network of 40 health centres is now open at night.")


EVENTS = (Event(2, time(15), _tell, order=30),)
TO_TRY = {NGO: "tells of a development: /updates"}
