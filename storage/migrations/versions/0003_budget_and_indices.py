"""Add the send budget of several processes; allow one open round per TWG; never reuse form ids; better indices.

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "budget",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_budget")),
    )
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.drop_index("ix_delivery_due")
        batch_op.create_index(
            "ix_delivery_due",
            ["not_before", "person_id", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )
    with op.batch_alter_table("round", schema=None) as batch_op:
        batch_op.create_index(
            "ix_round_open",
            ["twg_id"],
            unique=True,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
    if op.get_bind().dialect.name == "sqlite":  # PostgreSQL never reuses an id
        with op.batch_alter_table("form", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass
    op.drop_index("ix_search_entry_twg_id", table_name="search_entry")
    op.create_index("ix_search_entry_newest", "search_entry", ["twg_id", "dated", "id"])
