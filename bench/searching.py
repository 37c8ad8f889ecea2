"""Time of a search among 100,000 documents and posts."""

from datetime import UTC, datetime, timedelta
from statistics import quantiles
from time import perf_counter

from sqlalchemy import insert, text

from bench.language import Language
from bot.capabilities import registry
from storage.core.search import SearchEntry, fold_entry, index_entries, indexed
from storage.engine.database import Database
from tests.support.crowds import database_at, write_members
from twg.core.actors import Actor
from twg.core.audiences import Audience, to_column
from twg.search import search_store

ENTRIES = 100_000
QUERIES = 200
_AT_ONCE = 5_000


async def search_p95_ms(url: str, rounds: int) -> list[float]:
    """95th percentile of the time of a search, in milliseconds; permission and visibility are checked as in the chat.

    One for each round, each with other queries.

    Args:
        url: a new database, which is filled first.
        rounds: number of rounds, each of `QUERIES` searches.
    """
    language = Language()
    async with database_at(url) as database:
        actor = await _write_entries(database, language)
        return [await _round_p95_ms(database, actor, language) for _round in range(rounds)]


async def _round_p95_ms(database: Database, actor: Actor, language: Language) -> float:
    took = []
    for _number in range(QUERIES):
        query = language.query()
        begun = perf_counter()
        async with database.read() as session:
            await search_store(session, actor, query, registry().domains)
        took.append((perf_counter() - begun) * 1000)
    return quantiles(took, n=20)[-1]


async def _write_entries(database: Database, language: Language) -> Actor:
    now = datetime.now(UTC)
    async with database.begin() as session:
        actor = await write_members(session, "HLT", 2)
    for first in range(0, ENTRIES, _AT_ONCE):
        rows = []
        for number in range(first, first + _AT_ONCE):
            title = language.text(6)
            rows.append(
                {
                    "id": number + 1,
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
            await index_entries(
                session, [indexed(row["id"], row["twg_id"], row["folded"], row["dated"]) for row in rows]
            )
    async with database.engine.connect() as connection:
        await connection.execute(text("ANALYZE"))
        await connection.commit()
    return actor
