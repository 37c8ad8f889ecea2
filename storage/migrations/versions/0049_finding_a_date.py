"""Keep the dates that are proposed for a meeting, who can when, and the days of the GDCC.

Revision: 0049, after 0048.
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

KINDS = (
    "plenary",
    "core_group",
    "sub_group",
    "preparatory",
    "follow_up",
    "dp_only",
    "chair_lf",
    "retreat",
    "inter_twg",
    "gdcc",
    "network",
)
CHOICES = ("can", "if_need_be", "cannot")


def upgrade() -> None:
    op.create_table(
        "date_poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="meetingkind", native_enum=False, length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("duration_min", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(length=400), nullable=False),
        sa.Column("asked", sa.String(length=400), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ending", sa.Enum("chosen", "closed", name="pollending", native_enum=False, length=40)),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_date_poll_created_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_date_poll_ended_by_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_date_poll_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_poll")),
    )
    op.create_index("ix_date_poll_twg_id", "date_poll", ["twg_id", "ended_at"])
    op.create_index(op.f("ix_date_poll_created_by_id"), "date_poll", ["created_by_id"])
    op.create_table(
        "date_option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("day_off", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["poll_id"], ["date_poll.id"], name=op.f("fk_date_option_poll_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_option")),
        sa.UniqueConstraint("poll_id", "position", name=op.f("uq_date_option_poll_id")),
    )
    op.create_table(
        "date_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum("can", "if_need_be", "cannot", name="choice", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_date_answer_entered_by_id")),
        sa.ForeignKeyConstraint(["option_id"], ["date_option.id"], name=op.f("fk_date_answer_option_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_date_answer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_date_answer")),
        sa.UniqueConstraint("option_id", "person_id", name=op.f("uq_date_answer_option_id")),
    )
    op.create_index(op.f("ix_date_answer_person_id"), "date_answer", ["person_id"])
    op.create_table(
        "gdcc_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gdcc_day")),
        sa.UniqueConstraint("day", name=op.f("uq_gdcc_day_day")),
    )
