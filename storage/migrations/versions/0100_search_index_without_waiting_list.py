"""Let PostgreSQL enter tokens in the index of the search at once.

By default it first writes them one after the other to a list of up to 4 MB, which every search of the index reads from
beginning to end: 1 ms for one token, and several for the grams of a run of Khmer. A new entry takes a little longer.

Revision: 0100, after 0099.
"""

from alembic import op

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER INDEX ix_search_entry_tokens SET (fastupdate = off)")
    op.execute("SELECT gin_clean_pending_list('ix_search_entry_tokens')")
