"""Index texts by TWG and grams of one to three characters, instead of by trigrams of all TWGs.

The entries are not indexed here any more: revision 0039 replaces this index, and indexes all of them.

Revision: 0018, after 0017.
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_search_entry_trigrams", "search_entry")
        op.drop_column("search_entry", "trigrams")
        op.execute("ALTER TABLE search_entry ADD COLUMN grams tsvector")
        op.execute("CREATE INDEX ix_search_entry_grams ON search_entry USING gin (grams)")
        return
    for trigger in ("added", "removed", "changed"):
        op.execute(f"DROP TRIGGER search_entry_{trigger}")
    op.execute("DROP TABLE search_trigrams")
    # detail=none and columnsize=0: only which entry has which token is asked.
    op.execute(
        "CREATE VIRTUAL TABLE search_grams USING fts5(tokens, content='', detail=none, columnsize=0, tokenize='ascii')"
    )
