"""A search finds what reading all texts finds, on both databases, whatever is stored and asked (D3)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.file_texts import FilePage, FileText, PlaceKind, TextState
from storage.core.files import StoredFile
from storage.core.search import Entry, SearchEntry, put_entry
from storage.core.searching.finding import find_entries
from storage.core.searching.further_files import SearchFile
from storage.core.searching.pieces import Sort, fold_entry, pieces_of, spaced, tokens_of
from storage.core.spelling import fold
from storage.core.word_forms import stem
from storage.engine.database import Database
from storage.members import Twg
from tests.storage.conftest import NOW
from tests.storage.conftest import database as database
from tests.storage.conftest import twg as twg
from tests.support.guard import arranged

_WORDS = [
    "plan",
    "plans",
    "planned",
    "planet",
    "un",
    "of",
    "a",
    "5",
    "2027",
    "o'brien",
    "100%",
    "immunise",
    "immunization",
]
_KHMER = ["ថវិកា", "សុខាភិបាល", "ឆ្នាំ", "ខែ", "ក", "២០២៧", "ថវិ", "កាសុ"]
_WORD = st.sampled_from(_WORDS + _KHMER) | st.text(alphabet="abកខា ", min_size=1, max_size=4)
_TEXT = st.lists(_WORD, min_size=1, max_size=6).flatmap(
    lambda words: st.sampled_from([" ", "", "\u200b", ", "]).map(lambda space: space.join(words))
)
_TERM = _WORD.filter(lambda word: word.strip()) | _TEXT.filter(lambda words: words.strip()).map(
    lambda words: f'"{words}"'
)
_QUERY = st.lists(_TERM, min_size=1, max_size=2).map(" ".join)


@dataclass(frozen=True)
class Kept:
    """An entry of a title, and the pages of each of its files."""

    title: str
    files: list[list[str]]


def scan(kept: Kept, query: str) -> bool:
    """Whether the texts have every word of a query, by reading them: written without the code that it judges."""
    texts = [kept.title, *(page for pages in kept.files for page in pages)]
    return all(any(_has(text, *term) for text in texts) for term in _terms(query))


def _terms(query: str) -> list[tuple[str, bool]]:
    """Words, and phrases in quotes with True."""
    folded, terms = fold(query.replace("\u200b", " ")), []
    for at, part in enumerate(folded.split('"')):
        terms += [(part, True)] if at % 2 else [(word, False) for word in part.split()]
    return [(term, exact) for term, exact in terms if term.strip()]


def _has(text: str, term: str, exact: bool) -> bool:
    have, want = list(pieces_of(spaced(text))), list(pieces_of(fold_entry(term)))
    return any(_stands(have[at:], want, exact) for at in range(len(have)))


def _stands(have: list[tuple[Sort, str]], want: list[tuple[Sort, str]], exact: bool) -> bool:
    if len(have) < len(want):
        return False
    for at, ((sort, own), (wanted_sort, wanted)) in enumerate(zip(have, want, strict=False)):
        if sort is not wanted_sort:
            return False
        if sort is Sort.RUN:
            first, last = at == 0, at == len(want) - 1
            fits = (
                wanted in own
                if first and last
                else own.endswith(wanted)
                if first
                else (own.startswith(wanted) if last else own == wanted)
            )
        elif sort is Sort.WORD and not exact and at == len(want) - 1:
            fits = own == wanted or (len(want) == 1 and stem(own) == stem(wanted))
        else:
            fits = own == wanted
        if not fits:
            return False
    return True


async def _keep(database: Database, twg: Twg, kept: list[Kept]) -> None:
    async with arranged(database) as session:
        for table in (FilePage, FileText, SearchFile, SearchEntry, StoredFile):
            await session.execute(delete(table))
        if database.is_sqlite:
            await session.execute(text("INSERT INTO search_index (search_index) VALUES ('delete-all')"))
        for number, each in enumerate(kept, 1):
            file_ids = [
                await _keep_file(session, f"{number:060}{place:04}", pages) for place, pages in enumerate(each.files)
            ]
            entry = Entry(
                subject_type="document",
                subject_id=number,
                twg_id=twg.id,
                audience="|all|",
                author_id=None,
                title=each.title,
                body="",
                dated=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=number),
                file_ids=file_ids,
            )
            await put_entry(session, entry)


async def _keep_file(session: AsyncSession, sha256: str, pages: list[str]) -> int:
    """A file whose text is read. Returns its id."""
    file = StoredFile(handle="h", name="a.pdf", sha256=sha256, retry_at=NOW, created_at=NOW)
    session.add(file)
    compared = [spaced(page) for page in pages]
    tokens = " ".join(tokens_of(compared))
    session.add(FileText(sha256=sha256, state=TextState.READ, claimed_until=NOW, tokens=tokens))
    await session.flush()
    session.add_all(
        FilePage(sha256=sha256, position=at, place=PlaceKind.PAGE, number=at, text=page, compared=form)
        for at, (page, form) in enumerate(zip(pages, compared, strict=True), 1)
    )
    return file.id


_KEPT = st.builds(Kept, title=_TEXT, files=st.lists(st.lists(_TEXT, min_size=1, max_size=2), max_size=2))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=st.lists(_KEPT, min_size=1, max_size=6), queries=st.lists(_QUERY, min_size=1, max_size=6))
async def test_it_finds_what_a_scan_finds(database: Database, twg: Twg, kept: list[Kept], queries: list[str]) -> None:
    await _keep(database, twg, kept)
    async with database.read() as session:
        for query in queries:
            if not _terms(query):
                continue
            found = [entry.subject_id for entry in await find_entries(session, twg.id, query, limit=20)]
            expected = [number for number in range(len(kept), 0, -1) if scan(kept[number - 1], query)]
            assert found == expected, (query, kept)
