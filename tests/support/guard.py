"""In every test: what writes a domain table is an operation, and it leaves an audit row that people can read.

A transaction that has written a domain table is looked at when it has been committed. The test fails when no operation
that writes ran in it, apart from what `MACHINERY` names, and when one ran and added no audit row. What was rolled back,
to a savepoint or as a whole, does not count. A write on a connection that no session uses fails the test at once.

Statements are read on their way to the database, so that the ORM, Core and text all count; one that cannot be read
counts as a write. The writes of other processes, and of drivers used without SQLAlchemy, are not seen.
"""

import inspect
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from types import CodeType, FrameType
from typing import Any
from weakref import WeakKeyDictionary

import greenlet
import pytest
from sqlalchemy import Connection, Engine, event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, SessionTransaction

from bot.capabilities import registry
from storage.core.audit import AuditRow
from storage.engine.database import Database
from tests.support.sql import ADDING, Write, writes_of
from tests.support.unguarded import writes
from twg.core.operations import RAN
from twg.history.fields import is_known
from twg.history.operations import OPERATIONS
from twg.history.reading import flat

#: Tables of the machinery, which are not what a TWG does, and why.
MACHINERY_TABLES: Mapping[str, str] = {
    "inbox": "which updates were handled; the dispatcher notes each before it knows who it is from",
    "kept_act": "an album or a long text that buttons wait for: nothing has happened",
    "effect": "which message had which effect, for the question after an edit",
    "lease": "which process leads; no person has a part in it",
    "budget": "when the next message may be sent",
    "bound_message": "which messages show a document; the scheduler changes them when it was recalled",
    "form": "answers of a form that is not saved yet: nothing has happened",
    "search_entry": "an index, made from the rows of its subjects",
    "search_file": "further files of an entry of that index",
    "search_index": "the words of that index, on SQLite",
    "search_word": "the words of all entries, for misspelt ones",
    "asked_search": "what somebody searched for, for the next page: nothing has happened",
    "file_text": "which files are read, and what became of it",
    "file_page": "the texts of files, made from their bytes",
    "alembic_version": "which migrations have run",
}


@dataclass(frozen=True)
class Machinery:
    """What a module of the machinery may write to a domain table without an operation.

    Attributes:
        module: it, or a module within it, is among the callers.
        columns: those that it changes; none where it only adds rows.
        adds: it adds rows too.
    """

    module: str
    table: str
    why: str
    columns: frozenset[str] = frozenset()
    adds: bool = False


def _columns(*names: str) -> frozenset[str]:
    return frozenset(names)


MACHINERY = (
    Machinery(
        "scheduler.reminding",
        "reminder",
        "the tick fires it, sets it again, or finds that it was missed",
        _columns("state", "due_at", "too_late_at", "fired_at", "notification_id"),
    ),
    Machinery(
        "scheduler.reminding",
        "notification",
        "what a reminder says, and until when it is of use",
        _columns("data", "useful_until", "without_account"),
        adds=True,
    ),
    Machinery("scheduler.reminding", "delivery", "to whom it says it", adds=True),
    Machinery(
        "scheduler.delivery",
        "delivery",
        "how far each message is on its way; those for a large audience are added in batches",
        _columns(
            "state",
            "error",
            "in_flight_since",
            "message_id",
            "sent_at",
            "not_before",
            "chat_id",
            "attempts",
            "number",
            "repeated",
            "person_id",
            "account_id",
        ),
        adds=True,
    ),
    Machinery("scheduler.delivery", "album_message", "in which message each file of an album arrived", adds=True),
    Machinery(
        "scheduler.delivery",
        "notification",
        "who of a large audience still waits; in which message its sender sees how far it is",
        _columns(
            "waiting",
            "without_account",
            "fanned_out",
            "progress_chat_id",
            "progress_message_id",
            "progress_shown",
            "settled_at",
        ),
    ),
    Machinery(
        "scheduler.delivery",
        "group_post",
        "how far what is posted in a group is on its way",
        _columns("state", "error", "in_flight_since", "message_id", "sent_at", "not_before", "attempts"),
    ),
    Machinery(
        "bot.outbound",
        "notification",
        "in which message its sender sees how far it is: known once the reply was sent",
        _columns("progress_chat_id", "progress_message_id", "progress_shown", "settled_at"),
    ),
    Machinery(
        "bot.outbound",
        "account",
        "which menu Telegram shows: known once Telegram has taken it",
        _columns("commands_shown"),
    ),
    Machinery(
        "scheduler.leadership.archiving",
        "stored_file",
        "whether the bytes of a file were fetched",
        _columns("sha256", "retry_at", "attempts"),
    ),
    Machinery("scheduler.reading", "roster_file", "what a list says, made from its bytes", _columns("reading")),
    Machinery("scheduler.reading", "indicator_file", "what a table says, made from its bytes", _columns("reading")),
    Machinery("scheduler.reading", "report_sheet", "what a sheet says, made from its bytes", _columns("reading")),
    Machinery("scheduler.reading", "minutes_file", "what minutes say, made from their bytes", _columns("reading")),
    Machinery(
        "scheduler.reading",
        "document",
        "in which language its file is: known once its text was read, where nobody has said it",
        _columns("language"),
    ),
    Machinery(
        "scheduler.leadership.archiving",
        "document",
        "the same, of a file whose bytes are those of one that was read before",
        _columns("language"),
    ),
    Machinery(
        "bot.doctor",
        "stored_file",
        "that bytes which the archive has lost are fetched again, by the operator",
        _columns("sha256", "retry_at", "attempts"),
    ),
    Machinery("bot.feed", "feed_token", "when a program last read by a token", _columns("last_used_at")),
    Machinery(
        "bot.app",
        "reminder",
        "at the start of the program: the configuration may have changed since",
        _columns("state", "due_at", "too_late_at", "urgent", "fired_at", "notification_id"),
        adds=True,
    ),
    Machinery(
        "bot.app",
        "twg",
        "by which rules its reminders were set",
        _columns("reminders_set_by"),
    ),
)
#: Migrations rewrite what is stored, whichever table it is in.
MIGRATIONS = "storage.engine.migrate"

