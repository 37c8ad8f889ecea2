"""The secretariat links the members' Telegram group; the assistant posts announcements there, and no files."""

from bot.demo.cast import CHAIR, LEAD, SECRETARIAT
from bot.demo.scene import Demo, Scene


async def _link(demo: Demo) -> None:
    people = [demo.people[player] for player in (SECRETARIAT, CHAIR, LEAD)]
    group = await demo.stage.sandbox.group("Health TWG", people)
    await demo.settle()
    await demo.people[SECRETARIAT].says("/link", chat=group)
    await demo.settle()
    offered = [message for message in await demo.people[SECRETARIAT].messages(chat=group) if message.sender == "bot"]
    [[button]] = offered[-1].buttons
    demo.transcript.note("The secretariat follows the button in the group, and says in private who is in it:")
    await demo.starts(SECRETARIAT, (button.url or "").partition("?start=")[2])
    await demo.taps(SECRETARIAT, "All members", "Post it too", SECRETARIAT.language, "Save")
    demo.transcript.note("What everybody there may see is posted there too, once:")
    await demo.says(LEAD, "/share The joint annual review of the sector is on 25 and 26 February 2027.")
    await demo.taps(LEAD, "Ongoing work", "Skip", "All members", "Share with")


SCENES = (Scene(78, "A Telegram group is linked", _link),)
