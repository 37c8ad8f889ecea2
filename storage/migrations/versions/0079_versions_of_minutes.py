"""Keep minutes that circulate, with versions, paragraphs and corrections, and how a TWG adopts them.

Revision: 0079, after 0076.
"""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0076"
branch_labels = None
depends_on = None

_ADOPTION = ("next_meeting", "silence", "chair")
_LINES = ("discussion", "conclusion", "decision", "action", "note")
_STATES = ("proposed", "accepted", "refused", "withdrawn")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=40)


def upgrade() -> None:
    with op.batch_alter_table("twg") as twgs:
        twgs.add_column(
            sa.Column("minutes_adoption", _enum("adoption", *_ADOPTION), nullable=False, server_default="next_meeting")
        )
        twgs.add_column(sa.Column("minutes_days", sa.Integer(), nullable=False, server_default=sa.text("7")))
    with op.batch_alter_table("document") as documents:
        documents.add_column(sa.Column("minutes_of_id", sa.Integer(), nullable=True))
        documents.create_foreign_key(op.f("fk_document_minutes_of_id"), "meeting", ["minutes_of_id"], ["id"])
        documents.create_index(op.f("ix_document_minutes_of_id"), ["minutes_of_id"])
    _make_versions()
    _make_paragraphs()
    _make_corrections()


def _make_versions() -> None:
    op.create_table(
        "minutes_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("adoption", _enum("adoption", *_ADOPTION), nullable=False),
        sa.Column("correct_by", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("adopted_how", _enum("adoption", *_ADOPTION), nullable=True),
        sa.Column("adopted_by_id", sa.Integer(), nullable=True),
        sa.Column("adopted_at_meeting_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_minutes_version_twg_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_version_meeting_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_minutes_version_created_by_id")),
        sa.ForeignKeyConstraint(["adopted_by_id"], ["person.id"], name=op.f("fk_minutes_version_adopted_by_id")),
        sa.ForeignKeyConstraint(
            ["adopted_at_meeting_id"], ["meeting.id"], name=op.f("fk_minutes_version_adopted_at_meeting_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_version")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_minutes_version_meeting_id")),
    )
    op.create_index("ix_minutes_version_twg_id", "minutes_version", ["twg_id", "meeting_id"])


def _make_paragraphs() -> None:
    op.create_table(
        "minutes_paragraph",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("linekind", *_LINES), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("item_token", sa.String(length=16), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_minutes_paragraph_twg_id")),
        sa.ForeignKeyConstraint(["version_id"], ["minutes_version.id"], name=op.f("fk_minutes_paragraph_version_id")),
        sa.ForeignKeyConstraint(["line_id"], ["record_line.id"], name=op.f("fk_minutes_paragraph_line_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_minutes_paragraph_decision_id")),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_minutes_paragraph_action_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_paragraph")),
        sa.UniqueConstraint("version_id", "number", name=op.f("uq_minutes_paragraph_version_id")),
    )


def _make_corrections() -> None:
    op.create_table(
        "minutes_correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("state", _enum("correctionstate", *_STATES), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_minutes_correction_twg_id")),
        sa.ForeignKeyConstraint(["version_id"], ["minutes_version.id"], name=op.f("fk_minutes_correction_version_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_minutes_correction_proposed_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_minutes_correction_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_correction")),
    )
    op.create_index("ix_minutes_correction_version_id", "minutes_correction", ["version_id", "state"])
    op.create_index(op.f("ix_minutes_correction_proposed_by_id"), "minutes_correction", ["proposed_by_id"])
