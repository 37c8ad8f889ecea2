"""A plenary on 15 December of which Dara keeps the record."""

from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as WordDocument

from storage.members import Adoption, find_twg
from storage.minutes import MinutesVersion, find_newest
from tests.meetings.conftest import local
from tests.support.guard import arranged
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

LINES = (
    "discussion: 58% of district hospitals are staffed",
    "conclusion: the figures are not complete",
    "action: UNFPA; send the figures by district; 31 January 2027",
)


@pytest.fixture
async def held(health: Stage, dara: Player, sokha: Player) -> int:
    """The id of a plenary that is over; of its second item everything is written down, of the third an action."""
    meeting_id = await announce_meeting(dara)
    await health.becomes(local(15, 9))
    await everybody_looks_away(dara)
    await sokha.says("/here")
    await dara.forges(f"records:start:{meeting_id}")
    await dara.forges("records:to:1:2")
    await dara.says("\n".join(LINES))
    await dara.forges("records:to:1:3")
    await dara.says("decision: អនុម័តផែនការ")
    await dara.says("action: print the report")
    await health.becomes(local(15, 13))
    await everybody_looks_away(dara)
    return meeting_id


async def circulates(dara: Player, meeting_id: int) -> None:
    """Close the record and send the draft to those invited; for every player it does not count as new any more."""
    await dara.forges("records:close_anyway:1")
    await sends_document(dara, meeting_id)
    await everybody_looks_away(dara)


async def sends_document(dara: Player, meeting_id: int) -> None:
    """Send the Word document to those invited, as the minutes stand."""
    await dara.forges(f"minutes:word:{meeting_id}:ph")
    await dara.presses("minutes:send", meeting_id)
    await dara.presses("form:save")
    await dara.stage.settle()


async def adopts_by(stage: Stage, how: Adoption) -> None:
    """Set how the TWG adopts minutes, behind everybody's back."""
    async with arranged(stage.assistant.database) as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        twg.minutes_adoption = how


async def newest(stage: Stage, meeting_id: int) -> MinutesVersion:
    """The newest version of the minutes, with paragraphs and corrections."""
    async with stage.assistant.database.read() as session:
        version = await find_newest(session, meeting_id)
    assert version is not None
    return version


async def text_of(stage: Stage, meeting_id: int, number: int) -> str:
    """What a paragraph of the newest version says."""
    version = await newest(stage, meeting_id)
    return next(each.text for each in version.paragraphs if each.number == number)


async def word_of(player: Player, meeting_id: int, layout: str, *locale: str) -> WordDocument:
    """The Word document that the player is sent, opened."""
    await player.forges(":".join(("minutes:word", str(meeting_id), layout, *locale)))
    message = await player.person.last()
    assert message.document is not None
    return Document(BytesIO(await player.person.downloads(message)))


def cells_of(document: WordDocument, first: str) -> list[list[str]]:
    """The texts of the table whose first heading is this."""
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return next(table for table in tables if table[0][0] == first)
