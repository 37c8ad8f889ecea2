"""Keep what a list of members says with it, so that it is read once, apart from what people ask for.

Lists that were sent before are read when the program runs, as long as their files are there.

Revision: 0042, after 0041.
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("roster_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reading", sa.JSON(), nullable=True))
