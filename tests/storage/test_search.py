"""Search in English and Khmer, with the same answers on both databases (D3, U7)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from storage.core.search import Entry, SearchEntry, put_entry
from storage.core.searching import asking, finding
from storage.core.searching.finding import find_entries
from storage.core.searching.pieces import fold_entry, respaced, spaced
from storage.core.searching.terms import read_query
from storage.core.searching.visible import Visible
from storage.engine.database import Database
from storage.members import Twg
from tests.storage.conftest import NOW
from tests.support.guard import arranged


async def keep(database: Database, twg: Twg, *texts: str) -> None:
    """Make one document findable by each text; every one is dated a day after the one before."""
    async with database.begin() as session:
        for number, text in enumerate(texts, 1):
            entry = Entry(
                subject_type="document",
                subject_id=number,
                twg_id=twg.id,
                audience="|all|",
                author_id=None,
                title=text,
                body="",
                dated=NOW + timedelta(days=number),
            )
            await put_entry(session, entry)


async def search(database: Database, twg: Twg, query: str) -> list[str]:
    async with database.read() as session:
        return [entry.title for entry in await find_entries(session, twg.id, query)]


@contextmanager
def noted(database: Database) -> Iterator[list[str]]:
    """The statements that are executed meanwhile."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield statements
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("midwife", ["Study of midwife deployment"]),
        ("MIDWIVES", ["Study of midwife deployment"]),
        ("deploy study", ["Study of midwife deployment"]),
        ("of", ["Study of midwife deployment"]),
        ("midwife budget", []),
        ("deployment of", ["Study of midwife deployment"]),
        ("ថវិកា", ["ផែនការថវិកាសុខាភិបាលឆ្នាំ២០២៧"]),
        ("សុខាភិបាល", ["ផែនការថវិកាសុខាភិបាលឆ្នាំ២០២៧"]),
        ("100%", ["Coverage 100% & <b>more</b>"]),
        ("<b>", ["Coverage 100% & <b>more</b>"]),
        ("& <b>more", ["Coverage 100% & <b>more</b>"]),
        ("o'brien", ["O'Brien's \"quoted\" plan \\ part_2"]),
        ('"quoted"', ["O'Brien's \"quoted\" plan \\ part_2"]),
        ("part_2", ["O'Brien's \"quoted\" plan \\ part_2"]),
        ("part%2", []),
        ("\\", ["O'Brien's \"quoted\" plan \\ part_2"]),
        ("wife:*", []),
        ("mid*", []),
        ("midwife OR budget", []),
        ("' | '", []),
        ("🎉🎉🎉", ["Launch 🎉🎉🎉 day"]),
        ("   ", []),
    ],
)
async def test_a_query_finds_what_contains_every_word_of_it(
    database: Database, twg: Twg, query: str, found: list[str]
) -> None:
    await keep(
        database,
        twg,
        "Study of midwife deployment",
        "ផែនការថវិកាសុខាភិបាលឆ្នាំ២០២៧",
        "Coverage 100% & <b>more</b>",
        "O'Brien's \"quoted\" plan \\ part_2",
        "Launch 🎉🎉🎉 day",
    )
    assert await search(database, twg, query) == found


@pytest.mark.parametrize(
    "query",
    [
        "សេចក្តីព្រាង",
        "សេចក្ដីព្រាង",
        "សេច\u200bក្ដី\u200bព្រាង",
        "ថវិកាសុខាភិបាល",
        "ថវិកា\u200bសុខាភិបាល",
        "សុខាភិបាល ថវិកា",
        "ឆ្នាំ២០២៧",
        "ឆ្នាំ\u200b2027",
        "ស្រ្តី",
        "ឲ្យ",
        "គណ:",
        "គណៈកម្មាធិការ",
        "o'brien",
        "O’BRIEN",
        "2008-4",
        "២០០៨–៤",
        "«Plan»",
        '"plan"',
        "MoH\u200b",
    ],
)
async def test_what_looks_the_same_is_found(database: Database, twg: Twg, query: str) -> None:
    title = (
        "សេចក្ដី\u200bព្រាង ថវិកា សុខាភិបាល\u200bឆ្នាំ\u200b២០២៧ សម្រាប់ស្ត្រី ឱ្យគណ:\u200bកម្មាធិការ O‘Brien 2008‑4 “plan” Mo\u00adH"
    )
    await keep(database, twg, title, "Another")
    assert await search(database, twg, query) == [title]


