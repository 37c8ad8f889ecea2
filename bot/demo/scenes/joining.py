"""Somebody without a link asks to join; the secretariat screens, the Chair confirms."""

from bot.demo.cast import CHAIR, SECRETARIAT, Player
from bot.demo.scene import Demo, Scene
from messages.rendering.labels import label
from storage.members import Role

NEWCOMER = Player("Lina", "Heng", Role.CIVIL_SOCIETY, "Programme Manager", "RHAC")


async def _ask_to_join(demo: Demo) -> None:
    await demo.add(NEWCOMER)
    await demo.starts(NEWCOMER)
    await demo.taps(NEWCOMER, "Ask to join", NEWCOMER.language, "Health", label(NEWCOMER.role).render("en"), "Skip")
    await demo.says(NEWCOMER, NEWCOMER.name, NEWCOMER.position, NEWCOMER.institution, "012 777 888")
    await demo.taps(NEWCOMER, "Skip")
    await demo.says(NEWCOMER, "We run clinics in eight provinces.")
    await demo.taps(NEWCOMER, "Ask to join")
    demo.transcript.note("Ten minutes are left for others who ask; then the secretariat gets one message for all:")
    await demo.move_clock(21, 12, 8, 40)
    await demo.taps(SECRETARIAT, "Pass it on to the Chair")
    await demo.taps(CHAIR, "Admit")


SCENES = (Scene(72, "Somebody asks to join and is admitted", _ask_to_join),)
