"""Versions of a document, its recall, and the library, word for word."""

from tests.documents.conftest import circulate
from tests.documents.test_recalling_of_sets import circulates_set
from tests.documents.test_replacing import CORRECTED, lets_go
from tests.golden.conftest import Golden
from tests.groups.conftest import Room, links
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage


async def test_a_new_version(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await sokha.presses("documents:acknowledge")
    await lets_go(dara)
    await dara.sends_file("health_budget_2027_v2.pdf", CORRECTED, caption="Table 3 is corrected")
    await golden.shows(dara, "is offered to replace it")
    await dara.presses("documents:replaces")
    await golden.shows(dara, "is asked who is asked again")
    await dara.presses("form:choice=yes")
    await golden.shows(dara, "sees the summary")
    await dara.presses("form:save")
    await golden.shows(dara, "sent it")
    await golden.shows(sokha, "gets it")
    await sokha.forges("documents:acknowledge:1")
    await golden.shows(sokha, "pressed the button of the old message")
    await sokha.presses("documents:versions")
    await golden.shows(sokha, "lists the versions")
    await sokha.presses("documents:version", 1)
    await golden.shows(sokha, "opens the old one")
    await dara.says("/documents")
    await dara.presses("documents:open")
    await golden.shows(dara, "sees the card")


async def test_a_recall(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await health.passes(days=3)
    await dara.says("/documents")
    await dara.presses("documents:open")
    await dara.presses("documents:recall")
    await golden.shows(dara, "is asked why")
    await dara.says("It has the wrong table")
    await golden.shows(dara, "reads what cannot be undone")
    await sokha.looks_away()
    await dara.presses("form:save")
    await golden.shows(dara, "recalled it")
    await golden.shows(sokha, "has a message that was changed")
    await everybody_looks_away(dara)
    await health.passes(minutes=11)
    await golden.shows(sokha, "is told")
    await sokha.forges("documents:open:1")
    await golden.shows(sokha, "asks for it")
    await dara.says("/documents")
    await golden.shows(dara, "sees it marked")
    await dara.presses("documents:open")
    await golden.shows(dara, "opens it")
    await dara.forges("documents:recall:1")
    await golden.shows(dara, "cannot recall it again")


async def test_a_recall_that_is_undone(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    ids = await circulates_set(dara)
    await dara.forges(f"documents:recall:{ids[1]}")
    await dara.says("It has the wrong table")
    await sokha.looks_away()
    await dara.presses("form:save")
    await golden.shows(sokha, "has a set of which one was recalled")
    await sokha.looks_away()
    await dara.presses("general:undo")
    await golden.shows(dara, "took it back")
    await golden.shows(sokha, "has the set again")


async def test_the_library(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await everybody_looks_away(dara)
    for number in range(1, 13):
        await circulate(dara, title=f"Paper {number}", meeting_id=meeting_id, language="km", source="UNFPA")
    await sokha.says("/documents")
    await golden.shows(sokha, "sees the newest")
    for side in ("kind", "meeting", "year", "language", "source"):
        await sokha.forges(f"documents:sides:{side}:-")
        await golden.shows(sokha, f"looks by {side}")
    await sokha.presses("documents:browse", 1, "s12")
    await golden.shows(sokha, "chose a source")
    await sokha.presses("documents:browse", 2, "s12")
    await golden.shows(sokha, "turned the page")
    await sokha.forges("documents:browse:1:y2020")
    await golden.shows(sokha, "finds none")
    await sokha.forges("documents:sides:kind:y2020")
    await golden.shows(sokha, "cannot tell any apart")
    await dara.forges("documents:open:12")
    await golden.shows(dara, "sees where one was used")


async def test_the_file_that_is_there(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    document_id = await circulate(dara)
    [mine] = [message for message in await dara.person.messages() if message.document and message.mine]
    await dara.forges(f"documents:replace:{document_id}")
    await golden.shows(dara, "is asked for the new version")
    await dara.forwards(mine)
    await dara.presses("general:answer")
    await golden.shows(dara, "took the file that is there, and is asked what has changed")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await golden.shows(dara, "is told that it is the same")


async def test_a_new_version_in_a_group(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    group = await health.sandbox.group("Health TWG", [dara.person])
    room = Room(health, group, dara)
    await links(room, language=golden.language)
    await circulate(dara)
    await lets_go(dara)
    await dara.sends_file("health_budget_2027_v2.pdf", CORRECTED, caption="Table 3 is corrected")
    await dara.presses("documents:replaces")
    await dara.presses("form:save")
    seen = (await room.messages())[-1]
    golden.says("the group reads", *seen.keys, text=seen.message.text)
