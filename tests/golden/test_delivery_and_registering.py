"""Setting reminders, what is held back or does not arrive, and what registering asks."""

from datetime import UTC, date, datetime, time
from typing import Any

from telegram.error import BadRequest

from bot.config_sections import TimeSection
from scheduler.delivery.sender import Sent
from tests.delivery.conftest import sets_rule, shares
from tests.delivery.crowding import correct, define, join, report
from tests.documents.conftest import circulate
from tests.forms.steps import presses_in
from tests.golden.conftest import Golden
from tests.indicators.conftest import defines
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away, plan_meeting
from tests.support.stage import Player, Stage
from twg.meetings import changing
from twg.time.working_time import WEEKEND, WorkingTime


async def test_setting_reminders(golden: Golden, health: Stage, dara: Player) -> None:
    await dara.says("/reminders")
    await dara.presses("reminders:change", "meeting_3_days")
    await golden.shows(dara, "is asked whether to remind")
    await dara.presses("form:choice=on")
    await golden.shows(dara, "is asked how many days before")
    await dara.says("many")
    await golden.shows(dara, "gives no number")
    await dara.says("5")
    await golden.shows(dara, "is asked the time")
    await dara.says("14:00")
    await golden.shows(dara, "answered everything")
    await dara.presses("form:save")
    await dara.presses("reminders:change", "document_2_days")
    await dara.presses("form:choice=on")
    await golden.shows(dara, "is asked how many days after")
    await dara.presses("form:cancel")
    await dara.presses("reminders:change", "meeting_2_hours")
    await dara.presses("form:choice=on")
    await golden.shows(dara, "is asked how many hours before")
    await dara.says("3")
    await golden.shows(dara, "answered that")
    await dara.presses("form:save")
    await dara.presses("reminders:change", "meeting_1_day")
    await dara.presses("form:choice=off")
    await golden.shows(dara, "is about to switch one off")
    await dara.presses("form:save")
    await golden.shows(dara, "switched it off")
    await sets_rule(dara, "document_2_days", "0", "09:00")
    await golden.shows(dara, "set one to the day itself")


