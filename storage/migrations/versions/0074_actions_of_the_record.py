"""Keep whom a line of a record names and until when it is read, and which line and agenda item an action arose from.

Revision: 0074, after 0068.
"""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0068"
branch_labels = None
depends_on = None

_EVERY = ("month", "quarter", "half_year", "year")


def upgrade() -> None:
    every = sa.Enum(*_EVERY, name="every", native_enum=False, length=40)
    with op.batch_alter_table("record_line") as lines:
        lines.add_column(sa.Column("named", sa.String(length=400), nullable=False, server_default=""))
        lines.add_column(sa.Column("every", every, nullable=True))
        lines.add_column(sa.Column("review_on", sa.Date(), nullable=True))
        lines.add_column(sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("record_line") as lines:
        lines.alter_column("named", server_default=None)
    with op.batch_alter_table("action") as actions:
        actions.add_column(sa.Column("item", sa.String(length=300), nullable=False, server_default=""))
        actions.add_column(sa.Column("line_id", sa.Integer(), nullable=True))
        actions.create_foreign_key(op.f("fk_action_line_id"), "record_line", ["line_id"], ["id"])
        actions.create_unique_constraint(op.f("uq_action_line_id"), ["line_id"])
    with op.batch_alter_table("action") as actions:
        actions.alter_column("item", server_default=None)
