"""The secretariat accepts papers, returns them with a comment, or replaces them by another file (D6)."""

import pytest

from storage.papers import PaperState
from tests.papers.conftest import PAPER, burst_ends, hands_in, papers_of, stored, told_and_away
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage


@pytest.fixture
async def paper_id(health: Stage, dara: Player, sokha: Player) -> int:
    """A paper of Sokha's that Dara was told of."""
    await announce_meeting(dara)
    found = await hands_in(sokha)
    await burst_ends(health)
    await sokha.looks_away()
    return found


async def test_one_tap_accepts_all_that_was_shown(health: Stage, dara: Player, sokha: Player, paper_id: int) -> None:
    later = await hands_in(sokha, "Late annex.pdf")
    await sokha.looks_away()
    await dara.presses("papers:accept_all")
    assert (await stored(health, paper_id)).state is PaperState.ACCEPTED
    assert (await stored(health, later)).state is PaperState.HANDED_IN
    await health.settle()
    await sokha.is_told_only("paper_accepted")


async def test_a_returned_paper_is_handed_in_again_as_its_next_version(
    health: Stage, dara: Player, sokha: Player, paper_id: int
) -> None:
    await dara.presses("papers:open", paper_id)
    await dara.presses("papers:give_back")
    await dara.says("Please add the figures of 2026")
    await health.passes(minutes=11)
    await sokha.is_told_only("paper_returned")
    await sokha.reads_fact("Please add the figures of 2026")
    told = (await sokha.finds("papers/card", heading="returned")).message
    await sokha.sends_file("Progress with figures.pdf", b"%PDF-1.4 figures", caption="Page 3", reply_to=told)
    await sokha.presses("form:save")
    paper = await stored(health, paper_id)
    assert (paper.state, paper.newest.number, paper.newest.note) == (PaperState.HANDED_IN, 2, "Page 3")
    await everybody_looks_away(dara)
    await burst_ends(health)
    await dara.is_told_only("papers_handed_in")


async def test_the_secretariat_replaces_the_file_and_the_author_gets_it(
    health: Stage, dara: Player, sokha: Player, paper_id: int
) -> None:
    await dara.presses("papers:open", paper_id)
    await dara.presses("papers:replace")
    await dara.sends_file("Progress, layout corrected.pdf", b"%PDF-1.4 layout", caption="Layout")
    await dara.presses("form:save")
    paper = await stored(health, paper_id)
    assert (paper.state, len(paper.versions)) == (PaperState.ACCEPTED, 2)
    await health.settle()
    await sokha.is_told_only("paper_replaced")
    [message] = await sokha.new_messages()
    assert message.document is not None
    assert message.document.name == "Progress, layout corrected.pdf"


async def test_of_two_who_accept_the_second_reads_who_was_faster(
    health: Stage, dara: Player, sokha: Player, paper_id: int
) -> None:
    rithy = await health.member("Rithy", "secretariat")
    await dara.forges(f"papers:accept:{paper_id}")
    await rithy.forges(f"papers:accept:{paper_id}")
    await rithy.is_refused("papers#settled")
    newest = (await stored(health, paper_id)).newest.id
    meeting_id = (await stored(health, paper_id)).meeting_id
    await rithy.looks_away()
    await rithy.forges(f"papers:accept_all:{meeting_id}:{newest}")
    await rithy.is_refused("papers#settled")
    await health.settle()
    await sokha.is_told_only("paper_accepted")


async def test_what_was_accepted_can_be_returned_until_it_is_circulated(
    health: Stage, dara: Player, sokha: Player, paper_id: int
) -> None:
    await dara.forges(f"papers:accept:{paper_id}")
    await dara.presses("papers:give_back")
    await dara.says("On second thought, please shorten it")
    assert (await stored(health, paper_id)).state is PaperState.RETURNED


async def test_an_accepted_paper_cannot_be_withdrawn(health: Stage, dara: Player, sokha: Player, paper_id: int) -> None:
    await dara.forges(f"papers:accept:{paper_id}")
    await sokha.forges(f"papers:withdraw:{paper_id}")
    await sokha.is_refused("papers#settled")
    assert (await stored(health, paper_id)).state is PaperState.ACCEPTED


async def test_a_member_can_accept_nothing(health: Stage, dara: Player, kenji: Player, paper_id: int) -> None:
    for verb in ("accept", "give_back", "replace"):
        await kenji.forges(f"papers:{verb}:{paper_id}")
        await kenji.is_refused("general#not_allowed")
        await kenji.looks_away()


async def test_what_the_secretariat_hands_in_is_accepted(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await dara.sends_file("Note.pdf", PAPER, caption="item 3")
    await dara.presses("papers:take")
    await dara.presses("form:save")
    [paper] = await papers_of(health)
    assert paper.state is PaperState.ACCEPTED
    await told_and_away(dara)


@pytest.mark.parametrize("text", ["nothing, it is fine", "ok accept it", "ចាំខ្ញុំមើលសិន"])
async def test_words_that_ask_for_no_change_return_nothing(
    health: Stage, dara: Player, sokha: Player, paper_id: int, text: str
) -> None:
    await dara.presses("papers:open", paper_id)
    await dara.presses("papers:give_back")
    await dara.says(text)
    await dara.sees("forms/is_answer")
    assert (await stored(health, paper_id)).state is PaperState.HANDED_IN
    await dara.presses_below("form:take")
    assert (await stored(health, paper_id)).comment == text
