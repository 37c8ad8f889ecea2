"""The clauses of the Guideline are complete in both languages, and people find them by their own words (R5)."""

import re
from itertools import groupby

import pytest

from twg.guideline.clauses import LOCALES, Citation, Clause, cite, find_clauses, load_clauses

CLAUSES = load_clauses()

_KHMER = re.compile("[\u1780-\u17ff]")
#: What the Khmer texts do not use: a Latin figure, spaces of no width, and spellings other than the glossary's.
_NOT_OURS = re.compile("[0-9]|[\u200b-\u200d]|ឲ្យ|ផ្តល់|ផ្តោត|ប្តូរ|ស្តី|សេចក្តី|បណ្តាញ|ជនបង្គោល|ព្រមព្រៀង|ឧបសគ្គ")
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_TO_LATIN = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")


def identify(clause: Clause) -> str:
    return f"{clause.part} {clause.clause}"


def first(words: str) -> str:
    """What is found first: "III (c)(iii)"; empty where nothing is."""
    return " ".join(identify(clause) for clause in find_clauses(words, limit=1))


@pytest.fixture(params=CLAUSES, ids=identify)
def clause(request: pytest.FixtureRequest) -> Clause:
    found: Clause = request.param
    return found


# What is written


def test_every_clause_stands_in_both_languages(clause: Clause) -> None:
    for locale in LOCALES:
        written = [clause.heading[locale], clause.text[locale], *clause.keywords[locale]]
        assert clause.keywords[locale]
        assert all(words and words == words.strip() for words in written)
    assert not _KHMER.search(clause.heading["en"] + clause.text["en"] + "".join(clause.keywords["en"]))
    assert _KHMER.search(clause.heading["km"])
    assert _KHMER.search(clause.text["km"])


def test_a_clause_is_short(clause: Clause) -> None:
    for locale, sentence_ends in (("en", r"\.(?= |$)"), ("km", "។(?= |$)")):
        assert len(clause.heading[locale]) <= 60
        assert len(clause.text[locale]) <= 600
        assert 1 <= len(re.findall(sentence_ends, clause.text[locale])) <= 3
        assert re.search(rf"(?:{sentence_ends})$", clause.text[locale])


def test_no_letter_of_a_third_script_has_slipped_in(clause: Clause) -> None:
    """A Thai "น" looks like a Khmer "ន" to whoever types neither every day."""
    for locale in LOCALES:
        written = "".join((clause.heading[locale], clause.text[locale], *clause.keywords[locale]))
        assert not re.findall("[^ -~\u1780-\u17ff“”’«»]", written)


def test_khmer_is_spelled_as_the_glossary_says(clause: Clause) -> None:
    assert not _NOT_OURS.search(clause.heading["km"] + clause.text["km"])


def test_khmer_stands_free_of_latin_letters(clause: Clause) -> None:
    written = clause.heading["km"] + " " + clause.text["km"]
    assert not re.search("[\u1780-\u17d3][A-Za-z]|[A-Za-z][\u1780-\u17d3]|[។៖](?=\\S)|  ", written)


def test_both_languages_name_the_same_figures(clause: Clause) -> None:
    """ "Two times" may be "២ ដង"; a figure of the English text is always one of the Khmer text."""
    english = set(re.findall(r"\d+", clause.heading["en"] + " " + clause.text["en"]))
    khmer = set(re.findall(r"\d+", (clause.heading["km"] + " " + clause.text["km"]).translate(_TO_LATIN)))
    assert english <= khmer


def test_no_keyword_is_given_twice(clause: Clause) -> None:
    for locale in LOCALES:
        assert len(set(clause.keywords[locale])) == len(clause.keywords[locale])


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