async def test_what_is_held_back(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    health.assistant.delivery.hours = WorkingTime(time(19), time(7), WEEKEND)
    await health.becomes(datetime(2026, 12, 1, 14, 0, tzinfo=UTC))
    await shares(sokha, "The study is out.")
    await golden.shows(sokha, "shares something at night")
    await sokha.presses("deliveries:now")
    await golden.shows(sokha, "sends it at once")


async def test_what_does_not_arrive(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    send = health.assistant.delivery.sender.send

    async def refuses_files(chat_id: int, part: Any, *args: Any, **options: Any) -> Sent:
        if part.file is not None and chat_id == sokha.person.id:
            raise BadRequest("Wrong file identifier")
        return await send(chat_id, part, *args, **options)

    health.assistant.delivery.sender.send = refuses_files  # type: ignore[assignment]
    meeting_id = await plan_meeting(dara)
    await dara.forges(f"meetings/announce:{meeting_id}")
    await golden.shows(dara, "sees that a file did not arrive")
    await sokha.does(sokha.person.blocks())
    await shares(dara, "The study is out.")
    await golden.shows(dara, "sees who has blocked the assistant")


async def test_a_focal_point_registers(golden: Golden, health: Stage, dara: Player) -> None:
    await circulate(dara)
    await dara.says("/invite")
    await dara.presses("form:choice=focal_point")
    await dara.says("gender", "1")
    await golden.shows(dara, "is about to invite one person")
    await dara.presses("form:save")
    await golden.shows(dara, "made the link")
    [context] = (await dara.finds("members/invited")).contexts("members/invited")
    kenji = await health.person("Kenji", language_code=golden.language)
    await kenji.starts(context["link"].partition("?start=")[2])
    await kenji.presses(f"form:choice={golden.language}")
    await golden.shows(kenji, "is asked for a form of address")
    await kenji.says("Dr.")
    for words, what in (
        ("Kenji Sato", "is asked the position"),
        ("Programme adviser", "is asked the institution"),
        ("JICA", "is asked how to be reached"),
    ):
        await kenji.says(words)
        await golden.shows(kenji, what)
    await kenji.says("+855 12 345 678")
    await golden.shows(kenji, "is asked for the sex")
    await kenji.presses("form:choice=male")
    await everybody_looks_away(dara)
    await kenji.presses("form:save")
    await golden.shows(kenji, "finds a paper to acknowledge")
    await golden.shows(dara, "hears of a focal point")
    await everybody_looks_away(dara)
    await health.passes(days=2)
    await golden.shows(kenji, "is reminded of the paper")


async def test_being_alone(golden: Golden, health: Stage, dara: Player) -> None:
    await dara.says("/members")
    await golden.shows(dara, "lists herself")


async def test_an_earlier_question(golden: Golden, health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Annual review")
    asked = await dara.finds("forms/ask")
    await dara.says("plenary")
    await presses_in(dara, asked, "form:back")
    await golden.shows(dara, "presses a button of an earlier question")


async def test_held_in_quiet_hours(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    health.config.time = TimeSection()
    await health.restarts()
    await defines(dara, responsible=["UNFPA"])
    await health.becomes(datetime(2026, 12, 4, 12, 5, tzinfo=UTC))
    await dara.says("/round", "JMI report", "18/12/2026")
    await golden.shows(dara, "reads when the round would be asked for")
    await dara.presses("form:save")
    await golden.shows(dara, "has opened it")
    await dara.presses("deliveries:now")
    await golden.shows(dara, "sends it now")


async def test_changed_meanwhile(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara)
    await dara.forges(f"meetings:relocate:{meeting_id}")
    await dara.says("Ministry of Planning", "The room is taken")
    rith = await health.member("Rith", "secretariat")
    async with health.assistant.database.begin() as session:
        args = changing.NewTime(day=date(2026, 12, 17), at=time(9), reason="The minister travels")
        await changing.move(session, await access_actor(session, rith), meeting_id, args, now=health.clock.now())
    await dara.presses("form:save")
    await golden.shows(dara, "reads what Rith has changed")
    await dara.presses("form:save")
    await sokha.looks_away()
    await health.passes(minutes=3)
    await golden.shows(sokha, "reads who changed what, and why")


async def test_on_a_day_off(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    health.config.time = TimeSection()
    await health.restarts()
    await health.becomes(datetime(2026, 12, 4, 13, 0, tzinfo=UTC))
    await dara.says("/newmeeting", "Annual review", "plenary", "13/12/2026", "03:00", "2h", "Ministry of Health", "all")
    await dara.presses("form:skip")
    await golden.shows(dara, "plans a meeting on a Sunday night")
    await dara.presses("form:cancel")
    await dara.sends_file()
    await dara.presses("documents:take")
    await dara.says("Budget paper", "report", "all", "4/12/2026")
    await dara.presses("form:skip")
    await golden.shows(dara, "circulates a paper too late")


async def test_many_at_once(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    chenda = await health.member("Chenda", "government", language=golden.language)
    kenji = await health.member("Kenji", "development_partner", "JICA", language=golden.language)
    few, many = await define(dara, 3), [await defines(dara, f"2009-{number}") for number in range(1, 13)]
    await everybody_looks_away(dara)
    async with health.assistant.delivery.held():
        await join(health, 4)
    await health.settle()
    await golden.shows(dara, "hears of four who joined")
    await everybody_looks_away(dara)
    async with health.assistant.delivery.held():
        await join(health, 22, "HLT", first=5)
    await health.settle()
    await golden.shows(dara, "hears of very many")
    await everybody_looks_away(dara)
    async with health.assistant.delivery.held():
        await correct(sokha, kenji, chenda)
    await health.settle()
    await golden.shows(dara, "hears of three who corrected their details")
    for indicators in (few, many):
        await everybody_looks_away(dara)
        async with health.assistant.delivery.held():
            await report(sokha, indicators)
        await health.settle()
        await golden.shows(dara, f"hears of {len(indicators)} reports")
