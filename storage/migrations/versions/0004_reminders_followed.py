"""A reminder is followed until what it made is settled.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("notification_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_reminder_notification_id"), "notification", ["notification_id"], ["id"])
        batch_op.create_index(
            "ix_reminder_followed",
            ["notification_id"],
            unique=False,
            sqlite_where=sa.text("notification_id IS NOT NULL"),
            postgresql_where=sa.text("notification_id IS NOT NULL"),
        )
