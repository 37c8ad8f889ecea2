"""Keep what members tell of important developments before a plenary.

Revision: 0051, after 0049.
"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "member_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_member_update_entered_by_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_member_update_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_member_update_person_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_member_update_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_update")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_member_update_meeting_id")),
    )
    op.create_index(op.f("ix_member_update_twg_id"), "member_update", ["twg_id"])
    op.create_index(op.f("ix_member_update_person_id"), "member_update", ["person_id"])
