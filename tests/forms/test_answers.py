"""What can be answered to a question, and what is asked again in one clear sentence (U7)."""

from collections.abc import Awaitable
from datetime import date
from typing import Any

import pytest

from messages.rendering.labels import label
from messages.rendering.templating import format_day, format_duration
from storage.meetings import MeetingKind
from tests.forms.steps import answers, asks_for, meetings, open_forms
from tests.support.cases import all_cases, one_language
from tests.support.seen import is_worded_in
from tests.support.stage import Player, Stage


async def in_turn(*actions: Awaitable[Any]) -> None:
    """One thing after the other, without waiting for the assistant."""
    for action in actions:
        await action


NAMES = ["<b>Sok & Sok</b> 🌾 សុខ", 'O\'Brien "Bo" &amp; <i>', "{{ 7*7 }} %s %(name)s", "សុខ សុខា", "_*`[x](y)"]


DAYS = {
    "15/12/2026": date(2026, 12, 15),
    "១៥/១២/២០២៦": date(2026, 12, 15),
    "2026-12-15": date(2026, 12, 15),
    "15.12.26": date(2026, 12, 15),
    "15 December": date(2026, 12, 15),
    "១៥ ធ្នូ ២០២៦": date(2026, 12, 15),
    "tomorrow": date(2026, 11, 24),
    "today": date(2026, 11, 23),
    "5/1": date(2027, 1, 5),
}


async def test_a_day_is_read_as_people_write_it(health: Stage, planning: Player) -> None:
    with all_cases() as case:
        for typed, day in DAYS.items():
            with case(typed):
                await planning.says(typed)
                await asks_for(planning, "at", 4)
                assert (await answers(health))["day"] == day.isoformat()
                await planning.presses("form:back")
                await planning.sees("forms/ask", current=format_day(day, locale="en"))


NO_DAYS: list[tuple[str, str, dict[str, Any]]] = [
    ("22/11/2026", "general#past_day", {"day": date(2026, 11, 22)}),
    ("២២/១១/២០២៦", "general#past_day", {"day": date(2026, 11, 22)}),
    ("yesterday", "general#past_day", {"day": date(2026, 11, 22)}),
    ("31/11/2026", "general#impossible_day", {"text": "31/11/2026"}),
    ("៣០/០២/២០២៧", "general#impossible_day", {"text": "៣០/០២/២០២៧"}),
    ("15/13/2026", "general#impossible_day", {"text": "15/13/2026"}),
    ("15/12/2062", "general#far_day", {"day": date(2062, 12, 15), "years": 3}),
    ("whenever", "general#unreadable_day", {}),
    ("58", "general#unreadable_day", {}),
    ("<b>soon</b>", "general#unreadable_day", {}),
    ("99999999999999999999", "general#unreadable_day", {}),
]


async def test_a_day_that_cannot_be_is_asked_again(health: Stage, planning: Player) -> None:
    with all_cases() as case:
        for typed, refusal, data in NO_DAYS:
            with case(typed):
                await planning.says(typed)
                await planning.is_refused(refusal, **data)
                await asks_for(planning, "day", 3)
                assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


TIMES = {"9:00": "09:00", "៩:៣០": "09:30", "14.30": "14:30", "2 pm": "14:00", "9h": "09:00", "00:00": "00:00"}


async def test_a_time_is_read_as_people_write_it(planning: Player) -> None:
    await planning.says("15/12/2026")
    with all_cases() as case:
        for typed, shown in TIMES.items():
            with case(typed):
                await planning.says(typed)
                await asks_for(planning, "duration", 5)
                await planning.presses("form:back")
                await planning.sees("forms/ask", current=shown)


async def test_a_time_that_cannot_be_is_asked_again(health: Stage, planning: Player) -> None:
    await planning.says("15/12/2026")
    with all_cases() as case:
        for typed in ("25:00", "9:75", "noonish", "-1", "13 am", "៩៩", "9:00:00:00"):
            with case(typed):
                await planning.says(typed)
                await planning.is_refused("general#unreadable_time")
                await asks_for(planning, "at", 4)
                assert "at" not in await answers(health)


