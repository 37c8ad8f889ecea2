"""Indicators described, corrected, ended and imported; a round that is moved, grows, is late and closed."""

import asyncio
from datetime import date
from decimal import Decimal

import pytest

from messages.rendering.charts import Chart
from scheduler.delivery.drawing import ChartWorker, NotDrawn
from tests.golden.conftest import Golden
from tests.indicators import sheets
from tests.indicators.conftest import defines, local, opens_round, reports
from tests.indicators.pictured import FOLDER
from tests.indicators.test_rating import PATH
from tests.indicators.test_report_sheets import NOTE, REACHED_ON, STATUS, VALUE, filled, opens, sends_back, sheet_of
from tests.indicators.test_submissions import SEX, STEPS, has_reached, opens_round_of
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.dates import gdcc


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


async def test_a_round_that_changes(golden: Golden, health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    chair = await health.member("Sovann", "chair", "MoH")
    colleague = await health.member("Mony", "development_partner", "JICA")
    await defines(dara, responsible=["UNFPA"])
    await reports(sokha, "2008-4 58%")
    await dara.forges("indicators/accept:1")
    async with health.assistant.database.begin() as session:
        await gdcc.add_gdcc_day(session, date(2027, 1, 6), now=health.clock.now())
    await dara.says("/round", "JMI report for the GDCC")
    await golden.shows(dara, "is offered a day before the GDCC")
    await dara.presses("form:cancel")
    await opens_round(dara)
    await golden.shows(sokha, "is asked with the last value")
    async with health.assistant.database.read() as session:
        kenji_id = (await access_actor(session, kenji)).person.id
    midwives = {"statement": "Health centres with a midwife", "reporter_id": kenji_id}
    await defines(dara, "2008-5", responsible=["JICA"], **midwives)
    await dara.says("/round")
    await golden.shows(dara, "follows it")
    await dara.presses("indicators:addable")
    await golden.shows(dara, "is asked what to add")
    await dara.presses("indicators:add_to_round", 2)
    await golden.shows(dara, "added one")
    await everybody_looks_away(dara)
    await dara.presses("indicators:move_round")
    await dara.says("24/12/2026", "The Chair is away until then")
    await golden.shows(dara, "moves it")
    await dara.presses("form:save")
    await health.settle()
    await golden.shows(kenji, "hears of the new day")
    await everybody_looks_away(dara)
    await health.becomes(local(26, 9))
    await golden.shows(colleague, "is reminded of what is late")
    await everybody_looks_away(dara)
    await dara.says("/round")
    await dara.presses("indicators:ask_close")
    await dara.presses("indicators:close")
    await golden.shows(dara, "closed it with what is missing")
    await health.settle()
    await golden.shows(kenji, "hears that it is closed")
    await golden.shows(chair, "hears what is missing")


async def test_ratings(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, **PATH)
    await defines(
        dara, "2008-5", statement="Health centres with a midwife", target=Decimal(95), target_period="Dec 2025"
    )
    await defines(dara, "2010-1", statement="Mid-term review", unit="", target=None, target_period="Sept 2026")
    for line in ("2008-4 55%", "2008-5 90%"):
        await reports(sokha, line)
    for forged in ("indicators/accept:1", "indicators/accept:2"):
        await dara.forges(forged)
    await dara.says("/jmi")
    await golden.shows(dara, "looks at all with their ratings")
    for number in ("2008-5", "2010-1"):
        await dara.says(f"/jmi {number}")
        await golden.shows(dara, f"opens {number}")
    await dara.says("/jmi 2008-4")
    await dara.presses("indicators:rate")
    await golden.shows(dara, "is asked how it stands")
    await dara.presses("form:choice=delayed")
    await golden.shows(dara, "is asked why")
    await dara.says("The survey left out remote districts")
    await golden.shows(dara, "rates it by hand")
    await dara.presses("form:save")
    await golden.shows(dara, "rated it")


async def test_charts(
    golden: Golden, health: Stage, dara: Player, sokha: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, broken = asyncio.Event(), False

    async def draw(_worker: ChartWorker, chart: Chart) -> bytes:
        await going.wait()
        if broken:
            raise NotDrawn(chart.title)
        return (FOLDER / "splits-en-light.png").read_bytes()

    monkeypatch.setattr(ChartWorker, "draw", draw)
    await defines(dara, **PATH)
    await reports(sokha, "2008-4 55%")
    await dara.forges("indicators/accept:1")
    await dara.says("/jmi")
    [listed] = await dara.on_screen()
    for _press in range(2):
        await dara.person.taps_data("indicators:glance", in_message=listed.message)
    async with asyncio.timeout(20):
        while len(await dara.on_screen()) < 2:  # noqa: ASYNC110 - a chat has no event
            await asyncio.sleep(0.01)
    await golden.shows(dara, "asks for a chart while one is drawn")
    going.set()
    await health.settle()
    await golden.shows(dara, "sees the TWG at a glance")
    await dara.says("/jmi 2008-4")
    await dara.presses("indicators:chart", 1)
    await golden.shows(dara, "sees an indicator against its targets")
    broken = True
    await dara.presses("indicators:chart", 1, "dark")
    await golden.shows(dara, "gets no chart")


async def test_reports_by_a_sheet(golden: Golden, health: Stage, dara: Player) -> None:
    mony = await health.member("Mony", "development_partner", "UNFPA")
    await opens(health, dara)
    await reports(mony, "2008-4 50%")
    data = await sheet_of(mony)
    await golden.shows(mony, "gets the sheet")
    await mony.sends_file("HLT-JMI-reports.xlsx", data=data)
    await golden.shows(mony, "is offered to take it")
    await mony.presses("indicators:take_sheet")
    await golden.shows(mony, "sent it")
    cells = {(0, VALUE): 58, (1, STATUS): "No data", (1, NOTE): "The survey is late", (2, NOTE): "Draft is ready"}
    await sends_back(mony, filled(data, {**cells, (3, VALUE): "=5+5"}))
    await golden.shows(mony, "sees what it says")
    await mony.presses("indicators:save_sheet")
    await golden.shows(mony, "saved it")
    await mony.presses("indicators:look_sheet")
    await golden.shows(mony, "looks again")


async def test_a_sheet_that_is_asked_about(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-4", splits=SEX, responsible=["UNFPA"])
    await defines(dara, "2008-5", statement="Health centres with a midwife", responsible=["UNFPA"])
    await has_reached(dara, sokha, "2008-4 57%")
    await defines(dara, "2010-1", statement="NSDP mid-term review", unit="", steps=STEPS, responsible=["UNFPA"])
    await opens_round_of(dara, "Q3 2026")
    cells = {(0, VALUE): 0.58, (1, VALUE): 0.61, (2, VALUE): 0.55, (3, VALUE): 124, (5, REACHED_ON): "Sept 2026"}
    await sends_back(sokha, filled(await sheet_of(sokha), cells))
    await golden.shows(sokha, "sees what it says")
    await sokha.presses("indicators:choose_reading", 1, 1, 58)
    await golden.shows(sokha, "chose a reading")
    await sokha.forges("indicators/choose_reading:1:2")
    await golden.shows(sokha, "left one out")
    await sokha.presses("indicators:save_sheet")
    await golden.shows(sokha, "saved the others")
