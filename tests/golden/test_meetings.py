"""Planning, changing and answering, with every question on the way."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from tests.golden.conftest import Golden
from tests.support.setup_steps import MEETING_DAY, announce_meeting, everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

ZONE = ZoneInfo("Asia/Phnom_Penh")


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=ZONE)


async def test_planning_a_meeting(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/announce")
    await golden.shows(dara, "has nothing to announce")
    await dara.presses("meetings:new")
    await golden.shows(dara, "is asked what it is about")
    await dara.says("T" * 201)
    await golden.shows(dara, "gives too long a title")
    await dara.says("Second plenary meeting 2026")
    await golden.shows(dara, "is asked its kind")
    await dara.presses("form:choice=plenary")
    await golden.shows(dara, "is asked the day")
    for day in ("31/11/2026", "22/11/2026", "15/12/2036", "soon"):
        await dara.says(day)
        await golden.shows(dara, f"types {day}")
    await dara.says("23/11/2026")
    await golden.shows(dara, "is asked the hour")
    await dara.says("08:30")
    await golden.shows(dara, "is asked how long")
    await dara.says("1h")
    await golden.shows(dara, "is asked where")
    await dara.says("Room A")
    await golden.shows(dara, "is asked who is invited")
    await dara.presses("form:choice=all")
    await golden.shows(dara, "is asked for the agenda")
    await dara.says("Budget | MoH | 45\nIndicators | WHO | 30")
    await golden.shows(dara, "gave two items")
    await dara.says("| WHO | 30")
    await golden.shows(dara, "gives one without a title")
    await dara.presses("form:finish")
    await golden.shows(dara, "answered everything")
    await dara.presses("form:save")
    await golden.shows(dara, "chose an hour that has passed")
    await dara.says("15:00")
    await dara.presses("form:save")
    await golden.shows(dara, "sees that the agenda takes too long")
    await dara.presses("meetings:not_yet")
    await golden.shows(dara, "does not announce it yet")


async def test_a_planned_meeting(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    for number in range(12):
        await health.member(f"Partner {number:02}", "development_partner", "UNFPA")
    await plan_meeting(dara, audience=Audience.PARTNERS)
    await dara.says("/announce")
    await golden.shows(dara, "sees who will be invited")
    await dara.says("/meetings")
    await golden.shows(dara, "lists the meetings")
    await sokha.says("/meetings")
    await golden.shows(sokha, "lists the meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:correct")
    await golden.shows(dara, "corrects it")
    await dara.presses("form:change")
    await golden.shows(dara, "chooses what to change")
    await dara.presses("form:change=audience")
    await golden.shows(dara, "is asked again who is invited")
    await dara.presses("form:choice=secretariat")
    await dara.presses("form:save")
    await golden.shows(dara, "sees that she alone will be")
    await plan_meeting(dara, title="Core group on the budget")
    await dara.says("/announce")
    await golden.shows(dara, "is asked which to announce")
    await dara.forges("meetings/cancel:1")
    await dara.presses("form:save")
    await golden.shows(dara, "cancels what nobody was told of")
    await dara.forges("meetings/relocate:2")
    await dara.says("Hotel Cambodiana")
    await dara.presses("form:save")
    await golden.shows(dara, "changes what nobody was told of")


async def test_a_changed_meeting(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await sokha.presses("meetings:answer", "yes")
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await golden.shows(dara, "opens it")
    await dara.presses("meetings:move")
    await golden.shows(dara, "is asked the new day")
    await dara.says("15/12/2026", "14:00")
    await golden.shows(dara, "moves it within the day")
    await dara.presses("form:change")
    await dara.presses("form:change=day")
    await dara.says("17/12/2026")
    await golden.shows(dara, "moves it to another day")
    await dara.presses("form:save")
    await golden.shows(dara, "moved it")
    await dara.forges("meetings/relocate:1")
    await golden.shows(dara, "is asked the new place")
    await dara.says("Ministry of Health, meeting room A")
    await dara.presses("form:save")
    await golden.shows(dara, "gives the place that it has")
    await dara.says("Hotel Cambodiana")
    await dara.presses("form:save")
    await golden.shows(dara, "changed the place")
    await everybody_looks_away(dara)
    await sokha.does(sokha.person.blocks())
    await health.passes(minutes=2)
    await golden.shows(dara, "hears of it, and that Sokha was not told")
    await dara.presses("deliveries:again")
    await golden.shows(dara, "sends it to Sokha again, who still blocks the bot")
    await sokha.does(sokha.person.unblocks())
    await golden.shows(sokha, "unblocks the bot and hears of it")


async def test_a_cancelled_meeting(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await dara.forges("meetings/cancel:1")
    await golden.shows(dara, "is asked whether to cancel")
    [question] = await dara.new_messages()
    await dara.presses("form:cancel")
    await golden.shows(dara, "keeps it")
    await dara.does(dara.person.taps_data(question.buttons[0][0].data, in_message=question))
    await golden.shows(dara, "presses the button that is gone")
    await dara.forges("meetings/cancel:1")
    await dara.says("The Chair is abroad")
    await golden.shows(dara, "gave a reason")
    await sokha.looks_away()
    await dara.presses("form:save")
    await golden.shows(dara, "cancelled it")
    await golden.shows(sokha, "hears of it")
    await sokha.says("/meetings")
    await golden.shows(sokha, "has none ahead")
    await sokha.says("/search plenary")
    await sokha.presses("meetings:open")
    await golden.shows(sokha, "finds it")


async def test_answering(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    kenji, vichea, bopha, maria = [
        await health.member(name, "civil_society", language=golden.language)
        for name in ("Kenji", "Vichea", "Bopha", "Maria")
    ]
    await announce_meeting(dara)
    await sokha.presses("meetings:answer", "yes")
    await vichea.presses("meetings:answer", "no")
    await golden.shows(vichea, "will not come")
    await bopha.presses("meetings:answer", "maybe")
    await golden.shows(bopha, "may come")
    await kenji.presses("meetings:answer", "delegate")
    await golden.shows(kenji, "is asked who comes instead")
    await kenji.says("Dr Chan Sophea, Deputy Director")
    await golden.shows(kenji, "named the delegate")
    await kenji.presses("form:save")
    await golden.shows(kenji, "sends a delegate")
    await kenji.says("/meetings")
    await golden.shows(kenji, "lists the meetings")
    invitation = (await maria.finds("meetings/card")).message
    await maria.says("Where is it?", reply_to=invitation)
    await golden.shows(maria, "asks a question")
    await maria.looks_away()
    await maria.says("The annex is long", reply_to=invitation)
    await golden.shows(maria, "replies something unclear")
    await dara.forges("meetings/answers:1")
    await golden.shows(dara, "asks who is coming")
    for player in (dara, maria):
        await player.forges(f"meetings/answer:1:yes:{MEETING_DAY}")
    await dara.forges("meetings/answers:1")
    await golden.shows(dara, "has everybody's answer")


async def test_which_meeting(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await announce_meeting(dara, title="Budget meeting")
    await health.becomes(local(12, 8) + timedelta(seconds=1))
    await golden.shows(sokha, "is reminded of two meetings at once")
    [both] = await sokha.new_messages()
    await sokha.says("I will come", reply_to=both)
    await golden.shows(sokha, "is asked to which")


async def test_missed_reminders(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await announce_meeting(dara, title="Budget meeting")
    await health.assistant.stop()
    health.clock.set(local(15, 5))
    await health.restarts()
    await health.settle()
    await golden.shows(dara, "hears of all that were not sent")
    [notice] = await dara.new_messages()
    await sokha.looks_away()
    await dara.presses("reminders:now", (await dara.finds("reminders/missed")).buttons[0].args[0])
    await golden.shows(dara, "has one sent")
    await golden.shows(sokha, "is reminded on the day")
    await dara.does(dara.person.taps_data(notice.buttons[0][0].data, in_message=notice))
    await golden.shows(dara, "has it sent again")


async def test_being_reminded_early(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await announce_meeting(dara)
    await health.becomes(local(12, 8) + timedelta(seconds=1))
    await golden.shows(sokha, "is reminded three days before")
