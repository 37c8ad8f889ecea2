"""Add changes of membership that one person proposes and another decides.

Revision: 0024, after 0023.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

CHANGES = ("role", "remove", "succeed")
_WAITING = sa.text("decided_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "membership_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.Enum(*CHANGES, name="proposedchange", native_enum=False, length=40), nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_membership_proposal_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_membership_proposal_membership_id")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_membership_proposal_proposed_by_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_membership_proposal_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_proposal")),
    )
    op.create_index(op.f("ix_membership_proposal_twg_id"), "membership_proposal", ["twg_id"])
    op.create_index(
        "ix_membership_proposal_waiting",
        "membership_proposal",
        ["membership_id"],
        unique=True,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
