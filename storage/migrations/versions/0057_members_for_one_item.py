"""Keep which members are invited to one item of an agenda, and what they answer.

Revision: 0057, after 0056.
"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

ANSWERS = ("yes", "no", "maybe", "late", "delegate")


def upgrade() -> None:
    op.create_table(
        "item_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("item_token", sa.String(length=16), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.JSON(), nullable=True),
        sa.Column("rsvp", sa.Enum(*ANSWERS, name="rsvp", native_enum=False, length=40), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_for", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_item_invitation_entered_by_id")),
        sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"], name=op.f("fk_item_invitation_invited_by_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_item_invitation_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_item_invitation_person_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_item_invitation_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_invitation")),
        sa.UniqueConstraint("meeting_id", "item_token", "person_id", name=op.f("uq_item_invitation_meeting_id")),
    )
    op.create_index(op.f("ix_item_invitation_twg_id"), "item_invitation", ["twg_id"])
    op.create_index(op.f("ix_item_invitation_person_id"), "item_invitation", ["person_id"])
