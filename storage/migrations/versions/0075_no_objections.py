"""Keep what is put to members between meetings, with its papers and answers; a decision may be of no meeting.

Revision: 0075, after 0074.
"""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("decision") as decisions:
        decisions.alter_column("meeting_id", existing_type=sa.Integer(), nullable=True)
    outcome = sa.Enum("confirmed", "withdrawn", name="outcome", native_enum=False, length=40)
    op.create_table(
        "no_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("twg_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(length=400), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", outcome, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_no_objection_created_by_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_no_objection_decision_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_no_objection_ended_by_id")),
        sa.ForeignKeyConstraint(["twg_id"], ["twg.id"], name=op.f("fk_no_objection_twg_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_no_objection")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_no_objection_decision_id")),
    )
    op.create_index("ix_no_objection_twg_id", "no_objection", ["twg_id", "ended_at"])
    op.create_index(op.f("ix_no_objection_created_by_id"), "no_objection", ["created_by_id"])
    op.create_table(
        "objection_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_objection_paper_document_id")),
        sa.ForeignKeyConstraint(["objection_id"], ["no_objection.id"], name=op.f("fk_objection_paper_objection_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_paper")),
        sa.UniqueConstraint("objection_id", "document_id", name=op.f("uq_objection_paper_objection_id")),
    )
    op.create_index(op.f("ix_objection_paper_document_id"), "objection_paper", ["document_id"])
    op.create_table(
        "objection_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("objection_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entered_by_id"], ["person.id"], name=op.f("fk_objection_answer_entered_by_id")),
        sa.ForeignKeyConstraint(["objection_id"], ["no_objection.id"], name=op.f("fk_objection_answer_objection_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_objection_answer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection_answer")),
        sa.UniqueConstraint("objection_id", "person_id", name=op.f("uq_objection_answer_objection_id")),
    )
    op.create_index(op.f("ix_objection_answer_person_id"), "objection_answer", ["person_id"])
