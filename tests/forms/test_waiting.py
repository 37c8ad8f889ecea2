"""What happens while a form waits: restarts, other commands, other forms, other days (U1, U2)."""

import pytest

from tests.forms.steps import answers, meetings, open_forms
from tests.support.doings import announce_meeting
from tests.support.stage import Player, Stage


async def test_a_restart_loses_nothing(health: Stage, planning: Player) -> None:
    await health.restarts()
    await planning.says("15/12/2026")
    await planning.reads("(4/8)", "At what time does it begin?")
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
    await sokha.says("Sok Sokha", "Health adviser")
    await health.restarts()
    await sokha.says("UNFPA", "012 345 678")
    await sokha.reads("Name: Sok Sokha", "Position: Health adviser", "Institution: UNFPA")
    await health.restarts()
    await sokha.presses("form:save")
    await sokha.reads("You are registered.")


@pytest.mark.parametrize("command", ["/me", "/members", "/menu", "/meetings", "/nonsense", "/help"])
async def test_a_command_in_the_middle_leaves_the_form_as_it_is(health: Stage, planning: Player, command: str) -> None:
    before = await answers(health)
    await planning.says(command)
    await planning.does_not_read("On which day will it be held?")
    assert await answers(health) == before
    await planning.says("15/12/2026")
    await planning.reads("(4/8)", "At what time does it begin?")


async def test_the_same_command_goes_on_with_the_form(health: Stage, planning: Player) -> None:
    await planning.says("/newmeeting")
    await planning.reads("(3/8)", "On which day will it be held?")
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


async def test_a_form_opened_again_shows_what_was_kept_and_can_begin_anew(health: Stage, planning: Player) -> None:
    await planning.says("/newmeeting")
    await planning.reads("Kept from before:\nTitle: Second plenary 2026\nKind: Plenary\n", "[Begin anew]")
    await planning.presses("form:anew")
    await planning.reads("New meeting (1/8)", "What is the meeting about?")
    await planning.does_not_read("Second plenary 2026", "Begin anew")
    assert await answers(health) == {}


async def test_a_form_that_has_kept_nothing_offers_nothing_to_begin_anew(planning: Player) -> None:
    await planning.says("/cancel", "/newmeeting", "/newmeeting")
    await planning.reads("(1/8)")
    await planning.does_not_read("Kept from before", "Begin anew")


async def test_a_form_left_while_an_answer_was_changed_opens_with_everything_it_kept(dara: Player) -> None:
    await announce_meeting(dara)
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:move")
    await dara.says("17/12/2026", "14:00")
    await dara.presses("form:change")
    await dara.presses("form:change=day")
    await dara.says("/meetings")
    await dara.presses("meetings:open")
    await dara.presses("meetings:move")
    await dara.reads("New day: Thursday 17 December 2026", "Begins at: 14:00", "Is this right?", "[Change…]")


async def test_a_second_form_is_answered_first_and_the_other_offered_again(health: Stage, planning: Player) -> None:
    await health.passes(minutes=1)
    await planning.says("/invite")
    await planning.presses("form:choice=chair")
    await planning.presses("form:choice=0")
    await planning.presses("form:save")
    assert await planning.finds_text("Invitation for 1 person")
    await planning.reads("You have not finished “New meeting” yet.", "[Go on with it]")
    await planning.presses("form:look")
    await planning.reads("(3/8)", "On which day will it be held?")
    await planning.says("15/12/2026")
    await planning.reads("(4/8)", "At what time does it begin?")


async def test_cancelling_the_second_form_offers_the_first_again(health: Stage, planning: Player) -> None:
    await health.passes(minutes=1)
    await planning.says("/invite", "/cancel")
    await planning.reads("“Invite members” is cancelled", "You have not finished “New meeting” yet.")
    assert (await answers(health))["title"] == "Second plenary 2026"


async def test_a_button_of_the_first_form_makes_it_the_one_that_is_answered(health: Stage, planning: Player) -> None:
    asked = await planning.finds_text("On which day will it be held?")
    await health.passes(minutes=1)
    await planning.says("/search")
    await health.passes(minutes=1)
    await planning.does(planning.person.taps("30", in_message=asked))
    await planning.says("9:00")
    await planning.reads("(5/8)", "How long will it last?")
    assert [form.answers.get("at") for form in await open_forms(health)] == ["9:00", None]


