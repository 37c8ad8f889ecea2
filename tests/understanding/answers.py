"""What the world judges beside what was stored: whether a message was answered, and whether its words were kept.

What is amiss is an outcome that no label expects, so that it is judged wrong.
"""

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from storage.core.spelling import key_of
from tests.support.seen import Seen
from twg.language.done import note_of

#: Nothing was said to a message of a person's own.
SILENT = "silent"
#: Nothing was stored, and no message with a button asks what is meant, or says why not; nor is it one that `EXPLAINS`.
NO_QUESTION = "no question"
#: What was typed is neither in the database nor in a message to which a question is the reply.
LOST = "lost"

#: Templates that say all there is to say where nothing was stored, with what was said.
EXPLAINS = {
    "actions/heard": "thanks, “ok”, “let me check”: nothing is said of the action",
    "attendance#not_open_yet": "“I am here”, long before the meeting: nothing but that",
    "forms/choose": "“no, wrong” at a summary: which answer is to be changed",
    "general/greeted": "a greeting, thanks, “ok”: nothing is told",
    "requests/still_in_time": "more time until a day that is no later than the due day: nothing has to be asked",
}
#: Outcomes of which the words were the choice, and nothing else.
CHOICES = frozenset({"save", "cancel"})
#: A command with at most numbers behind it: "/jmi 2008-4".
_COMMAND_ALONE = re.compile(r"/\w+[\s\u200b]*[\d\s.,-]*")
#: Tables that hold what was received, to be handled, and not what was made of it.
_RAW = frozenset({"inbox", "kept_act"})


def faults(
    fresh: Sequence[Seen], message_id: int, words: str, *, stored: frozenset[str], database: Path
) -> frozenset[str]:
    """What is amiss with the answer to a message of a person's own.

    Args:
        fresh: what the person saw because of it.
        message_id: of the message.
        stored: what was stored because of it, as outcomes.
    """
    if not fresh:
        return frozenset({SILENT})
    seen = sorted({key for each in fresh for key in (*each.keys, *(refusal.key for refusal in each.refusals))})
    explained = not EXPLAINS.keys().isdisjoint(seen)
    chosen = bool(stored) and stored <= CHOICES
    asked = chosen or any(each.message.reply_to == message_id for each in fresh)
    found = set()
    if not (stored or explained or any(each.buttons or each.refusals for each in fresh)):
        found.add(f"{NO_QUESTION}: {' '.join(seen)}")
    if not (asked or explained or _COMMAND_ALONE.fullmatch(words) or is_kept(database, words)):
        found.add(f"{LOST}: {' '.join(seen)}")
    return frozenset(found)


def is_kept(database: Path, words: str) -> bool:
    """Whether a text in the database has the words, or the note in them, however they are spelled."""
    sought = {key_of(words), key_of(note_of(words))}
    return any(any(each in key_of(text) for each in sought) for text in _texts(database))


def _texts(database: Path) -> Iterator[str]:
    """Every text that is kept, those within JSON too."""
    with closing(sqlite3.connect(database)) as read:
        tables = [name for [name] in read.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            if table not in _RAW and not table.startswith("search_index"):
                for row in read.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - names from the schema
                    yield from (text for cell in row if isinstance(cell, str) for text in _within(cell))


def _within(cell: str) -> Iterator[str]:
    yield cell
    if cell[:1] in "[{":
        try:
            yield from _leaves(json.loads(cell))
        except ValueError:
            return


def _leaves(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for each in value.values():
                yield from _leaves(each)
        case list():
            for each in value:
                yield from _leaves(each)
