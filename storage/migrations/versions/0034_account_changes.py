"""Keep who comes with a new Telegram account, until that is confirmed.

Revision: 0034, after 0033.
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("account_name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_account_change_decided_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_account_change_person_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_account_change_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_change")),
    )
    op.create_index(op.f("ix_account_change_twg_id"), "account_change", ["twg_id"])
    op.create_index(op.f("ix_account_change_person_id"), "account_change", ["person_id"])
    waiting = sa.text("decided_at IS NULL")
    op.create_index(
        "ix_account_change_waiting",
        "account_change",
        ["telegram_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
