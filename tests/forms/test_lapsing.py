"""A question lapses, and nothing that is meant otherwise is swallowed by an open form (U8)."""

import pytest
from sqlalchemy import select

from storage.actions import Action, ActionState
from tests.actions.conftest import records
from tests.forms.steps import answers, asks_for, open_forms
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage


@pytest.fixture
async def asked(health: Stage, dara: Player) -> Player:
    """The secretariat, asked what was done."""
    await records(dara, dara, "Revise the budget annex")
    await dara.says("/actions")
    await dara.presses("actions:open")
    await dara.presses("actions:done")
    return dara


async def closed_with(stage: Stage) -> str | None:
    """The note with which the action was closed; `None` while it is open."""
    async with stage.assistant.database.read() as session:
        [action] = await session.scalars(select(Action))
        return action.closing_note if action.state is not ActionState.OPEN else None


@pytest.mark.parametrize("typed", ["Sent to MEF on Monday", "ផ្ញើទៅ MEF កាលពីថ្ងៃច័ន្ទ", "phnher tov MEF ruoch haey"])
async def test_a_short_note_is_the_answer_at_once(health: Stage, asked: Player, typed: str) -> None:
    await health.passes(hours=1)
    await asked.says(typed)
    assert await closed_with(health) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "Good morning, see you at the plenary",
        "សួស្តីបង 😊",
        "What do you mean?",
        "តើមានន័យថាម៉េច",
        "wait a moment please",
        "ចាំបន្តិចបង",
        "no",
        "ok",
        "thanks bong",
        "arkun bong",
        "menu",
        "my actions",
        "I will send it tomorrow",
        "only the first table so far",
    ],
)
async def test_what_looks_like_something_else_is_asked_about(health: Stage, asked: Player, typed: str) -> None:
    await asked.says(typed)
    await asked.sees_only("forms/is_answer")
    await asked.reads_fact(typed)
    assert await closed_with(health) is None
    await health.restarts()
    await asked.presses_below("form:take")
    assert await closed_with(health) == typed


async def test_hours_later_a_plain_message_is_asked_about_and_taken_as_typed(health: Stage, asked: Player) -> None:
    await health.passes(hours=2, minutes=1)
    await asked.says("Sent to MEF,\nwith the tables")
    await asked.sees("forms/is_answer", text="Sent to MEF,\nwith the tables")
    assert await closed_with(health) is None
    await health.restarts()
    await asked.presses_below("form:take")
    assert await closed_with(health) == "Sent to MEF,\nwith the tables"


@pytest.mark.parametrize(("said", "note"), [("yes", "Sent to MEF"), ("បាទ", "Sent to MEF"), ("no", None)])
async def test_yes_and_no_may_be_typed_instead_of_pressed(
    health: Stage, asked: Player, said: str, note: str | None
) -> None:
    await health.passes(days=3)
    await asked.says("Sent to MEF", said)
    assert await closed_with(health) == note
    if note is None:
        await asked.sees_only("general/offer")
        assert len(await open_forms(health)) == 1


async def test_a_reply_to_the_question_answers_it_however_late(health: Stage, asked: Player) -> None:
    question = await asked.finds("forms/ask")
    await health.passes(days=3)
    await asked.says("Good morning, it went to MEF", reply_to=question.message)
    assert await closed_with(health) == "Good morning, it went to MEF"


async def test_of_replies_to_the_question_only_what_answers_nothing_is_asked_about(
    health: Stage, asked: Player
) -> None:
    question = await asked.finds("forms/ask")
    await health.passes(days=3)
    for words in ("Which annex do you mean?", "តើឧបសម្ព័ន្ធមួយណា?", "wait, please", "ទេ", "done by tomorrow", "not yet"):
        await asked.says(words, reply_to=question.message)
        await asked.sees_only("forms/is_answer")
        await asked.reads_fact(words)
    for words in ("cancel", "បោះបង់"):
        await asked.says(words, reply_to=question.message)
        await asked.sees_only("forms/cancelled")
        await asked.presses("form:look")
        question = await asked.finds("forms/ask")
    assert await closed_with(health) is None
    await asked.says("no", reply_to=question.message)
    await asked.presses_below("form:take")
    assert await closed_with(health) == "no"


