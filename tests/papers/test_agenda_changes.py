"""What is about an agenda item stays with it when it is taken off by mistake; a recalled paper can be returned (D6)."""

from typing import Any

from sqlalchemy import select, text

from storage.documents import Document
from storage.meetings import find_meeting
from storage.papers import AskedPaper, PaperState
from tests.meetings.test_agenda import opens_agenda, replies
from tests.papers.conftest import hands_in, stored, told_and_away
from tests.support.guard import arranged
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage


async def item_ids(stage: Stage, meeting_id: int) -> list[int]:
    async with stage.assistant.database.read() as session:
        meeting = await find_meeting(session, meeting_id)
        assert meeting is not None
        return [item.id for item in meeting.agenda]


async def linked(stage: Stage, table: type[Any]) -> list[int | None]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(table.agenda_item_id).order_by(table.id)))


async def circulates(dara: Player) -> None:
    await told_and_away(dara)
    await dara.presses("papers:accept_all")
    await dara.presses("papers:circulate")
    await dara.presses("form:save")
    await everybody_looks_away(dara)


async def test_an_item_that_comes_back_by_undo_has_its_papers_again(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"papers:call:{meeting_id}")
    await dara.presses("form:save")
    asked = await linked(health, AskedPaper)
    first = await hands_in(sokha, "Progress.pdf")
    await circulates(dara)
    second = await hands_in(kenji, "Overview.pdf")
    await opens_agenda(dara)
    await replies(dara, "remove 2")
    assert (await stored(health, first)).item is None
    await dara.presses("general:undo")
    [_one, item_id, _three] = await item_ids(health, meeting_id)
    for paper_id in (first, second):
        assert (await stored(health, paper_id)).agenda_item_id == item_id
    assert await linked(health, Document) == [item_id]
    again = await linked(health, AskedPaper)
    assert len([each for each in again if each is not None]) == len(asked)


async def test_what_is_for_another_item_by_then_stays_there(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    paper_id = await hands_in(sokha, "Progress.pdf")
    await opens_agenda(dara)
    await replies(dara, "remove 2")
    [item_id, _other] = await item_ids(health, meeting_id)
    async with arranged(health.assistant.database) as session:
        await session.execute(text("UPDATE paper SET agenda_item_id = :item").bindparams(item=item_id))
    await dara.presses("general:undo")
    assert (await stored(health, paper_id)).agenda_item_id == item_id


async def test_a_recalled_paper_is_shown_as_that_and_can_be_returned(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara)
    paper_id = await hands_in(sokha, "Progress.pdf")
    await circulates(dara)
    await dara.forges(f"papers:give_back:{paper_id}")
    await dara.is_refused("papers#circulated_already")
    await dara.looks_away()
    document_id = (await stored(health, paper_id)).document_id
    await dara.forges(f"documents:recall:{document_id}")
    await dara.says("Wrong figures")
    await dara.presses("form:save")
    assert (await stored(health, paper_id)).is_recalled
    await everybody_looks_away(dara)
    await dara.forges(f"papers:meeting:{meeting_id}")
    shown = await dara.shown("papers/meeting")
    assert [[paper.is_recalled for paper in papers] for _title, papers in shown["sections"]] == [[True]]
    await dara.does_not_offer("papers:circulate")
    await dara.presses("papers:open", paper_id)
    await dara.presses("papers:give_back")
    await dara.says("Please correct the figures")
    assert (await stored(health, paper_id)).state is PaperState.RETURNED
    await sokha.forges(f"papers:again:{paper_id}")
    await sokha.sends_file("Progress 2.pdf", b"%PDF-1.4 corrected")
    await sokha.presses("form:save")
    await circulates(dara)
    paper = await stored(health, paper_id)
    assert (paper.is_sent, paper.is_recalled, paper.document_id != document_id) == (True, False, True)
