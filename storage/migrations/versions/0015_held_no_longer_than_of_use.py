"""Add until when a notification may be held, and what its progress message shows.

Revision: 0015, after 0014.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The default stays in the database: to drop it, SQLite would have to rewrite the whole table.
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.add_column(sa.Column("useful_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("progress_shown", sa.String(length=64), nullable=False, server_default=""))