async def test_a_reply_to_something_else_is_asked_about(health: Stage, asked: Player) -> None:
    [listing] = [seen for seen in await asked.messages() if "actions/list" in seen.keys][-1:]
    await asked.says("Sent to MEF", reply_to=listing.message)
    await asked.sees_only("forms/is_answer")
    assert await closed_with(health) is None


async def test_what_is_no_answer_is_handled_as_if_no_form_were_open(health: Stage, asked: Player) -> None:
    await health.passes(days=3)
    await asked.says("The ministry opened a new hospital")
    await asked.presses_below("form:other")
    await asked.sees_only("general/offer")
    await asked.presses("search:words")
    await asked.sees("search/results", words="The ministry opened a new hospital")
    assert await closed_with(health) is None
    [form] = await open_forms(health)
    assert form.name == "close_action"


async def test_leaving_the_form_gives_the_message_free(health: Stage, asked: Player) -> None:
    await health.passes(days=3)
    await asked.says("The ministry opened a new hospital")
    await asked.presses_below("form:drop")
    await asked.sees_only("general/offer")
    await asked.toasts()
    assert (await closed_with(health), await open_forms(health)) == (None, [])


@pytest.mark.parametrize("typed", ["cancel", "Stop", "forget it", "បោះបង់", "អត់ទេ ចុចច្រឡំ", "sorry, pressed by mistake"])
async def test_cancel_leaves_the_form_and_may_be_taken_back(health: Stage, asked: Player, typed: str) -> None:
    await asked.says(typed)
    await asked.sees_only("forms/cancelled")
    assert await closed_with(health) is None
    await asked.says("The ministry opened a new hospital")
    await asked.sees_only("general/offer")
    await asked.presses("form:look")
    await asked.asks("text")
    await asked.says("Sent to MEF")
    assert await closed_with(health) == "Sent to MEF"


async def test_cancel_may_be_the_answer(health: Stage, asked: Player) -> None:
    await asked.says("cancel")
    await asked.presses_below("form:take")
    assert await closed_with(health) == "cancel"


async def test_a_file_and_its_words_are_kept_until_the_answer_is_given(health: Stage, asked: Player) -> None:
    await health.passes(days=3)
    await asked.sends_file("annex.pdf", caption="Sent to MEF")
    await asked.sees_only("forms/is_answer")
    await health.restarts()
    await asked.presses_below("form:take")
    assert await closed_with(health) == "Sent to MEF"
    await asked.reads_fact("annex.pdf")


async def test_of_two_messages_each_is_kept(health: Stage, asked: Player) -> None:
    await health.passes(days=3)
    await asked.says("Good morning")
    first = await asked.finds("forms/is_answer", text="Good morning")
    await asked.says("Sent to MEF")
    await asked.presses_below("form:other", in_message=first.message)
    await asked.sees_only("general/greeted")
    await asked.presses_below("form:take")
    assert await closed_with(health) == "Sent to MEF"


async def test_a_message_kept_at_an_earlier_question_is_asked_about_anew(health: Stage, planning: Player) -> None:
    await planning.says("15/12/2026", "9:00", "2h", "not decided yet")
    await planning.sees("forms/is_answer")
    kept = await planning.finds("forms/is_answer")
    await planning.says("Room A")
    await planning.presses_below("form:take", in_message=kept.message)
    await planning.sees_only("forms/is_answer")
    assert (await answers(health))["place"] == "Room A"


