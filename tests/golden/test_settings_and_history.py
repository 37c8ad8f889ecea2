"""A TWG's settings, what has happened in it, how members take part, and a person without Telegram."""

from datetime import date, datetime, time

from tests.golden.conftest import Golden
from tests.members.test_changing import opens
from tests.members.test_entering import enters, enters_for
from tests.support.scene import ZONE
from tests.support.setup_steps import MEETING_DAY, announce_meeting
from tests.support.stage import Player, Stage


async def test_settings_of_a_twg(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara, day=date(2026, 12, 17))
    await dara.says("/twg")
    await golden.shows(dara, "looks at the settings")
    await dara.presses("settings:change")
    await golden.shows(dara, "is about to change them")
    await dara.presses("form:change")
    await dara.presses("form:change=hours")
    await golden.shows(dara, "is asked for the hours")
    await dara.says("7 to 18 and more")
    await golden.shows(dara, "is asked again")
    await dara.says("7:00-18:00")
    await dara.presses("form:save")
    await golden.shows(dara, "changed the hours")
    await dara.presses("settings:days")
    await golden.shows(dara, "is asked what the day shall be")
    await dara.presses("form:choice=off")
    await golden.shows(dara, "is asked for the day")
    await dara.says("14/12/2026")
    await golden.shows(dara, "answered everything")
    await dara.presses("form:save")
    await golden.shows(dara, "made a day off")
    await dara.presses("general:undo")
    await golden.shows(dara, "took it back")
    await dara.presses("settings:days")
    await dara.presses("form:choice=off")
    await dara.says("14/12/2026", "1/12/2026")
    await dara.presses("form:save")
    await golden.shows(dara, "gives days that end before they begin")


async def test_what_has_happened(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"meetings:relocate:{meeting_id}")
    await dara.says("Room B", "The room is taken")
    await dara.presses("form:save")
    await sokha.presses("meetings:answer", "yes")
    await dara.says("/history")
    await golden.shows(dara, "reads what has happened in the TWG")
    await dara.forges(f"meetings:open:{meeting_id}")
    await dara.presses("history:show")
    await golden.shows(dara, "reads what has happened to the meeting")
    await dara.says("/history Nobody")
    await golden.shows(dara, "reads of nobody")


async def test_taking_part(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await sokha.forges(f"meetings:answer:1:yes:{MEETING_DAY}")
    await health.becomes(datetime.combine(date(2026, 12, 16), time(9), ZONE))
    await dara.forges("attendance:set:1:2:present")
    await dara.says("/participation")
    await golden.shows(dara, "sees how members take part")
    await dara.presses("participation:show", 1, "people", 20260101, 20261231)
    await golden.shows(dara, "sees it by person")
    await dara.says("/participation lately")
    await golden.shows(dara, "names no period")
    await dara.says("/unreachable")
    await golden.shows(dara, "sees that messages reach everybody")
    await sokha.does(sokha.person.blocks())
    await enters(dara, "Kim Sovann")
    await dara.says("/unreachable")
    await golden.shows(dara, "sees whom messages do not reach")


async def test_a_person_without_telegram(golden: Golden, health: Stage, dara: Player) -> None:
    await dara.says("/members")
    await dara.presses("members:enter")
    await golden.shows(dara, "is asked for the role")
    await dara.presses("form:choice=government")
    await golden.shows(dara, "is asked for the title")
    await dara.says("H.E.", "Kim Sovann", "Secretary of State", "MoH", "012 345 678")
    await golden.shows(dara, "answered everything")
    await dara.presses("form:save")
    await golden.shows(dara, "entered the person")
    await enters_for(dara, "Kim Sovann")
    await golden.shows(dara, "sees that nothing waits")
    await announce_meeting(dara)
    await enters_for(dara, "Kim Sovann")
    await golden.shows(dara, "sees what waits")
    await enters(dara, "Kim Sovann")
    await golden.shows(dara, "enters the same person again")
    await opens(dara, "Kim Sovann")
