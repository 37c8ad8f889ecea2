"""Reads the texts of archived files one after another, and lets them be found (D3)."""

import asyncio
import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scheduler.leadership.people_first import PeopleFirst
from storage.core.archive import Archive
from storage.core.file_texts import (
    FOUND,
    MOST_TRIES,
    Claim,
    PlaceKind,
    TextState,
    add_pages,
    claim_text,
    end_claim,
    note_compared,
    release_text,
)
from storage.core.search import index_file, list_twgs_with
from storage.core.searching.words import add_words
from storage.documents.details import adopt_language
from storage.engine.child_process import TooMuch, answer_of
from storage.engine.database import Database
from twg.language.document_facts import language_of

log = logging.getLogger(__name__)

#: Seconds of processor time for a file, after which the process that reads it ends with what it has; and seconds after
#: which it is killed.
SECONDS = 60
KILLED_AFTER_S = 600
#: How long a claim lasts: longer than its file is read and written.
CLAIM = timedelta(minutes=15)
#: Most bytes of the answer of a process. Its parts have 2,000,000 characters, of three bytes in Khmer, in two forms.
_MOST_BYTES = 32_000_000
#: Pages, and words, that are written in one transaction.
_PAGES_AT_ONCE = 10
_WORDS_AT_ONCE = 200


@dataclass
class TextReader:
    """Reads what waits in the queue.

    Args:
        people: who go first between two transactions.
        clock: returns the current time, UTC, aware.
    """

    database: Database
    archive: Archive
    people: PeopleFirst
    clock: Callable[[], datetime]

    async def read_next(self) -> bool:
        """Read the file that has waited longest. Returns: whether there was one."""
        async with self.database.begin() as session:
            claim = await claim_text(session, now=self.clock(), lasts=CLAIM)
        if claim is None:
            return False
        try:
            state, pages, tokens = await self._read(claim)
        except asyncio.CancelledError:  # the program stops
            with suppress(Exception):
                async with self.database.begin() as session:
                    await release_text(session, claim, now=self.clock())
            raise
        await self._keep(claim, state, pages, tokens)
        return True

    async def read_all(self) -> int:
        """Read all that wait. Returns: how many."""
        count = 0
        while await self.read_next():
            count += 1
        return count

    async def _read(self, claim: Claim) -> tuple[TextState, list[dict[str, Any]], list[str]]:
        path = self.archive.path(claim.sha256)
        if claim.tries > MOST_TRIES:
            return TextState.TOO_LARGE, [], []
        if not path.is_file():
            log.warning("%s is not in the archive; its text is not read", claim.sha256)
            async with self.database.begin() as session:
                await note_compared(session, {claim.sha256: "missing"}, now=self.clock())
            return TextState.DAMAGED, [], []
        try:
            return await self._answer_of(path)
        except (TimeoutError, TooMuch, ValueError) as error:
            log.warning("the text of %s could not be read: %s", claim.sha256, error or type(error).__name__)
            return TextState.TOO_LARGE, [], []

    async def _answer_of(self, path: Path) -> tuple[TextState, list[dict[str, Any]], list[str]]:
        """Raises: TimeoutError, TooMuch; ValueError for an answer that ends before its last line."""
        answer = await answer_of(
            "scheduler.reading.child", str(path), str(SECONDS), most_bytes=_MOST_BYTES, killed_after_s=KILLED_AFTER_S
        )
        pages: list[dict[str, Any]] = []
        for line in answer.data.splitlines():
            found = json.loads(line)
            if "state" in found:
                return TextState(found["state"]), pages, found["tokens"]
            pages.append({**found, "place": PlaceKind(found["place"])})
            await self.people.give_way()
        raise ValueError(f"it ended with {answer.code}")

    async def _keep(self, claim: Claim, state: TextState, pages: list[dict[str, Any]], tokens: list[str]) -> None:
        """Write down what was read, in transactions that hold nobody up."""
        for first in range(0, len(pages) if state in FOUND else 0, _PAGES_AT_ONCE):
            await self.people.give_way()
            async with self.database.begin() as session:
                if not await add_pages(session, claim, pages[first : first + _PAGES_AT_ONCE]):
                    return
        if state in FOUND:
            await self._keep_words(claim.sha256, tokens)
        # In one transaction: what has this file, now or later, is found by its text.
        async with self.database.begin() as session:
            if not await end_claim(session, claim, state, tokens, now=self.clock()):
                return
            if state in FOUND:
                await index_file(session, claim.sha256)
            await adopt_language(session, claim.sha256, language_of)

    async def _keep_words(self, sha256: str, tokens: list[str]) -> None:
        async with self.database.read() as session:
            twg_ids = await list_twgs_with(session, sha256)
        words = [token[1:] for token in tokens if token.startswith("w")]
        for twg_id in twg_ids:
            for first in range(0, len(words), _WORDS_AT_ONCE):
                await self.people.give_way()
                async with self.database.begin() as session:
                    await add_words(session, twg_id, words[first : first + _WORDS_AT_ONCE])
