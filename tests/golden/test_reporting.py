"""Rounds, indicators and documents, with the lists and questions around them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from tests.actions.conftest import records
from tests.documents.conftest import circulate
from tests.golden.conftest import Golden
from tests.indicators.conftest import defines, opens_round
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

ZONE = ZoneInfo("Asia/Phnom_Penh")


def morning(day: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, 8, minute, 1, tzinfo=ZONE)


async def test_a_round(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/round")
    await golden.shows(dara, "has no indicator yet")
    await defines(dara, responsible=["UNFPA"])
    await defines(dara, "2008-5", responsible=["UNFPA"], statement="Health centres with a midwife")
    await dara.says("/round")
    await golden.shows(dara, "opens a round")
    await dara.says("JMI report for the GDCC", "23/12/2026")
    await golden.shows(dara, "answered everything")
    await sokha.looks_away()
    await dara.presses("form:save")
    await golden.shows(dara, "opened it")
    await golden.shows(sokha, "is asked for two reports")
    await dara.says("/round")
    await golden.shows(dara, "looks who has not reported")
    await everybody_looks_away(dara)
    await health.becomes(morning(21))
    await golden.shows(sokha, "is reminded of both")
    await sokha.says("/jmi 2008-4 58% Two provinces are late")
    await sokha.presses("form:save")
    await everybody_looks_away(dara)
    await health.becomes(morning(23))
    await golden.shows(sokha, "is reminded of the other")
    await everybody_looks_away(dara)
    await health.becomes(morning(24, 30))
    await golden.shows(dara, "hears who is late")
    await dara.says("/round")
    await dara.presses("indicators:ask_close")
    await golden.shows(dara, "is asked whether to close it")
    await dara.presses("indicators:close")
    await golden.shows(dara, "closed it")


async def test_indicators(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/jmi")
    await golden.shows(sokha, "finds none")
    await dara.says("/jmi")
    await dara.presses("indicators:define")
    await golden.shows(dara, "defines one")
    await defines(dara, responsible=["UNFPA"])
    await defines(dara, "2008-5", responsible=["UNFPA"], statement="Health centres with a midwife")
    await sokha.says("/jmi")
    await golden.shows(sokha, "lists them")
    await sokha.presses("indicators:open", 1)
    await golden.shows(sokha, "opens one")
    await sokha.says("58% two provinces are late")
    await sokha.presses("indicators:take")
    await golden.shows(sokha, "reports in a message")


async def test_which_is_meant(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await records(dara, sokha, "Send the draft budget")
    await records(dara, sokha, "Translate the study")
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await sokha.says("/done")
    await golden.shows(sokha, "is asked which is done")
    await everybody_looks_away(dara)
    await health.becomes(morning(16))
    await golden.shows(sokha, "is reminded of an action and of a report")
    [reminder] = await sokha.new_messages()
    await sokha.says("done, sent on Monday", reply_to=reminder)
    await golden.shows(sokha, "replies to it")
    await golden.presses(sokha, 0)
    await golden.shows(sokha, "means an action")


async def test_documents(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.sends_file("health-budget-2027.pdf")
    await golden.shows(dara, "sends a file")
    await dara.presses("documents:take")
    await golden.shows(dara, "circulates it")
    await dara.says("Health budget 2027")
    await golden.shows(dara, "gave its title")
    await dara.presses("form:choice=paper")
    await golden.shows(dara, "gave its kind")
    await dara.presses("form:choice=all")
    await golden.shows(dara, "chose who gets it")
    await dara.says("04/12/2026")
    await golden.shows(dara, "gave the last day")
    await dara.presses("form:skip")
    await golden.shows(dara, "answered everything")
    await dara.presses("form:save")
    await golden.shows(dara, "circulated it")
    await circulate(dara, title="Agenda", acknowledge_by=None)
    await dara.says("/documents")
    await golden.shows(dara, "lists the documents")
    await dara.forges("documents/receipts:1")
    await golden.shows(dara, "looks who has received it")


async def test_a_set(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara, day=date(2026, 12, 7))
    names = ("01_Agenda.docx", "Health_budget_2027_final (1).xlsx", "2026-11-10 JMI report.pdf")
    await dara.sends_album([(name, b"%PDF-1.4") for name in names])
    await golden.shows(dara, "sends three files")
    await dara.presses("documents:take")
    await golden.shows(dara, "circulates them")
    for button in ("form:choice=1", "form:skip", "form:skip"):
        await dara.presses(button)
    await golden.shows(dara, "answered everything")
    await dara.says("2: Budget annex (report)\n7: Another")
    await golden.shows(dara, "corrected the list")
    await sokha.looks_away()
    await dara.presses("form:save")
    await golden.shows(dara, "circulated them")
    await golden.shows(sokha, "gets the files and their list")
    await sokha.presses("documents:acknowledge_set")
    await golden.shows(sokha, "has received them")
    await dara.forges("documents:open_set:1")
    await golden.shows(dara, "opens the set")


async def test_files_that_are_not_taken(golden: Golden, dara: Player) -> None:
    await dara.sends_album([("a.pdf", b"%PDF"), ("b.pdf.exe", b"MZ"), ("c.pdf", b"%PDF")])
    await golden.shows(dara, "sends a program among files")
    await dara.does(dara.person.sends_file("d.pdf", b"x", declared_size=0))
    await golden.shows(dara, "sends an empty file")


async def test_reminders(golden: Golden, health: Stage, dara: Player) -> None:
    await dara.says("/reminders")
    await golden.shows(dara, "looks when members are reminded")
