"""What is vague, what says that something is done, and which number is meant (A1, A3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twg.language.done import split_action_number, split_done
from twg.language.vague_wording import _BARE, _VAGUE, find_vague


@pytest.mark.parametrize(
    "text",
    [
        "Send the draft budget to all members",
        "Follow up on the midwife study with UNFPA",
        "Discuss the budget with MEF and report on 3 December",
        "Sooner than last year",
        "តាមដានការអនុវត្តថវិកាឆ្នាំ២០២៧ និងរាយការណ៍",
        "",
        "…",
    ],
)
def test_what_says_who_does_what_is_left_alone(text: str) -> None:
    assert find_vague(text) == ""


@pytest.mark.parametrize("phrase", _VAGUE)
def test_every_phrase_is_found_wherever_it_stands(phrase: str) -> None:
    for text in (phrase, f"Send it {phrase}", f"{phrase}, send it", f"Send {phrase.upper()}."):
        assert find_vague(text)


@pytest.mark.parametrize("words", sorted(_BARE))
def test_what_says_nothing_by_itself_is_found_only_by_itself(words: str) -> None:
    assert find_vague(f"  {words.capitalize()}. ")
    assert find_vague(f"{words} 2027 1234567") == ""


def test_an_unseen_space_hides_no_phrase() -> None:
    assert find_vague("ផ្ញើឱ្យបាន\u200bឆាប់")


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(find_vague(text), str)
    assert split_done(text) is None or isinstance(split_done(text), str)
    number, rest = split_action_number(text)
    assert number is None or 0 <= number < 10**9
    assert len(rest) <= len(text)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("done", ""),
        ("Done.", ""),
        ("DONE, the draft was sent", "the draft was sent"),
        ("done – sent to all", "sent to all"),
        ("It’s done: sent", "sent"),
        ("all done\nsent on Monday", "sent on Monday"),
        ("Completed on 3 December", "on 3 December"),
        ("finished", ""),
        ("រួចរាល់", ""),
        ("រួចរាល់ហើយ", ""),
        ("រួចរាល់ បានផ្ញើជូនសមាជិក", "បានផ្ញើជូនសមាជិក"),
        ("បានរួចរាល់ហើយ។ បានផ្ញើ", "បានផ្ញើ"),
        ("រួចរាល់បានផ្ញើ", "បានផ្ញើ"),
        ("បានបញ្ចប់ការសិក្សា", "ការសិក្សា"),
    ],
)
def test_who_says_done_closes_with_the_rest_as_the_note(text: str, note: str) -> None:
    assert split_done(text) == note


@pytest.mark.parametrize(
    "text",
    [
        "not done yet",
        "doneness",
        "Will be done on Friday",
        "done?",
        "Done yet?",
        "undone",
        "half of it",
        "មិនទាន់រួចរាល់",
        "នឹងរួចរាល់ថ្ងៃស្អែក",
        "",
        "   ",
    ],
)
def test_anything_else_is_a_note(text: str) -> None:
    assert split_done(text) is None


@given(st.sampled_from(["done", "Done", "រួចរាល់", "completed"]), st.text(min_size=1, max_size=100))
def test_a_note_after_done_is_kept_whole_but_for_what_stands_between(word: str, note: str) -> None:
    said = split_done(f"{word}: {note}")
    assert said is None or said in note


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("12 the draft was sent", 12, "the draft was sent"),
        ("12", 12, ""),
        ("#12: sent", 12, "sent"),
        ("No. 12 sent", 12, "sent"),
        ("១២ បានផ្ញើ", 12, "បានផ្ញើ"),
        ("លេខ ១២ បានផ្ញើ", 12, "បានផ្ញើ"),
        ("លេខ១២", 12, ""),
        ("the draft", None, "the draft"),
        ("12th of December", None, "12th of December"),
        ("58% of it", None, "58% of it"),
        ("1234567890", None, "1234567890"),
        ("", None, ""),
    ],
)
def test_a_number_that_leads_is_read(text: str, number: int | None, rest: str) -> None:
    assert split_action_number(text) == (number, rest)


@given(st.integers(0, 10**9 - 1), st.sampled_from(["", "#", "no ", "លេខ "]), st.sampled_from(["en", "km"]))
def test_every_number_is_read_in_either_digits(number: int, lead: str, language: str) -> None:
    digits = str(number) if language == "en" else str(number).translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    assert split_action_number(f"{lead}{digits} sent") == (number, "sent")