async def test_a_duration_is_read_as_people_write_it(planning: Player) -> None:
    await planning.says("15/12/2026", "9:00")
    with all_cases() as case:
        for typed, minutes in {"2h30": 150, "90": 90, "២ ម៉ោង": 120, "1,5 h": 90, "45 minutes": 45}.items():
            with case(typed):
                await planning.says(typed)
                await asks_for(planning, "place", 6)
                await planning.presses("form:back")
                await planning.sees("forms/ask", current=format_duration(minutes, locale="en"))


async def test_a_duration_that_cannot_be_is_asked_again(planning: Player) -> None:
    await planning.says("15/12/2026", "9:00")
    with all_cases() as case:
        for typed in ("long", "4 min", "11h", "0", "-2h", "1e9", "99999999999999999999h"):
            with case(typed):
                await planning.says(typed)
                await planning.is_refused("general#unreadable_duration")
                await asks_for(planning, "duration", 5)


@pytest.mark.parametrize(
    "typed",
    ["Plenary", "plenary", " PLENARY ", *(label(MeetingKind.PLENARY).render(locale) for locale in ("en", "km"))],
)
async def test_a_choice_may_be_typed_in_either_language(health: Stage, dara: Player, typed: str) -> None:
    await dara.says("/newmeeting", "Second plenary 2026", typed)
    await asks_for(dara, "day", 3)
    assert (await answers(health))["kind"] == "plenary"


