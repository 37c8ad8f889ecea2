"""The secretariat sets up a sub-group; its chair plans its meeting, which nobody else sees."""

from bot.demo.cast import CAST, NGO, OFFICIAL, SECRETARIAT
from bot.demo.scene import Demo, Scene
from storage.members import Role

FOCAL_POINT = next(player for player in CAST if player.role is Role.FOCAL_POINT)


async def _set_up(demo: Demo) -> None:
    await demo.says(SECRETARIAT, "/subgroups")
    await demo.taps(SECRETARIAT, "New sub-group")
    await demo.says(SECRETARIAT, "Gender in health", "យេនឌ័រក្នុងវិស័យសុខាភិបាល")
    await demo.taps(SECRETARIAT, "Permanent", "0")
    await demo.says(SECRETARIAT, FOCAL_POINT.name)
    await demo.taps(SECRETARIAT, "Skip")
    await demo.says(SECRETARIAT, f"{NGO.name}\n{OFFICIAL.name}")
    await demo.taps(SECRETARIAT, "That is all", "Save")
    demo.transcript.note("Ten minutes later, when it is hardly a mistake any more, its members are told:")
    await demo.move_clock(21, 12, 9)
    await demo.taps(FOCAL_POINT, "Show the sub-group", "Plan a meeting")
    await demo.says(FOCAL_POINT, "First meeting on gender in health", "28/12/2026")
    await demo.taps(FOCAL_POINT, "14:00", "2 h")
    await demo.says(FOCAL_POINT, "Ministry of Women's Affairs, room 2")
    await demo.taps(FOCAL_POINT, "Skip", "Save", "Announce to")
    await demo.taps(NGO, "I will come")


SCENES = (Scene(74, "A sub-group meets", _set_up),)
