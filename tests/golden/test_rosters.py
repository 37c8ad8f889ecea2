"""Lists of members: what one comes to, importing it, and the sheet of personal links."""

from tests.golden.conftest import Golden
from tests.rosters.files import workbook
from tests.rosters.test_importing import ROWS, sends
from tests.support.stage import Player


async def test_a_list_of_members(golden: Golden, dara: Player) -> None:
    await dara.forges("rosters/links")
    await golden.shows(dara, "asks for links of an empty list")
    await sends(dara, workbook(ROWS))
    await golden.shows(dara, "has sent the list")
    await dara.presses("rosters:look")
    await golden.shows(dara, "sees what would change")
    await dara.presses("rosters:apply")
    await golden.shows(dara, "has imported it")
    await dara.presses("rosters:links")
    await golden.shows(dara, "gets the sheet of links")