# Finding


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("quorum", "III (c)(iii)"),
        ("agenda", "III (c)(iii)"),
        ("10 days", "III (c)(iii)"),
        ("ten days", "III (c)(iii)"),
        ("papers", "III (c)(iii)"),
        ("how often", "III (c)(iii)"),
        ("meetings", "III (c)(iii)"),
        ("twice a year", "III (c)(iii)"),
        ("deadline", "III (c)(iii)"),
        ("minutes", "III (d)(ii)"),
        ("invitation", "III (d)(ii)"),
        ("ToR", "III (c)(i)"),
        ("terms of reference", "III (c)(i)"),
        ("workplan", "III (c)(ii)"),
        ("preparatory meeting", "III (c)(iv)"),
        ("unresolved issue", "III (c)(vi)"),
        ("annual review", "III (c)(vii)"),
        ("retreat", "III (c)(vii)"),
        ("JMI", "II (6)(ii)"),
        ("indicators", "II (6)(ii)"),
        ("JMI report", "III (d)(v)"),
        ("progress report", "III (d)(v)"),
        ("chair", "III (a)(i)"),
        ("co-chair", "III (a)(i)"),
        ("lead facilitator", "III (a)(ii)"),
        ("two years", "III (a)(ii)"),
        ("secretariat", "III (a)(iii)"),
        ("focal point", "III (a)(vii)"),
        ("technical adviser", "III (a)(viii)"),
        ("spokesperson", "III (a)(viii)"),
        ("observer", "III (a)(ix)"),
        ("NGO", "III (a)(ix)"),
        ("private sector", "III (a)(ix)"),
        ("maximum members", "III (b)(i)"),
        ("core group", "III (b)(ii)"),
        ("subgroup", "III (b)(iii)"),
        ("sub-groups", "III (b)(iii)"),
        ("actions", "III (d)(iii)"),
        ("reminders", "III (d)(iii)"),
        ("contact", "III (d)(iv)"),
        ("CRDB attendance", "III (d) ext. ¶3"),
        ("network", "III (d) ext. ¶4"),
        ("dissolve", "III (e)(v)"),
        ("final decision", "II ¶1"),
        ("who decides membership", "III (a) intro"),
        ("six areas", "II ¶4"),
        ("projects", "II (1)(iii)"),
        ("funding gap", "II (1)(iv)"),
        ("PIP", "II (1)(v)"),
        ("budget", "II (1)(v)"),
        ("gender", "II (3) intro"),
        ("joint meeting", "II (3)(iv)"),
        ("needs assessment", "II (4)(i)"),
        ("research", "II (5)(i)"),
        ("recommendations", "II (6)(iv)"),
        ("Paris Declaration", "IV (iv)"),
        ("harmonization", "IV (v)"),
        ("mutual accountability", "IV PP (vi)"),
        ("vague", "IV PP (vii)"),
        ("timelines", "IV PP (viii)"),
    ],
)
def test_english_words_lead_to_the_clause_that_is_meant(words: str, number: str) -> None:
    assert first(words) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("របៀបវារៈ", "III (c)(iii)"),
        ("១០ ថ្ងៃ", "III (c)(iii)"),
        ("១០ថ្ងៃ", "III (c)(iii)"),
        ("កូរ៉ុម", "III (c)(iii)"),
        ("កិច្ចប្រជុំ", "III (c)(iii)"),
        ("កំណត់ហេតុ", "III (d)(ii)"),
        ("លិខិតអញ្ជើញ", "III (d)(ii)"),
        ("លក្ខខណ្ឌយោង", "III (c)(i)"),
        ("ផែនការការងារ", "III (c)(ii)"),
        ("កិច្ចប្រជុំត្រៀម", "III (c)(iv)"),
        ("បញ្ហាប្រឈម", "III (c)(vi)"),
        ("អង្គវិបស្សនា", "III (c)(vii)"),
        ("ប្រធាន", "III (a)(i)"),
        ("អ្នកសម្របសម្រួលនាំមុខ", "III (a)(ii)"),
        ("លេខាធិការដ្ឋាន", "III (a)(iii)"),
        ("មន្ត្រីបង្គោល", "III (a)(vii)"),
        ("ជនបង្គោល", "III (a)(vii)"),
        ("វិស័យឯកជន", "III (a)(ix)"),
        ("អតិបរមា", "III (b)(i)"),
        ("ក្រុមស្នូល", "III (b)(ii)"),
        ("អនុក្រុម", "III (b)(iii)"),
        ("កិច្ចការដែលបានឯកភាព", "III (d)(iii)"),
        ("ទំនាក់ទំនង", "III (d)(iv)"),
        ("បណ្ដាញ TWG", "III (d) ext. ¶4"),
        ("រំលាយ", "III (e)(v)"),
        ("សូចនាករ", "II (6)(ii)"),
        ("ថវិកា", "II (1)(v)"),
        ("យេនឌ័រ", "II (3) intro"),
        ("ចែករំលែកព័ត៌មាន", "II (5) intro"),
        ("អនុសាសន៍", "II (6)(iv)"),
        ("គណនេយ្យភាពទៅវិញទៅមក", "IV PP (vi)"),
    ],
)
def test_khmer_words_lead_to_the_clause_that_is_meant(words: str, number: str) -> None:
    assert first(words) == number


