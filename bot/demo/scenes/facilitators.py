"""Development partners choose who facilitates after the one of today."""

from bot.demo.cast import LEAD, PARTNER, REPORTER
from bot.demo.scene import Demo, Scene


async def _choose(demo: Demo) -> None:
    await demo.says(REPORTER, f"/members {PARTNER.name}")
    await demo.taps(REPORTER, PARTNER.name, "Propose as lead facilitator", LEAD.name)
    await demo.says(REPORTER, "11/01/2027", f"{LEAD.first_name} moves to Geneva")
    await demo.taps(REPORTER, "Propose")
    await demo.taps(LEAD, "Agree")
    demo.transcript.note("More than half of their institutions agree; the Chair is told, and /members lists who comes:")
    await demo.says(LEAD, "/members")


SCENES = (Scene(76, "Development partners choose their next lead facilitator", _choose),)
