"""Add the lease, rule settings, and the columns of a notification for its progress, fan-out, urgency and expiry.

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "lease",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=80), nullable=False),
        sa.Column("acquired_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "rule_setting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("offset_min", sa.Integer(), nullable=True),
        sa.Column("at", sa.Time(), nullable=True),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_rule_setting_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_setting")),
        sa.UniqueConstraint("twg_id", "rule", name=op.f("uq_rule_setting_twg_id")),
    )
    with op.batch_alter_table("notification", schema=None) as batch_op:
        batch_op.add_column(sa.Column("urgent", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("parts", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("not_before", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("waiting", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("fanned_out", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("progress_chat_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("progress_message_id", sa.BigInteger(), nullable=True))
        batch_op.create_index(
            "ix_notification_followed",
            ["id"],
            unique=False,
            sqlite_where=sa.text("progress_message_id IS NOT NULL AND settled_at IS NULL"),
            postgresql_where=sa.text("progress_message_id IS NOT NULL AND settled_at IS NULL"),
        )
        batch_op.create_index(
            "ix_notification_waiting",
            ["id"],
            unique=False,
            sqlite_where=sa.text("NOT fanned_out"),
            postgresql_where=sa.text("NOT fanned_out"),
        )
