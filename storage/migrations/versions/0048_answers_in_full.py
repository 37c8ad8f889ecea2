"""Answers to invitations: how late, how the delegate is reached, and whether a member who is the delegate can come.

Revision: 0048, after 0047.
"""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attendance", sa.Column("late_min", sa.Integer(), nullable=True))
    # The default stays in the database: to drop it, SQLite would have to rewrite the whole table.
    contact = sa.Column("delegate_contact", sa.String(length=120), nullable=False, server_default="")
    op.add_column("attendance", contact)
    # In SQL: SQLite adds a column with its reference in place, where Alembic would copy the whole table.
    reference = "CONSTRAINT fk_attendance_delegate_id REFERENCES person (id)"
    op.execute(f"ALTER TABLE attendance ADD COLUMN delegate_id INTEGER {reference}")
    op.add_column("attendance", sa.Column("delegate_agreed", sa.Boolean(), nullable=True))
    op.create_index("ix_attendance_delegate_id", "attendance", ["delegate_id"], unique=False)
    known = sa.text("delegate_contact <> ''")
    op.create_index(
        "ix_attendance_contact", "attendance", ["id"], unique=False, sqlite_where=known, postgresql_where=known
    )
