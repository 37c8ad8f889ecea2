"""The workbook of the TWG is exported; it, the calendar files and the papers are saved."""

from bot.demo.cast import REPORTER, SECRETARIAT
from bot.demo.scene import Demo, Scene


async def _export(demo: Demo) -> None:
    await demo.says(SECRETARIAT, "/export")
    for player, ending in ((SECRETARIAT, ".xlsx"), (REPORTER, ".ics"), (REPORTER, ".pdf")):
        await demo.save_files(player, ending=ending)


SCENES = (Scene(80, "The shared store is exported", _export),)
