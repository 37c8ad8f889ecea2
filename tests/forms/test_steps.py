"""Going through a form: back, skip, change, cancel, and saving once (U1)."""

import asyncio

from handlers.dispatch import Dispatcher
from handlers.incoming import Incoming, Sender
from handlers.request import Settings
from tests.forms.steps import answers, meetings, open_forms
from tests.support.stage import Player, Stage


async def test_back_asks_the_question_before_and_shows_what_was_answered(planning: Player) -> None:
    await planning.presses("form:back")
    await planning.reads("(2/8)", "What kind of meeting is it?", "Now: Plenary", "[Keep it]")
    await planning.presses("form:back")
    await planning.reads("(1/8)", "What is the meeting about?", "Now: Second plenary 2026")
    await planning.does_not_read("« Back")


async def test_keep_goes_on_to_the_first_open_question(health: Stage, planning: Player) -> None:
    await planning.presses("form:back")
    await planning.presses("form:back")
    await planning.presses("form:keep")
    await planning.reads("(3/8)", "On which day will it be held?")
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


async def test_an_answer_given_again_replaces_only_itself(health: Stage, planning: Player) -> None:
    await planning.presses("form:back")
    await planning.presses("form:back")
    await planning.says("Third plenary 2026")
    await planning.reads("(3/8)")
    assert await answers(health) == {"title": "Third plenary 2026", "kind": "plenary"}


async def test_skip_is_offered_only_where_there_need_be_no_answer(planning: Player) -> None:
    await planning.does_not_read("Skip")
    await planning.says("15/12/2026", "9:00", "3h", "Room A")
    await planning.presses("form:choice=all")
    await planning.reads("(8/8)", "What is on the agenda?", "[Skip]")
    await planning.presses("form:skip")
    await planning.reads("Is this right?")
    await planning.does_not_read("Agenda:")


async def test_who_types_what_the_button_says_means_the_button(health: Stage, planning: Player) -> None:
    await planning.says("15/12/2026", "9:00", "3h", "Skip", "All members")  # a place has no such button
    await planning.says("Budget", "that is all")
    await planning.reads("Place: Skip", "1. Budget", "Is this right?")
    await planning.does_not_read("2.")
    await planning.presses("form:change")
    await planning.presses("form:change=agenda")
    await planning.presses("form:undo")
    await planning.says("skip")
    await planning.reads("Is this right?")
    await planning.does_not_read("Agenda:")


async def test_a_forged_skip_does_not_skip_what_is_needed(health: Stage, planning: Player) -> None:
    [form] = await open_forms(health)
    await planning.forges(f"f:{form.id}:{form.revision}:skip")
    await planning.reads("(3/8)", "On which day will it be held?")


async def test_a_forged_save_does_not_save_what_is_unfinished(health: Stage, planning: Player) -> None:
    [form] = await open_forms(health)
    await planning.forges(f"f:{form.id}:{form.revision}:save")
    await planning.reads("(3/8)", "On which day will it be held?")
    assert await meetings(health) == []


async def test_the_summary_shows_everything_before_it_is_saved(health: Stage, summary: Player) -> None:
    await summary.reads(
        "Title: Second plenary 2026",
        "Kind: Plenary",
        "Day: Tuesday 15 December 2026",
        "Begins at: 09:00",
        "Lasts: 3 h",
        "Place: Room A",
        "Invited: All members",
        "Is this right?",
        "[Save]",
    )
    assert await meetings(health) == []


async def test_one_answer_is_changed_from_the_summary(health: Stage, summary: Player) -> None:
    await summary.presses("form:change")
    await summary.reads("What would you like to change?", "[Title] [Kind]", "[Day] [Begins at]")
    await summary.presses("form:change=place")
    await summary.reads("Where will it be held?", "Now: Room A")
    await summary.says("Room B")
    await summary.reads("Place: Room B", "Title: Second plenary 2026", "Is this right?")
    await summary.presses("form:save")
    assert [meeting.place for meeting in await meetings(health)] == ["Room B"]


