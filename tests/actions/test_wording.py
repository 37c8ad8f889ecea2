"""What is vague, what says that something is done, and which number is meant (A1, A3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.core.spelling import fold
from twg.language.done import note_of, read_done_line, split_action_number
from twg.language.vague_wording import _BARE, _HOW_MUCH, _WHEN, Lack, Vague, find_vague


@pytest.mark.parametrize(
    "text",
    [
        "Send the draft budget to all members",
        "Follow up on the midwife study with UNFPA and report in writing",
        "Send the follow-up report",
        "Continue to support the districts: train 40 midwives",
        "Discuss the budget with MEF and report on 3 December",
        "Sooner than last year",
        "តាមដានការអនុវត្តថវិកាឆ្នាំ២០២៧ និងរាយការណ៍",
        "",
        "…",
    ],
)
def test_what_says_who_does_what_is_left_alone(text: str) -> None:
    assert find_vague(text) is None


@pytest.mark.parametrize(
    ("text", "words", "lack"),
    [
        ("Follow up on the midwife study with UNFPA", "follow up", Lack.WHAT),
        ("MoP to look into the delays", "look into", Lack.WHAT),
        ("DPs will continue to support the reform", "continue to support", Lack.WHAT),
        ("Please consider the proposal", "consider", Lack.WHAT),
        ("បន្តគាំទ្រការកែទម្រង់", "បន្តគាំទ្រ", Lack.WHAT),
        ("Send the table in due course", "in due course", Lack.WHEN),
        ("Align projects as far as possible", "as far as possible", Lack.HOW_MUCH),
    ],
)
def test_what_wording_leaves_open(text: str, words: str, lack: Lack) -> None:
    assert find_vague(text) == Vague(words, lack)


@pytest.mark.parametrize("phrase", [*_WHEN, *_HOW_MUCH])
def test_every_phrase_is_found_wherever_it_stands(phrase: str) -> None:
    for text in (phrase, f"Send it {phrase}", f"{phrase}, send it", f"Send {phrase.upper()}."):
        assert find_vague(text)


@pytest.mark.parametrize("words", sorted(_BARE))
def test_what_says_nothing_by_itself_is_found_only_by_itself(words: str) -> None:
    assert find_vague(f"  {words.capitalize()}. ")
    begins = {Vague(opening, Lack.WHAT) for opening in ("follow up", "follow-up", "look into")}
    assert find_vague(f"{words} 2027 1234567") in {None, *begins}


def test_an_unseen_space_hides_no_phrase() -> None:
    assert find_vague("ផ្ញើឱ្យបាន\u200bឆាប់")


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    vague = find_vague(text)
    assert vague is None or vague.words in fold(text)
    assert note_of(text) in text
    line = read_done_line(text)
    assert line.number is None or 0 <= line.number < 10**9
    assert line.note in text


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("done", "done"),
        ("DONE, the draft was sent", "the draft was sent"),
        ("done – sent to all", "sent to all"),
        ("It’s done: sent", "sent"),
        ("Yes, done, sent on Monday", "sent on Monday"),
        ("all done\nsent on Monday", "sent on Monday"),
        ("Completed on 3 December", "on 3 December"),
        ("រួចរាល់", "រួចរាល់"),
        ("រួចរាល់ បានផ្ញើជូនសមាជិក", "បានផ្ញើជូនសមាជិក"),
        ("បានរួចរាល់ហើយ។ បានផ្ញើ", "បានផ្ញើ"),
        ("I have finished it", "I have finished it"),
    ],
)
def test_the_note_is_what_follows_done_or_the_whole_text(text: str, note: str) -> None:
    assert note_of(text) == note


@given(st.sampled_from(["done", "Done", "រួចរាល់", "completed"]), st.text(min_size=1, max_size=100))
def test_a_note_after_done_is_kept_whole_but_for_what_stands_between(word: str, note: str) -> None:
    said = note_of(f"{word}: {note}")
    assert said in note or said == f"{word}: {note}".strip()


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("12 the draft was sent", 12, "the draft was sent"),
        ("12", 12, ""),
        ("#12: sent", 12, "sent"),
        ("No. 12 sent", 12, "sent"),
        ("12, sent to 25 provinces", 12, "sent to 25 provinces"),
        ("12 sent to all", 12, "sent to all"),
        ("12 Received by the ministry", 12, "Received by the ministry"),
        ("12 letter sent to members", 12, "letter sent to members"),
        ("12 the figures were sent", 12, "the figures were sent"),
        ("១២ បានផ្ញើ", 12, "បានផ្ញើ"),
        ("លេខ ១២ បានផ្ញើ", 12, "បានផ្ញើ"),
        ("លេខ១២", 12, ""),
    ],
)
def test_a_number_that_leads_is_the_action_s(text: str, number: int, rest: str) -> None:
    line = read_done_line(text)
    assert (line.number, line.note, line.certain) == (number, rest, True)


@pytest.mark.parametrize(
    "text",
    [
        "2 districts have sent it",
        "3 of 25 provinces",
        "1 province has sent it",
        "12 more were sent",
        "5 health centres have sent it",
        "២ ស្រុកបានផ្ញើ",
        "2 weeks ago",
        "12 half of it",
        "12 will be done tomorrow",
        "12 once the Minister has signed",
        "12 except Kratie",
        "No. 12: except Kratie",
        "12: was not sent",
        "12 is it done?",
        "1 for Kratie",
        "1: in two provinces",
        "1 Kratie and Takeo",
        "1 done at MoH level",
        "១ សម្រាប់ក្រចេះ",
    ],
)
def test_a_number_that_may_count_something_and_a_note_that_limits_are_not_certain(text: str) -> None:
    assert not read_done_line(text).certain


@pytest.mark.parametrize("text", ["the draft", "12th of December", "58% of it", "1234567890", ""])
def test_a_line_without_a_number_has_none(text: str) -> None:
    assert read_done_line(text).number is None


@given(st.integers(0, 10**9 - 1), st.sampled_from(["", "#", "no ", "លេខ "]), st.sampled_from(["en", "km"]))
def test_every_number_is_read_in_either_digits(number: int, lead: str, language: str) -> None:
    digits = str(number) if language == "en" else str(number).translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    line = read_done_line(f"{lead}{digits} sent")
    assert (line.number, line.note) == (number, "sent")


def test_the_number_of_one_of_several_leads_what_is_said_of_it() -> None:
    assert split_action_number("2: done", [1, 2]) == (2, "done")
    assert split_action_number("3: done", [1, 2]) == (None, "3: done")
