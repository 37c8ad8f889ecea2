"""Add what is to be posted in linked groups.

Revision: 0033, after 0032.
"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

STATES = ("pending", "in_flight", "sent", "unreachable", "failed", "void", "missed")


def upgrade() -> None:
    op.create_table(
        "group_post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("notification_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="deliverystate", native_enum=False, length=40), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("in_flight_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["group_id"], ["linked_group.id"], name=op.f("fk_group_post_group_id")),
        sa.ForeignKeyConstraint(["notification_id"], ["notification.id"], name=op.f("fk_group_post_notification_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_post")),
        sa.UniqueConstraint("group_id", "notification_id", name=op.f("uq_group_post_group_id")),
    )
    op.create_index("ix_group_post_notification_id", "group_post", ["notification_id"])
    for name, columns, where in (
        ("ix_group_post_due", ["not_before", "group_id"], "state = 'pending'"),
        ("ix_group_post_in_flight", ["in_flight_since"], "state = 'in_flight'"),
    ):
        op.create_index(name, "group_post", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
