"""What happens while a form waits: restarts, other commands, other forms, other days (U1, U2)."""

from datetime import date, time

import pytest

from messages.rendering.labels import label
from messages.rendering.templating import format_day
from storage.meetings import MeetingKind
from tests.forms.steps import answers, asks_for, meetings, open_forms, presses_in
from tests.requests.conftest import all_stored
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage


async def test_a_restart_loses_nothing(health: Stage, planning: Player) -> None:
    await health.restarts()
    await planning.says("15/12/2026")
    await asks_for(planning, "at", 4)
    await health.restarts()
    await planning.presses("form:choice=2")
    await planning.says("3h", "Room A")
    await planning.presses("form:choice=all")
    await planning.presses("form:skip")
    await health.restarts()
    await planning.presses("form:save")
    assert [(meeting.title, meeting.place) for meeting in await meetings(health)] == [("Second plenary 2026", "Room A")]


async def test_a_restart_in_the_middle_of_a_registration_loses_nothing(health: Stage) -> None:
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("development_partner"))
    await sokha.presses("form:choice=en")
    await sokha.presses("form:skip")
    await sokha.says("Sok Sokha", "Health adviser")
    await health.restarts()
    await sokha.says("UNFPA", "012 345 678")
    await sokha.presses("form:skip")
    summary = await sokha.summary()
    assert [summary[name] for name in ("name", "position", "institution")] == ["Sok Sokha", "Health adviser", "UNFPA"]
    await health.restarts()
    await sokha.presses("form:save")
    await sokha.sees_only("members/registered")


@pytest.mark.parametrize("command", ["/me", "/members", "/menu", "/meetings", "/nonsense", "/help"])
async def test_a_command_in_the_middle_leaves_the_form_as_it_is(health: Stage, planning: Player, command: str) -> None:
    before = await answers(health)
    await planning.says(command)
    await planning.does_not_ask()
    assert await answers(health) == before
    await planning.says("15/12/2026")
    await asks_for(planning, "at", 4)


async def test_the_same_command_goes_on_with_the_form(health: Stage, planning: Player) -> None:
    await planning.says("/newmeeting")
    await asks_for(planning, "day", 3)
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


async def test_a_form_opened_again_shows_what_was_kept_and_can_begin_anew(health: Stage, planning: Player) -> None:
    await planning.says("/newmeeting")
    kept = [line.value for line in (await planning.shown("forms/ask"))["kept"]]
    assert kept == ["Second plenary 2026", label(MeetingKind.PLENARY).render("en")]
    await planning.reads_fact(*kept)
    await planning.presses("form:anew")
    await asks_for(planning, "title", 1)
    await planning.does_not_read_fact("Second plenary 2026")
    await planning.does_not_offer("form:anew")
    assert await answers(health) == {}


async def test_a_form_that_has_kept_nothing_offers_nothing_to_begin_anew(planning: Player) -> None:
    await planning.says("/cancel", "/newmeeting", "/newmeeting")
    await asks_for(planning, "title", 1)
    await planning.sees("forms/ask", kept=[])
    await planning.does_not_offer("form:anew")


async def test_a_form_left_while_an_answer_was_changed_opens_with_everything_it_kept(dara: Player) -> None:
    await announce_meeting(dara)
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:move")
    await dara.says("17/12/2026", "14:00", "The room is taken")
    await dara.presses("form:change")
    await dara.presses("form:change=day")
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:move")
    summary = await dara.summary()
    assert summary == {"day": format_day(date(2026, 12, 17), locale="en"), "at": "14:00", "reason": "The room is taken"}
    await dara.offers("form:change")


async def test_a_second_form_is_answered_first_and_the_other_offered_again(health: Stage, planning: Player) -> None:
    title = (await planning.shown("forms/ask"))["title"]
    await health.passes(minutes=1)
    await planning.says("/invite")
    await planning.presses("form:choice=chair")
    await planning.presses("form:choice=0")
    await planning.presses("form:save")
    await planning.sees_only("members/invited", "forms/waiting")
    await planning.sees("forms/waiting", title=title)
    await planning.presses("form:look")
    await asks_for(planning, "day", 3)
    await planning.says("15/12/2026")
    await asks_for(planning, "at", 4)


async def test_cancelling_the_second_form_offers_the_first_again(health: Stage, planning: Player) -> None:
    first = (await planning.shown("forms/ask"))["title"]
    await health.passes(minutes=1)
    await planning.says("/invite")
    second = (await planning.shown("forms/ask"))["title"]
    await planning.says("/cancel")
    await planning.sees_only("forms/cancelled", "forms/waiting")
    await planning.sees("forms/cancelled", title=second)
    await planning.sees("forms/waiting", title=first)
    assert (await answers(health))["title"] == "Second plenary 2026"


