"""Papers and documents of people who leave, and of entries of one person that are merged (D6, M10)."""

import pytest

from storage.documents import list_receipts
from storage.papers import PaperState
from tests.documents.conftest import circulate, stored_document
from tests.members.merging import merge_directly, person_id_of
from tests.papers.conftest import burst_ends, hands_in, stored, told_and_away
from tests.search.conftest import finds
from tests.support.cases import one_language
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.members import merging


@pytest.mark.parametrize("language", one_language("km"))
async def test_the_paper_of_a_member_who_leaves_stays_with_the_meeting_and_goes_out(
    health: Stage, sokha: Player, language: str
) -> None:
    dara = await health.member("Dara", "secretariat", language=language)
    await announce_meeting(dara)
    paper_id = await hands_in(sokha, "Progress.pdf")
    await told_and_away(dara)
    await health.leaves("Sokha")
    await everybody_looks_away(dara)
    await dara.says("/papers")
    await dara.presses("papers:meeting")
    await dara.reads_fact("Progress", "Sokha")
    await dara.presses("papers:accept_all")
    await burst_ends(health)
    await sokha.is_told_only()
    await sokha.forges(f"papers:open:{paper_id}")
    assert [refusal.key for refusal in await sokha.refusals()]
    await dara.presses("papers:circulate")
    await dara.presses("form:save")
    paper = await stored(health, paper_id)
    assert (paper.state, paper.is_sent) == (PaperState.ACCEPTED, True)
    assert paper.document_id is not None
    assert (await stored_document(health, paper.document_id)).source == "UNFPA"


async def test_what_two_entries_of_a_person_have_is_that_of_one_and_found_by_the_name_that_stays(
    health: Stage, dara: Player, sokha: Player
) -> None:
    other_dara = await health.member("Chan Vanna", "secretariat")
    other_sokha = await health.member("Kong Srey", "development_partner", "UNFPA")
    document_id = await circulate(other_dara, title="Costing annex")
    await announce_meeting(dara)
    paper_id = await hands_in(other_sokha, "Progress.pdf")
    await other_sokha.forges(f"documents:acknowledge:{document_id}:1")
    assert await finds(sokha, "dara costing kind:document") == ["Costing annex"]
    await sokha.sees("search/results", left_out=("dara",))
    ids = {name: await person_id_of(health, name) for name in ("Dara", "Chan Vanna", "Sokha", "Kong Srey")}
    merge_id = await merge_directly(dara, ids["Chan Vanna"], ids["Dara"], account_of=ids["Dara"])
    await merge_directly(dara, ids["Kong Srey"], ids["Sokha"], account_of=ids["Sokha"])
    await everybody_looks_away(dara)
    assert await finds(sokha, "dara costing") == ["Costing annex"]
    await sokha.sees("search/results", left_out=())
    async with health.assistant.database.read() as session:
        circulation_id = (await stored_document(health, document_id)).circulation_id
        receipts = await list_receipts(session, circulation_id)
    assert [each.person_id for each in receipts if each.acknowledged_at is not None] == [ids["Sokha"]]
    assert len({each.person_id for each in receipts}) == len(receipts)
    await sokha.says("/papers")
    await sokha.offers("papers:open", paper_id)
    await everybody_looks_away(dara)
    async with health.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        domains = health.assistant.registry.domains
        await merging.undo_merge(session, actor, merge_id, None, domains, now=health.clock.now())
    assert await finds(sokha, "vanna costing") == ["Costing annex"]
    await sokha.sees("search/results", left_out=())
    await finds(sokha, "dara costing kind:document")
    await sokha.sees("search/results", left_out=("dara",))
