"""Keep what lists of members say besides: degrees behind names, and seats of alternates who are to be named.

Revision: 0054, after 0052.
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The defaults stay in the database: to drop them, SQLite would have to rewrite the whole tables.
    for table in ("person", "roster_entry"):
        op.add_column(table, sa.Column("degrees", sa.String(length=60), nullable=False, server_default=""))
    op.add_column("seat", sa.Column("alternate", sa.Boolean(), nullable=False, server_default=sa.false()))
