"""Add opening hours, days off and working days of a TWG's own; until it sets them, it keeps those of the installation.

Revision: 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The defaults stay in the database: to drop them, SQLite would have to rewrite the whole table.
    with op.batch_alter_table("twg", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opens_at", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("closes_at", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("extra_days_off", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("extra_working_days", sa.JSON(), nullable=False, server_default="[]"))
