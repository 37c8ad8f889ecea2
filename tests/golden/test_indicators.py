"""Indicators described, corrected, ended and imported; a round that is moved, grows, is late and closed."""

from decimal import Decimal

from tests.golden.conftest import Golden
from tests.indicators import sheets
from tests.indicators.conftest import defines
from tests.support.stage import Player, Stage


async def test_describing_an_indicator(golden: Golden, health: Stage, dara: Player) -> None:
    await defines(dara, target=Decimal(50), target_period="Dec 2026", statement_km="ការសម្រាលដោយបុគ្គលិកជំនាញ")
    await dara.says("/jmi 2008-4")
    await golden.shows(dara, "opens an indicator")
    await dara.presses("indicators:correct")
    await golden.shows(dara, "corrects it")
    await dara.presses("form:change")
    await golden.shows(dara, "is asked what to change")
    await dara.presses("form:change=targets")
    await golden.shows(dara, "is asked the targets")
    await dara.says("70 %")
    await golden.shows(dara, "names no period")
    await dara.says("Dec 2026: 65 %", "2027: 70 %")
    await golden.shows(dara, "gave two targets")
    await dara.presses("form:finish")
    await golden.shows(dara, "is asked why")
    await dara.says("Decided by the GDCC")
    await golden.shows(dara, "gave the reason")
    await dara.presses("form:save")
    await golden.shows(dara, "corrected it")
    await defines(dara, "2011-1", statement="Deliveries in health centres")
    await dara.presses("indicators:state")
    await golden.shows(dara, "is asked how it stands")
    await dara.says("replaced")
    await golden.shows(dara, "is asked by which")
    await dara.presses("form:choice=2")
    await golden.shows(dara, "is asked why it is replaced")
    await dara.says("By letter of CRDB")
    await dara.presses("form:save")
    await golden.shows(dara, "replaced it")
    await dara.says("/jmi")
    await golden.shows(dara, "looks at all")
    await dara.presses("indicators:earlier")
    await golden.shows(dara, "looks at earlier ones")


async def test_a_milestone_with_steps(golden: Golden, health: Stage, dara: Player) -> None:
    await dara.says("/jmi")
    await dara.presses("indicators:define")
    await dara.says("2010-1", "NSDP mid-term review")
    await dara.presses("form:skip")
    await dara.says("Sept 2027", "MoP")
    await dara.presses("form:change")
    await dara.presses("form:change=steps")
    await golden.shows(dara, "is asked the steps")
    await dara.says("Data: Q3 2026\nFinal draft: Sept 2027")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await golden.shows(dara, "added a milestone")


async def test_importing_indicators(golden: Golden, health: Stage, dara: Player) -> None:
    await defines(dara, "2014-5", statement="Gross enrolment", target=Decimal(110), target_period="2014")
    await dara.says("/jmi")
    await dara.presses("indicators:import")
    await golden.shows(dara, "is asked for the table")
    await dara.sends_file("jmi.xlsx", data=sheets.by_year())
    await golden.shows(dara, "sent it")
    await health.assistant.leader.archive_files()
    await health.assistant.leader.read_lists()
    await dara.presses("indicators:look")
    await golden.shows(dara, "sees what would change")
    await dara.presses("indicators:apply")
    await golden.shows(dara, "imported it")
