"""Find indicators by the notes of their reports, as far as their cards show them; index the audit for what is newest.

Revision: 0043, after 0041.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.core.search import (
    INDEX_ON_POSTGRESQL,
    INDEX_ON_SQLITE,
    INDEXED_COLUMNS,
    UNINDEX_ON_SQLITE,
    indexed,
    words_of,
)
from storage.core.searching.pieces import spaced
from storage.core.searching.words import is_kept
from storage.engine.database import UTCDateTime

revision = "0043"
down_revision = "0041"
branch_labels = None
depends_on = None

_entry = sa.table(
    "search_entry",
    sa.column("id", sa.Integer),
    sa.column("twg_id", sa.Integer),
    sa.column("subject_type", sa.String),
    sa.column("subject_id", sa.Integer),
    sa.column("author_id", sa.Integer),
    sa.column("kind", sa.String),
    sa.column("body", sa.Text),
    sa.column("folded", sa.Text),
    sa.column("dated", UTCDateTime()),
    sa.column("year", sa.Integer),
)
_submission = sa.table("submission", *(sa.column(name) for name in ("id", "indicator_id", "version", "state", "note")))
_word = sa.table("search_word", *(sa.column(name) for name in ("twg_id", "word", "backwards")))


def upgrade() -> None:
    op.create_index("ix_audit_newest", "audit", ["twg_id", "subject_type", "id"], unique=False)
    for row, notes in _noted():
        folded = f"{row.folded}{spaced(' '.join(notes)).lstrip()}"
        body = " ".join(filter(None, [row.body, *notes]))
        op.execute(sa.update(_entry).where(_entry.c.id == row.id).values(body=body, folded=folded))
        _index_anew({name: getattr(row, name) for name in INDEXED_COLUMNS}, folded)


def _noted() -> Iterator[tuple[sa.Row[Any], list[str]]]:
    """The entries of indicators, with the notes that their cards show."""
    connection, of_indicators = op.get_bind(), _entry.c.subject_type == "indicator"
    for row in list(connection.execute(sa.select(_entry).where(of_indicators).order_by(_entry.c.id))):
        reports = sa.select(_submission.c.state, _submission.c.note)
        reports = reports.where(_submission.c.indicator_id == row.subject_id).order_by(_submission.c.version.desc())
        notes = dict[str, str]()
        for state, note in connection.execute(reports):
            if state in ("submitted", "accepted"):
                notes.setdefault(state, note)
            if state == "accepted":
                break
        shown = [notes[state] for state in ("accepted", "submitted") if notes.get(state)]
        if shown:
            yield row, shown


def _index_anew(entry: dict[str, Any], folded: str) -> None:
    connection, before, after = op.get_bind(), indexed(**entry), indexed(**{**entry, "folded": folded})
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text(INDEX_ON_POSTGRESQL), after.values)
    else:
        connection.execute(sa.text(UNINDEX_ON_SQLITE), before.values)
        connection.execute(sa.text(INDEX_ON_SQLITE), after.values)
    twg_id = entry["twg_id"]
    known = set(connection.scalars(sa.select(_word.c.word).where(_word.c.twg_id == twg_id)))
    new = sorted(filter(is_kept, words_of(folded) - known))
    if new:
        rows = [{"twg_id": twg_id, "word": word, "backwards": word[::-1]} for word in new]
        connection.execute(sa.insert(_word), rows)
