"""Add the e-mail address of a TWG, which calendar files give as the organizer of its meetings.

Revision: 0016, after 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The default stays in the database: to drop it, SQLite would have to rewrite the whole table.
    with op.batch_alter_table("twg", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email", sa.String(length=200), nullable=False, server_default=""))