#: In a session's `info`, until its transaction ends: what it has written, that a test arranges something by it, and how
#: much was written and run when each of its savepoints was set.
_WRITTEN, _ARRANGED, _SAVEPOINTS = "tables written", "arranged", "savepoints"
_SHOWN_FRAMES = 8
_OURS = ("twg", "handlers", "scheduler", "bot", "storage", "tests")


@dataclass(frozen=True)
class _Seen:
    """A write with the functions that led to it, and whether the machinery may do it."""

    write: Write
    #: The innermost of these functions, with the line that each was at.
    stack: tuple[tuple[CodeType, int], ...]
    excused: bool

    def __str__(self) -> str:
        return "\n".join(f"  {code.co_filename}:{line} in {code.co_name}" for code, line in self.stack)


@dataclass(eq=False)
class Guard:
    """Listens to every transaction while it is in force."""

    #: What was written against the rules, a text each.
    violations: list[str] = field(default_factory=list)
    _owners: WeakKeyDictionary[Connection, Session] = field(default_factory=WeakKeyDictionary)

    def own(self, session: Session, _transaction: object, connection: Connection) -> None:
        """A session has begun a transaction on a connection."""
        self._owners[connection] = session

    def note(self, connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        """A statement is about to be executed."""
        if statement.startswith("SELECT"):
            return
        written = [write for write in writes_of(statement) if write.table not in MACHINERY_TABLES]
        if not written:
            return
        frames = _our_frames()
        modules = frozenset(frame.f_globals["__name__"] for frame in frames)
        stack = tuple((frame.f_code, frame.f_lineno) for frame in frames[:_SHOWN_FRAMES])
        seen = [_Seen(write, stack, excuses(write, modules)) for write in written]
        session = self._owners.get(connection)
        if session is not None and session.in_transaction():
            session.info.setdefault(_WRITTEN, []).extend(seen)
        elif wrong := [one for one in seen if not one.excused]:
            self.violations.append(f"written on a connection without a session: {_listed(wrong)}\n{wrong[0]}")

    def begin(self, session: Session, transaction: SessionTransaction) -> None:
        """A transaction has begun, or a savepoint was set."""
        if transaction.nested:
            so_far = len(session.info.get(_WRITTEN, [])), len(session.info.get(RAN, []))
            session.info.setdefault(_SAVEPOINTS, {})[transaction] = so_far

    def commit(self, session: Session) -> None:
        """A transaction has been committed, or a savepoint released: its writes belong to the transaction around it."""
        if session.in_nested_transaction():
            session.info[_SAVEPOINTS].pop(session.get_nested_transaction(), None)
        else:
            self._judge(session)

    def end(self, session: Session, transaction: SessionTransaction) -> None:
        """A transaction has ended, or a savepoint, which was rolled back unless it has been released."""
        if transaction.parent is None:
            for key in (_WRITTEN, _ARRANGED, _SAVEPOINTS, RAN):
                session.info.pop(key, None)
        elif transaction in session.info.get(_SAVEPOINTS, {}):
            written, ran = session.info[_SAVEPOINTS].pop(transaction)
            del session.info.get(_WRITTEN, [])[written:]
            del session.info.get(RAN, [])[ran:]

    def _judge(self, session: Session) -> None:
        seen: list[_Seen] = session.info.get(_WRITTEN, [])
        wrong = [one for one in seen if not one.excused]
        if not wrong or _ARRANGED in session.info:
            return
        ran = [name for name in session.info.get(RAN, []) if may_write(name)]
        if not ran:
            self.violations.append(f"written without an operation: {_listed(wrong)}\n{wrong[0]}")
        elif _AUDITED not in [one.write for one in seen]:
            by = ", ".join(ran)
            self.violations.append(f"written by {by} without an audit row: {_listed(wrong)}\n{wrong[0]}")

    def read(self, _mapper: object, _connection: Connection, row: AuditRow) -> None:
        """An audit row is added: its operation and its values have words for those who read the audit."""
        capability = row.action.partition(".")[0]
        if capability not in _CAPABILITIES:  # one of the tests' own
            return
        recorded = {**(row.data.get("before") or {}), **(row.data.get("after") or {})}
        recorded |= {name: value for name, value in row.data.items() if name not in {"before", "after"}}
        names = [name for name, _value in flat(recorded)]
        wordless = [name for name in names if not is_known(row.subject_type, name)]
        if row.action not in OPERATIONS:
            self.violations.append(f"{row.action} has no words in twg.history.operations")
        if wordless:
            self.violations.append(f"{row.action} records {wordless}, which have no words in twg.history.fields")


_CAPABILITIES = frozenset(capability.name for capability in registry().capabilities)
_AUDITED = Write("audit", frozenset({ADDING}))


def _listed(seen: list[_Seen]) -> str:
    return ", ".join(sorted({f"{one.write.table} ({', '.join(sorted(one.write.columns))})" for one in seen}))


def excuses(write: Write, modules: frozenset[str]) -> bool:
    """Whether the machinery may write this without an operation, called by these modules."""
    if write.table in MACHINERY_TABLES or MIGRATIONS in modules:
        return True
    return any(
        write.table == allowed.table
        and write.columns <= (allowed.columns | ({ADDING} if allowed.adds else set()))
        and any(f"{module}.".startswith(f"{allowed.module}.") for module in modules)
        for allowed in MACHINERY
    )


@asynccontextmanager
async def arranged(database: Database) -> AsyncIterator[AsyncSession]:
    """A transaction in which a test writes what no operation does: somebody who has left, a delivery that failed."""
    async with database.begin() as session:
        arrange(session)
        yield session


def arrange(session: AsyncSession) -> None:
    """The same for a transaction that has been opened."""
    session.info[_ARRANGED] = True


#: The guards in force.
_ON_DUTY: list[Guard] = []


@cache
def _listen() -> None:
    """Tell the guards in force of what SQLAlchemy does, from now on: to listen anew in each test takes long."""
    for target, name, method in (
        (Session, "after_begin", Guard.own),
        (Session, "after_transaction_create", Guard.begin),
        (Session, "after_commit", Guard.commit),
        (Session, "after_transaction_end", Guard.end),
        (Engine, "before_cursor_execute", Guard.note),
        (AuditRow, "before_insert", Guard.read),
    ):
        event.listen(target, name, _telling(method))


def _telling(method: Callable[..., None]) -> Callable[..., None]:
    def tell(*happened: Any) -> None:
        for guard in _ON_DUTY:
            method(guard, *happened)

    return tell


@contextmanager
def guarding() -> Iterator[Guard]:
    """Look at every transaction meanwhile; in the end the test fails where one was against the rules."""
    _listen()
    guard = Guard()
    _ON_DUTY.append(guard)
    try:
        yield guard
    finally:
        _ON_DUTY.remove(guard)
    if guard.violations:
        pytest.fail("\n".join(guard.violations), pytrace=False)


@cache
def may_write(operation: str) -> bool:
    """Whether an operation writes; one that only the tests have is taken to."""
    found = registry().domains.operations.get(operation)
    return found is None or writes(found.function)


def _our_frames() -> list[FrameType]:
    """Our frames, innermost first: those in SQLAlchemy's greenlet, then those of the coroutines that wait for it."""
    frames: list[FrameType] = []
    current: Any = greenlet.getcurrent()
    frame: FrameType | None = inspect.currentframe()
    while frame is not None or current is not None:
        while frame is not None:
            name = frame.f_globals.get("__name__", "")
            if name.partition(".")[0] in _OURS and name != __name__:
                frames.append(frame)
            frame = frame.f_back
        current = current.parent
        frame = None if current is None else current.gr_frame
    return frames
