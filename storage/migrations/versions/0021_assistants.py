"""Let an account act for another person, and keep who did something for whom.

Revision: 0021, after 0020.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

#: Columns with the person who acted for another.
ACTED = (("audit", "by_id"), ("attendance", "entered_by_id"), ("receipt", "entered_by_id"))


def upgrade() -> None:
    op.create_table(
        "acts_for",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("matters", sa.String(length=120), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("offered_by_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_acts_for_account_id")),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["person.id"], name=op.f("fk_acts_for_confirmed_by_id")),
        sa.ForeignKeyConstraint(["offered_by_id"], ["person.id"], name=op.f("fk_acts_for_offered_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acts_for_person_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_acts_for_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acts_for")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_acts_for_token_hash")),
    )
    op.create_index("ix_acts_for_account_id", "acts_for", ["account_id"])
    op.create_index("ix_acts_for_person_id", "acts_for", ["person_id"])
    for table, column in ACTED:
        # In SQL: SQLite adds a column with its reference in place, where Alembic would copy the whole table.
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN {column} INTEGER CONSTRAINT fk_{table}_{column} REFERENCES person (id)"
        )