async def test_a_typed_choice_that_is_not_offered_is_asked_again(dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary 2026", "party")
    await dara.is_refused("general#not_a_choice")
    await asks_for(dara, "kind", 2)
    await dara.offers("form:choice=plenary")


@pytest.mark.parametrize("name", NAMES)
async def test_whatever_is_typed_comes_through_whole(health: Stage, dara: Player, name: str) -> None:
    agenda = name.replace(";", "")  # it separates, as | does
    await dara.says("/newmeeting", name)
    await dara.presses("form:choice=plenary")
    await dara.says("15/12/2026", "9:00", "3h", name)
    await dara.presses("form:choice=all")
    await dara.says(f"{agenda} | {agenda} | 30")
    await dara.presses("form:finish")
    summary = await dara.summary()
    assert (summary["title"], summary["place"]) == (name, name)
    await dara.reads_fact(f": {name}\n", f"1. {agenda} – {agenda} (30 ")
    await dara.presses("form:save")
    await dara.reads_fact(name)
    assert [(meeting.title, meeting.place) for meeting in await meetings(health)] == [(name, name)]


@pytest.mark.parametrize("name", NAMES)
async def test_a_person_s_name_comes_through_whole(health: Stage, dara: Player, name: str) -> None:
    person = await health.person(name)
    await person.starts(await health.invites("development_partner"))
    await person.sees("members/welcome", twg__code="HLT")
    await person.reads_fact(name)
    await person.presses("form:choice=en")
    await person.presses("form:skip")
    await person.presses("form:choice=0")  # their name, as Telegram has it
    contact = f"012 345 678 ({name})"
    await person.says(name, name, contact)
    await person.presses("form:skip")
    summary = await person.summary()
    assert [summary[field] for field in ("name", "position", "institution", "contact")] == [name, name, name, contact]
    await person.reads_fact(f": {name}\n", f": {contact}\n")
    await person.presses("form:save")
    await dara.is_told_only("member_registered")
    await dara.reads_fact(f"{name}\n{name}, {name}\n", contact)
    await dara.says("/members")
    await dara.reads_fact(f"{name}, {name} – {contact}")


async def test_a_text_over_the_limit_says_how_long_it_is(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "x" * 201)
    await dara.is_refused("general#too_long", limit=200, length=201)
    await asks_for(dara, "title", 1)
    await dara.says("x" * 200)
    await asks_for(dara, "kind", 2)
    assert await answers(health) == {"title": "x" * 200}


async def test_an_emoji_counts_as_telegram_counts_it(dara: Player) -> None:
    await dara.says("/newmeeting", "🌾" * 101)
    await dara.is_refused("general#too_long", limit=200, length=202)


async def test_a_text_that_telegram_cut_is_refused_once(health: Stage, planning: Player) -> None:
    await planning.says("15/12/2026", "9:00", "3h")
    await planning.says("x" * 5000)
    assert len(await planning.new_messages()) == 1
    await planning.is_refused("general#too_long", limit=200)
    await asks_for(planning, "place", 6)
    await planning.says("Room A")
    await asks_for(planning, "audience", 7)
    assert (await answers(health))["place"] == "Room A"


async def test_a_text_in_three_pieces_is_refused_once_too(planning: Player) -> None:
    await planning.says("15/12/2026", "9:00", "3h")
    await planning.says("x" * 9000)
    assert len(await planning.new_messages()) == 1
    await planning.says("Room A")
    await asks_for(planning, "audience", 7)


async def test_a_text_cut_between_words_is_refused_once_too(health: Stage, planning: Player) -> None:
    await planning.says("15/12/2026", "9:00", "3h")
    pieces = [planning.person.says("word " * 500), planning.person.says("rest " * 400)]
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
    await summary.is_refused("forms#lines_left_out", "meetings#untitled_item")
    await summary.is_refused("meetings#unreadable_minutes", text="9999", highest=600)
    await summary.sees("forms/ask", lines=["Opening – Chair", "Health"])
    await summary.reads_fact("“|||”", "“Budget | MoH | 9999”", "1. Opening – Chair\n2. Health\n")
    await summary.presses("form:finish")
    assert (await summary.summary())["agenda"].strip() == "1. Opening – Chair\n2. Health"


async def test_a_list_of_which_no_line_is_good_stays_as_it_was(health: Stage, summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:change=agenda")
    await summary.says("|||")
    await summary.is_refused("forms#lines_left_out", "meetings#untitled_item")
    await summary.asks("agenda")
    await summary.sees("forms/ask", lines=[])
    await summary.offers("form:skip")
    await summary.says("Opening")
    await summary.sees("forms/ask", lines=["Opening"])
    await summary.reads_fact("1. Opening")


async def test_too_many_lines_are_refused_and_those_before_stay(health: Stage, summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:change=agenda")
    await summary.says("Opening")
    await summary.says("\n".join(f"Item {n}" for n in range(100)))
    await summary.is_refused("forms#too_many_lines", most=100)
    await summary.sees("forms/ask", lines=["Opening"])
    assert (await answers(health))["agenda"]["lines"] == ["Opening"]


async def test_a_sticker_is_no_answer(health: Stage, planning: Player) -> None:
    await planning.does(planning.person.sends_sticker())
    await planning.is_refused("general#text_expected")
    await asks_for(planning, "day", 3)
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


async def test_a_sticker_is_no_choice(planning: Player) -> None:
    await planning.presses("form:back")
    await planning.does(planning.person.sends_sticker())
    await planning.is_refused("general#not_a_choice")
    await planning.asks("kind")


async def test_a_voice_note_is_no_answer_and_is_kept(health: Stage, planning: Player) -> None:
    await planning.does(planning.person.sends_voice())
    await planning.sees_only("forms/is_answer")
    await planning.is_refused("general#text_expected")
    await planning.does_not_offer("form:take")
    await health.restarts()
    await planning.presses_below("form:other")
    await planning.sees("general/offer", heard=True)
    await planning.says("15/12/2026")
    await asks_for(planning, "at", 4)


async def test_a_photo_is_no_answer_to_a_question_in_words(health: Stage, planning: Player) -> None:
    await planning.does(planning.person.sends_photo(b"a photo"))
    await planning.sees_only("forms/is_answer")
    await planning.is_refused("general#text_expected")
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


async def test_words_and_stickers_are_no_file(health: Stage, dara: Player) -> None:
    await dara.says("/documents")
    await dara.presses("documents:new")
    await dara.says("the budget")
    await dara.is_refused("general#file_expected")
    await asks_for(dara, "file", 1, 6)
    await dara.does(dara.person.sends_sticker())
    await dara.is_refused("general#file_expected")
    await asks_for(dara, "file", 1, 6)
    await dara.sends_file("budget.pdf")
    await asks_for(dara, "title", 2, 6)


async def test_a_file_that_is_too_big_is_refused_and_the_next_one_taken(dara: Player) -> None:
    await dara.says("/documents")
    await dara.presses("documents:new")
    await dara.sends_file("film.mp4", declared_size=51 * 1024 * 1024)
    await dara.is_refused("general#file_too_big", size_mb=51, limit_mb=20)
    await asks_for(dara, "file", 1, 6)
    await dara.sends_file("budget.pdf")
    await asks_for(dara, "title", 2, 6)


async def test_a_stranger_s_form_is_answered_in_the_language_just_chosen(health: Stage) -> None:
    bopha = await health.person("Bopha")
    await bopha.starts(await health.invites("government"))
    await bopha.presses("form:choice=km")
    await bopha.presses("form:skip")
    await bopha.asks("name")
    assert is_worded_in("km", await bopha.finds("forms/ask"))
    await bopha.does(bopha.person.sends_sticker())
    await bopha.is_refused("general#text_expected")
    assert is_worded_in("km", await bopha.finds("forms/ask"))


@pytest.mark.parametrize("language", one_language("km"))
async def test_a_file_that_a_form_has_no_place_for_is_said_to_be_left_out(health: Stage, language: str) -> None:
    bopha = await health.member("Bopha", "secretariat", "MoH", language=language)
    await bopha.says("/newmeeting")
    await bopha.sends_file("budget.pdf", caption="Second plenary 2026")
    await bopha.is_refused("forms#file_left_out")
    await asks_for(bopha, "kind", 2)
    assert is_worded_in(language, await bopha.finds("forms/ask"))
    assert await answers(health) == {"title": "Second plenary 2026"}


async def test_a_file_that_is_too_big_leaves_its_caption_as_the_answer(health: Stage, dara: Player) -> None:
    await dara.says("/share")
    await dara.sends_file("film.mp4", caption="Our film", declared_size=51 * 1024 * 1024)
    await dara.is_refused("general#file_too_big", size_mb=51)
    await dara.asks("kind")
    assert await answers(health) == {"text": "Our film"}


async def test_a_name_that_nobody_sees_is_refused(health: Stage, planning: Player) -> None:
    await planning.says("15/12/2026", "9:00", "3h")
    with all_cases() as case:
        for typed in ("\u200b", "\u200d \u2060", "\u3164", "\u2800", "\u00ad\ufe0f"):
            with case(typed):
                await planning.says(typed)
                await planning.is_refused("general#missing")
                await planning.asks("place")
    await planning.says("Room\u200bA 👨\u200d👩")
    assert (await answers(health))["place"] == "Room\u200bA 👨\u200d👩"


@pytest.mark.parametrize("typed", ["\u200b", "\u200b\n\u2060"])
async def test_lines_that_nobody_sees_are_no_answer(health: Stage, planning: Player, typed: str) -> None:
    await planning.says("15/12/2026", "9:00", "3h", "Room A", "All members", typed)
    await planning.is_refused("general#text_expected")
    await planning.says(f"Budget\n{typed}\nWorkplan")
    assert (await answers(health))["agenda"]["lines"] == ["Budget", "Workplan"]


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("Place: room 5", "place", "room 5"),
        ("place : room 5", "place", "room 5"),
        ("ទីកន្លែង៖ បន្ទប់ ៥", "place", "បន្ទប់ ៥"),
        ("Begins at: 14:00", "at", "14:00"),
        ("Day: 16 December", "day", "Wednesday 16 December 2026"),
    ],
)
async def test_an_answer_is_given_anew_as_the_summary_shows_it(
    health: Stage, summary: Player, text: str, field: str, value: str
) -> None:
    before = await summary.summary()
    await summary.says(text)
    assert await summary.summary() == {**before, field: value}


async def test_what_is_given_anew_and_not_read_is_asked_again(health: Stage, summary: Player) -> None:
    await summary.says("Day: as soon as possible")
    await summary.asks("day")


async def test_words_behind_something_else_than_a_label_change_nothing(health: Stage, summary: Player) -> None:
    [before] = await open_forms(health)
    await summary.says("NB: the Minister may come")
    await summary.sees("forms/is_answer")
    [after] = await open_forms(health)
    assert after.answers == before.answers