@pytest.mark.parametrize(
    "typed",
    ["no one, I'll come myself", "58", "គ្មាននរណាទេ", "let me ask her first", "I will come", "The annex is done"],
)
async def test_a_sentence_is_no_name(health: Stage, dara: Player, typed: str) -> None:
    sokha = await health.member("Sokha", "development_partner", "UNFPA")
    await announce_meeting(dara)
    await sokha.presses("meetings:answer", 1, "delegate")
    await sokha.says(typed)
    await sokha.sees("forms/is_answer", text=typed)
    assert await answers(health) == {}
    await sokha.says("Dr Sok Vanna, Deputy Director")
    assert (await answers(health))["name"] == "Dr Sok Vanna, Deputy Director"


async def test_a_search_that_lapsed_takes_no_message(health: Stage, dara: Player) -> None:
    await dara.says("/search")
    await health.passes(hours=3)
    await dara.says("The annex was sent")
    await dara.sees_only("general/offer")


async def test_a_question_that_another_form_hid_is_asked_about(health: Stage, planning: Player) -> None:
    await planning.says("/search", "budget")
    await planning.sees_only("search/results", "forms/waiting")
    await planning.says("15/12/2026")
    await planning.sees_only("forms/is_answer")
    await planning.presses_below("form:take")
    await asks_for(planning, "at", 4)


async def test_the_menu_offers_a_lapsed_form_with_its_answers(health: Stage, planning: Player) -> None:
    await planning.says("/menu")
    await planning.sees_only("general/menu")
    await health.passes(days=3)
    await planning.says("/menu")
    await planning.sees_only("general/menu", "forms/waiting")
    await planning.reads_fact("Second plenary 2026")
    await planning.presses("form:look")
    await asks_for(planning, "day", 3)
    await planning.says("15/12/2026")
    await asks_for(planning, "at", 4)


@pytest.mark.parametrize("doing", ["/me", "Good morning, bong", "a button", "a reply"])
async def test_a_lapsed_form_is_offered_once_below_what_comes_next(health: Stage, planning: Player, doing: str) -> None:
    """A form of a moment ago is not, nor one that is asked about anyway; once it is taken up, it may lapse again."""

    async def does() -> None:
        if doing == "a button":
            await planning.presses("meetings:answer", 1, "yes")
        elif doing == "a reply":
            await planning.says("I will come", reply_to=(await planning.finds("meetings/card")).message)
        else:
            await planning.says(doing)

    await announce_meeting(planning, title="Annual review")
    await planning.says("/meetings")
    await planning.presses("meetings:open")
    await planning.does_not_see("forms/waiting")
    for _time in range(2):
        await health.passes(days=1)
        await does()
        if doing == "Good morning, bong":
            await planning.sees_only("forms/is_answer")
        else:
            await planning.sees("forms/waiting")
            await planning.reads_fact("Second plenary 2026")
        for _again in range(2):
            await planning.says("/me")
            await planning.sees_only("members/me")
        await planning.says("/newmeeting")
        await planning.asks("day")
        await planning.reads_fact("Second plenary 2026")


async def test_a_lapsed_form_is_not_offered_without_answers_nor_beside_another(health: Stage, asked: Player) -> None:
    await health.passes(days=1)
    await asked.says("/me")
    await asked.sees_only("members/me")
    await asked.says("/newmeeting", "Second plenary 2026")
    await health.passes(days=1)
    await asked.says("/share")
    await asked.sees_only("forms/ask")
    await asked.says("/me")
    await asked.sees_only("members/me")


async def test_a_question_may_wait_for_ever(health: Stage, asked: Player) -> None:
    health.config.forms.lapse_minutes = 0
    await health.restarts()
    await health.passes(days=20)
    await asked.says("Sent to MEF")
    assert await closed_with(health) == "Sent to MEF"


async def test_none_leaves_out_what_need_not_be_answered(dara: Player) -> None:
    await dara.says("/jmi")
    await dara.presses("indicators:define")
    await dara.says("2008-4", "Facilities with medicines", "none")
    await dara.asks("target_period")
