"""People find the clauses of the Guideline by their own words and by citations, in either language (R5)."""

import pytest

from tests.guideline.test_clauses import CLAUSES, failing, identify
from twg.guideline.citations import find_cited, read_citation
from twg.guideline.clauses import LOCALES, Clause, cite
from twg.guideline.finding import find_clauses, find_nearest


def first(words: str) -> str:
    """What is found first: "III (c)(iii)"; empty where nothing is."""
    return " ".join(identify(clause) for clause in find_clauses(words, limit=1))


# By words


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


@pytest.mark.parametrize("locale", LOCALES)
def test_every_keyword_finds_its_clause(locale: str) -> None:
    lost = [
        (identify(clause), keyword)
        for clause in CLAUSES
        for keyword in clause.keywords[locale]
        if clause not in find_clauses(keyword, limit=len(CLAUSES))
    ]
    assert lost == []


@pytest.mark.parametrize(
    "words",
    ["QUORUM", " quorum ", "quorum?", "“quorum”", "(quorum", "quo\u2060rum", "\u200bquorum\u200b", "quorums", "កូរ៉ុម៖"],
)
def test_how_a_word_is_typed_does_not_matter(words: str) -> None:
    assert first(words) == "III (c)(iii)"


@pytest.mark.parametrize("words", ["", "   ", "?", "…", "\u200b"])
def test_no_words_find_nothing(words: str) -> None:
    assert find_clauses(words, limit=5) == ()


@pytest.mark.parametrize("words", ["football", "quorum football", "បាល់ទាត់", "%", "_", "[a-z]", "quor.m"])
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


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("how often plenary", "III (c)(iii)"),
        ("who chairs", "III (a)(i)"),
        ("តើនរណាជាប្រធាន", "III (a)(i)"),
        ("what is the quorum", "III (c)(iii)"),
    ],
)
def test_words_of_a_question_need_not_be_in_the_clause(words: str, number: str) -> None:
    assert first(words) == number


def test_where_no_clause_has_all_words_those_with_most_come_first() -> None:
    assert find_clauses("quorum football plenary", limit=3) == ()
    assert [identify(clause) for clause in find_nearest("quorum football plenary", limit=1)] == ["III (c)(iii)"]


@pytest.mark.parametrize("words", ["football", "(c)(xx)", ""])
def test_what_has_none_of_the_words_is_not_near(words: str) -> None:
    assert find_nearest(words, limit=3) == ()


# By citations


@pytest.mark.parametrize(
    "words",
    [
        "Guideline 2016, Part Three (c)(iii)",
        "the Guideline (2016), Part Three, (c)(iii)",
        "Part III (c)(iii)",
        "part 3 c iii",
        "III(c)(iii)",
        "iii (c)(iii)",
        "III.(c).(iii)",
        "3(c)(iii)",
        "(c)(iii)",
        "section (c), point (iii)",
        "clause c iii",
        "គោលការណ៍ណែនាំ ឆ្នាំ ២០១៦ ផ្នែកទី ៣ (c)(iii)",
        "ផ្នែកទី៣ (c)(iii)",
        "ផ្នែកទីបី ចំណុច (c)(iii)",
    ],
)
def test_a_citation_leads_to_its_clause_alone(words: str) -> None:
    assert [identify(clause) for clause in find_clauses(words, limit=5)] == ["III (c)(iii)"]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("(d)(ii)-(iii)", ["III (d)(ii)", "III (d)(iii)"]),
        ("Part Three (d)(ii) to (iii)", ["III (d)(ii)", "III (d)(iii)"]),
        ("Part Four closing paragraph", ["IV closing"]),
        ("Part Three (d) internal support ¶1", ["III (d) int. ¶1"]),
        ("ផ្នែកទី ៣ (d) ការគាំទ្រផ្ទៃក្នុង កថាខណ្ឌ ១", ["III (d) int. ¶1"]),
        ("Part Two ¶2-3", ["II ¶2", "II ¶3"]),
        ("Part Two", ["II ¶1", "II ¶2", "II ¶3", "II ¶4", "II ¶5"]),
        ("Part One", []),
        ("Part Five (a)", []),
        ("III (c)(xx)", []),
    ],
)
def test_what_a_citation_names_is_found(words: str, numbers: list[str]) -> None:
    assert [identify(clause) for clause in find_clauses(words, limit=5)] == numbers


def test_a_part_narrows_the_words_down() -> None:
    assert [identify(clause) for clause in find_clauses("Part Two budget", limit=5)] == ["II (1)(v)"]


def test_every_clause_alone_is_found_by_its_number() -> None:
    assert failing(lambda clause: find_clauses(identify(clause), limit=5) == (clause,)) == []


def test_every_clause_is_found_as_it_is_cited() -> None:
    words = {2: "Two", 3: "Three", 4: "Four"}
    names = {"int.": "internal support", "ext.": "external support", "closing": "closing paragraph"}

    def printed(clause: Clause) -> str:
        citation = cite(clause)
        pieces = [names.get(piece, piece) for piece in citation.pieces]
        return f"Guideline {citation.edition}, Part {words[citation.part]} {' '.join(pieces)}"

    assert failing(lambda clause: find_clauses(printed(clause), limit=5) == (clause,)) == []


@pytest.mark.parametrize(
    ("words", "clauses"),
    [
        ("Part Three (c)(i)–(iii)", ["(c)(i)", "(c)(ii)", "(c)(iii)"]),
        ("Part Three (c)(iii)–(i)", ["(c)(iii)"]),  # not in their order: the first alone
        ("Part Three (c)(i)–(xx)", ["(c)(i)"]),
        ("Part Three (c)(i)–(iii) (a)", None),  # nothing stands behind a range
        ("Part Two ¶3–5–7", None),
        ("Part Three (c)(i)–", None),
        ("Part Three –(i)", None),
    ],
)
def test_a_range_is_the_end_of_a_citation(words: str, clauses: list[str] | None) -> None:
    cited = read_citation(words)
    assert (None if cited is None else [clause.clause for clause in find_cited(cited)]) == clauses
