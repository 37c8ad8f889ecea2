"""What can be answered to a question, and what is asked again in one clear sentence (issue: bad input)."""

from collections.abc import Awaitable
from typing import Any

import pytest

from messages.labels import label
from storage.meetings import MeetingKind
from tests.forms.steps import answers, meetings
from tests.support.stage import Player, Stage


async def in_turn(*doings: Awaitable[Any]) -> None:
    """One thing after the other, without waiting for the assistant."""
    for doing in doings:
        await doing


NAMES = ["<b>Sok & Sok</b> 🌾 សុខ", 'O\'Brien "Bo" &amp; <i>', "{{ 7*7 }} %s %(name)s", "សុខ សុខា", "_*`[x](y)"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("15/12/2026", "Tuesday 15 December 2026"),
        ("១៥/១២/២០២៦", "Tuesday 15 December 2026"),
        ("2026-12-15", "Tuesday 15 December 2026"),
        ("15.12.26", "Tuesday 15 December 2026"),
        ("15 December", "Tuesday 15 December 2026"),
        ("១៥ ធ្នូ ២០២៦", "Tuesday 15 December 2026"),
        ("tomorrow", "Tuesday 24 November 2026"),
        ("today", "Monday 23 November 2026"),
        ("5/1", "Tuesday 5 January 2027"),
    ],
)
async def test_a_day_is_read_as_people_write_it(planning: Player, typed: str, shown: str) -> None:
    await planning.says(typed)
    await planning.reads("(4/8)", "At what time does it begin?")
    await planning.presses("form:back")
    await planning.reads(f"Now: {shown}")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("22/11/2026", "Sunday 22 November 2026 is over; please give today or a later day."),
        ("២២/១១/២០២៦", "Sunday 22 November 2026 is over"),
        ("yesterday", "is over"),
        ("31/11/2026", "There is no 31/11/2026 in the calendar"),
        ("៣០/០២/២០២៧", "in the calendar; please give the day first, then the month: 15/12/2026."),
        ("15/13/2026", "There is no 15/13/2026 in the calendar"),
        ("15/12/2062", "is more than 3 years ahead; please check the year."),
        ("whenever", "Please give a day, for example 15/12/2026, 15 December or tomorrow."),
        ("58", "Please give a day"),
        ("<b>soon</b>", "Please give a day"),
        ("99999999999999999999", "Please give a day"),
    ],
)
async def test_a_day_that_cannot_be_is_asked_again(health: Stage, planning: Player, typed: str, sentence: str) -> None:
    await planning.says(typed)
    await planning.reads(sentence, "(3/8)", "On which day will it be held?")
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("9:00", "09:00"), ("៩:៣០", "09:30"), ("14.30", "14:30"), ("2 pm", "14:00"), ("9h", "09:00"), ("00:00", "00:00")],
)
async def test_a_time_is_read_as_people_write_it(planning: Player, typed: str, shown: str) -> None:
    await planning.says("15/12/2026", typed)
    await planning.reads("(5/8)")
    await planning.presses("form:back")
    await planning.reads(f"Now: {shown}")


@pytest.mark.parametrize("typed", ["25:00", "9:75", "noonish", "-1", "13 pm", "៩៩", "9:00:00:00"])
async def test_a_time_that_cannot_be_is_asked_again(health: Stage, planning: Player, typed: str) -> None:
    await planning.says("15/12/2026", typed)
    await planning.reads("Please give a time between 00:00 and 23:59, for example 9:30 or 2 pm.", "(4/8)")
    assert "at" not in await answers(health)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("2h30", "2 h 30 min"), ("90", "1 h 30 min"), ("២ ម៉ោង", "2 h"), ("1,5 h", "1 h 30 min"), ("45 minutes", "45 min")],
)
async def test_a_duration_is_read_as_people_write_it(planning: Player, typed: str, shown: str) -> None:
    await planning.says("15/12/2026", "9:00", typed)
    await planning.reads("(6/8)")
    await planning.presses("form:back")
    await planning.reads(f"Now: {shown}")


@pytest.mark.parametrize("typed", ["long", "4 min", "11h", "0", "-2h", "1e9", "99999999999999999999h"])
async def test_a_duration_that_cannot_be_is_asked_again(planning: Player, typed: str) -> None:
    await planning.says("15/12/2026", "9:00", typed)
    await planning.reads("Please give a length between 5 minutes and 10 hours", "(5/8)")


