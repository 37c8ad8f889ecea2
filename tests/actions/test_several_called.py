"""A text that calls several actions by number closes none of them alone; a question closes nothing (A3, U2)."""

import pytest

from twg.language.done import is_of_several
from twg.language.intents import Intent, read_intent
from twg.language.mentions import list_numbers_called
from twg.language.taking_back import is_sent_by_mistake


@pytest.mark.parametrize(
    "text",
    [
        "actions 1 and 2 are done",
        "action 1, 2: done, sent to Sophea",
        "action no. 1 and no. 2 completed yesterday",
        "Action 1/2 done",
        "action 1 done, 2 not yet",
        "action 1 done and 2 in progress",
        "កិច្ចការទី១ និងទី២ រួចហើយ",
        "សកម្មភាព១ និង២ ធ្វើរួចហើយ",
        "action 1 ning 2 ruoch haey",
    ],
)
def test_each_action_that_is_called_by_number_is_found(text: str) -> None:
    assert list_numbers_called(text) == {"1", "2"}


@pytest.mark.parametrize(
    "text",
    [
        "action 1 done, 2 districts have sent it",
        "action 1: 20 of 25 provinces, 12 communes and 3 khans",
        "action 1 done on 2/12, sent on 2 Dec",
        "action 1 done, 2008-4: 58%",
        "action 1 needs 2 weeks and 3 days",
        "កិច្ចការទី១ រួចហើយ និង២ ស្រុក",
    ],
)
def test_what_figures_count_is_no_action(text: str) -> None:
    assert list_numbers_called(text) == {"1"}


@pytest.mark.parametrize(
    ("text", "several"),
    [("1 and 2 done", True), ("both are done", True), ("ទាំងពីររួចហើយ", True), ("done", False), ("done with both", False)],
)
def test_done_may_be_said_of_several_without_a_word_for_them(text: str, *, several: bool) -> None:
    assert is_of_several(text) is several


@pytest.mark.parametrize(
    "text",
    [
        "is action 1 done",
        "Dear Sophea, has action 2 been closed",
        "action 1 is done right",
        "is 58% correct",
        "កិច្ចការទី១ រួចហើយមែនទេ",
        "រួចហើយនៅ",
        "action 1 ruoch haey nov bong",
    ],
)
def test_a_question_without_its_mark_says_nothing_clearly(text: str) -> None:
    assert not read_intent(text, among=(Intent.DONE, Intent.PROGRESS)).clear
    assert read_intent(text).may_be(Intent.QUESTION)


@pytest.mark.parametrize("text", ["is done", "has been sent to MEF", "ruoch haey nov MoH", "done right on time"])
def test_a_statement_that_begins_like_a_question_is_none(text: str) -> None:
    assert not read_intent(text).may_be(Intent.QUESTION)


@pytest.mark.parametrize(
    ("text", "mistaken"),
    [
        ("wrong photo sorry", True),
        ("សុំទោស ផ្ញើច្រឡំ", True),
        ("test", True),
        ("test report of the lab", False),
        ("half done, wrong table removed", False),
        ("not yet", False),
        ("", False),
    ],
)
def test_words_beside_a_file_may_say_that_it_was_sent_by_mistake(text: str, *, mistaken: bool) -> None:
    assert is_sent_by_mistake(text) is mistaken
