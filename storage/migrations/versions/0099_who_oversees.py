"""Keep to whom the operator has opened what CRDB/CDC sees over all TWGs.

Revision: 0099, after 0098.
"""

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person") as people:
        people.add_column(sa.Column("oversees", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("person") as people:
        people.alter_column("oversees", existing_type=sa.Boolean(), server_default=None)
