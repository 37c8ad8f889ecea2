"""The minutes of a meeting, as people see them (G6)."""

from datetime import date

from tests.golden.conftest import Golden
from tests.meetings.conftest import local
from tests.minutes.conftest import held
from tests.support.setup_steps import announce_meeting, cancel_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

__all__ = ["held"]


async def test_the_minutes_of_a_meeting(golden: Golden, dara: Player, held: int) -> None:
    await dara.forges(f"minutes:open:{held}")
    await golden.shows(dara, "opens the minutes")
    await dara.presses("minutes:read", held, 1)
    await golden.shows(dara, "reads them")
    await dara.forges(f"minutes:check:{held}")
    await golden.shows(dara, "looks what is lacking")
    await dara.forges("records:close_anyway:1")
    await golden.shows(dara, "closes the record")
    await dara.forges(f"minutes:check:{held}")
    await golden.shows(dara, "looks again")
    await dara.forges(f"minutes:read:{held}:1")
    await golden.shows(dara, "reads the closed record")
    await dara.forges(f"minutes:word:{held}:health")
    await golden.shows(dara, "is sent the document")
    await dara.forges(f"minutes:reopen:{held}")
    await golden.shows(dara, "opened the record again")


async def test_no_minutes(golden: Golden, health: Stage, dara: Player) -> None:
    ahead = await announce_meeting(dara)
    await everybody_looks_away(dara)
    await dara.forges(f"minutes:open:{ahead}")
    await golden.shows(dara, "asks for those of a meeting that is ahead")
    await health.becomes(local(15, 13))
    await everybody_looks_away(dara)
    await dara.forges(f"minutes:open:{ahead}")
    await golden.shows(dara, "asks for those of a meeting at which nobody was")
    cancelled = await announce_meeting(dara, day=date(2026, 12, 22))
    await cancel_meeting(dara, cancelled)
    await everybody_looks_away(dara)
    await dara.forges(f"minutes:open:{cancelled}")
    await golden.shows(dara, "asks for those of a meeting that was cancelled")
