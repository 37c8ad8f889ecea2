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
    await dara.forges("meetings:call:1")
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
    await dara.says("1/12/2026", "9:00")
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