@pytest.mark.parametrize(
    "typed",
    ["Plenary", "plenary", " PLENARY ", *(label(MeetingKind.PLENARY).render(locale) for locale in ("en", "km"))],
)
async def test_a_choice_may_be_typed_in_either_language(health: Stage, dara: Player, typed: str) -> None:
    await dara.says("/newmeeting", "Second plenary 2026", typed)
    await dara.reads("(3/8)")
    assert (await answers(health))["kind"] == "plenary"


async def test_a_typed_choice_that_is_not_offered_is_asked_again(dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary 2026", "party")
    await dara.reads("Please choose one of the buttons.", "(2/8)", "[Plenary]")


@pytest.mark.parametrize("name", NAMES)
async def test_whatever_is_typed_comes_through_whole(health: Stage, dara: Player, name: str) -> None:
    agenda = name.replace(";", "")  # it separates, as | does
    await dara.says("/newmeeting", name)
    await dara.presses("form:choice=plenary")
    await dara.says("15/12/2026", "9:00", "3h", name)
    await dara.presses("form:choice=all")
    await dara.says(f"{agenda} | {agenda} | 30")
    await dara.presses("form:finish")
    await dara.reads(f"Title: {name}\n", f"Place: {name}\n", f"1. {agenda} – {agenda} (30 min)")
    await dara.presses("form:save")
    await dara.reads(name)
    assert [(meeting.title, meeting.place) for meeting in await meetings(health)] == [(name, name)]


@pytest.mark.parametrize("name", NAMES)
async def test_a_person_s_name_comes_through_whole(health: Stage, dara: Player, name: str) -> None:
    person = await health.person(name)
    await person.starts(await health.invites("development_partner"))
    await person.reads(f"Hello {name}.")
    await person.presses("form:choice=en")
    await person.does(person.person.taps(name))
    contact = f"012 345 678 ({name})"
    await person.says(name, name, contact)
    await person.reads(f"Name: {name}\n", f"Position: {name}\n", f"Institution: {name}\n", f"Contact: {contact}\n")
    await person.presses("form:save")
    await dara.reads(f"{name}\n{name}, {name}\n", contact)
    await dara.says("/members")
    await dara.reads(f"{name}, {name} – {contact}")


async def test_a_text_over_the_limit_says_how_long_it_is(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "x" * 201)
    await dara.reads("Please use at most 200 characters; this has 201.", "(1/8)", "What is the meeting about?")
    await dara.says("x" * 200)
    await dara.reads("(2/8)")
    assert await answers(health) == {"title": "x" * 200}


async def test_an_emoji_counts_as_telegram_counts_it(dara: Player) -> None:
    await dara.says("/newmeeting", "🌾" * 101)
    await dara.reads("Please use at most 200 characters; this has 202.")


async def test_a_text_that_telegram_cut_is_refused_once(health: Stage, planning: Player) -> None:
    await planning.says("15/12/2026", "9:00", "3h")
    await planning.says("x" * 5000)
    assert len(await planning.new_messages()) == 1
    await planning.reads("Please use at most 200 characters", "(6/8)", "Where will it be held?")
    await planning.says("Room A")
    await planning.reads("(7/8)")
    assert (await answers(health))["place"] == "Room A"


async def test_a_text_in_three_pieces_is_refused_once_too(planning: Player) -> None:
    await planning.says("15/12/2026", "9:00", "3h")
    await planning.says("x" * 9000)
    assert len(await planning.new_messages()) == 1
    await planning.says("Room A")
    await planning.reads("(7/8)")


async def test_a_text_cut_between_words_is_refused_once_too(health: Stage, planning: Player) -> None:
    await planning.says("15/12/2026", "9:00", "3h")
    pieces = [planning.person.says("word " * 500), planning.person.says("Short rest")]
    await planning.does(in_turn(*pieces))
    assert len(await planning.new_messages()) == 1
    await planning.says("Room A")
    assert (await answers(health))["place"] == "Room A"


async def test_a_list_that_telegram_cut_loses_nothing(health: Stage, summary: Player) -> None:
    items = [f"{n} " + "word " * 55 for n in range(15)]
    await summary.presses("form:change")
    await summary.presses("form:change=agenda")
    await summary.says("\n".join(items))
    taken = (await answers(health))["agenda"]["lines"]
    assert "".join(taken).replace(" ", "") == "".join(items).replace(" ", "")


async def test_of_several_lines_the_good_ones_are_kept_and_the_others_named(health: Stage, summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:change=agenda")
    await summary.says("Opening | Chair\n|||\nHealth | |\nBudget | MoH | 9999")
    await summary.reads(
        "Not taken: “|||”. Please begin with what the item is about",
        "Not taken: “Budget | MoH | 9999”. “9999” is no length of an item; please give 1 to 600 minutes.",
        "1. Opening | Chair\n2. Health | |\n[That is all]",
    )
    await summary.presses("form:finish")
    await summary.reads("Agenda: \n1. Opening – Chair\n2. Health\n")


async def test_a_list_of_which_no_line_is_good_stays_as_it_was(health: Stage, summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:change=agenda")
    await summary.says("|||")
    await summary.reads("Not taken: “|||”.", "What is on the agenda?", "[Skip]")
    await summary.says("Opening")
    await summary.reads("1. Opening")


async def test_too_many_lines_are_refused_and_those_before_stay(health: Stage, summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:change=agenda")
    await summary.says("Opening")
    await summary.says("\n".join(f"Item {n}" for n in range(20)))
    await summary.reads("At most 20 lines are possible; please send fewer.", "1. Opening")
    assert (await answers(health))["agenda"]["lines"] == ["Opening"]


async def test_a_sticker_is_no_answer(health: Stage, planning: Player) -> None:
    await planning.does(planning.person.sends_sticker())
    await planning.reads(
        "Please answer in writing, or press one of the buttons.", "(3/8)", "On which day will it be held?"
    )
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


async def test_a_sticker_is_no_choice(planning: Player) -> None:
    await planning.presses("form:back")
    await planning.does(planning.person.sends_sticker())
    await planning.reads("Please choose one of the buttons.", "What kind of meeting is it?")


async def test_a_voice_note_is_no_answer(planning: Player) -> None:
    await planning.does(planning.person.sends_voice())
    await planning.reads("Please answer in writing, or press one of the buttons.", "(3/8)")


async def test_a_photo_is_no_answer_to_a_question_in_words(planning: Player) -> None:
    await planning.does(planning.person.sends_photo(b"a photo"))
    await planning.reads("Please answer in writing, or press one of the buttons.", "(3/8)")


async def test_words_and_voices_are_no_file(health: Stage, dara: Player) -> None:
    await dara.says("/documents")
    await dara.presses("documents:new")
    await dara.says("the budget")
    await dara.reads("Please send a file here: a document or a photo.", "(1/6)")
    await dara.does(dara.person.sends_voice())
    await dara.reads("Please send a file here: a document or a photo.", "(1/6)")
    await dara.sends_file("budget.pdf")
    await dara.reads("(2/6)", "What is its title?")


async def test_a_file_that_is_too_big_is_refused_and_the_next_one_taken(dara: Player) -> None:
    await dara.says("/documents")
    await dara.presses("documents:new")
    await dara.sends_file("film.mp4", declared_size=51 * 1024 * 1024)
    await dara.reads("This file has 51 MB; please send one of at most 20 MB, or share a link to it.", "(1/6)")
    await dara.sends_file("budget.pdf")
    await dara.reads("(2/6)")


async def test_a_stranger_s_form_is_answered_in_the_language_just_chosen(health: Stage) -> None:
    bopha = await health.person("Bopha")
    await bopha.starts(await health.invites("government"))
    await bopha.presses("form:choice=km")
    await bopha.does_not_read("What is your full name?")
    await bopha.does(bopha.person.sends_sticker())
    await bopha.does_not_read("Please answer in writing")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Your text is taken, but not the file: this form has no place for it."), ("km", "មិនបានទទួលឯកសារភ្ជាប់ទេ")],
)
async def test_a_file_that_a_form_has_no_place_for_is_said_to_be_left_out(
    health: Stage, language: str, said: str
) -> None:
    bopha = await health.member("Bopha", "secretariat", "MoH", language=language)
    await bopha.says("/newmeeting")
    await bopha.sends_file("budget.pdf", caption="Second plenary 2026")
    await bopha.reads(said, "(2/8)" if language == "en" else "(២/៨)")
    assert await answers(health) == {"title": "Second plenary 2026"}


async def test_a_file_that_is_too_big_leaves_its_caption_as_the_answer(health: Stage, dara: Player) -> None:
    await dara.says("/share")
    await dara.sends_file("film.mp4", caption="Our film", declared_size=51 * 1024 * 1024)
    await dara.reads("This file has 51 MB", "What kind of information is it?")
    assert await answers(health) == {"text": "Our film"}
