"""Add the numbers of members that Chairs and lead facilitators agree on.

Revision: 0028, after 0027.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ROLES = (
    "chair",
    "lead_facilitator",
    "secretariat",
    "government",
    "development_partner",
    "crdb",
    "focal_point",
    "technical_adviser",
    "civil_society",
    "private_sector",
)
_WAITING = sa.text("decided_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "membership_cap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_as", sa.Enum(*ROLES, name="role", native_enum=False, length=40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_membership_cap_decided_by_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_membership_cap_proposed_by_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_membership_cap_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership_cap")),
    )
    op.create_index(op.f("ix_membership_cap_twg_id"), "membership_cap", ["twg_id"])
    op.create_index(
        "ix_membership_cap_waiting",
        "membership_cap",
        ["twg_id"],
        unique=True,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
