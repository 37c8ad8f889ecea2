"""Let a guest be invited to one item of the agenda only.

Revision: 0052, after 0051.
"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The default stays in the database: to drop it, SQLite would have to rewrite the whole table.
    op.add_column("meeting_guest", sa.Column("item_token", sa.String(length=16), nullable=False, server_default=""))
