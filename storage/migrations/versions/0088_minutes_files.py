"""Keep the files that are handed in as the minutes of a meeting, and what they say.

Revision: 0088, after 0087.
"""

import sqlalchemy as sa
from alembic import op

revision = "0088"
down_revision = "0087"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "minutes_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("reading", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("decided", sa.JSON(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_minutes_file_created_by_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_minutes_file_file_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_file_meeting_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_minutes_file_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_file")),
    )
    op.create_index(op.f("ix_minutes_file_twg_id"), "minutes_file", ["twg_id"])
    op.create_index(op.f("ix_minutes_file_meeting_id"), "minutes_file", ["meeting_id"])
