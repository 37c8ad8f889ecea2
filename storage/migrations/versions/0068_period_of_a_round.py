"""Keep of when the values are that a reporting round asks for.

Revision: 0068, after 0067.
"""

import sqlalchemy as sa
from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The default stays in the database: to drop it, SQLite would have to rewrite the whole table.
    op.add_column("round", sa.Column("period", sa.String(length=40), nullable=False, server_default=""))
