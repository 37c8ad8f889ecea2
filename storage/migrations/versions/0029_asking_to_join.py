"""Add requests to join a TWG, and whether its Chair confirms them.

Revision: 0029, after 0028.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
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
STATES = ("waiting", "passed_on", "admitted", "declined", "withdrawn")
OPINIONS = ("in_favour", "against")
_OPEN = sa.text("decided_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "join_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Enum(*ROLES, name="role", native_enum=False, length=40), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("invite_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="joinstate", native_enum=False, length=40), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("question_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("screened_by_id", sa.Integer(), nullable=True),
        sa.Column("screened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("consulted_until", sa.Date(), nullable=True),
        sa.Column("opinion", sa.Enum(*OPINIONS, name="opinion", native_enum=False, length=40), nullable=True),
        sa.Column("opinion_words", sa.Text(), nullable=False),
        sa.Column("opinion_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_join_request_decided_by_id")),
        sa.ForeignKeyConstraint(["invite_id"], ["invite.id"], name=op.f("fk_join_request_invite_id")),
        sa.ForeignKeyConstraint(["opinion_by_id"], ["person.id"], name=op.f("fk_join_request_opinion_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_join_request_person_id")),
        sa.ForeignKeyConstraint(["question_by_id"], ["person.id"], name=op.f("fk_join_request_question_by_id")),
        sa.ForeignKeyConstraint(["screened_by_id"], ["person.id"], name=op.f("fk_join_request_screened_by_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_join_request_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_request")),
    )
    op.create_index("ix_join_request_twg_id_state", "join_request", ["twg_id", "state"])
    op.create_index(
        "ix_join_request_open",
        "join_request",
        ["person_id", "twg_id"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    # The default stays in the database: to drop it, SQLite would have to rewrite the whole table.
    op.add_column("twg", sa.Column("chair_confirms", sa.Boolean(), nullable=False, server_default=sa.true()))
