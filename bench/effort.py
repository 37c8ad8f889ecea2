"""What SQLite does for an answer: steps of its virtual machine, which depend on no clock, and statements with plans."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from storage.engine.database import Database

#: Steps between two calls of SQLite's progress handler.
_EVERY = 20
#: A part of a plan that reads a table from its beginning to its end, and not a partial index.
_WALK = re.compile(r"^SCAN (\w+)\b(?!.* USING (COVERING )?INDEX ix_)")


@dataclass
class Effort:
    """What was done since the last `reset`.

    Attributes:
        steps: of SQLite's virtual machine; a row that is read takes about ten.
        plans: the parts of the plan of each statement, by its text; kept by `reset`.
    """

    steps: int = 0
    statements: int = 0
    plans: dict[str, list[str]] = field(default_factory=dict)

    def reset(self) -> None:
        self.steps = self.statements = 0

    def walks(self, *tables: str) -> list[tuple[str, str]]:
        """Statements that read one of these tables from its beginning to its end, with that part of their plan."""
        found = []
        for statement, plan in self.plans.items():
            for part in plan:
                walk = _WALK.match(part)
                if walk is not None and walk[1] in tables:
                    found.append((statement, part))
        return found

    def note(self) -> int:
        """Count steps; SQLite goes on when this returns zero."""
        self.steps += _EVERY
        return 0


@contextmanager
def watched(database: Database) -> Iterator[Effort]:
    """Count what SQLite does for this database while the block runs."""
    effort, engine = Effort(), database.engine.sync_engine

    def take(connection: Any, *_rest: Any) -> None:
        connection.driver_connection.driver.set_progress_handler(effort.note, _EVERY)

    def note(connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        effort.statements += 1
        if not many and statement not in effort.plans and statement.startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            steps, driver = effort.steps, connection.connection.driver_connection.driver
            plan = driver.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            effort.plans[statement] = [row[3] for row in plan]
            effort.steps = steps

    event.listen(engine, "checkout", take)
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield effort
    finally:
        event.remove(engine, "checkout", take)
        event.remove(engine, "before_cursor_execute", note)
