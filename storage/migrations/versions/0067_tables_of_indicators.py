"""Keep the tables of indicators that are sent, and what they say.

Revision: 0067, after 0066.
"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "indicator_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("reading", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_indicator_file_created_by_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_indicator_file_file_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_indicator_file_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_file")),
    )
    op.create_index(op.f("ix_indicator_file_twg_id"), "indicator_file", ["twg_id"])
