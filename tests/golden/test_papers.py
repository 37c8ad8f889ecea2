"""Papers ten days ahead, and details of documents, as people read them."""

from datetime import date

from tests.documents.conftest import PAPER, circulate
from tests.golden.conftest import Golden
from tests.meetings.conftest import local
from tests.support.setup_steps import announce_meeting, everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage
from twg.language.agenda import AgendaLine

AGENDA = [
    AgendaLine("Opening", "Chair", 10),
    *(AgendaLine(f"Theme {number}", f"Body {number}", 20) for number in range(1, 11)),
]


async def test_papers_of_a_meeting(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await plan_meeting(dara, title="A meeting without an agenda", day=date(2026, 12, 14), agenda=[])
    meeting_id = await announce_meeting(dara, agenda=AGENDA)
    await health.becomes(local(24, 8, month=11))
    await golden.shows(dara, "it is time to call for the papers")
    await dara.presses("papers:call", meeting_id)
    await golden.shows(dara, "is about to ask for them")
    await everybody_looks_away(dara)
    await dara.presses("form:save")
    await golden.shows(dara, "has asked for them")
    await golden.shows(sokha, "is asked for papers")
    await dara.forges("papers:call:1")
    await golden.shows(dara, "cannot ask for those of a draft")
    await circulate(dara, title="Theme 1", meeting_id=meeting_id, acknowledge_by=None, agenda_item_id=2)
    for moment, what in ((local(1, 8), "collect"), (local(3, 8), "send one"), (local(4, 8), "send")):
        await everybody_looks_away(dara)
        await health.becomes(moment)
        await golden.shows(dara, f"it is time to {what}")


async def test_short_notice(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    for day in ("24/11/2026", "30/11/2026"):
        await dara.says("/newmeeting", "Budget review")
        await dara.presses("form:choice=plenary")
        await dara.says(day, "9:00", "2h", "Room 3")
        await dara.presses("form:choice=all")
        await dara.presses("form:skip")
        await golden.shows(dara, f"plans it for {day}")
        await dara.presses("form:cancel")
    await announce_meeting(dara)
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:move")
    await dara.says("1/12/2026", "9:00", "The room is taken")
    await golden.shows(dara, "moves one nearer")


async def test_late_papers(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara, day=date(2026, 12, 7), agenda=AGENDA)
    for moment in (local(1, 9), local(6, 9), local(7, 8)):
        await everybody_looks_away(dara)
        await health.becomes(moment)
        await dara.sends_file("ADB_Theme 3.pdf", PAPER, caption="Theme: health financing")
        for choice in ("documents:take", "form:choice=0", "form:choice=paper", f"form:choice={meeting_id}"):
            await dara.presses(choice)
        await dara.presses("form:skip")
        await golden.shows(dara, f"sends one on {moment:%d %B}")
        await dara.presses("form:cancel")
        await health.passes(minutes=5)
    await dara.sends_album([("Theme 4.pdf", PAPER), ("ថវិកា.pdf", PAPER)], caption="Source: WHO")
    for button in ("documents:take", f"form:choice={meeting_id}", "form:skip"):
        await dara.presses(button)
    await golden.shows(dara, "sends two")
    await dara.says("2: item 5; date: 3 November 2026\nsource: ADB\n1: item 99")
    await golden.shows(dara, "corrects details")
    await dara.presses("form:save")
    await dara.says("/documents")
    await dara.presses("documents:open", 2)
    await golden.shows(dara, "reads how late it was")
    await dara.presses("documents:describe", 2)
    await golden.shows(dara, "corrects the details")
    for text in ("Theme", "language: French", "item: 99"):
        await dara.says(text)
        await golden.shows(dara, f"types {text}")
    await dara.says("theme: health financing; language: English")
    await golden.shows(dara, "corrected them")
    await everybody_looks_away(dara)
    other = await circulate(dara, title="Another", acknowledge_by=None)
    await dara.forges(f"documents:describe:{other}")
    await dara.says("item: 3")
    await golden.shows(dara, "names an item where there is no agenda")
    await dara.presses("form:cancel")
    await dara.forges("documents:open:1")
    await golden.shows(dara, "opens the other one")


async def test_papers_handed_in(golden: Golden, health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"papers:call:{meeting_id}")
    await everybody_looks_away(dara)
    await dara.presses("form:save")
    await golden.shows(dara, "has asked for the papers")
    await golden.shows(sokha, "owes one")
    await kenji.sends_file("Brief.pdf", PAPER, caption="for the plenary, item 9")
    await golden.shows(kenji, "names an item that does not exist")
    await kenji.says("1")
    await golden.shows(kenji, "is about to hand in one")
    await kenji.presses("form:save")
    await golden.shows(kenji, "has handed it in")
    await sokha.sends_album([("Progress.pdf", PAPER), ("Data annex.pdf", PAPER)], caption="for the plenary, item 2")
    await golden.shows(sokha, "is about to hand in two")
    await sokha.presses("form:save")
    await golden.shows(sokha, "has handed them in")
    await sokha.sends_file("Progress_v2.pdf", b"%PDF-1.4 newer", caption="for the plenary: table 3")
    await golden.shows(sokha, "is offered to replace it")
    await sokha.presses("form:choice=next")
    await sokha.presses("form:save")
    await golden.shows(sokha, "has handed in the next version")
    await sokha.says("/papers")
    await golden.shows(sokha, "lists her papers")
    await everybody_looks_away(dara)
    await health.passes(minutes=5)
    await golden.shows(dara, "is told of all")
    sent = [message for message in await kenji.in_chat() if message.mine and message.document is not None][-1]
    await kenji.edits(sent, "for the plenary, item 1; the table is on page 3")
    await everybody_looks_away(dara)
    await kenji.presses("general:change_edit")
    await golden.shows(dara, "is told of other words")
    await kenji.looks_away()
    await dara.presses("papers:open", 1)
    await golden.shows(dara, "opens one")
    await dara.presses("papers:give_back")
    await golden.shows(dara, "is asked for a comment")
    await dara.says("Please add the figures of 2026")
    await golden.shows(dara, "has returned it")
    await golden.shows(kenji, "is told why")
    await dara.forges("papers:replace:2")
    await dara.sends_file("Progress, corrected.pdf", b"%PDF-1.4 corrected")
    await golden.shows(dara, "is about to replace one")
    await sokha.looks_away()
    await dara.presses("form:save")
    await golden.shows(sokha, "gets the other file")
    await sokha.looks_away()
    await dara.forges("papers:accept:3")
    await golden.shows(dara, "accepts one")
    await golden.shows(sokha, "is told")
    await dara.says("/papers")
    await golden.shows(dara, "lists the meetings")
    await dara.presses("papers:meeting")
    await golden.shows(dara, "looks at one")
    await dara.presses("papers:ask")
    await golden.shows(dara, "asks somebody by name")
    await dara.presses("form:cancel")
    await dara.forges(f"papers:circulate:{meeting_id}")
    await golden.shows(dara, "is about to circulate them")
    await dara.presses("form:save")
    await golden.shows(dara, "has circulated them")
    await dara.looks_away()
    await kenji.forges("papers:withdraw:1")
    await golden.shows(kenji, "withdraws his")
    await golden.shows(dara, "is told that it was withdrawn")
    await everybody_looks_away(dara)
    await health.becomes(local(1, 8))
    await golden.shows(dara, "reads who owes what")
    await kenji.says("/papers")
    await golden.shows(kenji, "has none")


async def test_who_owes_is_reminded(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"papers:call:{meeting_id}")
    await dara.presses("form:save")
    await health.becomes(local(24, 8, month=11))
    await everybody_looks_away(dara)
    await health.becomes(local(1, 8))
    await golden.shows(sokha, "is reminded")
    await golden.shows(dara, "reads who owes what")
