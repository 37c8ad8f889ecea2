"""/papers, "how do I hand in a paper?", the search, and the export (D6, D3, R4)."""

from storage.papers import PaperState
from tests.export.test_export import exported, rows_of
from tests.papers.conftest import burst_ends, hands_in, stored, told_and_away
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage


async def test_a_member_sees_their_papers_and_what_they_owe(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"papers:call:{meeting_id}")
    await dara.presses("form:save")
    await hands_in(sokha, words="for the plenary, item 3")
    await sokha.says("/papers")
    shown = await sokha.shown("papers/mine")
    assert [(paper.title, paper.state) for paper in shown["papers"]] == [("Progress", PaperState.HANDED_IN)]
    assert [each.item.position for _meeting, each in shown["owed"]] == [2]
    await kenji.says("/papers")
    shown = await kenji.shown("papers/mine")
    assert (shown["papers"], shown["owed"]) == ([], [])
    await kenji.offers_only("papers:new")


async def test_the_secretariat_sees_what_is_there_for_each_meeting(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    accepted, waiting = await hands_in(sokha), await hands_in(sokha, "Annex.pdf")
    await dara.forges(f"papers:accept:{accepted}")
    await dara.says("/papers")
    [each] = (await dara.shown("papers/by_meeting"))["meetings"]
    assert (each.pack.waiting, each.pack.accepted, each.pack.sent) == (1, 1, 0)
    await dara.presses("papers:meeting", meeting_id)
    sections = (await dara.shown("papers/meeting"))["sections"]
    assert [[paper.id for paper in listed] for _title, listed in sections] == [[waiting], [accepted]]
    await dara.offers("papers:accept_all")
    await dara.offers("papers:circulate", meeting_id)


async def test_how_to_hand_in_a_paper_is_answered(health: Stage, dara: Player, sokha: Player) -> None:
    for text in ("How do I hand in a paper?", "How can I submit a paper for the meeting?"):
        await sokha.says(text)
        await sokha.sees("general/how")
        await sokha.offers("general:only", "papers")


async def test_search_finds_papers_for_those_who_may_see_them(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await announce_meeting(dara)
    await hands_in(sokha, "Midwifery outlook.pdf")
    await told_and_away(dara)
    for player, found in ((dara, 1), (sokha, 1), (kenji, 0)):
        await player.says("/search midwifery outlook")
        assert len((await player.shown("search/results"))["found"]) == found


async def test_the_export_has_a_sheet(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha)
    await burst_ends(health)
    await dara.forges(f"papers:give_back:{paper_id}")
    await dara.says("Too long")
    [row] = rows_of(await exported(dara), "papers")
    assert (row["title"], row["name"], row["institution"], row["version"]) == ("Progress", "Sokha", "UNFPA", 1)
    assert (row["agenda_item"], row["state"], row["comment"]) == ("Progress on JMI 2008-4", "Returned", "Too long")
    assert (await stored(health, paper_id)).state is PaperState.RETURNED


async def test_the_bytes_are_archived(health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    paper_id = await hands_in(sokha)
    sha256 = (await stored(health, paper_id)).file.sha256
    assert sha256 is not None
    assert health.assistant.archive.get(sha256) == b"Progress.pdf for the plenary, item 2"