@pytest.mark.parametrize("words", ["JMI របាយការណ៍", "របាយការណ៍ JMI", "report សេចក្ដីព្រាង"])
def test_both_languages_may_stand_in_one_line(words: str) -> None:
    assert first(words) == "III (d)(v)"


@pytest.mark.parametrize("clause", CLAUSES, ids=identify)
def test_a_clause_is_found_by_its_number(clause: Clause) -> None:
    assert clause in find_clauses(f"{clause.part} {clause.clause}", limit=len(CLAUSES))


@pytest.mark.parametrize("words", ["III(c)(iii)", "iii (c)(iii)", "(c)(iii)"])
def test_a_number_leads_to_its_clause_alone(words: str) -> None:
    assert [identify(clause) for clause in find_clauses(words, limit=5)] == ["III (c)(iii)"]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("clause", CLAUSES, ids=identify)
def test_every_keyword_finds_its_clause(clause: Clause, locale: str) -> None:
    for keyword in clause.keywords[locale]:
        assert clause in find_clauses(keyword, limit=len(CLAUSES)), keyword


@pytest.mark.parametrize("words", ["QUORUM", " quorum ", "quorum?", "“quorum”", "quo\u200brum", "quorums", "កូរ៉ុម៖"])
def test_how_a_word_is_typed_does_not_matter(words: str) -> None:
    assert first(words) == "III (c)(iii)"


@pytest.mark.parametrize("words", ["", "   ", "?", "…", "\u200b"])
def test_no_words_find_nothing(words: str) -> None:
    assert find_clauses(words, limit=5) == ()


@pytest.mark.parametrize("words", ["football", "quorum football", "បាល់ទាត់", "%", "_", "[a-z]", "quor.m", "(quorum"])
def test_what_is_not_there_is_not_found(words: str) -> None:
    assert find_clauses(words, limit=5) == ()


def test_every_word_is_required() -> None:
    meetings = find_clauses("meeting", limit=len(CLAUSES))
    joint = find_clauses("meeting joint", limit=len(CLAUSES))
    assert set(map(identify, joint)) < set(map(identify, meetings))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("tor", "III (a)(i)"),  # "sector"
        ("ta", "III (b)(iii)"),  # "task"
        ("1", "III (c)(iii)"),  # "10 days"
        ("16", "II ¶5"),  # no "2016"
        ("dialog ue", "II (2)(ii)"),
    ],
)
def test_a_part_of_another_word_is_not_the_word(words: str, number: str) -> None:
    assert number not in map(identify, find_clauses(words, limit=len(CLAUSES)))


def test_the_beginning_of_a_long_word_is_enough() -> None:
    assert first("harmonis") == "IV (v)"


def test_a_keyword_comes_before_a_heading_and_a_heading_before_the_text() -> None:
    found = [identify(clause) for clause in find_clauses("trust", limit=len(CLAUSES))]
    assert found == ["III (d) int. ¶1", "IV (ii)", "IV closing"]


def test_clauses_that_fit_alike_stand_in_the_order_of_the_guideline() -> None:
    found = find_clauses("new TWG", limit=4)
    assert [identify(clause) for clause in found] == ["III (e)(i)", "III (e)(ii)", "III (e)(iii)", "III (e)(iv)"]


def test_no_more_than_asked_for_are_found() -> None:
    everything = find_clauses("TWG", limit=len(CLAUSES))
    assert len(everything) > 3
    assert find_clauses("TWG", limit=3) == everything[:3]
