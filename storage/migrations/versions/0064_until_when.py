"""Keep the words of a period, how often an action is due again, when an open one is looked at again, and its theme.

Revision: 0064, after 0063.
"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

_EVERY = ("month", "quarter", "half_year", "year")


def upgrade() -> None:
    every = sa.Enum(*_EVERY, name="every", native_enum=False, length=40)
    with op.batch_alter_table("action") as batch_op:
        batch_op.add_column(sa.Column("due_words", sa.String(length=60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("every", every, nullable=True))
        batch_op.add_column(sa.Column("review_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("theme", sa.String(length=100), nullable=False, server_default=""))
    with op.batch_alter_table("action") as batch_op:
        batch_op.alter_column("due_words", server_default=None)
        batch_op.alter_column("theme", server_default=None)
