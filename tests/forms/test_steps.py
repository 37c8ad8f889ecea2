"""Going through a form: back, skip, change, cancel, and saving once (U1, U7)."""

import asyncio
from datetime import date

import pytest

from handlers.routing.dispatch import Dispatcher
from handlers.routing.incoming import Incoming, Sender
from handlers.routing.request import Settings
from messages.rendering.labels import label
from messages.rendering.templating import format_day, format_duration
from storage.meetings import MeetingKind
from tests.forms.steps import answers, asks_for, meetings, open_forms, presses_in
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


async def test_back_asks_the_question_before_and_shows_what_was_answered(planning: Player) -> None:
    await planning.presses("form:back")
    await asks_for(planning, "kind", 2)
    await planning.sees("forms/ask", current=label(MeetingKind.PLENARY).render("en"))
    await planning.offers("form:keep")
    await planning.presses("form:back")
    await asks_for(planning, "title", 1)
    await planning.sees("forms/ask", current="Second plenary 2026")
    await planning.offers_only("form:keep", "form:cancel")


async def test_keep_goes_on_to_the_first_open_question(health: Stage, planning: Player) -> None:
    await planning.presses("form:back")
    await planning.presses("form:back")
    await planning.presses("form:keep")
    await asks_for(planning, "day", 3)
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


async def test_an_answer_given_again_replaces_only_itself(health: Stage, planning: Player) -> None:
    await planning.presses("form:back")
    await planning.presses("form:back")
    await planning.says("Third plenary 2026")
    await asks_for(planning, "day", 3)
    assert await answers(health) == {"title": "Third plenary 2026", "kind": "plenary"}


async def test_skip_is_offered_only_where_there_need_be_no_answer(planning: Player) -> None:
    await planning.does_not_offer("form:skip")
    await planning.says("15/12/2026", "9:00", "3h", "Room A")
    await planning.presses("form:choice=all")
    await asks_for(planning, "agenda", 8)
    await planning.offers("form:skip")
    await planning.presses("form:skip")
    assert "agenda" not in await planning.summary()


async def test_who_types_what_the_button_says_means_the_button(health: Stage, planning: Player) -> None:
    await planning.says("15/12/2026", "9:00", "3h", "Room A", "All members")
    await planning.says("Budget", "that is all")
    summary = await planning.summary()
    assert (summary["place"], summary["agenda"].strip()) == ("Room A", "1. Budget")
    await planning.presses("form:change")
    await planning.presses("form:change=agenda")
    await planning.presses("form:undo")
    await planning.says("skip")
    assert "agenda" not in await planning.summary()


async def test_skip_is_no_place(planning: Player) -> None:
    """The question has no such button, and the word names nothing: it is asked about, not stored."""
    await planning.says("15/12/2026", "9:00", "3h", "Skip")
    await planning.sees_only("forms/is_answer")


@pytest.mark.parametrize(
    ("done", "skip"),
    [
        ("THAT\u200bIS ALL", "\u200bSkip\u200b"),
        ("That\u00a0is all", "ＳＫＩＰ"),
        ("រួច\u200bរាល់", "រំ\u200bលង"),
        ("រួចរាល់\u200b", "រំលង"),
    ],
)
async def test_the_words_of_a_button_are_known_however_they_are_spelled(planning: Player, done: str, skip: str) -> None:
    await planning.says("15/12/2026", "9:00", "3h", "Room A", "All\u200bmembers")
    await planning.says("Budget", done)
    assert (await planning.summary())["agenda"].strip() == "1. Budget"
    await planning.presses("form:change")
    await planning.presses("form:change=agenda")
    await planning.presses("form:undo")
    await planning.says(skip)
    assert "agenda" not in await planning.summary()


async def test_a_forged_skip_does_not_skip_what_is_needed(health: Stage, planning: Player) -> None:
    [form] = await open_forms(health)
    await planning.forges(f"f:{form.id}:{form.revision}:skip")
    await asks_for(planning, "day", 3)


async def test_a_forged_save_does_not_save_what_is_unfinished(health: Stage, planning: Player) -> None:
    [form] = await open_forms(health)
    await planning.forges(f"f:{form.id}:{form.revision}:save")
    await asks_for(planning, "day", 3)
    assert await meetings(health) == []


async def test_the_summary_shows_everything_before_it_is_saved(health: Stage, summary: Player) -> None:
    assert await summary.summary() == {
        "title": "Second plenary 2026",
        "kind": label(MeetingKind.PLENARY).render("en"),
        "day": format_day(date(2026, 12, 15), locale="en"),
        "at": "09:00",
        "duration": format_duration(180, locale="en"),
        "place": "Room A",
        "audience": label(Audience.ALL).render("en"),
    }
    await summary.reads_fact("Second plenary 2026", "15 December 2026", "09:00", "Room A")
    await summary.offers_only("form:save", "form:change", "form:cancel")
    assert await meetings(health) == []


async def test_one_answer_is_changed_from_the_summary(health: Stage, summary: Player) -> None:
    await summary.presses("form:change")
    await summary.sees_only("forms/choose")
    names = ("title", "kind", "day", "at", "duration", "place", "audience", "agenda", "number", "link")
    await summary.offers_only(*(f"form:change={name}" for name in names), "form:look")
    await summary.presses("form:change=place")
    await summary.asks("place")
    await summary.sees("forms/ask", current="Room A")
    await summary.says("Room B")
    changed = await summary.summary()
    assert (changed["place"], changed["title"]) == ("Room B", "Second plenary 2026")
    await summary.presses("form:save")
    assert [meeting.place for meeting in await meetings(health)] == ["Room B"]


