"""What a text has in place of a run of letters that is typed wrong, and the stretch that is shown of it."""

from collections.abc import Iterator

import pytest

from storage.core.searching.runs import find_near, gaps_of, letters_of, likeliest
from storage.core.searching.stretches import find_forms, find_stretch
from storage.core.searching.terms import read_query

ENGLISH = (
    "The budget of the health sector was endorsed by the Minister of Health on Monday after a long discussion among all"
    " of the members who were present, and the plan was postponed until the next meeting in December."
)
KHMER = (
    "ថវិកាឆ្នាំ២០២៦ត្រូវបានអនុម័តដោយរដ្ឋមន្ត្រីក្រសួងសុខាភិបាលនៅថ្ងៃចន្ទបន្ទាប់ពីការពិភាក្សាយ៉ាងយូរក្នុងចំណោមសមាជិកទាំងអស់ដែលមានវត្តមាន"
    "និងផែនការត្រូវបានពន្យារពេលរហូតដល់កិច្ចប្រជុំបន្ទាប់"
)


def slips(run: str, places: range) -> Iterator[str]:
    """The run with one letter missing, doubled, wrong or exchanged with the next at one of these places."""
    for at in places:
        yield run[:at] + run[at + 1 :]
        yield run[: at + 1] + run[at:]
        yield f"{run[:at]}x{run[at + 1 :]}"
        if at + 1 in places:
            yield run[:at] + run[at + 1] + run[at] + run[at + 2 :]


@pytest.mark.parametrize(
    ("run", "first", "end"),
    [("abcdefghijk", 0, 11), ("abcdefghi", 0, 9), ("abcdefg", 0, 7), ("abcdef", 1, 5), ("abcde", 1, 4)],
)
def test_whichever_letter_is_wrong_it_is_found(run: str, first: int, end: int) -> None:
    for slip in slips(run, range(first, end)):
        found = find_near(f"before {slip} behind", run)
        assert slip in found
        assert set(likeliest(run, found)) <= set(found)


@pytest.mark.parametrize(
    ("text", "run", "near", "likely"),
    [
        ("សុខាភបាល", "សុខាភិបាល", ["សុខាភបាល"], ["សុខាភបាល"]),
        ("សុខាភិបាលល", "សុខាភិបាល", ["សុខាភិបា", "សុខាភិបាលល"], ["សុខាភិបាលល"]),
        ("សុខាភិបារ", "សុខាភិបាល", ["សុខាភិបា", "សុខាភិបារ"], ["សុខាភិបា", "សុខាភិបារ"]),
        ("ុខាភិបាល", "សុខាភិបាល", [], []),  # no word begins with a mark
        ("ក្រសុង", "ក្រសួង", ["ក្រសុង"], ["ក្រសុង"]),
        ("ក្រសួង្គ", "ក្រសួង", [], []),  # a letter below belongs to the one above it
        ("abxdyfg", "abcdefg", [], []),  # two are wrong
        ("xbcdef", "abcdef", [], []),  # of a short run the first and the last letter are right
        ("abcdex", "abcdef", [], []),
        ("abcd", "abcd", [], []),
        ("in abxd and abyd, abxd", "abcd", ["abxd", "abyd"], ["abxd", "abyd"]),
        ("ab cd", "abccd", [], []),  # not across a space
    ],
)
def test_what_stands_in_place_of_a_run(text: str, run: str, near: list[str], likely: list[str]) -> None:
    found = find_near(text, run)
    assert (found, likeliest(run, found)) == (near, likely)


def test_gaps_cover_each_pair_of_neighbours() -> None:
    assert letters_of("ក្រសួង") == ("ក", "្រ", "ស", "ួ", "ង")
    assert [tuple(gap) for gap in gaps_of("ក្រសួង")] == [("", 3, "ួង"), ("ក្រ", 3, "")]
    assert [tuple(gap) for gap in gaps_of("abcdefg")] == [("", 3, "defg"), ("ab", 3, "fg"), ("abcd", 3, "")]
    assert [tuple(gap) for gap in gaps_of("abcd")] == [("ab", 2, "")]
    assert gaps_of("abc") == []
    assert len(gaps_of("a" * 40)) == 20
    assert gaps_of("a" * 41) == []


@pytest.mark.parametrize(
    ("query", "text", "before", "hit", "after"),
    [
        (
            "plan",
            ENGLISH,
            "…all of the members who were present, and the ",
            "plan",
            " was postponed until the next meeting in December.",
        ),
        (
            "budget",
            ENGLISH,
            "The ",
            "budget",
            " of the health sector was endorsed by the Minister of Health on Monday after a long discussion among all"
            " of…",
        ),
        ("december", ENGLISH, "…the plan was postponed until the next meeting in ", "December", "."),
        (
            '"long  discussion"',
            ENGLISH,
            "…by the Minister of Health on Monday after a ",
            "long discussion",
            " among all of the members who were present, and the plan was postponed until the next meeting in"
            " December.",
        ),
        ("ថវិកា", "សេចក្តីសម្រេច៖ ថវិកា ត្រូវបានអនុម័ត", "សេចក្តីសម្រេច៖ ", "ថវិកា", " ត្រូវបានអនុម័ត"),
        ("2026", "ឆ្នាំ ២០២៦ នេះ", "ឆ្នាំ ", "២០២៦", " នេះ"),
        ("budgets", "two\n\nbudgets \n of", "two ", "budgets", " of"),
        (
            "អនុម័ត",
            KHMER,
            "ថវិកាឆ្នាំ២០២៦ត្រូវបាន",
            "អនុម័ត",
            "ដោយរដ្ឋមន្ត្រីក្រសួងសុខាភិបាលនៅថ្ងៃចន្ទបន្ទាប់ពីការពិភាក្សាយ៉ាងយូរក្នុងចំណោមសមាជិកទាំងអស់ដែលមានវត្តមាននិងផែនកា…",
        ),
    ],
)
def test_a_stretch_is_cut_between_words_and_letters(query: str, text: str, before: str, hit: str, after: str) -> None:
    found = find_stretch(text, read_query(query))
    assert found is not None
    assert (found.before, found.hit, found.after) == (before, hit, after)


def test_what_a_text_has_not_has_no_stretch() -> None:
    assert find_stretch(ENGLISH, read_query("nothing")) is None
    assert find_stretch(ENGLISH, read_query("nothing plan")) == find_stretch(ENGLISH, read_query("plan"))
    assert [find_forms("Health, health; healthy", term) for term in read_query("health")] == [["health"]]
