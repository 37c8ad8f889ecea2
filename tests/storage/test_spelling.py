"""What looks alike compares alike, and what is different stays different (U7)."""

import re
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.core.spelling import each_once, fold, is_visible, key_of, normalize, split_typed, to_digits

GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary-km.md"
INVISIBLE = "\u200b\u200c\u200d\u200e\u2060\u2066\ufeff\u00ad\ufe0f\u17b4\u17b5\u3164\x00\x7f\U000e0041"
KHMER = "".join(map(chr, range(0x1780, 0x17DE)))
LETTERS = "".join(map(chr, range(0x1780, 0x17A3)))
#: Marks below and above a letter, and a coeng with each of some letters.
MARKS = [*"ាិីឹឺុូួើឿៀេែៃោៅំះ៉៊់៌៍៎៏័៑៝", *(f"\u17d2{letter}" for letter in "កដតនមយរលវសអ")]

texts = st.text() | st.text(alphabet=KHMER + "\u200b ០១:-៖a", max_size=12)
clusters = st.tuples(st.sampled_from(LETTERS), st.lists(st.sampled_from(MARKS), max_size=5))


@given(texts)
def test_a_spelling_is_its_own_spelling(text: str) -> None:
    for spell in (normalize, fold, key_of):
        assert spell(spell(text)) == spell(text)


@given(texts)
def test_spaces_are_single_and_never_around(text: str) -> None:
    assert normalize(text) == " ".join(normalize(text).split())
    assert fold(text) == " ".join(fold(text).split())
    assert key_of(text) == "".join(key_of(text).split())


@given(texts)
def test_a_fold_does_not_depend_on_how_a_text_was_normalized_before(text: str) -> None:
    assert fold(normalize(text)) == fold(text)
    assert key_of(fold(text)) == key_of(text)


@given(st.lists(clusters, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_marks_on_a_khmer_letter_does_not_matter(
    word: list[tuple[str, list[str]]], random: object
) -> None:
    typed = "".join(letter + "".join(marks) for letter, marks in word)
    other = "".join(letter + "".join(random.sample(marks, len(marks))) for letter, marks in word)  # type: ignore[attr-defined]
    assert normalize(typed) == normalize(other)
    assert fold(typed) == fold(other)


@given(st.text(alphabet=KHMER, min_size=1), st.data())
def test_an_invisible_character_in_khmer_changes_nothing(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word)))
    unseen = data.draw(st.sampled_from(INVISIBLE))
    assert key_of(word[:place] + unseen + word[place:]) == key_of(word)


@pytest.mark.parametrize(
    "alike",
    [
        ("ស្ត្រី", "ស្រ្តី", "ស្រី្ត", "ស្ដ្រី", "ស្រ្ដី", "ស្\u200cត្រី", "ស្\u200bត្រី", "ស្្ត្រី"),
        ("ខ្មែរ", "ខែ្មរ", "ខ្\u200dមែរ"),
        ("សេចក្ដី", "សេចក្តី", "សេចកី្ត", "សេចក្ដីី"),
        ("ឱ្យ", "ឲ្យ"),
        ("ស៊ី", "សុី", "សី៊", "សីុ", "ស៉ី"),
        ("ស៊ាំ", "សុាំ", "សុំា"),
        ("ម៉ឺន", "មុឺន", "មឺ៉ន"),
        ("ធ្វើ", "ធេ្វី", "ធ្វេី", "ធ្វីេ"),
        ("កោះ", "កេាះ", "កាេះ", "កះោ"),
        ("កុំ", "កំុ", "កំុំ"),
        ("ចាំ", "ចំា"),
        ("អង្គ", "ឣង្គ"),
        ("ភាពជាដៃគូ", "ភាពជាដៃគូ\u17b4"),
        ("គណៈ", "គណ:", "គណ៖", "គណ："),
        ("ធម៌", "ធម\u17cc"),
        ("។ល។", "៘"),
        ("លេខ ១២", "លេខ 12", "លេខ\u00a0១២", "លេខ\u200b១២", "លេខ １２"),
        ("9:30", "៩:៣០", "៩៖៣០", "៩ៈ៣០", "９：３０", "9∶30"),
        ("2008-4", "2008‑4", "2008–4", "2008—4", "2008−4", "២០០៨-៤", "2008－4", "2008\u00ad-4"),
        ("o'brien", "O’Brien", "O‘BRIEN", "O`Brien", "O´Brien", "Oʼbrien", "O′Brien"),
        ('"plan"', "“Plan”", "«plan»", "„Plan‟"),
        ("moh", "MoH\u200b", "\ufeffMoH", "ＭｏＨ", " MOH\u3000", "M\u00adoH", "Mo\u2060H"),
        ("résumé", "re\u0301sume\u0301", "RÉSUMÉ"),
        ("a b", "a\u2003b", "a\u200bb", "a \t\r\n b", "a\u2800b", "a \u200b b", "a\u2028b", "a\x85b"),
        ("/jmi", "／jmi", "⁄JMI", "\u200b/jmi", "∕jmi"),
        ("ok 👨👩", "OK 👨\u200d👩", "ok 👨\ufe0f👩"),
    ],
    ids=lambda alike: alike[0],
)
def test_what_looks_alike_is_alike(alike: tuple[str, ...]) -> None:
    assert {fold(text) for text in alike} == {fold(alike[0])}


