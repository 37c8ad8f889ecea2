"""Add Telegram groups that are linked to TWGs.

Revision: 0032, after 0031.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

IN_FORCE = sa.text("linked_at IS NOT NULL AND ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "linked_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("audience", sa.String(length=120), nullable=False),
        sa.Column("posts", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("linked_by_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["linked_by_id"], ["person.id"], name=op.f("fk_linked_group_linked_by_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_linked_group_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linked_group")),
    )
    op.create_index("ix_linked_group_twg_id", "linked_group", ["twg_id"])
    op.create_index(
        "ix_linked_group_place",
        "linked_group",
        ["chat_id", "thread_id"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )
