"""JMI reports made, signed, amended; what all TWGs have sent, and the reminders of the others (J6, R3)."""

import asyncio

import pytest

from messages.rendering.charts import Chart
from scheduler.delivery.drawing import ChartWorker
from tests.golden.conftest import Golden
from tests.indicators.conftest import reports
from tests.indicators.pictured import FOLDER
from tests.reports.conftest import drawn as drawn
from tests.reports.conftest import round_with_reports
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


@pytest.fixture
async def chair(health: Stage, language: str) -> Player:
    return await health.member("Sovann", "chair", "MoH", language=language)


async def test_a_report_is_signed(
    golden: Golden, health: Stage, dara: Player, sokha: Player, chair: Player, drawn: list[Chart]
) -> None:
    await dara.says("who has not reported yet?")
    await golden.shows(dara, "asks who has reported, before the first round")
    await round_with_reports(dara, sokha)
    await dara.says("/report")
    await golden.shows(dara, "gets the report")
    await dara.says("is the report signed?")
    await golden.shows(dara, "asks whether it is signed")
    await dara.says("sign the report")
    await golden.shows(dara, "may not sign it")
    await dara.presses("reports:ask_sign_off", 1)
    await golden.shows(dara, "has asked the Chair")
    await health.settle()
    await golden.shows(chair, "is asked to sign")
    await chair.says("is the report signed?")
    await golden.shows(chair, "asks whether it is signed")
    await chair.says("sign the report")
    await golden.shows(chair, "wishes to sign it")
    await chair.presses("reports:sign", 1)
    await golden.shows(chair, "is asked again")
    await everybody_looks_away(dara)
    await chair.presses("reports:sign_now", 1)
    await golden.shows(chair, "has signed")
    await health.settle()
    await golden.shows(dara, "hears that it is signed")
    await dara.says("is the report signed?")
    await golden.shows(dara, "asks whether it is signed now")
    await reports(sokha, "2008-4 60%")
    await dara.forges("indicators/accept:3")
    await health.settle()
    await golden.shows(dara, "is told that what was signed is behind")
    await dara.forges("reports/draft:1")
    await golden.shows(dara, "sees what has changed since")
    await dara.forges("reports/amend:1")
    await golden.shows(dara, "is asked why it is amended")
    await dara.says("The ministry has corrected its figure")
    await dara.presses("form:save")
    await golden.shows(dara, "has asked for an amendment")
    await health.settle()
    await golden.shows(chair, "is asked to sign the amendment")


async def test_the_reports_of_all_twgs(
    golden: Golden, health: Stage, dara: Player, sokha: Player, drawn: list[Chart], language: str
) -> None:
    crdb = await health.member("Kunthea", "crdb", "CRDB", language=language)
    await round_with_reports(dara, sokha)
    await health.adds_twg("EDU", "Education", "MoEYS")
    other = await health.member("Bopha", "secretariat", "MoEYS", code="EDU", language=language)
    await crdb.says("/tracker")
    await golden.shows(crdb, "sees what the TWGs have sent")
    await everybody_looks_away(dara)
    await crdb.presses("reports:chase")
    await golden.shows(crdb, "has reminded the others")
    await health.settle()
    await golden.shows(dara, "is reminded")
    await golden.shows(other, "is reminded too")
    await crdb.presses("reports:consolidate")
    await golden.shows(crdb, "gets the consolidated report")


async def test_reports_that_are_being_made(
    golden: Golden, health: Stage, dara: Player, sokha: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands there while the files are made."""
    going = asyncio.Event()

    async def draw(_worker: ChartWorker, _chart: Chart) -> bytes:
        await going.wait()
        return (FOLDER / "splits-en-light.png").read_bytes()

    monkeypatch.setattr(ChartWorker, "draw", draw)
    await round_with_reports(dara, sokha)
    crdb = await health.member("Kunthea", "crdb", "CRDB", language=golden.language)
    await everybody_looks_away(dara)
    await dara.person.says("/report")
    await crdb.person.says("/tracker")
    async with asyncio.timeout(20):
        while not await crdb.fresh():  # noqa: ASYNC110 - a chat has no event
            await asyncio.sleep(0.01)
        [listed] = await crdb.fresh()
        await crdb.person.taps_data("reports:consolidate:1", in_message=listed.message)
        while not await dara.fresh() or len(await crdb.fresh()) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    await golden.shows(dara, "waits for a report")
    await golden.shows(crdb, "waits for the consolidated one")
    going.set()
    await health.settle()
