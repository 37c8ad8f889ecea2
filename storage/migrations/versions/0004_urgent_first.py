"""Mark urgent deliveries, with an index; find notifications with a progress message before that message is sent.

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE delivery SET urgent = (SELECT urgent FROM notification WHERE notification.id = notification_id)"
        " WHERE state IN ('pending', 'in_flight')"
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.alter_column("urgent", existing_type=sa.Boolean(), server_default=None)
        batch_op.create_index(
            "ix_delivery_urgent",
            ["not_before", "person_id", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'pending' AND urgent = 1"),
            postgresql_where=sa.text("state = 'pending' AND urgent"),
        )
    waiting = {"sqlite_where": sa.text("fanned_out = 0"), "postgresql_where": sa.text("NOT fanned_out")}
    followed = sa.text("progress_chat_id IS NOT NULL AND settled_at IS NULL")
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.drop_index("ix_notification_waiting")  # SQLite did not use it: its queries say fanned_out = 0
        batch_op.create_index("ix_notification_waiting", ["id"], unique=False, **waiting)
        batch_op.drop_index("ix_notification_followed")
        batch_op.create_index(
            "ix_notification_followed", ["id"], unique=False, sqlite_where=followed, postgresql_where=followed
        )
