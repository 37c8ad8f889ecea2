"""Number the actions of each TWG, in the order in which they were recorded.

Revision: 0065, after 0064.
"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("action") as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE action SET number = (SELECT COUNT(*) FROM action AS earlier"
        " WHERE earlier.twg_id = action.twg_id AND earlier.id <= action.id)"
    )
    with op.batch_alter_table("action") as batch_op:
        batch_op.alter_column("number", existing_type=sa.Integer(), nullable=False)
        batch_op.create_unique_constraint(op.f("uq_action_twg_id"), ["twg_id", "number"])