@pytest.mark.parametrize(
    "different",
    [
        ("អុំ", "អ៊ុំ", "អំ", "អាំ"),
        ("កុ", "កូ", "កួ", "ក"),
        ("ប៉ា", "ប៊ា", "បា", "បុា"),
        ("តា", "ដា", "ត", "ន្ត"),
        ("គណ", "គណៈ", "គណះ"),
        ("កើ", "កេ", "កោ", "កៅ", "កី", "កា"),
        ("សម្រាប់", "សំរាប់"),
        ("1-2", "12", "1/2", "1:2", "1.2"),
        ("ឱ", "ឳ", "ឪ", "ឧ"),
        ("a b", "ab", "a-b", "a'b"),
    ],
    ids=lambda different: different[0],
)
def test_what_looks_different_stays_different(different: tuple[str, ...]) -> None:
    assert all(fold(one) != fold(other) for one, other in combinations(different, 2))


def test_khmer_words_of_the_glossary_stay_distinct() -> None:
    words = set(re.findall("[\u1780-\u17dd]+", GLOSSARY.read_text(encoding="utf-8")))
    alike = {frozenset(pair) for pair in combinations(sorted(words), 2) if fold(pair[0]) == fold(pair[1])}
    assert alike <= {frozenset(("ឱ្យ", "ឲ្យ")), frozenset(("្ដ", "្ត"))}
    assert len(words) > 150


def test_every_order_of_the_marks_of_a_word_is_one_spelling() -> None:
    spelled = {fold("ស" + "".join(marks) + "ន") for marks in permutations(["\u17d2ត", "\u17d2រ", "៊", "ី", "ំ"])}
    assert spelled == {"ស\u17d2ត\u17d2រ\u17ca\u17b8\u17c6ន"}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/jmi\u200b2008-4\u200b58%", "/jmi 2008-4 58%"),
        ("/jmi\u200b២០០៨-៤\u200b៥៨%", "/jmi 2008-4 58%"),
        ("រួច\u200bរាល់\u200bហើយ", "រួចរាល់ហើយ"),
        ("ម៉ោង\u200b៩\u200bព្រឹក", "ម៉ោង 9 ព្រឹក"),
        ("៤៣\u200b៥០០", "43 500"),
        ("Sok\u200bSokha", "Sok Sokha"),
        ("\u200bDone\u200b", "Done"),
        ("លេខ\u200b១២,\u200bរួចរាល់", "លេខ 12, រួចរាល់"),
        ("m² 10½ № …", "m² 10½ № …"),
    ],
)
def test_the_space_of_khmer_keyboards_separates_what_a_space_separates(typed: str, words: str) -> None:
    assert normalize(typed) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ក្រសួង សុខាភិបាល", "ក្រសួង\u200bសុខាភិបាល"),
        ("ក្រសួងសុខាភិបាល", "ក្រសួង សុខាភិបាល"),
        ("That is all", "that\u200bis all"),
        ("លើកទី\u200b១៩", "លើកទី១៩"),
    ],
)
def test_a_key_has_no_spaces(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@given(texts, st.integers(0, 40))
def test_a_text_that_is_cut_is_whole_again(text: str, end: int) -> None:
    before, after = split_typed(text, end)
    assert before + after == text
    assert len(normalize(before)) <= end


@pytest.mark.parametrize(
    ("typed", "pattern", "rest"),
    [
        ("done, the draft – “final”", "done,", "the draft – “final”"),
        ("រួច\u200bរាល់\u200bឯកសារ\u200bបាន\u200bផ្ញើ", "រួចរាល់", "ឯកសារ\u200bបាន\u200bផ្ញើ"),
        ("  ៥៨\u00a0%\u200bស្រុក\u200d🎉", r"58 ?%", "ស្រុក\u200d🎉"),
        ("កេីត\u200bឲ្យ", "កើត", "ឲ្យ"),
        ("12", "12", ""),
    ],
)
def test_the_rest_of_a_text_is_as_it_was_typed(typed: str, pattern: str, rest: str) -> None:
    match = re.match(pattern, normalize(typed))
    assert match is not None
    assert split_typed(typed, match.end())[1].strip(" \u200b") == rest


def test_digits_stay_where_they_are() -> None:
    assert to_digits("ឆ្នាំ ២០២៧ １２ ๓ ໔ 5") == "ឆ្នាំ 2027 12 3 4 5"


@pytest.mark.parametrize("text", ["", " ", *INVISIBLE, "\u2800\u3000\t", INVISIBLE, "\u200b \u200d"])
def test_what_nobody_sees_is_not_visible(text: str) -> None:
    assert not is_visible(text)


@pytest.mark.parametrize("text", ["a", "ក", "👍🏽", "-", "\u200bក", "៖"])
def test_what_people_see_is_visible(text: str) -> None:
    assert is_visible(text)


def test_of_several_spellings_the_first_stays_as_typed() -> None:
    typed = ["WASH", "wash", " ", "Climate  change", "climate\u200bchange", "ឱ្យ", "ឲ្យ", "\u200b", "HIV 1", "HIV ១"]
    assert each_once(typed) == ["WASH", "Climate  change", "ឱ្យ", "HIV 1"]
