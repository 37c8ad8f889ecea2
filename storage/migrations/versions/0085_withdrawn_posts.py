"""Keep when, by whom and why shared information was withdrawn.

Revision: 0085, after 0084.
"""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("post") as posts:
        posts.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        posts.add_column(sa.Column("withdrawn_by_id", sa.Integer(), nullable=True))
        posts.add_column(sa.Column("withdrawal_reason", sa.String(length=500), server_default="", nullable=False))
        posts.create_foreign_key(op.f("fk_post_withdrawn_by_id"), "person", ["withdrawn_by_id"], ["id"])
        posts.create_index(op.f("ix_post_withdrawn_by_id"), ["withdrawn_by_id"])
    with op.batch_alter_table("post") as posts:
        posts.alter_column("withdrawal_reason", existing_type=sa.String(length=500), server_default=None)
