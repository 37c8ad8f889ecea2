"""Papers that wait are reminded of; the caption of one is edited; the agenda names what was sent (D6)."""

from datetime import timedelta

import pytest

from storage.papers import PaperState
from tests.actions.conftest import office_hours
from tests.papers.conftest import PAPER, burst_ends, hands_in, local, papers_of, stored, told_and_away
from tests.support.setup_steps import MEETING_DAY, announce_meeting, everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage

__all__ = ["office_hours"]


async def test_who_accepts_is_reminded_once_of_all_that_wait_on_the_next_working_day(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    """They are handed in on Monday 23 November 2026, three weeks before the meeting."""
    await announce_meeting(dara)
    await hands_in(sokha, "Progress.pdf")
    await hands_in(kenji, "Overview.pdf", words="for the plenary, item 1")
    await told_and_away(dara)
    await health.becomes(local(24, 8))
    assert (await dara.told()).count("papers_waiting") == 1
    assert len((await dara.shown("papers/handed_in", still=True))["papers"]) == 2
    await dara.presses("papers:accept_all")
    assert {paper.state for paper in await papers_of(health)} == {PaperState.ACCEPTED}
    await everybody_looks_away(dara)
    await health.becomes(local(26, 9))
    await dara.is_not_told("papers_waiting")


async def test_what_is_handed_in_on_friday_is_reminded_of_on_monday(
    office_hours: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara)
    await office_hours.becomes(local(27, 16))
    await hands_in(sokha)
    await told_and_away(dara)
    await office_hours.becomes(local(29, 12))
    await dara.is_not_told("papers_waiting")
    await office_hours.becomes(local(30, 9))
    await dara.is_told("papers_waiting")


@pytest.mark.parametrize("settled", ["papers:accept:{}", "papers:withdraw:{}"])
async def test_of_a_settled_paper_nobody_is_reminded(health: Stage, dara: Player, sokha: Player, settled: str) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha)
    await told_and_away(dara)
    await (dara if "accept" in settled else sokha).forges(settled.format(paper_id))
    await everybody_looks_away(dara)
    await health.becomes(local(24, 9))
    await dara.is_not_told("papers_waiting")


async def test_for_a_meeting_that_is_cancelled_nobody_is_reminded(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await hands_in(sokha)
    await told_and_away(dara)
    await dara.forges(f"meetings:cancel:{meeting_id}")
    await dara.says("Flood")
    await dara.presses("form:save")
    await everybody_looks_away(dara)
    await health.becomes(local(24, 9))
    await dara.is_not_told("papers_waiting")


async def edits_caption(sokha: Player, text: str) -> None:
    sent = [message for message in await sokha.in_chat() if message.mine and message.document is not None][-1]
    await sokha.edits(sent, text)


async def test_an_edited_caption_changes_note_and_item(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha, "Progress.pdf", words="for the plenary, item 2")
    await edits_caption(sokha, "for the plenary, item 3; figures of October")
    await sokha.presses("general:change_edit")
    await sokha.sees("papers/card")
    paper = await stored(health, paper_id)
    assert paper.item is not None
    assert (paper.item.position, paper.newest.note) == (3, "figures of October")
    assert paper.state is PaperState.HANDED_IN


async def test_corrected_words_reach_who_was_told_of_the_paper_and_are_read_by_who_was_not(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha, "Progress.pdf", words="for the plenary, item 2; figures of June")
    await edits_caption(sokha, "for the plenary, item 2; figures of July")
    await sokha.presses("general:change_edit")
    await everybody_looks_away(dara)
    await burst_ends(health)
    await dara.is_told_only("papers_handed_in")
    await dara.reads_fact("figures of July")
    await everybody_looks_away(dara)
    for state, words in (("handed_in", "figures of August"), ("accepted", "figures of October")):
        if state == "accepted":
            await dara.forges(f"papers:accept:{paper_id}")
            await everybody_looks_away(dara)
        await edits_caption(sokha, f"for the plenary, item 3; {words}")
        await sokha.presses("general:change_edit")
        await dara.is_told_only("paper_corrected")
        await dara.reads_fact(words)
        await dara.sees("papers/card", heading="corrected")
        await everybody_looks_away(dara)
    await edits_caption(sokha, "for the plenary, item 3; figures of October ")
    await dara.is_not_told("paper_corrected")


async def test_an_edited_caption_that_cannot_be_followed_says_why(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha, "Progress.pdf", words="for the plenary, item 2")
    await edits_caption(sokha, "for the plenary, item 9")
    await sokha.presses("general:change_edit")
    await sokha.is_refused("papers#no_such_item", number=9)
    other = MEETING_DAY + timedelta(days=1)
    other_id = await plan_meeting(dara, title="Second meeting", day=other)
    await dara.forges(f"meetings:announce:{other_id}")
    await edits_caption(sokha, f"for the meeting of {other.day} December, item 2")
    await sokha.presses("general:change_edit")
    await sokha.is_refused("papers#for_another_meeting")
    paper = await stored(health, paper_id)
    assert (paper.newest.note, paper.item is not None and paper.item.position) == ("", 2)
    await burst_ends(health)
    await dara.forges(f"papers:accept:{paper_id}")
    await dara.presses("papers:circulate")
    await dara.presses("form:save")
    await edits_caption(sokha, "for the plenary, item 1")
    await sokha.presses("general:change_edit")
    await sokha.is_refused("papers#circulated_already")


async def test_the_agenda_names_the_papers_of_each_item_that_the_reader_may_see(
    health: Stage, dara: Player, sokha: Player, vichea: Player
) -> None:
    await announce_meeting(dara)
    await dara.sends_file("Draft of partners.pdf", PAPER, caption="item 2")
    await dara.presses("papers:take")
    await dara.presses("form:save")
    paper = (await papers_of(health))[-1]
    assert paper.item is not None
    await dara.forges(f"papers:circulate:{paper.meeting_id}")
    await dara.presses("form:change")
    await dara.presses("form:change=audience")
    await dara.presses("form:choice=partners")
    await dara.presses("form:save")
    await everybody_looks_away(dara)
    await sokha.forges(f"meetings:open:{paper.meeting_id}")
    await sokha.presses("meetings:agenda")
    shown = (await sokha.shown("meetings/agenda"))["items"]
    assert [list(item.papers) for item in shown] == [[], ["Draft of partners"], []]
    await vichea.forges(f"meetings:agenda:{paper.meeting_id}")
    assert not any(item.papers for item in (await vichea.shown("meetings/agenda"))["items"])
