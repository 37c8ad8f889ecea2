"""Keep who shares an action with its lead, and which notes say that somebody's part is done.

Every action of before has its owner as its lead and is shared by nobody.

Revision: 0063, after 0062.
"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("action") as batch_op:
        batch_op.add_column(sa.Column("co_owners", sa.String(length=400), nullable=False, server_default="||"))
    with op.batch_alter_table("action") as batch_op:
        batch_op.alter_column("co_owners", server_default=None)
    with op.batch_alter_table("action_update") as batch_op:
        batch_op.add_column(sa.Column("says_done", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("action_update") as batch_op:
        batch_op.alter_column("says_done", server_default=None)
