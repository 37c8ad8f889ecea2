"""Kinds of meetings, one line, links, guests, and what those who lead are told, as people read it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.actions.conftest import records
from tests.golden.conftest import Golden
from tests.meetings.test_numbers_links_guests import opens_item
from tests.support.setup_steps import announce_meeting, everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

ZONE = ZoneInfo("Asia/Phnom_Penh")
LINK = "https://zoom.us/j/5?pwd=Ab1.2"


async def test_a_meeting_of_partners(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    lena = await health.member("Lena", "lead_facilitator", "UNDP", language=golden.language)
    await dara.says("/newmeeting", "Position on the budget", "DP meeting")
    await golden.shows(dara, "may not convene the partners")
    await lena.says("/menu")
    await golden.shows(lena, "sees the menu")
    await lena.says("/newmeeting", "Position on the budget")
    await golden.shows(lena, "is asked which of her kinds it is")
    await lena.presses("form:choice=dp_only")
    await lena.says("15/12/2026", "9:00")
    await golden.shows(lena, "is asked how long it lasts")
    await lena.says("1h30")
    await lena.says(f"UNDP office and online {LINK}")
    await golden.shows(lena, "is asked for the agenda")
    await lena.presses("form:choice=usual")
    await lena.presses("form:finish")
    await golden.shows(lena, "answered everything")
    await lena.presses("form:save")
    await golden.shows(lena, "sees what would be announced")
    await lena.presses("meetings:announce")
    await golden.shows(lena, "has announced it")
    await golden.shows(sokha, "is invited")


async def test_one_item(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara, audience=Audience.SECRETARIAT)
    await dara.forges("meetings:agenda:1")
    await opens_item(dara, 3)
    await dara.presses("meetings:invite_to_item")
    await golden.shows(dara, "is asked who is invited to the item")
    await dara.says("Sokha\nJane Roe, World Bank mission")
    await dara.presses("form:finish")
    await dara.presses("form:save")
    await golden.shows(dara, "sees who is invited to it")
    await golden.shows(sokha, "is invited to one item")
    await sokha.presses("meetings:item_answer", 1, "yes")
    await golden.shows(sokha, "has answered")
    await sokha.says("/meetings")
    await golden.shows(sokha, "finds it among the meetings")
    await dara.forges("meetings:answers:1")
    await golden.shows(dara, "sees who comes")
    await dara.forges("meetings:agenda:1")
    await opens_item(dara, 3)
    await dara.presses("meetings:agenda_move", "up")
    await dara.forges("meetings:renumber:1")
    await dara.says("12", "It is the twelfth")
    await dara.presses("form:save")
    await health.passes(minutes=3)
    await golden.shows(sokha, "hears that its time is another")
    await golden.shows(dara, "hears of the new edition and the number")
    await health.becomes(datetime(2026, 12, 14, 8, tzinfo=ZONE))
    await golden.shows(sokha, "is reminded")
    await dara.forges("meetings:guests:1")
    await dara.presses("meetings:item_uninvite", 1)
    await golden.shows(sokha, "is not invited any more")


async def test_a_meeting_in_one_line(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await plan_meeting(dara, number=11)
    await dara.says("/newmeeting 12th plenary every month, 17 or 18 December 9:00–12:00, MoH room A")
    await golden.shows(dara, "is asked for the day")
    await dara.presses("form:choice=2026-12-17")
    await golden.shows(dara, "is asked for the title")
    await dara.says("Plenary")
    await golden.shows(dara, "is asked for the agenda")
    await dara.presses("form:skip")
    await golden.shows(dara, "sees what was understood")
    await dara.presses("form:cancel")
    await dara.says("/newmeeting Plenary every month, 15 December 10:00–12:00, MoH room A")
    await golden.shows(dara, "is asked about a word")
    await dara.presses("form:keep")
    await dara.presses("form:skip")
    await golden.shows(dara, "sees the number and the clash")
    await dara.presses("form:change")
    await golden.shows(dara, "chooses what to change")
    await dara.presses("form:change=number")
    await golden.shows(dara, "is asked for the number")
    await dara.presses("form:skip")
    await dara.presses("form:change")
    await dara.presses("form:change=link")
    await golden.shows(dara, "is asked for the link")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await dara.presses("meetings:announce")
    await golden.shows(sokha, "is invited to the twelfth")
    await sokha.says("/meetings")
    await golden.shows(sokha, "lists the meetings")


async def test_guests(golden: Golden, health: Stage, dara: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"meetings:guests:{meeting_id}")
    await golden.shows(dara, "has no guests")
    await dara.presses("meetings:invite_guests")
    await golden.shows(dara, "is asked who they are")
    await dara.says("Jane Roe, World Bank, jane@example.org\n012 345 678")
    await golden.shows(dara, "named one, and one without a name")
    await dara.presses("form:finish")
    await golden.shows(dara, "answered everything")
    await dara.presses("form:save")
    await golden.shows(dara, "sees the guests")
    await dara.forges(f"meetings:answers:{meeting_id}")
    await golden.shows(dara, "sees who comes")


async def test_those_who_lead(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    chair = await health.member("Sovann", "chair", language=golden.language)
    for number in range(8):
        await records(dara, sokha, f"Send part {number} of the budget")
    await announce_meeting(dara)
    await health.restarts()
    await health.becomes(datetime(2026, 12, 13, 7, tzinfo=ZONE))
    await everybody_looks_away(dara)
    await health.becomes(datetime(2026, 12, 13, 8, tzinfo=ZONE))
    await golden.shows(chair, "is briefed")
    await health.becomes(datetime(2027, 10, 31, 8, tzinfo=ZONE))
    await everybody_looks_away(dara)
    await health.becomes(datetime(2027, 11, 1, 8, tzinfo=ZONE))
    await golden.shows(chair, "is warned of too few meetings")
    await dara.says("/twg")
    await golden.shows(dara, "sees the settings")
