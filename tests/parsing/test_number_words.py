"""Each number word of English, Khmer and romanised Khmer stands for its number (J2): every row of the tables."""

import pytest

from twg.language.number_words import with_figures
from twg.language.plain import plain

#: From 0, from 1, and from 10 in tens.
ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
ENGLISH_TENS = "ten twenty thirty forty fifty sixty seventy eighty ninety"
KHMER = "សូន្យ មួយ ពីរ បី បួន ប្រាំ ប្រាំមួយ ប្រាំពីរ ប្រាំបី ប្រាំបួន ដប់"
KHMER_TENS = "ដប់ ម្ភៃ សាមសិប សែសិប ហាសិប ហុកសិប ចិតសិប ប៉ែតសិប កៅសិប"
ROMANISED = "muoy pir bey buon pram prammuoy prampil prambey prambuon dob"
ROMANISED_TENS = "dop mphey samsep sae-seb hasip hoksep chetsep paet-sep kaosep"
SCALES = {
    "two hundred": 200,
    "two thousand": 2_000,
    "two million": 2_000_000,
    "two billion": 2_000_000_000,
    "ពីររយ": 200,
    "ពីរពាន់": 2_000,
    "ពីរម៉ឺន": 20_000,
    "ពីរសែន": 200_000,
    "ពីរលាន": 2_000_000,
    "pir roy": 200,
    "pir poan": 2_000,
    "pir muern": 20_000,
    "pir meun": 20_000,
    "pir saen": 200_000,
    "pir lan": 2_000_000,
}
OTHERS = {"fourty": 40, "មៃ": 20, "fifty-eight": 58, "ហាសិបប្រាំបី": 58, "hasep prambey": 58, "ha seb bram bei": 58}


def numbered(words: str, first: int, step: int = 1) -> dict[str, int]:
    """Words with their numbers, which count up by the step; a hyphen stands for a space."""
    return {word.replace("-", " "): first + place * step for place, word in enumerate(words.split())}


@pytest.mark.parametrize(
    "numbers",
    [
        numbered(ENGLISH, 0),
        numbered(ENGLISH_TENS, 10, 10),
        numbered(KHMER, 0),
        numbered(KHMER_TENS, 10, 10),
        numbered(ROMANISED, 1),
        numbered(ROMANISED_TENS, 10, 10),
        SCALES,
        OTHERS,
    ],
)
def test_a_word_is_its_number(numbers: dict[str, int]) -> None:
    assert {word: with_figures(plain(word)).text for word in numbers} == {word: str(n) for word, n in numbers.items()}