async def test_a_button_of_the_first_form_makes_it_the_one_that_is_answered(health: Stage, planning: Player) -> None:
    asked = await planning.finds("forms/ask")
    await health.passes(minutes=1)
    await planning.says("/search")
    await health.passes(minutes=1)
    await presses_in(planning, asked, "form:choice=2026-11-30")
    await planning.says("9:00")
    await asks_for(planning, "duration", 5)
    assert [form.answers.get("at") for form in await open_forms(health)] == ["09:00", None]


async def test_an_answer_that_a_new_day_made_invalid_is_asked_again(health: Stage, planning: Player) -> None:
    await planning.presses("form:choice=2026-11-30")
    await planning.says("9:00", "3h", "Room A")
    await planning.presses("form:choice=all")
    await planning.presses("form:skip")
    assert (await planning.summary())["day"] == format_day(date(2026, 11, 30), locale="en")
    await health.passes(days=8)
    await planning.presses("form:save")
    await planning.is_refused("general#past_day", day=date(2026, 11, 30))
    await planning.asks("day")
    await planning.says("15/12/2026")
    summary = await planning.summary()
    assert [summary[name] for name in ("day", "at", "place")] == [
        format_day(date(2026, 12, 15), locale="en"),
        "09:00",
        "Room A",
    ]
    await planning.presses("form:save")
    assert [meeting.place for meeting in await meetings(health)] == ["Room A"]


async def test_an_hour_that_has_gone_by_is_refused_and_nothing_else_is_lost(health: Stage, planning: Player) -> None:
    await planning.says("today", "9:30", "1h", "Room A")
    await planning.presses("form:choice=all")
    await planning.presses("form:skip")
    await health.passes(hours=1)
    await planning.presses("form:save")
    await planning.is_refused("meetings#start_in_past")
    await planning.reads_fact("09:30")
    await planning.asks("at")
    assert (await meetings(health), (await answers(health))["place"]) == ([], "Room A")


async def test_a_form_nobody_touches_for_a_month_still_answers_to_its_last_day(health: Stage, planning: Player) -> None:
    asked = await planning.finds("forms/ask")
    await health.passes(days=29)
    await planning.says("15/1/2027", reply_to=asked.message)
    await asks_for(planning, "at", 4)


async def test_another_indicator_reads_the_value_anew(health: Stage, dara: Player) -> None:
    for number, unit, target in (("2008-4", "%", "90"), ("2008-5", "USD", "50000")):
        await dara.says("/jmi")
        await dara.presses("indicators:define")
        await dara.says(number, "A statement", unit, target, "Dec 2026", "MoH")
        await dara.presses("form:save")
    await dara.says("/jmi 2008-5 4500 disbursed")
    assert (await dara.summary())["value"] == "4,500 USD"
    await dara.presses("form:change")
    await dara.presses("form:change=indicator")
    await dara.presses("form:choice=1")
    await dara.is_refused("indicators#unclear_value", unit="%")
    await dara.asks("value")
    await dara.says("58")
    summary = await dara.summary()
    assert (summary["value"], summary["note"]) == ("58 %", "disbursed")


async def test_editing_an_answer_does_not_answer_the_open_question(health: Stage, planning: Player) -> None:
    mine = [message for message in await planning.person.messages() if message.mine]
    await planning.does(planning.person.edits(mine[-1], "15/12/2026"))
    await planning.sees_only("general/edited")
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


async def test_two_people_fill_in_the_same_form_each_their_own(health: Stage, planning: Player) -> None:
    chair = await health.member("Kim Sovann", "chair")
    await chair.says("/newmeeting", "Core group in January", "core_group")
    await planning.says("15/12/2026")
    assert [form.answers["title"] for form in await open_forms(health)] == [
        "Second plenary 2026",
        "Core group in January",
    ]
    await asks_for(chair, "day", 3)
    await asks_for(planning, "at", 4)


async def test_a_form_opened_with_answers_counts_only_the_questions_that_are_left(
    health: Stage, planning: Player
) -> None:
    await planning.says("/cancel")
    await planning.sends_file("budget.pdf")
    await planning.presses("documents:take")
    await asks_for(planning, "title", 1, 5)
    await planning.offers("form:back")
    await planning.presses("form:choice=0")
    await asks_for(planning, "kind", 2, 5)
    await health.restarts()
    await planning.presses("form:choice=minutes")
    await asks_for(planning, "audience", 3, 5)
    await planning.presses("form:back")
    await planning.presses("form:back")
    await planning.presses("form:back")
    await planning.asks("file")
    await planning.sees("forms/ask", position=0)


async def test_a_question_at_a_form_is_answered_as_without_one_and_sent_to_nobody(health: Stage, dara: Player) -> None:
    sovann = await health.member("Sovann Kim", "chair")
    await announce_meeting(dara, title="Core group", day=date(2026, 11, 23), at=time(14))
    await dara.says("/newmeeting")
    await dara.says("what was decided today?")
    await dara.finds("general/wished")
    await dara.sees("forms/waiting")
    assert await all_stored(health) == []
    await health.passes(minutes=10)
    await sovann.sees_nothing_new()
