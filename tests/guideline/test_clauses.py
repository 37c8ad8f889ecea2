"""The clauses of the Guideline are complete in both languages and cited in full (R5)."""

import re
from collections.abc import Callable
from itertools import groupby

import pytest

from twg.guideline.clauses import LOCALES, Citation, Clause, cite, load_clauses

CLAUSES = load_clauses()

_KHMER = re.compile("[\u1780-\u17ff]")
#: What the Khmer texts do not use: a Latin figure, spaces of no width, and spellings other than the glossary's.
_NOT_OURS = re.compile("[0-9]|[\u200b-\u200d]|ឲ្យ|ផ្តល់|ផ្តោត|ប្តូរ|ស្តី|សេចក្តី|បណ្តាញ|ជនបង្គោល|ព្រមព្រៀង|ឧបសគ្គ")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_TO_LATIN = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")


def identify(clause: Clause) -> str:
    return f"{clause.part} {clause.clause}"


def written(clause: Clause, locale: str) -> str:
    """Heading and text in a language."""
    return clause.heading[locale] + " " + clause.text[locale]


def failing(check: Callable[[Clause], object]) -> list[str]:
    """The clauses of which something is not true."""
    return [identify(clause) for clause in CLAUSES if not check(clause)]


# What is written


def test_every_clause_stands_in_both_languages() -> None:
    def is_complete(clause: Clause, locale: str) -> bool:
        texts = [clause.heading[locale], clause.text[locale], *clause.keywords[locale]]
        return bool(clause.keywords[locale]) and all(words and words == words.strip() for words in texts)

    assert failing(lambda clause: all(is_complete(clause, locale) for locale in LOCALES)) == []
    assert failing(lambda clause: not _KHMER.search(written(clause, "en") + "".join(clause.keywords["en"]))) == []
    assert failing(lambda clause: _KHMER.search(clause.heading["km"]) and _KHMER.search(clause.text["km"])) == []


@pytest.mark.parametrize(("locale", "sentence_ends"), [("en", r"\.(?= |$)"), ("km", "។(?= |$)")])
def test_a_clause_is_short(locale: str, sentence_ends: str) -> None:
    assert failing(lambda clause: len(clause.heading[locale]) <= 60) == []
    assert failing(lambda clause: len(clause.text[locale]) <= 600) == []
    assert failing(lambda clause: 1 <= len(re.findall(sentence_ends, clause.text[locale])) <= 3) == []
    assert failing(lambda clause: re.search(rf"(?:{sentence_ends})$", clause.text[locale])) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_letter_of_a_third_script_has_slipped_in(locale: str) -> None:
    """A Thai "น" looks like a Khmer "ន" to whoever types neither every day."""
    foreign = re.compile("[^ -~\u1780-\u17ff“”’«»]")
    assert failing(lambda clause: not foreign.search(written(clause, locale) + "".join(clause.keywords[locale]))) == []


def test_khmer_is_spelled_as_the_glossary_says() -> None:
    assert failing(lambda clause: not _NOT_OURS.search(clause.heading["km"] + clause.text["km"])) == []


def test_khmer_stands_free_of_latin_letters() -> None:
    joined = re.compile("[\u1780-\u17d3][A-Za-z]|[A-Za-z][\u1780-\u17d3]|[។៖](?=\\S)|  ")
    assert failing(lambda clause: not joined.search(written(clause, "km"))) == []


def test_both_languages_name_the_same_figures() -> None:
    """ "Two times" may be "២ ដង"; a figure of the English text is always one of the Khmer text."""

    def figures(text: str) -> set[str]:
        return set(re.findall(r"\d+", text.translate(_TO_LATIN)))

    assert failing(lambda clause: figures(written(clause, "en")) <= figures(written(clause, "km"))) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_no_keyword_is_given_twice(locale: str) -> None:
    assert failing(lambda clause: len(set(clause.keywords[locale])) == len(clause.keywords[locale])) == []


def test_no_two_clauses_share_their_number() -> None:
    assert len({identify(clause) for clause in CLAUSES}) == len(CLAUSES)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_two_clauses_share_their_heading(locale: str) -> None:
    assert len({clause.heading[locale] for clause in CLAUSES}) == len(CLAUSES)


def test_the_parts_stand_in_order() -> None:
    assert [part for part, _ in groupby(clause.part for clause in CLAUSES)] == ["II", "III", "IV"]
    assert {clause.edition for clause in CLAUSES} == {2016}


@pytest.mark.parametrize(
    ("part", "section", "points"),
    [
        *(("II", f"({area})", points) for area, points in enumerate((5, 5, 5, 3, 6, 5), start=1)),
        *(("III", f"({letter})", points) for letter, points in zip("abcde", (9, 3, 7, 5, 5), strict=True)),
        ("IV", "", 6),
        ("IV", "PP ", 10),
    ],
)
def test_no_point_of_a_section_is_missing(part: str, section: str, points: int) -> None:
    pattern = re.compile(re.escape(section) + r"\(([ivx]+)\)")
    found = [pattern.fullmatch(clause.clause) for clause in CLAUSES if clause.part == part]
    assert [match[1] for match in found if match] == list(_ROMAN[:points])


@pytest.mark.parametrize(
    "number",
    [
        *(f"II ¶{paragraph}" for paragraph in range(1, 6)),
        *(f"II ({area}) intro" for area in range(1, 7)),
        *("III (a) intro", "III (b) intro"),
        *(f"III (d) int. ¶{paragraph}" for paragraph in range(1, 4)),
        *(f"III (d) ext. ¶{paragraph}" for paragraph in range(1, 5)),
        *("IV ¶1", "IV closing", "IV PP ¶1"),
    ],
)
def test_paragraphs_without_a_number_are_there(number: str) -> None:
    assert number in {identify(clause) for clause in CLAUSES}


# Citing


@pytest.mark.parametrize(
    ("number", "citation"),
    [
        ("II ¶3", Citation(2016, 2, ("¶3",))),
        ("II (5) intro", Citation(2016, 2, ("(5)", "intro"))),
        ("III (c)(iii)", Citation(2016, 3, ("(c)(iii)",))),
        ("III (d) int. ¶1", Citation(2016, 3, ("(d)", "int.", "¶1"))),
        ("IV closing", Citation(2016, 4, ("closing",))),
        ("IV PP (vii)", Citation(2016, 4, ("PP", "(vii)"))),
    ],
)
def test_a_clause_is_cited_in_pieces(number: str, citation: Citation) -> None:
    (clause,) = (clause for clause in CLAUSES if identify(clause) == number)
    assert cite(clause) == citation


def test_only_five_words_of_citations_are_to_be_translated() -> None:
    pieces = {piece for clause in CLAUSES for piece in cite(clause).pieces}
    printed = re.compile(r"(?:\([a-e1-6]\))?(?:\([ivx]+\))?|¶\d")
    assert {piece for piece in pieces if not printed.fullmatch(piece)} == {"intro", "int.", "ext.", "closing", "PP"}