async def test_the_newest_comes_first(database: Database, twg: Twg) -> None:
    await keep(database, twg, "Annual report 2024", "Annual report 2025", "Annual report 2026")
    assert await search(database, twg, "annual report") == [
        "Annual report 2026",
        "Annual report 2025",
        "Annual report 2024",
    ]


async def test_of_many_the_newest_are_found(database: Database, twg: Twg) -> None:
    await keep(database, twg, "Rare study", *(f"Budget {number}" for number in range(12)))
    assert await search(database, twg, "budget") == [f"Budget {number}" for number in range(11, 1, -1)]
    assert await search(database, twg, "rare") == ["Rare study"]


@pytest.mark.parametrize("word", ["b", "ba", "bac", "back", "ខ", "ខែ", "7", "&"])
async def test_a_word_of_any_length_is_found(database: Database, twg: Twg, word: str) -> None:
    texts = [f"{word}", f"xx {word} yy", f"end {word}"]
    await keep(database, twg, *texts, "other")
    assert await search(database, twg, word) == texts[::-1]


@pytest.mark.parametrize("run", ["ខ", "ខែ", "ខែមករា", "មករា"])
async def test_khmer_is_found_within_what_is_written_without_spaces(database: Database, twg: Twg, run: str) -> None:
    await keep(database, twg, f"ថ្ងៃទី៣{run}ឆ្នាំ", f"ក្នុង{run}នេះ", "ផ្សេង")
    assert len(await search(database, twg, run)) == 2


