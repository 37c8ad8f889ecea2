"""Reading the text of a PDF of 300 pages in the running program, and how long members wait for an answer meanwhile."""

import asyncio
import random
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from sqlalchemy import func, select

from bench.people import ASKING, ask, waits_ms
from bench.programs import assistant, running, settings
from bench.server import Server
from storage.core.archive import Archive
from storage.core.file_texts import FilePage, FileText, TextState, await_text
from storage.core.files import StoredFile
from storage.core.search import Entry, put_entry
from storage.engine.database import Database
from tests.reading import files
from tests.support.crowds import database_at, write_members
from twg.core.audiences import Audience, to_column

PAGES = 300
#: How long people ask before the file comes, in seconds.
_BEFORE_S = 2.0
_SYLLABLES = ("ka", "re", "mi", "to", "lun", "ves", "dar", "pho", "sen", "bri", "gal", "nu")


@dataclass(frozen=True)
class Extraction:
    """The result of one run.

    Attributes:
        took_s: from when the file was there until its text was found; the program looks every five seconds.
        p95_ms: of the answers to what was asked meanwhile; `asked`, how many that were.
    """

    took_s: float
    p95_ms: float
    longest_ms: float
    asked: int


def long_pdf(pages: int = PAGES) -> bytes:
    """Pages of 2,500 characters, with 10,000 different words; the last one has the word zirconium too."""
    choose = random.Random(3)  # noqa: S311 - no secret
    words = ["".join(choose.choices(_SYLLABLES, k=choose.randint(2, 5))) for _number in range(10_000)]
    texts = ["\n".join(" ".join(choose.choices(words, k=9)) for _line in range(45)) for _page in range(pages)]
    return files.pdf([*texts[:-1], f"{texts[-1]}\nzirconium"])


async def read_meanwhile() -> Extraction:
    """Put the file into the archive while the assistant runs and people ask; wait until it can be searched."""
    data = long_pdf()
    with tempfile.TemporaryDirectory() as folder:
        url, archive = f"sqlite+aiosqlite:///{folder}/twgbot.db", Archive(Path(folder) / "files")
        async with database_at(url) as database, Server() as server:
            async with database.begin() as session:
                await write_members(session, "ASK", ASKING)
            environment = settings(server.base_url, url, folder=Path(folder))
            async with running(*assistant(), environment=environment), asyncio.timeout(300):
                await server.asked.wait()
                asked: list[tuple[int, float]] = []
                asking = asyncio.create_task(ask(server, asked))
                await asyncio.sleep(_BEFORE_S)
                begun = perf_counter()
                sha256 = archive.put(data)
                await _write(database, sha256, len(data))
                await _until_read(database, sha256)
                ended = perf_counter()
                asking.cancel()
                await asyncio.sleep(2)
        took = waits_ms(server, asked, begun, ended)
        return Extraction(ended - begun, quantiles(took, n=20)[-1], max(took), len(took))


async def _write(database: Database, sha256: str, size: int) -> None:
    """A file that was circulated and fetched."""
    now = datetime.now(UTC)
    async with database.begin() as session:
        file = StoredFile(handle="h", name="annex.pdf", size_bytes=size, sha256=sha256, retry_at=now, created_at=now)
        session.add(file)
        await session.flush()
        entry = Entry(
            subject_type="document",
            subject_id=1,
            twg_id=1,
            audience=to_column(Audience.ALL),
            author_id=None,
            title="Annex",
            body="",
            dated=now,
            file_id=file.id,
        )
        await put_entry(session, entry)
        await await_text(session, sha256, now=now)


async def _until_read(database: Database, sha256: str) -> None:
    """Raises: RuntimeError where it was not read whole."""
    state = TextState.WAITING
    while state is TextState.WAITING:
        await asyncio.sleep(0.2)
        async with database.read() as session:
            state = await session.scalar(select(FileText.state).where(FileText.sha256 == sha256)) or state
            pages = await session.scalar(select(func.count(FilePage.number.distinct())))
    if state is not TextState.READ or pages != PAGES:
        raise RuntimeError(f"{pages} pages of {PAGES} were read: {state}")