async def test_an_answer_that_a_new_day_made_invalid_is_asked_again(health: Stage, planning: Player) -> None:
    await planning.presses("form:choice=2026-11-30")
    await planning.says("9:00", "3h", "Room A")
    await planning.presses("form:choice=all")
    await planning.presses("form:skip")
    await planning.reads("Day: Monday 30 November 2026", "Is this right?")
    await health.passes(days=8)
    await planning.presses("form:save")
    await planning.reads(
        "Monday 30 November 2026 is over; please give today or a later day.", "On which day will it be held?"
    )
    await planning.says("15/12/2026")
    await planning.reads("Day: Tuesday 15 December 2026", "Begins at: 09:00", "Place: Room A", "Is this right?")
    await planning.presses("form:save")
    assert [meeting.place for meeting in await meetings(health)] == ["Room A"]


async def test_an_hour_that_has_gone_by_is_refused_and_nothing_else_is_lost(health: Stage, planning: Player) -> None:
    await planning.says("today", "9:30", "1h", "Room A")
    await planning.presses("form:choice=all")
    await planning.presses("form:skip")
    await health.passes(hours=1)
    await planning.presses("form:save")
    await planning.reads("09:30 has already passed; please give a time that is still ahead.", "At what time")
    assert (await meetings(health), (await answers(health))["place"]) == ([], "Room A")


async def test_a_form_nobody_touches_for_a_month_still_answers_to_its_last_day(health: Stage, planning: Player) -> None:
    await health.passes(days=29)
    await planning.says("15/1/2027")
    await planning.reads("(4/8)", "At what time does it begin?")


async def test_another_indicator_reads_the_value_anew(health: Stage, dara: Player) -> None:
    for number, unit, target in (("2008-4", "%", "90"), ("2008-5", "USD", "50000")):
        await dara.says("/jmi")
        await dara.presses("indicators:define")
        await dara.says(number, "A statement")
        await dara.taps(unit)
        await dara.says(target, "Dec 2026", "MoH")
        await dara.presses("form:save")
    await dara.says("/jmi 2008-5 4500 disbursed")
    await dara.reads("Value: 4,500 USD", "Is this right?")
    await dara.presses("form:change")
    await dara.presses("form:change=indicator")
    await dara.presses("form:choice=1")
    await dara.reads("A percentage lies between 0 and 100", "What is the value now?")
    await dara.says("58")
    await dara.reads("Value: 58 %", "Note: disbursed", "Is this right?")


async def test_editing_an_answer_does_not_answer_again(health: Stage, planning: Player) -> None:
    mine = [message for message in await planning.person.messages() if message.mine]
    await planning.does(planning.person.edits(mine[-1], "15/12/2026"))
    await planning.reads("I read each message once", "send your correction as a new message")
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


async def test_two_people_fill_in_the_same_form_each_their_own(health: Stage, planning: Player) -> None:
    chair = await health.member("Kim Sovann", "chair")
    await chair.says("/newmeeting", "Core group in January", "core_group")
    await planning.says("15/12/2026")
    assert [form.answers["title"] for form in await open_forms(health)] == [
        "Second plenary 2026",
        "Core group in January",
    ]
    await chair.reads("(3/8)")
    await planning.reads("(4/8)")


async def test_a_form_opened_with_answers_counts_only_the_questions_that_are_left(
    health: Stage, planning: Player
) -> None:
    await planning.says("/cancel")
    await planning.sends_file("budget.pdf")
    await planning.presses("documents:take")
    await planning.reads("Circulate a document (1/5)", "What is its title?", "« Back")
    await planning.presses("form:choice=0")
    await planning.reads("(2/5)", "What kind of document is it?")
    await health.restarts()
    await planning.presses("form:choice=minutes")
    await planning.reads("(3/5)")
    await planning.presses("form:back")
    await planning.presses("form:back")
    await planning.presses("form:back")
    await planning.reads("Circulate a document\nPlease send the document as a file.")
