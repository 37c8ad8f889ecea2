"""Add requests of members to those who decide.

Revision: 0012, after 0011.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KINDS = ("more_time", "hand_over", "not_mine", "still_needed", "no_data", "left", "question")
STATES = ("waiting", "granted", "declined", "answered", "withdrawn")
WAITING = "state = 'waiting' AND kind <> 'question'"


def upgrade() -> None:
    op.create_table(
        "member_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="requestkind", native_enum=False, length=40), nullable=False),
        sa.Column("subject_type", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("named_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.Enum(*STATES, name="requeststate", native_enum=False, length=40), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_member_request_asked_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_member_request_decided_by_id")),
        sa.ForeignKeyConstraint(["named_id"], ["person.id"], name=op.f("fk_member_request_named_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_member_request_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_request")),
    )
    with op.batch_alter_table("member_request") as table:
        table.create_index(table.f("ix_member_request_asked_by_id"), ["asked_by_id"], unique=False)
        table.create_index("ix_member_request_subject", ["subject_type", "subject_id"], unique=False)
        table.create_index("ix_member_request_twg_id_state", ["twg_id", "state"], unique=False)
        table.create_index(
            "ix_member_request_waiting",
            ["asked_by_id", "kind", "subject_type", "subject_id"],
            unique=True,
            sqlite_where=sa.text(WAITING),
            postgresql_where=sa.text(WAITING),
        )
