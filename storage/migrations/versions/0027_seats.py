"""Add seats, which members hold or stand in for.

Revision: 0027, after 0026.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
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


def upgrade() -> None:
    op.create_table(
        "seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Enum(*ROLES, name="role", native_enum=False, length=40), nullable=False),
        sa.Column("institution", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_seat_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    op.create_index(op.f("ix_seat_twg_id"), "seat", ["twg_id"])
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seat_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("stands_in_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_membership_seat_id"), "seat", ["seat_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_membership_stands_in_id"), "seat", ["stands_in_id"], ["id"])
