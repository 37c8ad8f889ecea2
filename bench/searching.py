"""Searches among 100,000 entries of a TWG, 5,000 of them with a file of 20 kB of text."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bench.language import Language
from bench.misspellings import misspellings
from bot.capabilities import registry
from handlers.search import kind_names
from messages.rendering.texts import translations
from storage.core.file_texts import FilePage, FileText, PlaceKind, TextState
from storage.core.files import StoredFile
from storage.core.search import INDEXED_COLUMNS, Indexed, SearchEntry, index_entries, indexed, words_of
from storage.core.searching.pieces import spaced, tokens_of
from storage.core.searching.terms import read_query
from storage.core.searching.words import add_words
from storage.core.word_forms import stem
from storage.engine.database import Database
from tests.support.crowds import database_at, write_members
from twg.core.actors import Actor
from twg.core.audiences import Audience, to_column
from twg.search import search_store

ENTRIES = 100_000
#: Every so many entries have a file of so many words: 5,000 with 20 kB. So many different pages are in them.
EVERY, WORDS, PAGES = 20, 1_250, 2_000
_PAGE_WORDS = 250
QUERIES = 40
_AT_ONCE = 1_000
_SHORT = ("of", "in", "un", "eu", "ka", "5")
_STRETCH = "[\u1780-\u17d3]{4,40}"


@dataclass(frozen=True)
class Searched:
    """What a round found: the 95th percentile of each kind of query in milliseconds."""

    p95_ms: dict[str, float]


@dataclass(frozen=True)
class Filled:
    """What filling a store took.

    Attributes:
        index_mb: size of the index, of the words and of their indices.
        all_mb: size of the database.
        entry_ms, file_ms: processor time to index an entry of 26 words, and one with a file of 20 kB, in this process.
    """

    index_mb: float
    all_mb: float
    entry_ms: float
    file_ms: float


@dataclass(frozen=True)
class Spelled:
    """How misspelt words were found.

    Attributes:
        words: how many were searched for.
        meant: for how many the first page has what was meant.
        other: results of all first pages that lack it.
        results: of all first pages.
    """

    words: int
    meant: int
    other: int
    results: int


@dataclass(frozen=True)
class Figures:
    """All that is measured on one database."""

    filled: Filled
    spelled: Spelled
    rounds: list[Searched]


async def search_figures(url: str, rounds: int, *, entries: int = ENTRIES) -> Figures:
    """Fill a new database and search; permission and visibility are checked, and stretches made, as in the chat."""
    async with database_at(url) as database:
        actor, filled = await _write_entries(database, entries)
        names = kind_names(registry().domains)
        measured = [await _round(database, actor, names, seed) for seed in range(rounds)]
        return Figures(filled, await _misspelt(database, actor, names), measured)


def queries(seed: int) -> dict[str, list[str]]:
    """Queries of each kind."""
    choose, words, khmer = random.Random(seed), latin_words(), khmer_words()  # noqa: S311 - no secret
    typed = [typed for typed, _meant in misspellings()]
    lengths = choose.choices(range(2, 12), k=QUERIES)
    return {
        "common": choose.choices(words[:20], k=QUERIES),
        "rare": choose.choices(words[600:], k=QUERIES),
        "several": [" ".join(choose.choices(words[:500], k=choose.randint(2, 3))) for _number in range(QUERIES)],
        "misspelt": choose.choices(typed, k=QUERIES),
        "Khmer": [word[:length] for word, length in zip(choose.choices(khmer, k=QUERIES), lengths, strict=True)],
        "two letters": choose.choices(_SHORT, k=QUERIES),
        "none": ["".join(choose.choices("qxzjw", k=7)) for _number in range(QUERIES)],
    }


async def _round(database: Database, actor: Actor, names: Any, seed: int) -> Searched:
    found = {}
    for kind, asked in queries(seed).items():
        took = []
        for query in asked:
            begun = perf_counter()
            async with database.read() as session:
                await search_store(session, actor, query, registry().domains, names=names)
            took.append((perf_counter() - begun) * 1000)
        found[kind] = quantiles(took, n=20)[-1]
    return Searched(found)


async def _misspelt(database: Database, actor: Actor, names: Any) -> Spelled:
    words = meant_found = other = results = 0
    for typed, meant in misspellings():
        async with database.read() as session:
            found = await search_store(session, actor, typed, registry().domains, names=names)
        right = [hit for hit in found.hits if _has(hit.entry, hit.page, meant)]
        words, meant_found = words + 1, meant_found + bool(right)
        other, results = other + len(found.hits) - len(right), results + len(found.hits)
    return Spelled(words, meant_found, other, results)


def _has(entry: SearchEntry, page: FilePage | None, meant: str) -> bool:
    [term] = read_query(meant)
    if not term.word:
        return term.stretch() in entry.folded or (page is not None and term.stretch() in page.compared)
    words = words_of(entry.folded) | (words_of(page.compared) if page else set())
    return any(term.names(word) or stem(word) == stem(meant) for word in words)


class _Texts:
    """Texts of random words and of Khmer, with words of two letters and words that people misspell among them.

    The Khmer is that of the catalog, in stretches without a space: a third of all characters.
    """

    def __init__(self) -> None:
        self._random = random.Random(11)  # noqa: S311 - no secret
        self._real = sorted({meant for _typed, meant in misspellings()})
        words, khmer = latin_words(), khmer_words()
        self._words = [
            word for at, word in enumerate(words) for word in (word, *khmer[at // 3 : at // 3 + (at % 3 == 0)])
        ]
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(len(self._words))))

    def text(self, length: int) -> str:
        words = self._random.choices(self._words, cum_weights=self._weights, k=length)
        for _number in range(max(1, length // 20)):
            words[self._random.randrange(length)] = self._random.choice(self._real)
            words[self._random.randrange(length)] = self._random.choice(_SHORT)
        return " ".join(words)


@cache
def latin_words() -> list[str]:
    """Words of the random language without its Khmer syllables, the most frequent first."""
    return [word for word in Language().words if word.isascii()]


@cache
def khmer_words() -> list[str]:
    """Stretches of Khmer without a space, as the assistant writes it."""
    stretches = (stretch for strings in translations("km").values() for stretch in re.findall(_STRETCH, strings[0]))
    return list(dict.fromkeys(stretches))


@dataclass(frozen=True)
class _Batch:
    """Rows that are written together, and what the index holds of them."""

    rows: list[dict[str, Any]]
    indexed: list[Indexed]
    files: list[tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]]
    words: set[str]


@dataclass(frozen=True)
class _Page:
    text: str
    compared: str
    tokens: list[str]


@cache
def _pages() -> tuple[list[_Page], float]:
    """Pages of which every file has some of its own, and the processor time for a file's, in ms."""
    texts, pages = _Texts(), list[_Page]()
    written = [texts.text(_PAGE_WORDS) for _number in range(PAGES)]
    begun = process_time()
    for page in written:
        pages.append(_Page(page, form := spaced(page), tokens_of([form])))
    return pages, (process_time() - begun) * 1000 / PAGES * (WORDS // _PAGE_WORDS)


@cache
def _batches(twg_id: int, entries: int) -> tuple[list[_Batch], float, float]:
    """All rows, made once for both databases; with the processor time for an entry, and for one with a file, in ms."""
    texts, now, took_ms, batches = _Texts(), datetime.now(UTC), 0.0, []
    choose, (all_pages, file_ms) = random.Random(13), _pages()  # noqa: S311 - no secret
    for first in range(0, entries, _AT_ONCE):
        batch = _Batch([], [], [], set())
        for number in range(first, min(first + _AT_ONCE, entries)):
            with_file, title, body = number % EVERY == 0, texts.text(6), texts.text(20)
            pages = choose.sample(all_pages, WORDS // _PAGE_WORDS) if with_file else []
            tokens = {token for page in pages for token in page.tokens}
            begun = process_time()
            dated = now - timedelta(minutes=number)
            row = {
                "id": number + 1,
                "subject_type": "document" if number % 2 == 0 else "post",
                "subject_id": number,
                "twg_id": twg_id,
                "audience": to_column(Audience.ALL if number % 7 else Audience.PARTNERS),
                "author_id": None,
                "kind": "report" if number % 2 == 0 else "data",
                "title": title,
                "body": body,
                "folded": spaced(f"{title} {body}"),
                "dated": dated,
                "year": dated.year,
                "file_id": number + 1 if with_file else None,
                "text_of": f"{number:064x}" if with_file else None,
            }
            batch.rows.append(row)
            batch.indexed.append(indexed(**{name: row[name] for name in INDEXED_COLUMNS}, file_tokens=tokens))
            took_ms += 0 if with_file else (process_time() - begun) * 1000
            batch.words.update(words_of(row["folded"]), (token[1:] for token in tokens if token.startswith("w")))
            if with_file:
                batch.files.append(_file_rows(row, pages, tokens))
        batches.append(batch)
    return batches, took_ms / entries * EVERY / (EVERY - 1), file_ms


def _file_rows(
    row: dict[str, Any], pages: list[_Page], tokens: set[str]
) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    sha256, at = row["text_of"], row["dated"]
    stored = {"id": row["file_id"], "handle": "h", "name": "paper.pdf", "sha256": sha256, "created_at": at}
    read = {"sha256": sha256, "state": TextState.READ, "claimed_until": at, "tokens": " ".join(tokens)}
    of_pages = [
        {
            "sha256": sha256,
            "position": number,
            "place": PlaceKind.PAGE,
            "number": number,
            "text": page.text,
            "compared": page.compared,
        }
        for number, page in enumerate(pages, 1)
    ]
    return {**stored, "retry_at": at}, {**read, "read_at": at}, of_pages


async def _write_entries(database: Database, entries: int) -> tuple[Actor, Filled]:
    async with database.begin() as session:
        actor = await write_members(session, "HLT", 60)
    batches, entry_ms, file_ms = _batches(actor.twg.id, entries)
    known: set[str] = set()
    for batch in batches:
        async with database.begin() as session:
            for table, rows in _tables(batch):
                await session.execute(insert(table), rows)
            await index_entries(session, batch.indexed)
            await add_words(session, actor.twg.id, batch.words - known)
            known |= batch.words
    async with database.engine.connect() as connection:
        await connection.execute(text("ANALYZE"))
        await connection.commit()
        index_mb, all_mb = await _sizes_mb(connection, sqlite=database.is_sqlite)
    return actor, Filled(index_mb, all_mb, entry_ms, file_ms)


def _tables(batch: _Batch) -> Iterator[tuple[type[Any], list[dict[str, Any]]]]:
    files = batch.files
    yield from (
        (table, rows)
        for table, rows in (
            (StoredFile, [stored for stored, _read, _pages in files]),
            (FileText, [read for _stored, read, _pages in files]),
            (FilePage, [page for _stored, _read, pages in files for page in pages]),
            (SearchEntry, batch.rows),
        )
        if rows
    )


async def _sizes_mb(connection: AsyncConnection, *, sqlite: bool) -> tuple[float, float]:
    """Of the index with the words, and of all."""
    if sqlite:
        index = "SELECT sum(length(block)) FROM search_index_data"
        words = "SELECT sum(2 * length(word) + 8) * 2 FROM search_word"
        everything = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        sizes = [await connection.scalar(text(query)) for query in (index, words, everything)]
        return (sizes[0] + sizes[1]) / 1e6, sizes[2] / 1e6
    index = "SELECT pg_relation_size('ix_search_entry_tokens') + pg_total_relation_size('search_word')"
    columns = "SELECT sum(pg_column_size(tokens)) FROM search_entry"
    everything = "SELECT pg_database_size(current_database())"
    sizes = [await connection.scalar(text(query)) for query in (index, columns, everything)]
    return (sizes[0] + float(sizes[1])) / 1e6, sizes[2] / 1e6
