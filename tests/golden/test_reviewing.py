"""Reports with periods, parts and steps, values that are asked back, and their review."""

from datetime import datetime

from tests.golden.conftest import Golden
from tests.indicators.conftest import ZONE, defines, reports
from tests.indicators.test_submissions import SEX, STEPS, accepts_all, opens_round_of
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


async def test_periods_and_parts(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, splits=SEX, responsible=["UNFPA"])
    await opens_round_of(dara, "Q3 2026")
    await sokha.says("/jmi 2008-4 58% (f 61, m 55) for Q2 2026")
    await golden.shows(sokha, "is asked of which period the value is")
    await sokha.presses("form:choice=told")
    await golden.shows(sokha, "sees the period and the parts")
    await sokha.presses("form:save")
    await golden.shows(sokha, "has reported")
    await accepts_all(dara)
    await sokha.says("/jmi 2008-4 0.58%")
    await golden.shows(sokha, "is asked back with both readings")
    await sokha.says("24%")
    await golden.shows(sokha, "is asked whether it is so")
    await sokha.presses("form:choice=correct")
    await golden.shows(sokha, "corrects it")


async def test_steps(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    indicator_id = await defines(dara, "2010-1", unit="", steps=STEPS, responsible=["UNFPA"])
    await sokha.forges(f"indicators/report:{indicator_id}")
    await golden.shows(sokha, "is asked which step was reached")
    await sokha.presses("form:choice=1")
    await golden.shows(sokha, "is asked when")
    await sokha.presses("form:cancel")
    await reports(sokha, "2010-1 step 2 done on 28 Sept")
    await golden.shows(dara, "reads which step was reached")
    await accepts_all(dara)
    await sokha.says("/jmi 2010-1")
    await golden.shows(sokha, "sees the step")


async def test_a_review(golden: Golden, health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await defines(dara, "2008-3", responsible=["UNFPA"])
    await defines(dara, responsible=["UNFPA"])
    await opens_round_of(dara, "Q3 2026")
    await reports(sokha, "2008-3 84%")
    await reports(sokha, "2008-4 58% hospitals")
    await reports(sokha, "2008-4 60% hospitals and clinics")
    await golden.shows(dara, "sees what changed")
    await reports(kenji, "2008-4 41% of clinics")
    await golden.shows(dara, "sees a report from elsewhere")
    await dara.presses("indicators:let_stand")
    await golden.shows(dara, "is asked why it stands")
    await dara.says("UNFPA takes the figure of JICA")
    await everybody_looks_away(dara)
    await dara.presses("form:save")
    await golden.shows(kenji, "hears that it stands")
    await kenji.says("/jmi 2008-4")
    await golden.shows(kenji, "sees why it stands")
    await everybody_looks_away(dara)
    await dara.presses("general:undo")
    await golden.shows(sokha, "hears that the review was taken back")
    await dara.forges("indicators/accept:4")
    await kenji.says("/jmi 2008-4")
    await golden.shows(kenji, "sees it beside what awaits review")
    await kenji.says("/jmi")
    await golden.shows(kenji, "sees it in the list")


async def test_several_reviews(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    for number in ("2008-3", "2008-4"):
        await defines(dara, number, responsible=["UNFPA"])
    await opens_round_of(dara, "")
    await reports(sokha, "2008-3 84%")
    await reports(sokha, "2008-4 58% hospitals")
    await dara.says("/review")
    await golden.shows(dara, "may review them together")
    await dara.presses("indicators:review_page")
    await golden.shows(dara, "is asked what becomes of them")
    await dara.presses("form:choice=accept")
    await dara.presses("form:save")
    await golden.shows(dara, "has accepted both")
    await health.becomes(datetime(2026, 12, 24, 9, tzinfo=ZONE))
    await everybody_looks_away(dara)
    await reports(sokha, "2008-4 59% hospitals")
    await golden.shows(dara, "hears of a late report")
    await dara.forges("indicators:on_time")
    await golden.shows(dara, "sees who is on time")


async def test_reports_that_differ_are_shown_side_by_side(
    golden: Golden, health: Stage, dara: Player, sokha: Player, kenji: Player, language: str
) -> None:
    rith = await health.member("Rith", "government", "MoH", language=language)
    await defines(dara, responsible=["UNFPA"])
    await reports(sokha, "2008-4 58% hospitals")
    await sokha.says("no, 59")
    await golden.shows(sokha, "corrected the value in a word")
    await reports(kenji, "2008-4 41% of clinics")
    await reports(rith, "2008-4 63% provinces")
    await dara.says("/review")
    await golden.shows(dara, "sees that reports differ")
    await dara.presses("indicators:side_by_side", 1)
    await golden.shows(dara, "is asked which one to accept")
    await dara.presses("indicators:accept", 2)
    await health.passes(minutes=11)
    await everybody_looks_away(sokha)
    await reports(sokha, "2008-4 60% hospitals")
    await dara.forges("indicators/submission:2")
    await dara.presses("general:undo")
    await golden.shows(sokha, "hears that the later one is reviewed instead")