async def test_back_from_the_choice_of_what_to_change_is_the_summary(summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:look")
    await summary.reads("Place: Room A", "Is this right?")


async def test_back_from_the_summary_is_the_last_question(health: Stage, summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:change=agenda")
    await summary.says("Opening\nBudget | MoH | 30")
    await summary.presses("form:finish")
    await summary.reads("1. Opening", "2. Budget – MoH (30 min)", "Is this right?")


async def test_words_at_the_summary_are_told_to_press_a_button(health: Stage, summary: Player) -> None:
    await summary.says("yes, save it")
    await summary.reads("Please press one of the buttons to save, change or cancel this.", "Place: Room A")
    assert await meetings(health) == []


async def test_the_last_line_of_a_list_is_removed(health: Stage, summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:change=agenda")
    await summary.says("Opening\nBudgte")
    await summary.presses("form:undo")
    await summary.reads("1. Opening")
    await summary.does_not_read("Budgte")
    await summary.presses("form:undo")
    await summary.reads("What is on the agenda?", "[Skip]")
    await summary.does_not_read("1. Opening")


async def test_cancel_saves_nothing(health: Stage, summary: Player) -> None:
    await summary.presses("form:cancel")
    await summary.reads("“New meeting” is cancelled; nothing was saved.")
    assert (await meetings(health), await open_forms(health)) == ([], [])


async def test_the_cancel_command_does_the_same(health: Stage, planning: Player) -> None:
    await planning.says("/cancel")
    await planning.reads("“New meeting” is cancelled; nothing was saved.")
    assert await open_forms(health) == []


async def test_save_saves_and_ends_the_form(health: Stage, summary: Player) -> None:
    await summary.presses("form:save")
    await summary.reads("Second plenary 2026", "Nothing has been sent yet.")
    assert ([meeting.title for meeting in await meetings(health)], await open_forms(health)) == (
        ["Second plenary 2026"],
        [],
    )


async def test_a_second_tap_on_save_saves_once_and_keeps_what_came_of_it(health: Stage, summary: Player) -> None:
    await summary.presses_twice("form:save")
    await summary.reads("Nothing has been sent yet.", "This form is finished.")
    assert len(await meetings(health)) == 1


async def test_a_second_tap_on_a_choice_does_not_answer_the_next_question(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary 2026")
    await dara.presses_twice("form:choice=plenary")
    await dara.reads("(3/8)", "This is where the form stands now.")
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


async def test_a_button_of_an_earlier_question_redraws_the_form(health: Stage, planning: Player) -> None:
    asked = await planning.finds_text("On which day will it be held?")
    await planning.says("15/12/2026", "9:00")
    await planning.does(planning.person.taps("30", in_message=asked))
    await planning.reads("(5/8)", "How long will it last?", "This is where the form stands now.")
    assert (await answers(health))["day"] == "2026-12-15"


async def test_a_button_of_a_finished_form_says_that_it_is_finished(planning: Player) -> None:
    asked = await planning.finds_text("On which day will it be held?")
    await planning.says("/cancel")
    await planning.does(planning.person.taps("30", in_message=asked))
    await planning.reads("This form is finished. /menu shows what you can do.")


async def test_a_button_of_a_cancelled_form_does_nothing_to_the_next_one(health: Stage, planning: Player) -> None:
    cancelled = await planning.finds_text("On which day will it be held?")
    await planning.says("/cancel")
    await planning.says("/invite")
    await planning.does(planning.person.taps("30", in_message=cancelled))
    await planning.reads("This form is finished. /menu shows what you can do.")
    await planning.sees_nothing_new()


async def test_a_form_that_several_processes_save_at_once_is_saved_once(health: Stage, summary: Player) -> None:
    [form] = await open_forms(health)
    settings = Settings("twg_bot", default_zone="Asia/Phnom_Penh")
    presses = [
        Incoming(
            update_id=900 + number,
            sender=Sender(summary.person.id, "Chan Dara", "en"),
            chat_id=summary.person.id,
            button=f"f:{form.id}:{form.revision}:save",
            query_id=str(number),
        )
        for number in range(4)
    ]
    dispatchers = [Dispatcher(health.assistant.database, settings, health.clock.now) for _press in presses]
    await asyncio.gather(*(dispatcher.handle(press) for dispatcher, press in zip(dispatchers, presses, strict=True)))
    assert [meeting.title for meeting in await meetings(health)] == ["Second plenary 2026"]