async def test_what_is_older_than_the_newest_entries_is_found_too(
    database: Database, twg: Twg, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL compares the newest entries first, and looks among all of them only where these are too few."""
    monkeypatch.setattr(asking, "NEWEST", 12)
    await keep(database, twg, "Midwife study", *(f"Budget {number}" for number in range(30)))
    assert await search(database, twg, "midwife") == ["Midwife study"]
    assert await search(database, twg, "budget") == [f"Budget {number}" for number in range(29, 19, -1)]


async def test_a_common_word_reads_only_the_newest_entries(
    database: Database, twg: Twg, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL one statement without the index, and on SQLite one that stops at the tenth entry."""
    monkeypatch.setattr(asking, "NEWEST", 12)
    await keep(database, twg, *(f"Budget {number}" for number in range(30)))
    with noted(database) as statements:
        await search(database, twg, "budget")
    (statement,) = [statement for statement in statements if "search_index" in statement or "tokens" in statement]
    assert database.is_sqlite or "newest.tokens" in statement


@pytest.mark.parametrize("margin", [0.5, 2.0])
@pytest.mark.parametrize("words", ["budget", '"budget annex"'])
async def test_a_rarer_word_reads_as_many_of_the_newest_as_are_likely_to_have_it_and_all_where_that_is_too_few(
    database: Database, twg: Twg, monkeypatch: pytest.MonkeyPatch, margin: float, words: str
) -> None:
    monkeypatch.setattr(finding, "MOST_READ", 12)
    for name, value in {"NEWEST": 8, "_MARGIN": margin, "_DATED": 40}.items():
        monkeypatch.setattr(asking, name, value)
    await keep(database, twg, *(f"Budget annex {at}" if at % 4 == 3 else f"Minutes {at}" for at in range(80)))
    with noted(database) as statements:
        assert await search(database, twg, words) == [f"Budget annex {at}" for at in range(79, 39, -4)]
    by_dates = ["'infinity'" in each for each in statements if "search_entry.tokens @@" in each and "hits" not in each]
    assert database.is_sqlite or by_dates == ([True] if margin > 1 else [True, False])


async def test_other_words_are_asked_for_by_the_same_statements(database: Database, twg: Twg) -> None:
    """PostgreSQL prepares and plans a statement with other text anew, also one with another number of parameters."""
    await keep(database, twg, "Budget annex", "Health plan of the province", "Annex to the health plan", "ថវិកាសុខាភិបាល")
    with noted(database) as first:
        assert len(await search(database, twg, '"budget annex"')) == 1
    with noted(database) as others:
        assert len(await search(database, twg, '"health plan"')) == 2
        assert len(await search(database, twg, "កាសុខាភិ")) == 1
    assert database.is_sqlite or set(others) == set(first)


@pytest.mark.parametrize(("most", "found", "bounded"), [(100, ["20", "10", "0"], False), (15, ["20"], True)])
async def test_of_many_that_may_have_a_phrase_the_newest_are_read_and_that_is_known(
    database: Database, twg: Twg, monkeypatch: pytest.MonkeyPatch, most: int, found: list[str], *, bounded: bool
) -> None:
    monkeypatch.setattr(finding, "MOST_READ", most)
    monkeypatch.setattr(finding, "_READ_MORE", 1)
    texts = [f"budget annex {at}" if at % 10 == 0 else f"annex of the budget {at}" for at in range(30)]
    await keep(database, twg, *texts)
    async with database.read() as session:
        finds = finding.Finding(session, Visible(twg.id), read_query('"budget annex"'))
        entries = await finding.load_entries(session, await finds.lines(limit=5))
        assert [entry.title.removeprefix("budget annex ") for entry in entries] == found
        assert await finds.is_bounded() is bounded


async def test_nothing_of_another_twg_is_found(database: Database, twg: Twg) -> None:
    await keep(database, twg, "Budget paper")
    async with database.read() as session:
        assert await find_entries(session, twg.id + 1, "budget") == []
        assert await find_entries(session, twg.id * 10, "b") == []


async def test_what_takes_place_at_another_time_moves_in_the_list(database: Database, twg: Twg) -> None:
    await keep(database, twg, "Budget 1", "Budget 2")
    async with database.begin() as session:
        [_second, first] = await find_entries(session, twg.id, "budget")
        later = {
            name: getattr(first, name) for name in ("subject_type", "subject_id", "twg_id", "audience", "author_id")
        }
        await put_entry(session, Entry(**later, title=first.title, body="", dated=NOW + timedelta(days=9)))
    assert await search(database, twg, "budget") == ["Budget 1", "Budget 2"]


async def test_all_grams_of_a_word_in_the_wrong_order_are_no_find(database: Database, twg: Twg) -> None:
    await keep(database, twg, "កខគឃ a ខគឃង")
    assert await search(database, twg, "កខគឃង") == []


async def test_what_changed_is_found_by_its_new_words_only(database: Database, twg: Twg) -> None:
    await keep(database, twg, "Draft workplan")
    await keep(database, twg, "Final programme")
    assert await search(database, twg, "workplan") == []
    assert await search(database, twg, "programme") == ["Final programme"]


async def test_what_was_taken_away_is_not_found(database: Database, twg: Twg) -> None:
    await keep(database, twg, "Draft workplan")
    async with arranged(database) as session:
        [entry] = await find_entries(session, twg.id, "workplan")
        await session.delete(entry)
    assert await search(database, twg, "workplan") == []


async def test_a_title_longer_than_its_column_is_found_by_its_last_word(database: Database, twg: Twg) -> None:
    await keep(database, twg, "word " * 80 + "needle")
    [found] = await search(database, twg, "needle")
    assert found == " ".join(["word"] * 59) + "…"


async def test_criteria_narrow_what_is_found(database: Database, twg: Twg) -> None:
    await keep(database, twg, "Budget paper")
    async with database.begin() as session:
        hidden = Entry(
            subject_type="post",
            subject_id=1,
            twg_id=twg.id,
            audience="|partners|",
            author_id=None,
            title="Budget of partners",
            body="",
            dated=NOW,
        )
        await put_entry(session, hidden)
        await put_entry(session, replace(hidden, subject_id=2, audience="|all|", title="Budget for all"))
        found = await find_entries(session, twg.id, "budget", SearchEntry.audience == "|all|")
    assert [entry.title for entry in found] == ["Budget paper", "Budget for all"]


@given(st.text() | st.text(alphabet="ក្តដេីាំ០ \u200ba"))
def test_folding_an_entry_again_changes_nothing(words: str) -> None:
    assert fold_entry(fold_entry(words)) == fold_entry(words)


@given(st.text() | st.text(alphabet="ក្តដេីាំ០ \u200ba"))
def test_a_text_as_it_is_compared_is_cut_into_the_same_pieces_again(words: str) -> None:
    assert respaced(spaced(words)) == spaced(words)
