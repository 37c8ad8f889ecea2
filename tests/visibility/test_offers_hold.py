"""What is offered is not refused for a reason that was known when it was offered (U2).

Each button below the list of a command, and below what that shows, is pressed at once.
"""

from tests.indicators.conftest import defines
from tests.reports.conftest import opens
from tests.support.cases import all_cases
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage

#: The lists whose buttons open cards with what can be done.
COMMANDS = ("jmi", "round", "members", "subgroups", "report", "papers", "shared", "documents", "minutes")


async def test_no_button_below_a_list_is_refused_at_once(health: Stage, dara: Player) -> None:
    chair = await health.member("Chantha", "chair", "MoH")
    kenji = await health.member("Kenji", "development_partner", "JICA")
    await announce_meeting(dara)
    await defines(dara, "2008-4", baseline=None, target=None, target_period="", responsible=["MoH"])
    await opens(dara)
    with all_cases() as case:
        for player in (dara, chair, kenji):
            pressed: set[str] = set()
            for command in COMMANDS:
                await player.says(f"/{command}")
                offered = [(command, button) for seen in await player.on_screen() for button in seen.buttons]
                for way, button in offered:
                    if button.name.startswith(("form:", "url", "copy")) or button.name in pressed:
                        continue
                    pressed.add(button.name)
                    with case(player.person.name, way, button.name):
                        await player.looks_away()
                        await player.forges(str(button.button.data))
                        assert [each.key for each in await player.refusals()] == []
    await kenji.forges("indicators:open:1")  # of which there is no figure and no target
    await kenji.does_not_offer("indicators:chart", 1)
