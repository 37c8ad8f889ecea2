"""Time of a search among 100,000 documents and posts."""

import random
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from statistics import median, quantiles
from time import perf_counter

from sqlalchemy import insert, text

from bot.capabilities import registry
from storage.core.search import SearchEntry, fold_entry, trigrams
from storage.engine.database import Database
from tests.support.crowds import database_at, write_members
from twg.core.actors import Actor
from twg.core.audiences import Audience, to_column
from twg.search import search_store

ENTRIES = 100_000
QUERIES = 200
_AT_ONCE = 5_000
_SYLLABLES = (
    "ka",
    "re",
    "mi",
    "to",
    "lun",
    "ves",
    "dar",
    "pho",
    "sen",
    "bri",
    "gal",
    "nu",
    "សុខ",
    "ភាព",
    "ក្រុម",
    "ការងារ",
)
#: Number of different words. Their frequencies follow Zipf's law, as in a natural language.
_WORDS = 4_000


class _Language:
    """Random texts and queries; the same in every run, because the seed is fixed."""

    def __init__(self) -> None:
        self._random = random.Random(7)  # noqa: S311 - no secret
        syllables = self._random
        self.words = ["".join(syllables.choices(_SYLLABLES, k=syllables.randint(2, 4))) for _ in range(_WORDS)]
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(_WORDS)))

    def text(self, length: int) -> str:
        return " ".join(self._random.choices(self.words, cum_weights=self._weights, k=length))

    def query(self) -> str:
        """One to three words, with the same frequencies as in the texts."""
        return self.text(self._random.randint(1, 3))


async def search_p95_ms(url: str, rounds: int) -> float:
    """95th percentile of the time of a search, in milliseconds; permission and visibility are checked as in the chat.

    The median over the rounds, each with other queries.

    Args:
        url: a new database, which is filled first.
        rounds: number of rounds, each of `QUERIES` searches.
    """
    language = _Language()
    async with database_at(url) as database:
        actor = await _write_entries(database, language)
        return median([await _round_p95_ms(database, actor, language) for _round in range(rounds)])


async def _round_p95_ms(database: Database, actor: Actor, language: _Language) -> float:
    took = []
    for _number in range(QUERIES):
        query = language.query()
        begun = perf_counter()
        async with database.read() as session:
            await search_store(session, actor, query, registry().domains)
        took.append((perf_counter() - begun) * 1000)
    return quantiles(took, n=20)[-1]


async def _write_entries(database: Database, language: _Language) -> Actor:
    now = datetime.now(UTC)
    async with database.begin() as session:
        actor = await write_members(session, "HLT", 2)
    for first in range(0, ENTRIES, _AT_ONCE):
        rows = []
        for number in range(first, first + _AT_ONCE):
            title = language.text(6)
            rows.append(
                {
                    "subject_type": "document" if number % 2 else "post",
                    "subject_id": number,
                    "twg_id": actor.twg.id,
                    "audience": to_column(Audience.ALL if number % 5 else Audience.PARTNERS),
                    "author_id": None,
                    "title": title,
                    "folded": fold_entry(f"{title} {language.text(20)}"),
                    "dated": now - timedelta(minutes=number),
                }
            )
        async with database.begin() as session:
            await session.execute(insert(SearchEntry), rows)
            if not database.is_sqlite:
                statement = (
                    "UPDATE search_entry SET trigrams = array_to_tsvector(CAST(:grams AS text[]))"
                    " WHERE subject_id = :id AND subject_type = :type"
                )
                grams = [
                    {"grams": trigrams(row["folded"]), "id": row["subject_id"], "type": row["subject_type"]}
                    for row in rows
                ]
                await session.execute(text(statement), grams)
    async with database.engine.connect() as connection:
        await connection.execute(text("ANALYZE"))
        await connection.commit()
    return actor
