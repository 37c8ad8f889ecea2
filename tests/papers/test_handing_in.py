"""Members hand in papers: by words below a file, by a button, by a reply to what asks for one (D6)."""

from datetime import date

import pytest

from storage.papers import PaperState
from tests.papers.conftest import PAPER, burst_ends, hands_in, papers_of, stored, told_and_away
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


@pytest.mark.parametrize(
    "words",
    [
        "for the meeting of 17 December, item 3",
        "Paper for the meeting on 17/12/2026, agenda item 3",
        "ឯកសារសម្រាប់កិច្ចប្រជុំថ្ងៃទី១៧ ខែធ្នូ ចំណុចទី៣",
        "ekasar samrab prachum thngai ti 17/12 chamnuch ti 3",
    ],
)
async def test_words_say_for_which_meeting_and_item_it_is(
    health: Stage, dara: Player, sokha: Player, words: str
) -> None:
    await announce_meeting(dara, title="Technical meeting", day=date(2026, 12, 8))
    meeting_id = await announce_meeting(dara, day=date(2026, 12, 17))
    await sokha.sends_file("Budget_annex_v2.pdf", PAPER, caption=words)
    await sokha.does_not_ask()
    await sokha.presses("form:save")
    await sokha.sees("papers/received", accepted=False)
    [paper] = await papers_of(health)
    assert (paper.meeting_id, paper.title, paper.state) == (meeting_id, "Budget annex", PaperState.HANDED_IN)
    assert paper.item is not None
    assert paper.item.position == 3
    assert paper.newest.note == ""


async def test_only_what_cannot_be_seen_is_asked(health: Stage, dara: Player, kenji: Player) -> None:
    await announce_meeting(dara, title="Technical meeting", day=date(2026, 12, 8))
    meeting_id = await announce_meeting(dara)
    await kenji.sends_file("Brief.pdf", PAPER)
    await kenji.presses("papers:take")
    await kenji.asks("meeting")
    await kenji.says("15 December")
    await kenji.asks("item")
    await kenji.says("2")
    await kenji.presses("form:save")
    [paper] = await papers_of(health)
    assert paper.item is not None
    assert (paper.meeting_id, paper.item.position) == (meeting_id, 2)


async def test_the_item_that_the_person_s_institution_presents_is_seen(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara)
    await sokha.sends_file("Brief.pdf", PAPER, caption="for the plenary")
    await sokha.does_not_ask()
    await sokha.presses("form:save")
    [paper] = await papers_of(health)
    assert paper.item is not None
    assert paper.item.position == 2  # presented by UNFPA


async def test_several_files_are_one_handing_in_and_one_notice(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await sokha.sends_album([("Progress.pdf", PAPER), ("Data annex.pdf", b"%PDF-1.4 annex")], caption="item 2, plenary")
    await sokha.presses("form:save")
    await hands_in(sokha, "Slides.pptx")
    assert len(await papers_of(health)) == 3
    await dara.is_not_told("papers_handed_in")
    await burst_ends(health)
    await dara.is_told_only("papers_handed_in")
    shown = await dara.shown("papers/handed_in", meeting__id=meeting_id)
    assert [paper.title for paper in shown["papers"]] == ["Progress", "Data annex", "Slides"]


async def test_a_title_and_an_item_are_corrected_by_a_line(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await sokha.sends_album([("Progress.pdf", PAPER), ("Annex.pdf", b"%PDF-1.4 annex")], caption="plenary, item 2")
    await sokha.says("2: Annex to the progress report\n2: item 3")
    await sokha.presses("form:save")
    papers = await papers_of(health)
    assert [(paper.title, paper.item and paper.item.position) for paper in papers] == [
        ("Progress", 2),
        ("Annex to the progress report", 3),
    ]


async def test_the_card_of_a_meeting_has_a_button(health: Stage, dara: Player, kenji: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await kenji.says("/meetings")
    await kenji.presses("meetings:open", meeting_id)
    await kenji.presses("papers:new")
    await kenji.asks("file")
    await kenji.sends_file("Brief.pdf", PAPER)
    await kenji.asks("item")
    await kenji.presses("form:skip")
    await kenji.presses("form:save")
    [paper] = await papers_of(health)
    assert (paper.meeting_id, paper.agenda_item_id) == (meeting_id, None)


async def test_a_reply_to_the_call_hands_in_what_is_owed(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"papers:call:{meeting_id}")
    await dara.presses("form:save")
    told = (await sokha.finds("papers/asked")).message
    await sokha.sends_file("Brief.pdf", PAPER, reply_to=told)
    await sokha.does_not_ask()
    await sokha.presses("form:save")
    [paper] = await papers_of(health)
    assert paper.item is not None
    assert paper.item.position == 2


async def test_a_file_of_the_same_name_is_offered_as_the_next_version(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha, "Progress report.pdf")
    await sokha.sends_file("Progress_report_v2.pdf", b"%PDF-1.4 newer", caption="for the plenary, item 2")
    await sokha.asks("replaces")
    await sokha.presses("form:choice=next")
    await sokha.presses("form:save")
    paper = await stored(health, paper_id)
    assert [version.file.name for version in paper.versions] == ["Progress report.pdf", "Progress_report_v2.pdf"]
    await sokha.sends_file("Progress_report_v3.pdf", b"%PDF-1.4 other", caption="for the plenary, item 2")
    await sokha.presses("form:choice=new")
    await sokha.presses("form:save")
    assert len(await papers_of(health)) == 2


async def test_it_is_offered_below_a_file_without_words_too(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha, "Progress report.pdf")
    await sokha.sends_file("Progress report v2.pdf", b"%PDF-1.4 newer")
    await sokha.presses("papers:replaces", paper_id)
    await sokha.presses("form:save")
    assert (await stored(health, paper_id)).newest.number == 2


async def test_a_paper_is_withdrawn_and_those_who_were_told_are_told(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha)
    await told_and_away(dara)
    await sokha.says("/papers")
    await sokha.presses("papers:open", paper_id)
    await sokha.presses("papers:withdraw")
    await health.settle()
    await dara.is_told_only("paper_withdrawn")
    assert (await stored(health, paper_id)).state is PaperState.WITHDRAWN


async def test_nobody_is_told_of_a_paper_that_was_withdrawn_at_once(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha)
    await everybody_looks_away(dara)
    await sokha.forges(f"papers:withdraw:{paper_id}")
    await burst_ends(health)
    await dara.sees_nothing_new()


async def test_the_chair_is_told_where_the_secretariat_may_not_see_the_meeting(
    health: Stage, dara: Player, sokha: Player
) -> None:
    chair = await health.member("Chantha", "chair")
    lead = await health.member("Maria", "lead_facilitator", "WHO")
    await announce_meeting(chair, audience=Audience.LEADS)
    await hands_in(lead, words="for the plenary, item 1")
    await burst_ends(health)
    await chair.is_told_only("papers_handed_in")
    await dara.is_not_told("papers_handed_in")