async def test_back_from_the_choice_of_what_to_change_is_the_summary(summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:look")
    assert (await summary.summary())["place"] == "Room A"


async def test_back_from_the_summary_is_the_last_question(health: Stage, summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:change=agenda")
    await summary.says("Opening\nBudget | MoH | 30")
    await summary.presses("form:finish")
    lines = (await summary.summary())["agenda"].strip().splitlines()
    assert lines == ["1. Opening", f"2. Budget – MoH ({format_duration(30, locale='en')})"]


async def test_words_at_the_summary_that_are_neither_yes_nor_no_are_asked_about(health: Stage, summary: Player) -> None:
    await summary.says("The minister may be late")
    await summary.sees_only("forms/is_answer")
    await summary.reads_fact("The minister may be late")
    assert await meetings(health) == []
    await summary.presses("form:save")
    assert [meeting.place for meeting in await meetings(health)] == ["Room A"]


@pytest.mark.parametrize("typed", ["yes, save it", "ok", "Save", "បាទ", "យល់ព្រម", "រក្សាទុក", "trov haey bong"])
async def test_yes_at_the_summary_saves(health: Stage, summary: Player, typed: str) -> None:
    await summary.says(typed)
    assert [meeting.place for meeting in await meetings(health)] == ["Room A"]


@pytest.mark.parametrize("typed", ["no", "change", "អត់ទេ", "min trov te"])
async def test_no_at_the_summary_asks_what_to_change(health: Stage, summary: Player, typed: str) -> None:
    await summary.says(typed)
    await summary.sees_only("forms/choose")
    assert await meetings(health) == []


async def test_another_answer_at_the_summary_takes_the_place_of_the_one_it_corrects(summary: Player) -> None:
    await summary.says("no, 16/12/2026")
    assert (await summary.summary())["day"] == format_day(date(2026, 12, 16), locale="en")


async def test_the_newest_entry_of_a_list_is_taken_back(health: Stage, summary: Player) -> None:
    await summary.presses("form:change")
    await summary.presses("form:change=agenda")
    await summary.says("Opening", "Budgte\nIndicatros")
    await summary.presses("form:undo")
    await summary.sees("forms/ask", lines=["Opening"])
    await summary.does_not_read_fact("Budgte")
    await summary.presses("form:undo")
    await summary.asks("agenda")
    await summary.sees("forms/ask", lines=[])
    await summary.offers("form:skip")
    await summary.does_not_read_fact("1. Opening")


async def test_cancel_saves_nothing(health: Stage, summary: Player) -> None:
    await summary.presses("form:cancel")
    await summary.sees_only("forms/cancelled")
    assert (await meetings(health), await open_forms(health)) == ([], [])


async def test_the_cancel_command_does_the_same(health: Stage, planning: Player) -> None:
    await planning.says("/cancel")
    await planning.sees_only("forms/cancelled")
    assert await open_forms(health) == []


async def test_save_saves_and_ends_the_form(health: Stage, summary: Player) -> None:
    await summary.presses("form:save")
    await summary.sees_only("meetings/preview")
    await summary.reads_fact("Second plenary 2026")
    assert ([meeting.title for meeting in await meetings(health)], await open_forms(health)) == (
        ["Second plenary 2026"],
        [],
    )


async def test_a_second_tap_on_save_saves_once_and_keeps_what_came_of_it(health: Stage, summary: Player) -> None:
    await summary.presses_twice("form:save")
    await summary.sees_only("meetings/preview")
    await summary.toasts()
    assert len(await meetings(health)) == 1


async def test_a_second_tap_on_a_choice_does_not_answer_the_next_question(health: Stage, dara: Player) -> None:
    await dara.says("/newmeeting", "Second plenary 2026")
    await dara.presses_twice("form:choice=plenary")
    await asks_for(dara, "day", 3)
    await dara.toasts()
    assert await answers(health) == {"title": "Second plenary 2026", "kind": "plenary"}


async def test_a_button_of_an_earlier_question_redraws_the_form(health: Stage, planning: Player) -> None:
    asked = await planning.finds("forms/ask")
    await planning.says("15/12/2026", "9:00")
    await presses_in(planning, asked, "form:choice=2026-11-30")
    await asks_for(planning, "duration", 5)
    await planning.toasts()
    assert (await answers(health))["day"] == "2026-12-15"


async def test_a_button_of_a_finished_form_says_that_it_is_finished(planning: Player) -> None:
    asked = await planning.finds("forms/ask")
    await planning.says("/cancel")
    await presses_in(planning, asked, "form:choice=2026-11-30")
    await planning.toasts()
    await planning.sees_only("forms/cancelled")


async def test_a_button_of_a_cancelled_form_does_nothing_to_the_next_one(health: Stage, planning: Player) -> None:
    cancelled = await planning.finds("forms/ask")
    await planning.says("/cancel")
    await planning.says("/invite")
    await presses_in(planning, cancelled, "form:choice=2026-11-30")
    await planning.toasts()
    await asks_for(planning, "role", 1, 2)
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
    database, registry = health.assistant.database, health.assistant.registry
    dispatchers = [
        Dispatcher(database, settings, health.clock.now, registry.routes, registry.domains) for _press in presses
    ]
    await asyncio.gather(*(dispatcher.handle(press) for dispatcher, press in zip(dispatchers, presses, strict=True)))
    assert [meeting.title for meeting in await meetings(health)] == ["Second plenary 2026"]
