"""Accepted papers go out as one set; what is accepted later as an additional or a replacing document (D1, D6)."""

from datetime import date

from sqlalchemy import select

from storage.core.files import StoredFile
from storage.documents import Circulation, find_circulation
from tests.papers.conftest import hands_in, local, papers_of, stored, told_and_away
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


async def circulations(stage: Stage) -> list[Circulation]:
    async with stage.assistant.database.read() as session:
        ids = await session.scalars(select(Circulation.id).order_by(Circulation.id))
        found = [await find_circulation(session, each) for each in ids]
    return [each for each in found if each is not None]


async def accepts_all(dara: Player) -> None:
    await told_and_away(dara)
    await dara.presses("papers:accept_all")


async def test_two_taps_circulate_what_is_accepted(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    meeting_id = await announce_meeting(dara, audience=Audience.PARTNERS)
    await hands_in(sokha, "Health budget brief.pdf", words="for the plenary, item 3")
    await hands_in(sokha, "Progress.pdf", words="for the plenary, item 2")
    await hands_in(kenji, "Overview.pdf", words="for the plenary, item 1")
    await accepts_all(dara)
    await dara.presses("papers:circulate")
    await dara.presses("form:save")
    [circulation] = await circulations(health)
    assert (circulation.meeting_id, circulation.audience) == (meeting_id, "|partners|")
    assert [(each.title, each.source) for each in circulation.documents] == [
        ("Overview", "JICA"),
        ("Progress", "UNFPA"),
        ("Health budget brief", "UNFPA"),
    ]
    await sokha.is_told("document_circulated")
    await vichea.is_not_told("document_circulated")
    assert all(paper.is_sent for paper in await papers_of(health))
    async with health.assistant.database.read() as session:
        files = list(await session.scalars(select(StoredFile)))
    assert len(files) == 3  # no copies


async def test_what_is_accepted_later_is_an_additional_or_a_replacing_document(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha, "Progress.pdf")
    await accepts_all(dara)
    await dara.presses("papers:circulate")
    await dara.presses("form:save")
    await everybody_looks_away(dara)
    await sokha.forges(f"papers:again:{paper_id}")
    await sokha.sends_file("Progress corrected.pdf", b"%PDF-1.4 corrected", caption="Table 3")
    await sokha.presses("form:save")
    await hands_in(kenji, "Brief.pdf", words="plenary, item 1")
    await accepts_all(dara)
    await dara.presses("papers:circulate")
    await dara.presses("form:save")
    first, second = await circulations(health)
    assert [version.number for version in first.documents[0].versions] == [1, 2]
    assert first.documents[0].versions[-1].note == "Table 3"
    assert [each.title for each in second.documents] == ["Brief"]
    assert (await stored(health, paper_id)).sent_number == 2


async def test_the_summary_says_how_late_they_are(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara, day=date(2026, 12, 3))
    await hands_in(sokha)
    await told_and_away(dara)
    await health.becomes(local(27, 9))
    await everybody_looks_away(dara)
    await dara.says("/papers")
    await dara.presses("papers:meeting")
    await dara.presses("papers:accept_all")
    await dara.presses("papers:circulate")
    notes = (await dara.shown("forms/confirm"))["notes"]
    texts = [text for note in notes for text in (note, *note.params.values())]
    assert [text.params["n"] for text in texts if getattr(text, "params", {}).get("least")] == [6]


async def test_what_was_circulated_already_is_not_circulated_twice(health: Stage, dara: Player, sokha: Player) -> None:
    rithy = await health.member("Rithy", "secretariat")
    meeting_id = await announce_meeting(dara)
    await hands_in(sokha)
    await accepts_all(dara)
    await rithy.forges(f"papers:circulate:{meeting_id}")
    await dara.presses("papers:circulate")
    await dara.presses("form:save")
    await rithy.presses("form:save")
    await rithy.is_refused("papers#nothing_to_circulate")
    assert len(await circulations(health)) == 1


async def test_a_recalled_paper_goes_out_as_a_new_document(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha)
    await accepts_all(dara)
    await dara.presses("papers:circulate")
    await dara.presses("form:save")
    document_id = (await stored(health, paper_id)).document_id
    await dara.forges(f"documents:recall:{document_id}")
    await dara.says("The wrong annex")
    await dara.presses("form:save")
    await everybody_looks_away(dara)
    await sokha.forges(f"papers:again:{paper_id}")
    await sokha.sends_file("Progress right annex.pdf", b"%PDF-1.4 right")
    await sokha.presses("form:save")
    await accepts_all(dara)
    await dara.presses("papers:circulate")
    await dara.presses("form:save")
    assert len(await circulations(health)) == 2
    assert (await stored(health, paper_id)).document_id != document_id
