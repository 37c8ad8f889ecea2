"""Index texts by TWG and grams of one to three characters, instead of by trigrams of all TWGs.

Revision: 0018, after 0017.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.core.search import INDEX_ON_POSTGRESQL, INDEX_ON_SQLITE, indexed
from storage.engine.database import UTCDateTime

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

#: How many search entries are read at once.
BATCH = 500

_entry = sa.table(
    "search_entry",
    sa.column("id", sa.Integer),
    sa.column("twg_id", sa.Integer),
    sa.column("folded", sa.Text),
    sa.column("dated", UTCDateTime()),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_search_entry_trigrams", "search_entry")
        op.drop_column("search_entry", "trigrams")
        op.execute("ALTER TABLE search_entry ADD COLUMN grams tsvector")
        _index_entries(INDEX_ON_POSTGRESQL)
        op.execute("CREATE INDEX ix_search_entry_grams ON search_entry USING gin (grams)")
        return
    for trigger in ("added", "removed", "changed"):
        op.execute(f"DROP TRIGGER search_entry_{trigger}")
    op.execute("DROP TABLE search_trigrams")
    # detail=none and columnsize=0: only which entry has which token is asked.
    op.execute(
        "CREATE VIRTUAL TABLE search_grams USING fts5(tokens, content='', detail=none, columnsize=0, tokenize='ascii')"
    )
    _index_entries(INDEX_ON_SQLITE)


def _index_entries(statement: str) -> None:
    for batch in _batches():
        entries = [indexed(row.id, row.twg_id, row.folded, row.dated) for row in batch]
        op.get_bind().execute(sa.text(statement), [entry.values for entry in entries])


def _batches() -> Iterator[list[sa.Row[Any]]]:
    connection, last = op.get_bind(), 0
    query = sa.select(_entry).order_by(_entry.c.id).limit(BATCH)
    while rows := list(connection.execute(query.where(_entry.c.id > last))):
        last = rows[-1].id
        yield rows
