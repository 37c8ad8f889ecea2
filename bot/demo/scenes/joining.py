"""Somebody without a link asks to join; the secretariat screens, the Chair confirms."""

from bot.demo.cast import CHAIR, SECRETARIAT, Player
from bot.demo.players import Players
from bot.demo.scene import Demo, Scene
from messages.rendering.labels import label
from storage.members import Role

NEWCOMER = Player("Lina", "Heng", Role.CIVIL_SOCIETY, "Programme Manager", "RHAC")


async def fill_in(players: Players) -> None:
    """The newcomer asks to join, from the first message to the last."""
    await players.starts(NEWCOMER)
    await players.taps(NEWCOMER, "Ask to join", NEWCOMER.language, "Health", label(NEWCOMER.role).render("en"), "Skip")
    await players.says(NEWCOMER, NEWCOMER.name, NEWCOMER.position, NEWCOMER.institution, "012 777 888")
    await players.taps(NEWCOMER, "Skip")
    await players.says(NEWCOMER, "We run clinics in eight provinces.")
    await players.taps(NEWCOMER, "Ask to join")


async def _ask_to_join(demo: Demo) -> None:
    await demo.add(NEWCOMER)
    await fill_in(demo)
    demo.transcript.note("Ten minutes are left for others who ask; then the secretariat gets one message for all:")
    await demo.move_clock(21, 12, 8, 40)
    await demo.taps(SECRETARIAT, "Pass it on to the Chair")
    await demo.taps(CHAIR, "Admit")


SCENES = (Scene(72, "Somebody asks to join and is admitted", _ask_to_join),)
